import Machine
import Tensors

/// The derivative of a script function: what `grad(f)` and `value_and_grad(f)` give.
final class GradientFunction: ScriptObject {
  private let function: Value
  private let wrt: [Int]
  private let givesList: Bool
  private let givesValue: Bool

  /// - Parameters:
  ///   - wrt: positions of the arguments to differentiate with respect to.
  ///   - givesList: whether the gradients come as a list, also of one.
  ///   - givesValue: whether the value comes before the gradient.
  init(_ function: Value, wrt: [Int], givesList: Bool, givesValue: Bool) {
    self.function = function
    self.wrt = wrt
    self.givesList = givesList
    self.givesValue = givesValue
  }

  private var entry: String { givesValue ? "value_and_grad" : "grad" }

  var typeName: String { "fn" }
  var shown: String { "fn \(entry)(f)" }
  var state: ObjectState {
    .list([.value(function), .list(wrt.map { .int($0) }), .bool(givesValue)])
  }

  func visitReferences(_ visit: (Value) -> Void) { visit(function) }

  func call(_ arguments: Arguments, in machine: VirtualMachine) throws -> Value {
    var arguments = arguments
    var leaves = GradientLeaves()
    var trees: [GradientTree] = []
    for place in wrt {
      guard arguments.positional.indices.contains(place) else {
        throw RuntimeError(
          .type,
          "\(entry): there is no argument \(place) to differentiate with respect to: "
            + "the call has \(arguments.positional.count) by position")
      }
      let (tree, value) = try GradientTree.split(
        arguments.positional[place], into: &leaves, in: machine, entry)
      trees.append(tree)
      arguments.positional[place] = value
    }
    guard !leaves.all.isEmpty else {
      throw RuntimeError(
        .type, "\(entry): the argument holds no number or tensor to differentiate with respect to")
    }
    let result = try machine.call(function, arguments)
    guard let value = result.asTensor, value.tracksGradient else { throw independent(result) }
    // Within another derivative the result depends on that one's leaves too.
    let isNested = value.dependsOnLeaf(besides: leaves.own)
    let gradients = try self.gradients(of: value, leaves, isNested: isNested)
    let joined = try trees.map { try $0.joined(gradients, in: machine) }
    let answer = givesList ? machine.heap.list(joined) : joined[0]
    guard givesValue else { return answer }
    let shown = isNested ? value : value.detached()
    let isNumber = !shown.tracksGradient && trees.allSatisfy(\.isNumber)
    return machine.heap.list([
      isNumber ? .float(try shown.item()) : machine.heap.tensor(shown), answer,
    ])
  }

  /// The gradients, with a record of their own only where they depend on other leaves, which they
  /// cannot where the value does not.
  private func gradients(of value: Tensor, _ leaves: GradientLeaves, isNested: Bool) throws
    -> [Tensor]
  {
    guard value.count == 1 else {
      throw RuntimeError(
        .shape, "\(entry): the function must give one number, got shape \(value.shape)",
        hint: "add `.sum()` or `.mean()` to its result")
    }
    let found = try value.gradients(wrt: leaves.all, createGraph: isNested)
    return try zip(leaves.all, found).map { leaf, gradient in
      guard let gradient else { return try Tensor.zeros(leaf.shape, dtype: leaf.dtype) }
      let hasRecord = isNested && gradient.dependsOnLeaf(besides: leaves.own)
      return hasRecord ? gradient : gradient.detached()
    }
  }

  private func independent(_ result: Value) -> RuntimeError {
    if result.asTensor == nil && !result.isNumber {
      return RuntimeError(
        .type, "\(entry): the function must give one number, got \(result.described)",
        hint: result.isNone ? "is its last statement an expression, or a `return`?" : nil)
    }
    return RuntimeError(
      .value, "\(entry): the result does not depend on the argument",
      hint: "`x.item()`, `float(x)` and `stop_gradient(x)` cut the connection")
  }
}

extension GradientTree {
  /// Whether this is a plain number.
  fileprivate var isNumber: Bool {
    if case .leaf(_, true) = self { true } else { false }
  }
}
