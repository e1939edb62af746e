import Catalog
import Machine

/// A metric with its options chosen: `e = eer(convention="closest_max")`, then `e(scores, target)`.
final class MetricObject: ScriptObject {
  private let documentation: Documentation
  private let options: [(name: String, value: Value)]
  /// The options as typed.
  private let spelling: String
  private let body: @Sendable (VirtualMachine, Arguments) throws -> Value

  init(
    _ documentation: Documentation, options: [(name: String, value: Value)], spelling: String,
    body: @escaping @Sendable (VirtualMachine, Arguments) throws -> Value
  ) {
    self.documentation = documentation
    self.options = options
    self.spelling = spelling
    self.body = body
  }

  var typeName: String { "metric" }
  var shown: String { "\(documentation.name)(\(spelling))" }
  var state: ObjectState {
    .list([.text(documentation.name), .dict(options.map { ($0.name, .value($0.value)) })])
  }
  var memberNames: [String] { ["name"] }

  func field(_ name: String, in machine: VirtualMachine) throws -> Value? {
    name == "name" ? machine.heap.text(shown) : nil
  }

  func call(_ arguments: Arguments, in machine: VirtualMachine) throws -> Value {
    try body(machine, Arguments(arguments.positional, named: options + arguments.named))
  }

  func visitReferences(_ visit: (Value) -> Void) { options.forEach { visit($0.value) } }
}

extension Builtin {
  /// A metric of scored trials: with data the value, without an object to call.
  static func metric<each P: ValueParameter>(
    _ name: String, _ parameters: repeat each P, summary: String, details: String,
    example: Example, source: Citation? = nil, related: [String],
    body: @escaping @Sendable (VirtualMachine, repeat (each P).ValueOutput) throws -> Value
  ) -> Builtin {
    let whole = Builtin(
      name, repeat each parameters, summary: summary, details: details, example: example,
      source: source, related: related, body: body)
    let documentation = whole.documentation
    let data = documentation.parameters.filter { $0.passing == .positional }.map(\.name)
    return Builtin(
      documentation, refusal: { $1 == nil ? nil : whole.refusal?($0, $1) }
    ) { machine, arguments in
      let givesData =
        !arguments.positional.isEmpty || arguments.named.contains { data.contains($0.name) }
      guard !givesData else { return try whole.body(machine, arguments) }
      _ = try documentation.bind(positional: 0, names: arguments.named.map(\.name))
      let spelling = arguments.named.map { "\($0.name)=\(machine.shown($0.value))" }
      arguments.named.forEach { machine.markShared($0.value) }
      return machine.heap.instance(
        MetricObject(
          documentation, options: arguments.named, spelling: spelling.joined(separator: ", "),
          body: whole.body))
    }
  }
}
