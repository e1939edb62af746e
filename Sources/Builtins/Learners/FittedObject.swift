import Learners
import Machine
import Tensors

/// What was learnt from data: fields to read, and a call with new rows.
protocol FittedModel: Sendable {
  /// What `type(x)` gives.
  static var typeName: String { get }
  /// What can be called on it besides itself.
  static var methods: MethodTable { get }
  /// What it is, in a line.
  var shown: String { get }
  /// Name and value of each field.
  var fields: [(name: String, value: ObjectState)] { get throws }
  /// What a call with new rows gives.
  func value(for x: Tensor, in machine: VirtualMachine) throws -> Value
}

extension FittedModel {
  /// No methods.
  static var methods: MethodTable { MethodTable([]) }
}

/// A fitted model as scripts see it: `p = pca(x, dims=2)`, `p(x_new)`, `p.components`.
final class FittedObject<Model: FittedModel>: ScriptObject {
  let model: Model
  private let fields: [(name: String, value: ObjectState)]

  init(_ model: Model) throws {
    self.model = model
    fields = try model.fields
  }

  var typeName: String { Model.typeName }
  var shown: String { model.shown }
  var state: ObjectState { .dict(fields.map { ($0.name, $0.value) }) }
  var memberNames: [String] { fields.map(\.name) + Model.methods.names }
  func method(_ name: String) -> ObjectMethod? { Model.methods[name] }

  func field(_ name: String, in machine: VirtualMachine) throws -> Value? {
    fields.first { $0.name == name }.map { machine.value(of: $0.value) }
  }

  func call(_ arguments: Arguments, in machine: VirtualMachine) throws -> Value {
    guard arguments.positional.count == 1, arguments.named.isEmpty else {
      throw RuntimeError(
        .type,
        "\(typeName): takes one tensor, new rows [row, dim], "
          + "got \(arguments.positional.count + arguments.named.count) values")
    }
    guard let x = try machine.numbers(in: arguments.positional[0]) else {
      throw RuntimeError(
        .type,
        "\(typeName): takes new rows [row, dim], "
          + "got a value of type \(machine.typeName(arguments.positional[0]))")
    }
    return try model.value(for: x, in: machine)
  }
}

extension VirtualMachine {
  /// A part of an object's state as a value.
  fileprivate func value(of state: ObjectState) -> Value {
    switch state {
    case .none: Value.none
    case .bool(let bool): .bool(bool)
    case .int(let int): .int(int)
    case .float(let float): .float(float)
    case .text(let text): heap.text(text)
    case .tensor(let tensor): heap.tensor(tensor)
    case .list(let items): heap.list(items.map(value))
    case .dict(let entries): heap.list(entries.map { value(of: $0.1) })
    case .value(let value): value
    }
  }

  /// Shows how far a fit is.
  func fitReport(_ label: String) -> FitReport {
    { [output] done, most, note in
      output.progress(label: label, done: done, total: most, note: note)
    }
  }
}
