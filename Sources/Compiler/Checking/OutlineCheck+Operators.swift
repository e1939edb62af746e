import Catalog
import Diagnostics
import Machine
import Syntax

extension OutlineCheck {
  func unary(_ op: UnaryOperator, _ operand: Outline, at range: SourceRange) -> Outline {
    switch operand {
    case .int(let value):
      op == .minus
        ? .int(value.flatMap { $0 == .min ? nil : -$0 }) : .int(op == .plus ? value : nil)
    case .float(let value): op == .minus ? .float(value.map { -$0 }) : operand
    case .tensor: operand
    case .unknown, .none, .bool, .text, .list, .range, .dict, .function, .builtin, .model, .object:
      .unknown
    }
  }

  func binary(
    _ op: BinaryOperator, _ left: Expression, _ right: Expression, at range: SourceRange
  ) -> Outline {
    let a = evaluate(left)
    let b = evaluate(right)
    checkRepeat(op, left, a, b, at: range)
    let range = source.operatorRange(after: left, before: right)
    switch (a, b) {
    case (.unknown, _), (_, .unknown), (.model, _), (_, .model), (.object, _), (_, .object):
      return isTensor(a) || isTensor(b) ? .tensor(dtype: nil, sizes: nil) : .unknown
    case (.text(let x), .text(let y)) where op == .add:
      return .text(x.flatMap { x in y.map { x + $0 } })
    case (.text, .int), (.int, .text):
      if op == .multiply { return .text(nil) }
    case (.text, .tensor(_, let sizes)), (.tensor(_, let sizes), .text):
      // One of a single element counts as a number.
      if op == .multiply, sizes?.isEmpty ?? true { return .text(nil) }
    case (.list, .list), (.list, .range), (.range, .list), (.range, .range):
      if op == .add { return refuseSum(a, b, at: range) }
    default: break
    }
    if a.isNumber && b.isNumber { return numbers(op, a, b, at: range) }
    if isForeign(a) || isForeign(b) {
      report(
        .type, "`\(op.rawValue)` cannot join \(a.described) and \(b.described)", at: range,
        hint: OperatorHints.hint(op, a, b))
      return .unknown
    }
    return tensors(op, a, b, at: range)
  }

  private func isTensor(_ value: Outline) -> Bool {
    if case .tensor = value { true } else { false }
  }

  /// Whether no operator but those of texts takes a value.
  private func isForeign(_ value: Outline) -> Bool {
    switch value {
    case .none, .text, .dict, .function, .builtin: true
    case .unknown, .bool, .int, .float, .list, .range, .tensor, .model, .object: false
    }
  }

  private func refuseSum(_ a: Outline, _ b: Outline, at range: SourceRange) -> Outline {
    report(
      .type, "`+` does not join \(a.described) and \(b.described): it could mean two things",
      at: range, hint: OperatorHints.sequences)
    return .unknown
  }

  /// `[e] * n`, which other languages take for n copies.
  private func checkRepeat(
    _ op: BinaryOperator, _ left: Expression, _ a: Outline, _ b: Outline, at range: SourceRange
  ) {
    guard op == .multiply, case .list(let items, form: .brackets) = left.kind, items.count == 1,
      !items[0].isSpread
    else { return }
    switch b {
    case .int, .unknown:
      report(
        .value, CheckMessages.repeatedList, at: range, hint: CheckMessages.repeatInstead,
        severity: .warning)
    default: break
    }
  }

  // MARK: Numbers

  private func numbers(
    _ op: BinaryOperator, _ a: Outline, _ b: Outline, at range: SourceRange
  ) -> Outline {
    switch op {
    case .divide, .floorDivide, .modulo:
      if isZero(b) {
        report(
          .numeric, "division by zero: \(shown(a)) \(op.rawValue) \(shown(b))", at: range)
        return .unknown
      }
    case .matrixProduct:
      report(
        .type, "`@` cannot join \(a.described) and \(b.described)", at: range,
        hint: OperatorHints.hint(op, a, b))
      return .unknown
    case .add, .subtract, .multiply, .power, .bitAnd, .bitOr: break
    }
    if case .int(let x) = a, case .int(let y) = b {
      return ints(op, x, y, at: range)
    }
    switch op {
    case .add, .subtract, .multiply, .divide:
      if case .float = a { return .float(nil) }
      if case .float = b { return .float(nil) }
      return .unknown
    case .floorDivide, .modulo, .power, .matrixProduct, .bitAnd, .bitOr: return .unknown
    }
  }

  private func ints(_ op: BinaryOperator, _ x: Int?, _ y: Int?, at range: SourceRange) -> Outline {
    if op == .divide { return .float(nil) }
    if op == .power { return .unknown }
    guard let x, let y else { return .int(nil) }
    let result: (partialValue: Int, overflow: Bool)
    switch op {
    case .add: result = x.addingReportingOverflow(y)
    case .subtract: result = x.subtractingReportingOverflow(y)
    case .multiply: result = x.multipliedReportingOverflow(by: y)
    case .floorDivide:
      let (quotient, overflow) = x.dividedReportingOverflow(by: y)
      let isBelow = !overflow && quotient &* y != x && (x < 0) != (y < 0)
      result = (isBelow ? quotient - 1 : quotient, overflow)
    case .modulo:
      let (remainder, _) = x.remainderReportingOverflow(dividingBy: y)
      result = (remainder != 0 && (remainder < 0) != (y < 0) ? remainder + y : remainder, false)
    case .divide, .power, .matrixProduct, .bitAnd, .bitOr: return .int(nil)
    }
    if result.overflow {
      report(
        .numeric, "integer overflow: \(x) \(op.rawValue) \(y) is outside the 64-bit integers",
        at: range, hint: "a float takes it: write one of the numbers with a point")
      return .unknown
    }
    return .int(result.partialValue)
  }

  private func isZero(_ value: Outline) -> Bool {
    switch value {
    case .int(0), .float(0), .bool(false): true
    default: false
    }
  }

  private func shown(_ value: Outline) -> String {
    switch value {
    case .int(let number?): "\(number)"
    case .float(let number?): "\(number)"
    case .bool(let flag?): "\(flag)"
    default: "x"
    }
  }

  // MARK: Tensors

  private func tensors(
    _ op: BinaryOperator, _ a: Outline, _ b: Outline, at range: SourceRange
  ) -> Outline {
    guard let x = a.asTensor, let y = b.asTensor else {
      return isTensor(a) || isTensor(b) ? .tensor(dtype: nil, sizes: nil) : .unknown
    }
    if op == .matrixProduct, a.isNumber || b.isNumber {
      report(
        .type, "`@` is the matrix product of two tensors, got a number", at: range,
        hint: "`*` multiplies by a number")
      return .unknown
    }
    let dtype = joined(x.dtype, a, y.dtype, b)
    guard let left = x.sizes, let right = y.sizes else { return .tensor(dtype: dtype, sizes: nil) }
    do throws(OutlineError) {
      let sizes =
        op == .matrixProduct
        ? try Sizes.product(left, right)
        : try Sizes.broadcast(left, right, in: OperatorHints.name(of: op))
      return .tensor(dtype: dtype, sizes: sizes)
    } catch {
      report(error, at: range)
      return .unknown
    }
  }

  /// The dtype of a result, where both have it or the other is a number.
  private func joined(_ x: String?, _ a: Outline, _ y: String?, _ b: Outline) -> String? {
    if x == y { return x }
    let (floats, number) = x == nil ? (y, a) : (x, b)
    return floats?.hasPrefix("f") == true && number.isNumber ? floats : nil
  }

  // MARK: Comparisons

  func comparison(
    _ first: Expression, _ links: [ComparisonLink]
  ) -> Outline {
    var left = evaluate(first)
    var result: Outline = .bool(true)
    var before = first
    for (index, link) in links.enumerated() {
      let right = evaluate(link.operand)
      let place = source.operatorRange(after: before, before: link.operand)
      let next = compare(link.comparison, left, right, at: place)
      result = index == 0 ? next : .unknown
      left = right
      before = link.operand
    }
    return result
  }

  private func compare(
    _ op: ComparisonOperator, _ a: Outline, _ b: Outline, at range: SourceRange
  ) -> Outline {
    if op == .contained || op == .notContained { return .bool(nil) }
    let isEquality = op == .equal || op == .notEqual
    if isTensor(a) || isTensor(b) {
      guard let x = a.asTensor, let y = b.asTensor else { return .unknown }
      guard let left = x.sizes, let right = y.sizes else {
        return .tensor(dtype: "bool", sizes: nil)
      }
      do throws(OutlineError) {
        return .tensor(
          dtype: "bool", sizes: try Sizes.broadcast(left, right, in: OperatorHints.name(of: op)))
      } catch {
        report(error, at: range)
        return .unknown
      }
    }
    if isEquality {
      guard let same = isSame(a, b) else { return isKnown(a) && isKnown(b) ? .bool(nil) : .unknown }
      return .bool(same == (op == .equal))
    }
    if case .int(let x?) = a, case .int(let y?) = b {
      return .bool(
        op == .less ? x < y : op == .lessOrEqual ? x <= y : op == .greater ? x > y : x >= y)
    }
    if unordered(a, b) {
      report(
        .type, "`\(op.rawValue)` cannot order \(a.described) and \(b.described)", at: range,
        hint: a.isNumber || b.isNumber ? "`float(x)` or `int(x)` reads a number" : nil)
    }
    return .unknown
  }

  private func unordered(_ a: Outline, _ b: Outline) -> Bool {
    switch (a, b) {
    case (.text, _): b.isNumber
    case (_, .text): a.isNumber
    default: false
    }
  }

  private func isKnown(_ value: Outline) -> Bool {
    value.typeName != nil && value.typeName != "model"
  }

  /// Whether two values are equal; nil where that is not known.
  private func isSame(_ a: Outline, _ b: Outline) -> Bool? {
    switch (a, b) {
    case (.none, .none): return true
    case (.int(let x?), .int(let y?)): return x == y
    case (.text(let x?), .text(let y?)): return x == y
    case (.bool(let x?), .bool(let y?)): return x == y
    case (.list(let x?), .list(let y?)):
      guard x.count == y.count else { return false }
      var all: Bool? = true
      for (p, q) in zip(x, y) {
        guard let same = isSame(p, q) else {
          all = nil
          continue
        }
        if !same { return false }
      }
      return all
    case (.none, let other), (let other, .none):
      switch other {
      case .unknown, .model, .object: return nil
      default: return false
      }
    default: return nil
    }
  }
}

/// What messages say of operators.
enum OperatorHints {
  static let sequences =
    "`concat(a, b)` joins lists, `xs.append(x)` and `xs.extend(ys)` add to one, "
    + "`tensor(a) + b` adds number by number"

  /// The name of the tensor operation behind an operator.
  static func name(of op: BinaryOperator) -> String {
    switch op {
    case .add: "add"
    case .subtract: "subtract"
    case .multiply: "multiply"
    case .divide: "divide"
    case .floorDivide: "floor_divide"
    case .modulo: "remainder"
    case .power: "power"
    case .matrixProduct: "matmul"
    case .bitAnd: "and"
    case .bitOr: "or"
    }
  }

  static func name(of op: ComparisonOperator) -> String {
    switch op {
    case .equal: "equal"
    case .notEqual: "not_equal"
    case .less: "less"
    case .lessOrEqual: "less_equal"
    case .greater: "greater"
    case .greaterOrEqual: "greater_equal"
    case .contained, .notContained: "in"
    }
  }

  /// What to write instead.
  static func hint(_ op: BinaryOperator, _ a: Outline, _ b: Outline) -> String? {
    switch (op, a, b) {
    case (.add, .text, .list), (.add, .list, .text):
      return "`join(\", \", texts)` joins a list of texts"
    case (.add, .text, _), (.add, _, .text):
      return "put the value into the text, f\"…{x}\", or make it one, `str(x)`"
    case (.modulo, .text, _): return "f\"…{x:.2f}\" formats values into a text"
    case (.add, .dict, .dict), (.bitOr, .dict, .dict):
      return "`{..a, ..b}` joins dicts, `a.update(b)` adds to one"
    case (.matrixProduct, _, _) where a.isNumber || b.isNumber:
      return "`@` is the matrix product; `*` multiplies by a number"
    default: break
    }
    for value in [a, b] {
      switch value {
      case .none: return "one of them is none: what gave it returned no value?"
      case .function, .builtin: return "one of them is a function: call it, `f(…)`"
      default: break
      }
    }
    return nil
  }
}
