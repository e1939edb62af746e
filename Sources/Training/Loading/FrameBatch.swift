import Tensors

/// Items on their way into a batch, each `[channel, frame]` of its own length.
///
/// Nothing is copied until values change, so that a crop of long items costs what it keeps.
public struct FrameBatch {
  /// The number of channels of every item.
  public let channels: Int
  private let sources: [Tensor]
  /// The first frame of each item in its source.
  private var starts: [Int]
  /// The number of frames of each item now.
  public private(set) var lengths: [Int]
  /// The items one after the other, each `[channel, frame]`; nil while they are still windows.
  private var values: [Float]?

  /// Items `[channel, frame]` in f32.
  init(_ sources: [Tensor], channels: Int) {
    self.sources = sources
    self.channels = channels
    starts = sources.map { _ in 0 }
    lengths = sources.map { $0.count / max(channels, 1) }
  }

  /// The number of items.
  public var count: Int { lengths.count }

  /// Keeps `size` frames of each item, from a first frame of each.
  mutating func crop(starts first: [Int], size: Int) {
    if let values {
      var kept: [Float] = []
      kept.reserveCapacity(count * channels * size)
      var place = 0
      for item in 0..<count {
        for channel in 0..<channels {
          let start = place + channel * lengths[item] + first[item]
          kept.append(contentsOf: values[start..<start + size])
        }
        place += channels * lengths[item]
      }
      self.values = kept
    } else {
      for item in 0..<count { starts[item] += first[item] }
    }
    lengths = lengths.map { _ in size }
  }

  /// Adds to every value; `noise` holds one number a value, items one after the other.
  mutating func add(_ noise: UnsafeBufferPointer<Float>) throws {
    try makeValues()
    values?.withUnsafeMutableBufferPointer { values in
      for index in values.indices { values[index] += noise[index] }
    }
  }

  /// Adds one number a channel and item to all its frames.
  mutating func addByChannel(_ offsets: UnsafeBufferPointer<Float>) throws {
    try makeValues()
    let lengths = lengths
    let channels = channels
    values?.withUnsafeMutableBufferPointer { values in
      var place = 0
      for item in lengths.indices {
        for channel in 0..<channels {
          let offset = offsets[item * channels + channel]
          for _ in 0..<lengths[item] {
            values[place] += offset
            place += 1
          }
        }
      }
    }
  }

  /// The number of values of all items.
  var valueCount: Int { channels * lengths.reduce(0, +) }

  private mutating func makeValues() throws {
    guard values == nil else { return }
    let total = valueCount
    var result = [Float](repeating: 0, count: total)
    try result.withUnsafeMutableBufferPointer { result in
      if let start = result.baseAddress { try copy(to: start) }
    }
    values = result
  }

  private func copy(to start: UnsafeMutablePointer<Float>) throws {
    var place = start
    for item in 0..<count {
      let width = sources[item].count / max(channels, 1)
      try sources[item].withF32 { source in
        guard let first = source.baseAddress else { return }
        for channel in 0..<channels {
          place.update(from: first + channel * width + starts[item], count: lengths[item])
          place += lengths[item]
        }
      }
    }
  }

  /// The batch as a tensor of `shape`, which counts its values.
  func tensor(_ shape: [Int]) throws -> Tensor {
    try Tensor.makeF32(shape) { out in
      guard let start = out.baseAddress else { return }
      if let values {
        values.withUnsafeBufferPointer { values in
          if let first = values.baseAddress { start.update(from: first, count: values.count) }
        }
      } else {
        try copy(to: start)
      }
    }
  }
}
