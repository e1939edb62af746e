import Catalog
import Tensors

/// A convolution over time (cross-correlation, as in PyTorch).
public final class Conv1d: Layer {
  static let entry = Entry<LayerMaker>(
    "conv1d", Integer("inputs", .atLeast(1)), Integer("outputs", .atLeast(1)),
    Integer("kernel", .atLeast(1)), Integer("stride", .atLeast(1), default: 1, passing: .named),
    Integer("padding", .atLeast(0), default: 0, passing: .named),
    Integer("dilation", .atLeast(1), default: 1, passing: .named),
    Integer("groups", .atLeast(1), default: 1, passing: .named), Flag("bias", default: true),
    summary: "A convolution over time with its own weights.",
    details: """
      x [batch, inputs, time] gives [batch, outputs, (time + 2 padding − dilation (kernel − 1) −
      1) / stride + 1]; w [outputs, inputs / groups, kernel] and b start uniform in
      ±1/√(inputs / groups · kernel), as PyTorch's.
      """,
    example: Example("conv1d(12, 64, kernel=3)(zeros(2, 12, 7)).shape", prints: "[2, 64, 5]"),
    related: ["linear", "batch_norm", "stats_pool"]
  ) { inputs, outputs, kernel, stride, padding, dilation, groups, bias in
    let settings = Settings(
      inputs: inputs, outputs: outputs, kernel: kernel, stride: stride, padding: padding,
      dilation: dilation, groups: groups, bias: bias)
    return LayerMaker { try Conv1d(settings, using: &$0) }
  }

  /// Sizes of the layer.
  public struct Settings: Sendable {
    /// Channels in.
    public var inputs: Int
    /// Channels out.
    public var outputs: Int
    /// Frames under the kernel.
    public var kernel: Int
    /// Frames between two places of the kernel.
    public var stride = 1
    /// Zeros added at both ends.
    public var padding = 0
    /// Frames between two weights of the kernel.
    public var dilation = 1
    /// Groups of channels that do not mix.
    public var groups = 1
    /// Whether a number is added to each channel out.
    public var bias = true

    /// Channels in and out, and frames under the kernel; see `conv1d` for the others.
    public init(
      inputs: Int, outputs: Int, kernel: Int, stride: Int = 1, padding: Int = 0,
      dilation: Int = 1, groups: Int = 1, bias: Bool = true
    ) {
      self.inputs = inputs
      self.outputs = outputs
      self.kernel = kernel
      self.stride = stride
      self.padding = padding
      self.dilation = dilation
      self.groups = groups
      self.bias = bias
    }

    var call: String {
      var text = "conv1d(\(inputs), \(outputs), kernel=\(kernel)"
      if stride != 1 { text += ", stride=\(stride)" }
      if padding != 0 { text += ", padding=\(padding)" }
      if dilation != 1 { text += ", dilation=\(dilation)" }
      if groups != 1 { text += ", groups=\(groups)" }
      return text + (bias ? ")" : ", bias=false)")
    }
  }

  /// Its sizes.
  public let settings: Settings
  /// Its own weights.
  public let weights: [Weight]
  /// Whether it behaves as in training.
  public var isTraining = true

  /// The maker's call as it would be typed.
  public var call: String { settings.call }

  /// Draws the weights, then the bias.
  public init(_ settings: Settings, using generator: inout RandomGenerator) throws {
    for (name, value) in [
      ("inputs", settings.inputs), ("outputs", settings.outputs), ("kernel", settings.kernel),
      ("stride", settings.stride), ("dilation", settings.dilation), ("groups", settings.groups),
    ] { try checkPositive(value, name, "conv1d") }
    guard settings.inputs % settings.groups == 0, settings.outputs % settings.groups == 0 else {
      throw TrainingError(
        "value",
        "conv1d: 'groups' must divide inputs and outputs, got \(settings.groups) groups of "
          + "\(settings.inputs) and \(settings.outputs) channels")
    }
    self.settings = settings
    let shape = [settings.outputs, settings.inputs / settings.groups, settings.kernel]
    let fanIn = shape[1] * shape[2]
    let weight = Weight("weight", try initialWeights(shape, fanIn: fanIn, using: &generator))
    weights =
      settings.bias
      ? [
        weight,
        Weight("bias", try initialWeights([shape[0]], fanIn: fanIn, using: &generator)),
      ] : [weight]
  }

  /// The layer's value; throws `TrainingError` for a shape that it does not take.
  public func callAsFunction(
    _ x: Tensor, using generator: inout RandomGenerator
  ) throws -> Tensor {
    try checkShape(
      x, "[batch, \(settings.inputs), time]", rank: 3...3, axis: 1, size: settings.inputs, call)
    return try x.conv1d(
      weights[0].value, bias: weights.count > 1 ? weights[1].value : nil,
      stride: settings.stride, padding: settings.padding, dilation: settings.dilation,
      groups: settings.groups)
  }
}
