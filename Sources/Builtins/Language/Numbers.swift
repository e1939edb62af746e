import Catalog
import Glibc
import Machine
import Tensors

extension BuiltinCatalog {
  /// Functions of numbers that are no elementwise operation of tensors alone.
  static let numbers: [Builtin] = [
    Builtin(
      "abs", AnyValue("x", accepts: "a number or a tensor"),
      summary: "The absolute value, element by element.",
      example: Example("abs(-3)", prints: "3"), related: ["sign"]
    ) { machine, value in
      if value.tag == Tag.int || value.tag == Tag.bool {
        let whole = value.asInt ?? 0
        guard whole != .min else {
          throw RuntimeError(.numeric, "abs(\(whole)) is outside the 64-bit integers")
        }
        return .int(Swift.abs(whole))
      }
      if value.tag == Tag.float { return .float(value.float.magnitude) }
      return machine.heap.tensor(try machine.tensorOperand(value, "abs").abs())
    },
    Builtin(
      "round", AnyValue("x", accepts: "a number or a tensor"), OptionalInteger("digits"),
      summary: "The nearest number with `digits` places; a half goes to the even neighbour.",
      details: "Without `digits` a number gives an int, a tensor keeps its dtype.",
      example: Example("[round(2.5), round(3.14159, 2)]", prints: "[2, 3.14]"),
      related: ["floor", "ceil", "trunc", "int"]
    ) { machine, value, digits in
      if value.isNumber { return try rounded(value, digits) }
      let tensor = try machine.tensorOperand(value, "round")
      guard let digits, digits != 0 else { return machine.heap.tensor(try tensor.round()) }
      let scale = pow(10, Double(digits))
      return machine.heap.tensor(try (tensor * scale).round() / scale)
    },
    extreme("min", "smallest", picks: { $0 < 0 }, reduce: { try $0.min(axes: $1, keepsAxes: $2) }),
    extreme("max", "largest", picks: { $0 > 0 }, reduce: { try $0.max(axes: $1, keepsAxes: $2) }),
  ]

  private static func rounded(_ value: Value, _ digits: Int?) throws -> Value {
    if let whole = value.asInt {
      guard let digits, digits < 0 else { return .int(whole) }
      return try roundedInt(whole, digits)
    }
    let number = value.float
    guard let digits else {
      guard let whole = Int(exactly: number.rounded(.toNearestOrEven)) else {
        throw RuntimeError(
          .numeric, "round: \(NumberText.shortest(number)) is outside the 64-bit integers",
          hint: "`round(x, 0)` gives a float")
      }
      return .int(whole)
    }
    guard number.isFinite, digits < 330 else { return .float(number) }
    if digits < 0 {
      let scale = pow(10, Double(-digits))
      return .float((number / scale).rounded(.toNearestOrEven) * scale)
    }
    // Through decimal text: the nearest decimal of the exact binary value.
    return .float(Double(CFormat.number(number, "f", precision: digits)) ?? number)
  }

  private static func roundedInt(_ whole: Int, _ digits: Int) throws -> Value {
    guard digits > -19 else { return .int(0) }
    var scale = 1
    for _ in 0..<(-digits) { scale *= 10 }
    let rest = whole % scale
    var down = whole - rest
    let twice = rest.magnitude * 2
    if twice > scale.magnitude || twice == scale.magnitude && (down / scale) % 2 != 0 {
      let (up, overflow) = down.addingReportingOverflow(rest < 0 ? -scale : scale)
      guard !overflow else {
        throw RuntimeError(.numeric, "round(\(whole), \(digits)) is outside the 64-bit integers")
      }
      down = up
    }
    return .int(down)
  }

  // MARK: min and max

  private static func extreme(
    _ name: String, _ word: String, picks: @escaping @Sendable (Int) -> Bool,
    reduce: @escaping @Sendable (Tensor, [Int]?, Bool) throws -> Tensor
  ) -> Builtin {
    let elementwise = name == "min" ? "minimum" : "maximum"
    let documentation = Documentation.of(
      name,
      [
        ParameterDescription(
          "xs", accepts: "a list or tensor, or several numbers", passing: .rest),
        ParameterDescription(
          "axis", accepts: "an axis, a list of axes, or none for all", defaultText: "none",
          passing: .named),
        ParameterDescription(
          "keepdims", accepts: "true or false", defaultText: "false", passing: .named),
        ParameterDescription(
          "key", accepts: "a function or none", defaultText: "none", passing: .named),
      ],
      "The \(word) item of a list, of several numbers, or along axes of a tensor.",
      details: "Of a list of numbers a number; with `key` the first item whose `key(item)` is the "
        + "\(word). `\(elementwise)(a, b)` goes element by element.",
      example: Example(
        "\(name)([3, 1, 2])", prints: name == "min" ? "1" : "3"),
      related: [elementwise, name == "min" ? "max" : "min", "arg\(name)", "sorted"])
    return Builtin(documentation) { machine, arguments in
      let call = try ExtremeCall(arguments, documentation, in: machine)
      if let items = call.severalNumbers {
        return try pick(name, items, keys: items, picks, in: machine)
      }
      let value = call.first
      if !call.key.isNone {
        machine.markShared(value)
        let items = try machine.items(of: value)
        let keys = try items.map { try machine.call(call.key, Arguments([$0])) }
        let picked = try pick(name, items, keys: keys, picks, in: machine)
        machine.markShared(picked)
        return picked
      }
      if call.axes == nil, !call.keepsAxes, value.listObject != nil || value.rangeObject != nil {
        let items = try machine.items(of: value)
        if items.allSatisfy({ $0.isNumber || $0.string != nil }) {
          return try pick(name, items, keys: items, picks, in: machine)
        }
      }
      if value.isNumber { return value }
      let tensor = try machine.tensorOperand(value, name)
      return machine.heap.tensor(try reduce(tensor, call.axes, call.keepsAxes))
    }
  }

  private static func pick(
    _ name: String, _ items: [Value], keys: [Value], _ picks: (Int) -> Bool,
    in machine: VirtualMachine
  ) throws -> Value {
    guard var best = items.indices.first else {
      throw RuntimeError(.value, "\(name) of nothing: the list is empty")
    }
    for place in items.indices.dropFirst() {
      try LongLoop.turn(place)
      if let number = keys[best].number, number.tag == Tag.float, number.float.isNaN { break }
      if let number = keys[place].number, number.tag == Tag.float, number.float.isNaN {
        best = place
        continue
      }
      let isLess = try machine.truth(try machine.compare(.less, keys[place], keys[best]))
      let isMore = try machine.truth(try machine.compare(.greater, keys[place], keys[best]))
      if picks(isLess ? -1 : isMore ? 1 : 0) { best = place }
    }
    return items[best]
  }
}

/// The arguments of a call of `min` or `max`.
private struct ExtremeCall {
  let first: Value
  /// Two or more values by position.
  var severalNumbers: [Value]?
  var axes: [Int]?
  var keepsAxes = false
  var key = Value.none

  init(
    _ arguments: Arguments, _ documentation: Documentation, in machine: VirtualMachine
  ) throws {
    _ = try documentation.bind(
      positional: arguments.positional.count, names: arguments.named.map(\.name))
    let name = documentation.name
    guard let first = arguments.positional.first else {
      throw documentation.error(.missing(parameter: "xs", accepts: "a list, a tensor or numbers"))
    }
    self.first = first
    for (option, value) in arguments.named {
      switch option {
      case "axis": axes = try AxesArgument().read(value: value, in: machine)
      case "keepdims": keepsAxes = try machine.truth(value)
      default: key = try FunctionArgument("key", optional: true).read(value: value, in: machine)
      }
    }
    guard arguments.positional.count > 1 else { return }
    for value in arguments.positional where value.number == nil && value.string == nil {
      guard value.asTensor != nil || value.listObject != nil else {
        throw RuntimeError(
          .type, "\(name): takes numbers, got \(value.described)",
          hint: "the signature is \(documentation.signature)")
      }
      throw RuntimeError(
        .type, "\(name): takes several numbers or one tensor, got \(value.described) among them",
        hint: "`\(name)imum(a, b)` goes element by element, `x.\(name)(axis=0)` along an axis")
    }
    severalNumbers = arguments.positional
  }
}

extension VirtualMachine {
  /// A value as a tensor, for an entry that matches its arguments itself.
  /// - Throws: `type` where it is none.
  func tensorOperand(_ value: Value, _ entry: String) throws -> Tensor {
    guard let tensor = try tensor(from: value) else {
      throw ArgumentError(
        .wrongType(parameter: "x", accepts: "a number or a tensor", got: value.described),
        entry: entry)
    }
    return tensor
  }
}
