/// What is wrong with the operands of an operator, and what to write instead.
enum OperatorErrors {
  /// The operator means nothing for the two.
  static func unsupported(_ op: BinaryOperation, _ a: Value, _ b: Value) -> RuntimeError {
    RuntimeError(
      .type, "`\(op.spelling)` cannot join \(a.described) and \(b.described)",
      hint: hint(op, a, b))
  }

  /// `+` between two lists or ranges.
  static func sequenceSum(_ a: Value, _ b: Value) -> RuntimeError {
    RuntimeError(
      .type, "`+` does not join \(a.described) and \(b.described): it could mean two things",
      hint: "`concat(a, b)` joins lists, `xs.append(x)` and `xs.extend(ys)` add to one, "
        + "`tensor(a) + b` adds number by number")
  }

  /// Two values that have no order.
  static func unordered(_ op: Comparison, _ a: Value, _ b: Value) -> RuntimeError {
    var hint: String?
    if a.textObject != nil && b.isNumber { hint = "`float(x)` or `int(x)` reads a number" }
    if b.textObject != nil && a.isNumber { hint = "`float(x)` or `int(x)` reads a number" }
    return RuntimeError(
      .type, "`\(op.spelling)` cannot order \(a.described) and \(b.described)", hint: hint)
  }

  private static func hint(_ op: BinaryOperation, _ a: Value, _ b: Value) -> String? {
    let isText = a.textObject != nil || b.textObject != nil
    switch op {
    case .add where isText:
      let other = a.textObject == nil ? a : b
      if other.listObject != nil { return "`join(\", \", texts)` joins a list of texts" }
      return "put the value into the text, f\"…{x}\", or make it one, `str(x)`"
    case .remainder where a.textObject != nil:
      return "f\"…{x:.2f}\" formats values into a text"
    case .add where a.dictObject != nil && b.dictObject != nil:
      return "`{..a, ..b}` joins dicts, `a.update(b)` adds to one"
    case .bitOr where a.dictObject != nil && b.dictObject != nil:
      return "`{..a, ..b}` joins dicts, `a.update(b)` adds to one"
    case .bitAnd, .bitOr:
      return a.isNumber && b.isNumber
        ? "`and`, `or` work on truth; `&`, `|` on bools and ints" : "`and`, `or` work on truth"
    case .matmul where a.isNumber || b.isNumber:
      return "`@` is the matrix product; `*` multiplies by a number"
    case .multiply where a.listObject != nil || b.listObject != nil:
      return "`full(n, x)` gives n copies of a number, `repeat(xs, n)` repeats entries"
    case .add, .subtract, .multiply, .divide, .floorDivide, .remainder, .power, .matmul:
      if a.isNone || b.isNone { return "one of them is none: what gave it returned no value?" }
      if a.isFunction || b.isFunction { return "one of them is a function: call it, `f(…)`" }
      return nil
    }
  }
}

extension Value {
  /// Whether this is a function of the user or a builtin.
  var isFunction: Bool {
    guard let kind = heapObject?.kind else { return false }
    return kind == .closure || kind == .builtin || kind == .boundMethod
  }

  /// How an error shows what it got: short values as typed, else type and size.
  public var described: String {
    switch tag {
    case Tag.none: return "none"
    case Tag.bool, Tag.int, Tag.float: return "\(typeName) \(NumberText.of(self))"
    default: break
    }
    if let text = textObject {
      return text.byteCount <= 30 ? "text \(QuotedText.of(text.string))" : "a text"
    }
    if let list = listObject { return "a list of \(list.items.count)" }
    if let dict = dictObject { return "a dict of \(dict.table.count)" }
    if let range = rangeObject { return "the range \(Description.range(range))" }
    if let tensor = tensorObject { return "a tensor \(Description.kind(of: tensor.tensor))" }
    switch typeName {
    case "fn": return "a function"
    case "error": return "an error"
    case let name: return "aeiou".contains(name.prefix(1)) ? "an \(name)" : "a \(name)"
    }
  }
}

extension VirtualMachine {
  /// How an error shows what it got: short values as typed, else type and size.
  public func described(_ v: Value) -> String { v.described }
}
