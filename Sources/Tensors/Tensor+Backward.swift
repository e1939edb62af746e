import CKernels
import Synchronization

extension Tensor {
  /// A leaf: the same values, with operations on them recorded from here on. Its copies are the
  /// same leaf. Only f32 and f64 track gradients; others are given back as they are.
  public func tracked() -> Tensor {
    dtype.isFloating ? Tensor.adopt(self, node: Node()) : self
  }

  /// The same values without a record.
  public func detached() -> Tensor { node == nil ? self : Tensor.adopt(self, node: nil) }

  /// Runs `body` without recording operations on this thread.
  public static func withoutGradients<Result>(_ body: () throws -> Result) rethrows -> Result {
    ck_change_recording(1)
    defer { ck_change_recording(-1) }
    return try body()
  }

  /// The gradients of this tensor of one element (or of its sum weighted by `seed`, of its
  /// shape) with respect to `leaves`, nil where it does not depend on one. A leaf may be any
  /// tensor that tracks gradients, also a result on the way. With `createGraph` the gradients
  /// are recorded too, so that they can be differentiated again. With `freesGraph` the records on
  /// the way are freed afterwards.
  ///
  /// The walk is iterative and in a fixed order. Throws `.shape` if there are several elements
  /// and no seed, `.value` if this tensor tracks no gradients or depends on a record that was freed.
  public func gradients(
    wrt leaves: [Tensor], seed: Tensor? = nil, createGraph: Bool = false, freesGraph: Bool = false
  ) throws(TensorError) -> [Tensor?] {
    guard let root = node else {
      throw .value("gradients: the result does not depend on a tensor that tracks gradients")
    }
    let start = try seedGradient(seed)
    var walk = BackwardWalk(root, wanted: leaves.map(\.node))
    defer { walk.release() }
    if walk.meetsFreedNode {
      throw .value(
        "this loss, or a part of it, went through `backward` or `opt.step` before, which frees its"
          + " graph; `loss.backward(retain_graph=true)` keeps it for a second time")
    }
    let found: [Tensor?]
    if createGraph {
      found = try walk.run(from: start)
    } else {
      do {
        found = try Tensor.withoutGradients { try walk.run(from: start) }
      } catch { throw TensorError.from(error) }
    }
    if freesGraph { walk.freeNodes() }
    return found
  }

  private func seedGradient(_ seed: Tensor?) throws(TensorError) -> Tensor {
    if let seed {
      if seed.shape != shape {
        throw .shape("gradients: the seed must have shape \(shape), got \(seed.shape)")
      }
      return try seed.astype(dtype)
    }
    if count != 1 {
      throw .shape("gradients: the result must have one element, got shape \(shape); use .sum()")
    }
    return try Tensor.ones(shape, dtype: dtype)
  }
}

/// One walk from a result back to the leaves.
struct BackwardWalk {
  private var nodes: [Node] = []
  private var isNeeded: [Bool] = []
  private var gradients: [Tensor?] = []
  private let wanted: [Node?]
  /// Where each node stands, unless this walk holds the marks on the nodes themselves.
  private var places: [ObjectIdentifier: Int] = [:]
  private let holdsMarks: Bool

  /// Marks are quick but there is one on a node: a walk inside another or on another thread
  /// keeps a dictionary instead.
  private static let marksAreTaken = Atomic(false)

  /// Collects the graph below `root`, latest first, and what of it leads to a wanted node.
  init(_ root: Node, wanted: [Node?]) {
    self.wanted = wanted
    holdsMarks = BackwardWalk.takeMarks()
    collect(root) { _ in false }
    nodes.sort { $0.order > $1.order }
    for (place, node) in nodes.enumerated() { set(node, place) }
    gradients = Array(repeating: nil, count: nodes.count)
    markNeeded()
  }

  /// The graph below `root` in no order, but for what lies below `known`.
  private init(below root: Node, known: [Node?]) {
    wanted = []
    holdsMarks = BackwardWalk.takeMarks()
    collect(root) { node in known.contains { $0 === node } }
  }

  /// Whether the graph below a node reaches a leaf that is none of `known`, nor below one of them.
  static func reachesLeaf(from root: Node, besides known: [Node?]) -> Bool {
    let walk = BackwardWalk(below: root, known: known)
    defer { walk.release() }
    return walk.nodes.contains { node in
      node.operation == nil && !known.contains { $0 === node }
    }
  }

  private static func takeMarks() -> Bool {
    !marksAreTaken.exchange(true, ordering: .acquiring)
  }

  private mutating func collect(_ root: Node, isEnd: (Node) -> Bool) {
    add(root)
    var next = 0
    while next < nodes.count {
      let node = nodes[next]
      next += 1
      if isEnd(node) { continue }
      for input in node.inputs {
        if let node = input.node, place(of: node) == nil { add(node) }
      }
    }
  }

  func release() {
    if holdsMarks { BackwardWalk.marksAreTaken.store(false, ordering: .releasing) }
  }

  /// Whether an earlier walk freed a node.
  var meetsFreedNode: Bool { nodes.contains { $0.isFreed } }

  /// Frees what the nodes hold, but for the leaves.
  func freeNodes() { for node in nodes { node.free() } }

  private mutating func add(_ node: Node) {
    set(node, nodes.count)
    nodes.append(node)
  }

  private mutating func set(_ node: Node, _ place: Int) {
    if holdsMarks { node.mark = place } else { places[ObjectIdentifier(node)] = place }
  }

  /// A mark may be left from an earlier walk: it holds if the node stands where it says.
  private func place(of node: Node?) -> Int? {
    guard let node else { return nil }
    if !holdsMarks { return places[ObjectIdentifier(node)] }
    let place = node.mark
    return place >= 0 && place < nodes.count && nodes[place] === node ? place : nil
  }

  private mutating func markNeeded() {
    isNeeded = Array(repeating: false, count: nodes.count)
    for node in wanted {
      if let place = place(of: node) { isNeeded[place] = true }
    }
    for place in nodes.indices.reversed() where !isNeeded[place] {
      isNeeded[place] = nodes[place].inputs.contains { needs($0.node) }
    }
  }

  private func needs(_ node: Node?) -> Bool { place(of: node).map { isNeeded[$0] } ?? false }

  mutating func run(from start: Tensor) throws(TensorError) -> [Tensor?] {
    var isKept = Array(repeating: false, count: nodes.count)
    let targets = wanted.map { place(of: $0) }
    for case let place? in targets { isKept[place] = true }
    gradients[0] = start
    for place in nodes.indices where isNeeded[place] {
      guard let gradient = gradients[place], let operation = nodes[place].operation else {
        continue
      }
      if !isKept[place] { gradients[place] = nil }
      try step(nodes[place], operation, gradient)
    }
    return targets.map { $0.flatMap { gradients[$0] } }
  }

  private mutating func step(_ node: Node, _ operation: Operation, _ gradient: Tensor)
    throws(TensorError)
  {
    let inputs = node.inputs
    let asked = inputs.map { needs($0.node) }
    if !asked.contains(true) { return }
    let recorded = Recorded(
      inputs: inputs, output: Tensor.adopt(node.output ?? gradient, node: node),
      gradient: gradient, attributes: node.attributes, isNeeded: asked)
    let results: [Tensor?]
    do { results = try operation.rule(recorded) } catch { throw TensorError.from(error) }
    for (index, result) in results.enumerated() where index < asked.count && asked[index] {
      guard let result, let target = place(of: inputs[index].node) else { continue }
      let input = inputs[index]
      if result.shape != input.shape {
        throw .shape(
          "\(operation.name): its rule gave a gradient of shape \(result.shape) for an operand"
            + " of shape \(input.shape)")
      }
      let converted = result.dtype == input.dtype ? result : try result.astype(input.dtype)
      if let sum = gradients[target] {
        gradients[target] = try sum.adding(converted)
      } else {
        gradients[target] = converted
      }
    }
  }
}

/// A fused operation from outside this module with a gradient rule of its own.
public struct CustomOperation {
  private let operation: Operation
  private let inputs: [Tensor]
  private let output: Tensor

  /// `gradient` gets the gradient of `output` and gives those of `inputs`, nil for none. It is
  /// first order only unless `isDifferentiable` says that it is made of tensor operations on
  /// the tracked inputs: a derivative of the gradient is then an error that names `name`.
  public init(
    name: String, inputs: [Tensor], output: Tensor, isDifferentiable: Bool = false,
    gradient: @escaping (Tensor) throws -> [Tensor?]
  ) {
    self.inputs = inputs
    self.output = output
    let rule = SendableRule(body: gradient)
    operation = Operation(
      name, "a fused operation", keeps: [],
      forward: { _, _ in throw TensorError.value("\(name) was computed by its maker") },
      gradient: { r in
        if isDifferentiable || !Operation.isRecording { return try rule.body(r.gradient) }
        let results = try Tensor.withoutGradients { try rule.body(r.gradient.detached()) }
        let sources = r.inputs + [r.gradient]
        return results.map { $0.map { firstOrderOnly(name).record(sources, $0) } }
      })
  }

  /// The output with this operation as its record.
  public var tensor: Tensor { operation.record(inputs, output) }
}

/// The closure of a custom operation; graphs stay on the thread that made them.
private struct SendableRule: @unchecked Sendable {
  let body: (Tensor) throws -> [Tensor?]
}

private func firstOrderOnly(_ name: String) -> Operation {
  Operation(
    "gradient of \(name)", "a gradient that has none itself", keeps: [],
    forward: { _, _ in throw TensorError.value("\(name) has only a first derivative") },
    gradient: { _ in throw TensorError.value("\(name) has only a first derivative") })
}
