import Tensors

/// A step of a model: a function of tensors that may own weights and running figures.
public protocol Layer: AnyObject {
  /// The maker's call as it would be typed: `conv1d(12, 64, kernel=3)`.
  var call: String { get }
  /// Its own weights, without those of layers inside it.
  var weights: [Weight] { get }
  /// Its own running figures.
  var buffers: [Buffer] { get }
  /// The layers inside it, in order.
  var layers: [any Layer] { get }
  /// Whether it behaves as in training: batch statistics, dropout.
  var isTraining: Bool { get set }
  /// Its value; `generator` is drawn from only where the layer is random.
  /// - Throws: `TrainingError` or `TensorError` for a shape that it does not take.
  func callAsFunction(
    _ x: Tensor, using generator: inout RandomGenerator
  ) throws -> Tensor
}

extension Layer {
  /// Its own weights.
  public var weights: [Weight] { [] }
  /// Its own running figures.
  public var buffers: [Buffer] { [] }
  /// The layers inside it, in order.
  public var layers: [any Layer] { [] }

  /// All weights, its own and those of the layers inside, under their full names.
  public var allWeights: [(name: String, weight: Weight)] {
    weights.map { ($0.name, $0) }
      + layers.enumerated().flatMap { place, layer in
        layer.allWeights.map { ("\(place).\($0.name)", $0.weight) }
      }
  }

  /// All running figures, as `allWeights`.
  public var allBuffers: [(name: String, buffer: Buffer)] {
    buffers.map { ($0.name, $0) }
      + layers.enumerated().flatMap { place, layer in
        layer.allBuffers.map { ("\(place).\($0.name)", $0.buffer) }
      }
  }

  /// The number of trained numbers.
  public var parameterCount: Int { allWeights.reduce(0) { $0 + $1.weight.value.count } }

  /// Switches it and the layers inside to training or to evaluation.
  public func setTraining(_ isTraining: Bool) {
    self.isTraining = isTraining
    for layer in layers { layer.setTraining(isTraining) }
  }

  /// Its value in evaluation, without a record for gradients; the mode is kept as it was.
  public func evaluated(_ x: Tensor) throws -> Tensor {
    let modes = modes
    setTraining(false)
    defer { restore(modes) }
    var unused = RandomGenerator(seed: 0)
    return try Tensor.withoutGradients { try self(x, using: &unused) }
  }

  /// The mode of it and of all layers inside.
  var modes: [Bool] { [isTraining] + layers.flatMap(\.modes) }

  func restore(_ modes: [Bool]) {
    var rest = modes[...]
    restore(&rest)
  }

  private func restore(_ modes: inout ArraySlice<Bool>) {
    if let mode = modes.popFirst() { isTraining = mode }
    for layer in layers { layer.restore(&modes) }
  }

  /// All its weights and running figures, for saving.
  public var state: ModelState {
    ModelState(
      allWeights.map { ($0.name, $0.weight.value.detached()) }
        + allBuffers.map { ($0.name, $0.buffer.value) })
  }

  /// Takes over saved weights and running figures.
  /// - Throws: `TrainingError` for a name that is missing or unknown, or another shape; then
  ///   nothing is changed.
  public func restore(_ state: ModelState) throws(TrainingError) {
    let own = self.state.tensors
    var saved: [String: Tensor] = [:]
    for (name, value) in state.tensors { saved[name] = value }
    for (name, value) in own {
      guard let other = saved[name] else {
        throw TrainingError("value", "load: the state has no '\(name)', which the model has")
      }
      guard other.shape == value.shape else {
        throw TrainingError(
          "shape", "load: '\(name)' must be \(value.shape), got \(other.shape)")
      }
    }
    if let unknown = state.tensors.first(where: { name, _ in !own.contains { $0.name == name } }) {
      throw TrainingError("value", "load: the model has no '\(unknown.name)', which the state has")
    }
    for (name, weight) in allWeights { if let value = saved[name] { weight.value = value } }
    for (name, buffer) in allBuffers { if let value = saved[name] { buffer.value = value } }
  }

  /// A line for each layer: its call, the shapes of its weights and their number.
  public var summary: String {
    var lines: [(String, String, String)] = []
    func add(_ layer: any Layer, place: String) {
      let shapes = layer.weights.map { "\($0.name) \($0.value.shape)" }
      if layer.layers.isEmpty {
        let count = layer.parameterCount
        lines.append(("\(place)\(layer.call)", shapes.joined(separator: " "), "\(count)"))
      }
      for (index, inner) in layer.layers.enumerated() { add(inner, place: "\(place)\(index) ") }
    }
    add(self, place: "")
    let width = lines.map(\.0.count).max() ?? 0
    let shapeWidth = lines.map(\.1.count).max() ?? 0
    func padded(_ text: String, _ width: Int) -> String {
      text + String(repeating: " ", count: max(0, width - text.count))
    }
    let rows = lines.map { "\(padded($0.0, width))  \(padded($0.1, shapeWidth))  \($0.2)" }
    return (rows + ["\(parameterCount) parameters"]).joined(separator: "\n")
  }
}

/// Makes a layer, drawing its first weights: what a layer's entry gives for a call.
public struct LayerMaker: Sendable {
  private let body: @Sendable (inout RandomGenerator) throws -> any Layer

  /// A maker that draws from the generator that it is handed.
  public init(_ body: @escaping @Sendable (inout RandomGenerator) throws -> any Layer) {
    self.body = body
  }

  /// The layer.
  public func layer(using generator: inout RandomGenerator) throws -> any Layer {
    try body(&generator)
  }
}
