import CKernels

extension Operation {
  /// What networks put between their layers.
  static let activations: [Operation] = [
    sigmoid, softplus, relu, reluGradient, tanhGradient, sigmoidGradient, leakyRelu, gelu,
  ]

  static let sigmoid = unary("sigmoid", CK_SIGMOID, "1 / (1 + e^-x)", keeps: .output) { r in
    try sigmoidGradient([r.gradient, r.output])
  }

  static let softplus = unary("softplus", CK_SOFTPLUS, "log(1 + e^x)", keeps: .inputs) { r in
    try r.gradient * r.inputs[0].sigmoid()
  }

  static let relu = unary(
    "relu", CK_RELU, "Swift.max(x, 0); the slope at 0 is 0", keeps: .inputs, keepsIntegers: true
  ) { r in
    try reluGradient([r.gradient, r.inputs[0]])
  }

  // A primitive for speed: one pass instead of a comparison, a conversion and a product.
  static let reluGradient: Operation = Operation(
    "relu gradient", "g where x > 0, else 0", keeps: .inputs,
    forward: { inputs, _ in try apply(CK_RELU_GRADIENT, inputs, "relu") }
  ) { r in [try reluGradient([r.gradient, r.inputs[1]]), nil] }

  // Primitives for speed, as the one above: one pass instead of three.
  static let tanhGradient: Operation = Operation(
    "tanh gradient", "g (1 - y^2)", keeps: .inputs,
    forward: { inputs, _ in try apply(CK_TANH_GRADIENT, inputs, "tanh") }
  ) { r in
    let (g, y) = (r.inputs[0], r.inputs[1])
    return [try tanhGradient([r.gradient, y]), try r.gradient * (-2 * (g * y))]
  }

  static let sigmoidGradient: Operation = Operation(
    "sigmoid gradient", "g y (1 - y)", keeps: .inputs,
    forward: { inputs, _ in try apply(CK_SIGMOID_GRADIENT, inputs, "sigmoid") }
  ) { r in
    let (g, y) = (r.inputs[0], r.inputs[1])
    return [try sigmoidGradient([r.gradient, y]), try r.gradient * (g * (1 - 2 * y))]
  }

  static let leakyRelu = Operation(
    "leaky relu", "x where x > 0, else slope x", keeps: .inputs,
    forward: { inputs, attributes in
      let x = try inputs[0].floated()
      let slope = Tensor.scalar(attributes.numbers[0], dtype: x.dtype)
      return try Tensor.chosen(x.greater(0), x, apply(CK_MUL, [x, slope], "leakyRelu"))
    }
  ) { r in
    let slope = try Tensor.where_(
      r.inputs[0].greater(0), Tensor.scalar(1, dtype: r.gradient.dtype),
      Tensor.scalar(r.attributes.numbers[0], dtype: r.gradient.dtype))
    return [try r.gradient * slope]
  }

  static let gelu = unary("gelu", CK_GELU, "x normalCDF(x)", keeps: .inputs) { r in
    let x = r.inputs[0]
    return try r.gradient * (x.normalCDF() + x * normalDensity(x))
  }
}

extension Tensor {
  /// `1 / (1 + e^-x)`.
  public func sigmoid() throws(TensorError) -> Tensor { try Operation.sigmoid([self]) }

  /// `log(1 + e^x)` without overflow.
  public func softplus() throws(TensorError) -> Tensor { try Operation.softplus([self]) }

  /// `max(x, 0)`.
  public func relu() throws(TensorError) -> Tensor { try Operation.relu([self]) }

  /// `x` where positive, else `slope * x`.
  public func leakyRelu(slope: Double = 0.01) throws(TensorError) -> Tensor {
    try Operation.leakyRelu([self], Attributes(numbers: [slope]))
  }

  /// `x * normalCDF(x)`, the exact form.
  public func gelu() throws(TensorError) -> Tensor { try Operation.gelu([self]) }

  /// `x / 2 (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3)))`, near `gelu`.
  public func tanhGelu() throws(TensorError) -> Tensor {
    let x = dtype.isFloating ? self : try astype(.f32)
    let inner = try (x + x * x.square() * 0.044715) * (2 / Double.pi).squareRoot()
    return try x * 0.5 * (inner.tanh() + 1)
  }
}
