import Catalog
import Machine
import Tensors
import Training

/// Random changes of items: with a tensor a call gives the changed one, without it an object for a
/// loader.
enum Augmentations {
  static let all: [Builtin] = AugmentationCatalog.all.map(builtin)

  private static func builtin(_ entry: Entry<any Augmentation>) -> Builtin {
    let made = entry.documentation
    let data = ParameterDescription(
      "x", accepts: "a tensor [batch, channel, time] or [channel, time], or nothing",
      defaultText: "none")
    let documentation = Documentation(
      name: made.name, parameters: [data] + made.parameters, summary: made.summary,
      details: made.details + (made.details.isEmpty ? "" : " ")
        + "Without x an object for `augment=` of a loader. Each item draws for itself.",
      example: made.example, source: made.source, related: made.related)
    return Builtin(
      documentation, refusal: { $0 == 0 ? nil : entry.refusal($0 - 1, $1) }
    ) { machine, arguments in
      let binding = try documentation.bind(
        positional: arguments.positional.count, names: arguments.named.map(\.name))
      let options = arguments.named.filter { $0.name != "x" }
        .map { ($0.name, machine.argument($0.value)) }
      let augmentation: any Augmentation
      do {
        augmentation = try entry.make([], named: options)
      } catch var error as ArgumentError {
        error.signature = documentation.signature
        throw error
      }
      let values = arguments.positional + arguments.named.map(\.value)
      guard let place = binding.places[0], !values[place].isNone else {
        return machine.heap.instance(AugmentationObject(augmentation))
      }
      guard let x = try machine.tensor(from: values[place]) else {
        throw documentation.error(
          .wrongType(
            parameter: "x", accepts: data.accepts, got: machine.argument(values[place]).shown))
      }
      return machine.heap.tensor(try machine.drawing { try augmentation(x, using: &$0) })
    }
  }
}

/// An augmentation as scripts see it: called with a tensor it changes it.
final class AugmentationObject: LibraryObject {
  let content: any Augmentation
  var wrapped: Any { content }

  init(_ augmentation: any Augmentation) {
    content = augmentation
  }

  var typeName: String { "augmentation" }
  var shown: String { content.call }
  var state: ObjectState { .text(content.call) }

  func call(_ arguments: Arguments, in machine: VirtualMachine) throws -> Value {
    guard arguments.positional.count == 1, arguments.named.isEmpty,
      let x = try machine.tensor(from: arguments.positional[0])
    else {
      throw RuntimeError(.type, "\(shown): takes one tensor [batch, channel, time]")
    }
    return machine.heap.tensor(try machine.drawing { try self.content(x, using: &$0) })
  }
}
