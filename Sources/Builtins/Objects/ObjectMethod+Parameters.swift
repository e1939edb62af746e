import Catalog
import Machine

extension ObjectMethod {
  /// A method with declared parameters; `body` receives the object and the decoded values.
  init<Object: ScriptObject & SendableMetatype, each P: ValueParameter>(
    _ name: String, of type: Object.Type, _ parameters: repeat each P,
    changesObject: Bool = false, summary: String, details: String = "", example: Example,
    related: [String] = [],
    body: @escaping @Sendable (Object, VirtualMachine, repeat (each P).ValueOutput) throws -> Value
  ) {
    var descriptions: [ParameterDescription] = []
    for parameter in repeat each parameters { descriptions.append(parameter.description) }
    let documentation = Documentation(
      name: name, parameters: descriptions, summary: summary, details: details, example: example,
      related: related)
    self.init(documentation, changesObject: changesObject) { object, machine, arguments in
      guard let object = object as? Object else {
        throw RuntimeError(.type, "\(name) is no method of a value of type \(object.typeName)")
      }
      var reader = try ParameterReader(arguments, for: documentation, in: machine)
      do {
        return try body(object, machine, repeat try reader.next(each parameters))
      } catch var error as ArgumentError where error.entry.isEmpty {
        error.entry = name
        error.signature = documentation.signature
        throw error
      }
    }
  }
}
