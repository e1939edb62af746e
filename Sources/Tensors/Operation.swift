import CKernels

/// A differentiable operation: its name, how to compute it, and the rule for its gradient, side
/// by side. The rule is written with tensor operations, so that higher orders compose.
public final class Operation: Sendable {
  /// What a rule needs of the operands and the result besides their shapes.
  struct Kept: OptionSet, Sendable {
    let rawValue: UInt8
    static let inputs = Kept(rawValue: 1)
    static let output = Kept(rawValue: 2)
  }

  typealias Forward = @Sendable ([Tensor], Attributes) throws -> Tensor
  typealias Rule = @Sendable (Recorded) throws -> [Tensor?]

  /// The name in messages and listings.
  public let name: String
  /// One sentence with the formula.
  public let summary: String
  let kept: Kept
  let forward: Forward
  let rule: Rule

  /// A rule that only needs shapes keeps nothing, and the operands' memory is freed early.
  init(
    _ name: String, _ summary: String, keeps kept: Kept = [.inputs, .output],
    forward: @escaping Forward, gradient rule: @escaping Rule
  ) {
    self.name = name
    self.summary = summary
    self.kept = kept
    self.forward = forward
    self.rule = rule
  }

  /// Computes the result and records it if an operand tracks gradients.
  func callAsFunction(_ inputs: [Tensor], _ attributes: Attributes = .none)
    throws(TensorError) -> Tensor
  {
    do {
      return record(inputs, try forward(inputs, attributes), attributes)
    } catch {
      throw TensorError.from(error)
    }
  }

  /// A result that was computed elsewhere, recorded as this operation's.
  func record(_ inputs: [Tensor], _ output: Tensor, _ attributes: Attributes = .none)
    -> Tensor
  {
    guard output.dtype.isFloating, Operation.isRecording,
      inputs.contains(where: { $0.node != nil })
    else { return Tensor.adopt(output, node: nil) }
    let node = Node(
      self, inputs: kept.contains(.inputs) ? inputs : inputs.map(\.outline),
      output: Tensor.adopt(kept.contains(.output) ? output : output.outline, node: nil),
      attributes: attributes)
    return Tensor.adopt(output, node: node)
  }

  /// Whether operations are recorded on this thread.
  static var isRecording: Bool { ck_recording_is_off() == 0 }
}

/// Arguments of an operation that are no tensors to differentiate: axes, sizes, numbers.
final class Attributes: @unchecked Sendable {
  let axes: [Int]
  let sizes: [Int]
  let numbers: [Double]
  let flag: Bool
  let tensors: [Tensor]
  let items: [IndexItem]

  static let none = Attributes()

  init(
    axes: [Int] = [], sizes: [Int] = [], numbers: [Double] = [], flag: Bool = false,
    tensors: [Tensor] = [], items: [IndexItem] = []
  ) {
    self.axes = axes
    self.sizes = sizes
    self.numbers = numbers
    self.flag = flag
    self.tensors = tensors
    self.items = items
  }
}

/// What a gradient rule sees: the operands, the result and the gradient that reached it.
struct Recorded {
  let inputs: [Tensor]
  let output: Tensor
  let gradient: Tensor
  let attributes: Attributes
  /// Which operands' gradients are asked for; a rule may give nil for the others.
  let isNeeded: [Bool]
}

/// A step of the graph: an operation with what it was applied to, or a leaf without one.
final class Node: @unchecked Sendable {
  /// Later nodes have higher numbers, so descending order is a valid order for the walk back.
  let order = ck_next_order()
  /// Where the walk that holds the marks has this node.
  var mark = -1
  let operation: Operation?
  private(set) var inputs: [Tensor]
  private(set) var output: Tensor?
  /// Whether a walk back has freed what it held.
  private(set) var isFreed = false
  let attributes: Attributes

  /// A leaf.
  init() {
    operation = nil
    inputs = []
    output = nil
    attributes = .none
  }

  init(_ operation: Operation, inputs: [Tensor], output: Tensor, attributes: Attributes) {
    self.operation = operation
    self.inputs = inputs
    self.output = output
    self.attributes = attributes
  }

  /// Frees what the gradient rule needs, for whoever holds the node. The caller holds its inputs'
  /// nodes.
  func free() {
    if operation == nil { return }
    isFreed = true
    inputs = []
    output = nil
  }

  /// Frees a long chain of nodes in a loop: one within another would overflow the stack.
  deinit {
    var waiting: [Node] = []
    Node.detach(&inputs, into: &waiting)
    while var node = waiting.popLast() {
      if isKnownUniquelyReferenced(&node) { Node.detach(&node.inputs, into: &waiting) }
    }
  }

  private static func detach(_ inputs: inout [Tensor], into waiting: inout [Node]) {
    for index in inputs.indices {
      if let node = inputs[index].node {
        inputs[index].node = nil
        if node.operation != nil { waiting.append(node) }
      }
    }
  }
}

extension Tensor {
  /// Shape, dtype and record without the memory: a repeated zero.
  var outline: Tensor {
    var result = Tensor(
      viewing: Tensor.zeroScalars[Int(dtype.rawValue)], offset: 0, shape: shape,
      strides: [Int](repeating: 0, count: rank))
    result.node = node
    return result
  }

  private static let zeroScalars = DType.allCases.map { Tensor.scalar(0, dtype: $0) }
}

extension Operation {
  /// Every operation with a gradient rule, for listings and tests.
  public static let all: [Operation] =
    arithmetic + elementwise + activations + reductions + scans + shapeChanges + gathers
    + matrixProducts + convolutions + linearEquations + decompositions
    + specialFunctions + runningValues + fourierTransforms
}
