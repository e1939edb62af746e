import Catalog
import Tensors

/// A random change of the items of a batch; each item draws for itself.
public protocol Augmentation: Sendable {
  /// The maker that scripts call.
  static var entry: Entry<any Augmentation> { get }
  /// The maker's call as it would be typed: `random_crop(size=7)`.
  var call: String { get }
  /// Changes all items.
  func apply(to batch: inout FrameBatch, using generator: inout RandomGenerator) throws
}

/// All augmentations.
public enum AugmentationCatalog {
  /// In the order of the reference page.
  public static let all: [Entry<any Augmentation>] = [
    RandomCrop.entry, RandomNoise.entry, RandomOffset.entry,
  ]
}

extension Augmentation {
  /// The changed items as a tensor: `[batch, channel, time]`, or `[channel, time]` for one item.
  /// - Throws: `TrainingError` for other shapes.
  public func callAsFunction(
    _ x: Tensor, using generator: inout RandomGenerator
  ) throws -> Tensor {
    guard x.rank == 2 || x.rank == 3 else {
      throw TrainingError(
        "shape",
        "\(Self.entry.name): takes [batch, channel, time] or [channel, time], got shape \(x.shape)")
    }
    let single = try x.astype(.f32)
    let items = try x.rank == 2 ? [single] : Tensor.items(of: single)
    var batch = FrameBatch(items, channels: x.shape[x.rank - 2])
    try apply(to: &batch, using: &generator)
    let shape = [batch.channels, batch.lengths.first ?? x.shape[x.rank - 1]]
    return try batch.tensor(x.rank == 2 ? shape : [batch.count] + shape)
  }
}

extension Tensor {
  /// The slices along the first axis.
  static func items(of x: Tensor) throws -> [Tensor] {
    try (0..<x.shape[0]).map { try x.indexed([.at($0)]) }
  }
}

/// Keeps a run of frames at a random place of each item.
public struct RandomCrop: Augmentation {
  /// The maker that scripts call.
  public static let entry = Entry<any Augmentation>(
    "random_crop", Integer("size", .atLeast(1), passing: .named),
    summary: "Keeps `size` frames in a row of each item, at a random place.",
    details: "Every place is equally likely. An item of fewer frames is an error.",
    example: Example("random_crop(ones(4, 12, 20), size=7).shape", prints: "[4, 12, 7]"),
    related: ["random_noise", "random_offset"]
  ) { size in
    RandomCrop(size: size)
  }

  /// Frames to keep.
  public let size: Int

  /// A crop to `size` frames.
  public init(size: Int) {
    self.size = size
  }

  /// The maker's call as it would be typed.
  public var call: String { "random_crop(size=\(size))" }

  /// Changes all items; each draws for itself.
  public func apply(to batch: inout FrameBatch, using generator: inout RandomGenerator) throws {
    if let short = batch.lengths.first(where: { $0 < size }) {
      throw TrainingError(
        "value",
        "random_crop: 'size' must be at most the length of every item, got size \(size) "
          + "and an item of \(short) frames")
    }
    let draws = try generator.uniform([batch.count], dtype: .f64).doubles()
    let starts = zip(draws, batch.lengths).map { draw, length in
      min(Int(draw * Double(length - size + 1)), length - size)
    }
    batch.crop(starts: starts, size: size)
  }
}

/// Adds a normally distributed number to every value.
public struct RandomNoise: Augmentation {
  /// The maker that scripts call.
  public static let entry = Entry<any Augmentation>(
    "random_noise", Number("sd", .atLeast(0), passing: .named),
    summary: "Adds normal noise of standard deviation sd to every value of every frame.",
    example: Example("random_noise(ones(4, 12, 20), sd=0.3).shape", prints: "[4, 12, 20]"),
    related: ["random_crop", "random_offset"]
  ) { deviation in
    RandomNoise(deviation: deviation)
  }

  /// Standard deviation, in the units of the values.
  public let deviation: Double

  /// Noise of a standard deviation.
  public init(deviation: Double) {
    self.deviation = deviation
  }

  /// The maker's call as it would be typed.
  public var call: String { "random_noise(sd=\(deviation))" }

  /// Changes all items; each draws for itself.
  public func apply(to batch: inout FrameBatch, using generator: inout RandomGenerator) throws {
    let noise = try generator.normal([batch.valueCount], deviation: deviation)
    try noise.withF32 { try batch.add($0) }
  }
}

/// Adds to each channel of an item one normally distributed number, kept over time: what another
/// microphone does to cepstra.
public struct RandomOffset: Augmentation {
  /// The maker that scripts call.
  public static let entry = Entry<any Augmentation>(
    "random_offset", Number("sd", .atLeast(0), passing: .named),
    summary: "Adds to each channel of an item one normal number, kept over time.",
    details: "Standard deviation sd, one draw a channel and item.",
    example: Example("random_offset(ones(4, 12, 20), sd=0.3).shape", prints: "[4, 12, 20]"),
    related: ["random_crop", "random_noise"]
  ) { deviation in
    RandomOffset(deviation: deviation)
  }

  /// Standard deviation, in the units of the values.
  public let deviation: Double

  /// Offsets of a standard deviation.
  public init(deviation: Double) {
    self.deviation = deviation
  }

  /// The maker's call as it would be typed.
  public var call: String { "random_offset(sd=\(deviation))" }

  /// Changes all items; each draws for itself.
  public func apply(to batch: inout FrameBatch, using generator: inout RandomGenerator) throws {
    let offsets = try generator.normal([batch.count * batch.channels], deviation: deviation)
    try offsets.withF32 { try batch.addByChannel($0) }
  }
}
