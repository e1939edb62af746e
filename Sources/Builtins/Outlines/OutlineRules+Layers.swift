import Catalog

extension OutlineRules {
  /// Layers: what they give for the shape of their input.
  static let layers: [String: OutlineRule] = [
    "linear": { (made) throws(OutlineError) -> Outline in
      let call = made.with(["inputs", "outputs"])
      guard case .int(let inputs) = call["inputs"], case .int(let outputs) = call["outputs"] else {
        return .unknown
      }
      let name = "linear(\(text(inputs)), \(text(outputs)))"
      return model { (dtype, sizes) throws(OutlineError) in
        guard let last = sizes.last, agree(last, inputs) else {
          throw .shape("\(name): takes [..., \(text(inputs))], got shape \(Outline.text(sizes))")
        }
        return .tensor(dtype: dtype, sizes: sizes.dropLast() + [outputs])
      }
    },
    "conv1d": { (made) throws(OutlineError) -> Outline in
      let call = made.with(["inputs", "outputs", "kernel"])
      guard case .int(let inputs) = call["inputs"], case .int(let outputs) = call["outputs"] else {
        return .unknown
      }
      let length = ConvolvedLength(call)
      let kernel = text(call.int("kernel"))
      let name = "conv1d(\(text(inputs)), \(text(outputs)), kernel=\(kernel))"
      return model { (dtype, sizes) throws(OutlineError) in
        guard sizes.count == 3, agree(sizes[1], inputs) else {
          throw .shape(
            "\(name): takes [batch, \(text(inputs)), time], got shape \(Outline.text(sizes))")
        }
        return .tensor(dtype: dtype, sizes: [sizes[0], outputs, length.of(sizes[2])])
      }
    },
    "batch_norm": { (made) throws(OutlineError) -> Outline in
      let call = made.with(["channels"])
      guard case .int(let channels) = call["channels"] else { return .unknown }
      return model { (dtype, sizes) throws(OutlineError) in
        guard sizes.count == 2 || sizes.count == 3, agree(sizes[1], channels) else {
          let size = text(channels)
          throw .shape(
            "batch_norm(\(size)): takes [batch, \(size)] or [batch, \(size), time], got shape "
              + Outline.text(sizes))
        }
        return .tensor(dtype: dtype, sizes: sizes)
      }
    },
    "stats_pool": { (call) throws(OutlineError) -> Outline in
      model { (dtype, sizes) throws(OutlineError) in
        guard sizes.count == 3 else { return .unknown }
        return .tensor(dtype: dtype, sizes: [sizes[0], sizes[1].map { 2 * $0 }])
      }
    },
    "mean_pool": { (call) throws(OutlineError) -> Outline in
      model { (dtype, sizes) throws(OutlineError) in
        guard sizes.count == 3 else { return .unknown }
        return .tensor(dtype: dtype, sizes: [sizes[0], sizes[1]])
      }
    },
    "dropout": { (call) throws(OutlineError) -> Outline in
      guard call["x"]?.isNumber ?? true else { return .unknown }
      return model { (dtype, sizes) throws(OutlineError) in .tensor(dtype: dtype, sizes: sizes) }
    },
    "sequential": { (call) throws(OutlineError) -> Outline in
      guard var parts = call.rest else { return .unknown }
      if parts.count == 1, case .list(let items) = parts[0] {
        guard let items else { return .unknown }
        parts = items
      }
      let layers = parts
      return .model(
        OutlineModel(members: ModelObject.members) { (input) throws(OutlineError) in
          var value = input
          for layer in layers {
            switch layer {
            case .model(let model): value = try model.apply(value)
            case .builtin(let name) where isPointwise(name): break
            default: return .unknown
            }
          }
          return value
        })
    },
  ]

  /// Activations keep the shape.
  static func isPointwise(_ name: String) -> Bool {
    ["relu", "gelu", "silu", "tanh", "sigmoid", "elu", "softplus", "leaky_relu"].contains(name)
  }

  /// A model by what it gives for dtype and sizes; of an input whose sizes are not known it gives
  /// an unknown value.
  static func model(
    _ rule: @escaping @Sendable (String?, [Int?]) throws(OutlineError) -> Outline
  ) -> Outline {
    .model(
      OutlineModel(members: ModelObject.members) { (input) throws(OutlineError) in
        guard let x = input.asTensor, let sizes = x.sizes else { return .unknown }
        return try rule(x.dtype, sizes)
      })
  }

  private static func text(_ size: Int?) -> String { size.map(String.init) ?? "?" }

  private static func agree(_ a: Int?, _ b: Int?) -> Bool { a == nil || b == nil || a == b }
}

/// The number of frames behind a convolution.
private struct ConvolvedLength {
  let kernel: Int?
  let stride: Int?
  let padding: Int?
  let dilation: Int?

  init(_ call: OutlineCall) {
    kernel = call.int("kernel")
    stride = call.int("stride", default: 1)
    padding = call.int("padding", default: 0)
    dilation = call.int("dilation", default: 1)
  }

  func of(_ frames: Int?) -> Int? {
    guard let frames, let kernel, let stride, let padding, let dilation, stride > 0,
      [frames, kernel, padding, dilation].allSatisfy({ (0..<1 << 31).contains($0) })
    else { return nil }
    let span = frames + 2 * padding - dilation * (kernel - 1) - 1
    return span < 0 ? nil : span / stride + 1
  }
}
