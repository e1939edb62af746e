import Tensors

/// A stretch of speech of one speaker.
public struct Utterance: Sendable {
  /// What the table calls it.
  public let name: String
  /// The speaker's number, an index of `UtteranceSet.speakerNames`.
  public let speaker: Int
  /// f32 `[channel, time]`.
  public let frames: Tensor
  /// Further columns of the table that are the same for all its frames: `split`.
  public let attributes: [String: String]

  /// The number of frames.
  public var length: Int { frames.shape[1] }
}

/// Utterances of several speakers, of different lengths and one number of channels.
public struct UtteranceSet: Sendable {
  /// In the order of the table.
  public let utterances: [Utterance]
  /// In the order in which they appear in the table; parts of a split keep the whole list.
  public let speakerNames: [String]
  /// `c1`, `c2`, ….
  public let channelNames: [String]
  /// Columns that `split(by:)` takes.
  public let attributeNames: [String]

  /// The number of utterances.
  public var count: Int { utterances.count }
  /// The frames of each utterance, `[channel, time]`.
  public var items: [Tensor] { utterances.map(\.frames) }
  /// The speaker's number of each utterance.
  public var labels: [Int] { utterances.map(\.speaker) }
  /// The number of frames of the shortest and of the longest utterance.
  public var lengths: ClosedRange<Int> {
    let all = utterances.map(\.length)
    return (all.min() ?? 0)...(all.max() ?? 0)
  }

  /// The parts of the set that share a value of `column`, in the order in which the values appear.
  /// - Throws: `SpeechError` for a column that the table does not have.
  public func split(
    by column: String
  ) throws(SpeechError) -> [(name: String, part: UtteranceSet)] {
    guard attributeNames.contains(column) else {
      let known = attributeNames.map { "'\($0)'" }.joined(separator: ", ")
      throw SpeechError(
        "value", "split: there is no column '\(column)' to split by",
        hint: known.isEmpty ? nil : "columns to split by: \(known)")
    }
    var order: [String] = []
    var members: [String: [Utterance]] = [:]
    for utterance in utterances {
      let value = utterance.attributes[column] ?? ""
      if members[value] == nil { order.append(value) }
      members[value, default: []].append(utterance)
    }
    return order.map { ($0, with(members[$0] ?? [])) }
  }

  /// Mean and standard deviation (divisor n) of each channel over all frames of all utterances.
  public var channelStatistics: (means: [Double], deviations: [Double]) {
    var sums = [Double](repeating: 0, count: channelNames.count)
    var frameCount = 0
    let values = utterances.map { $0.frames.doubles() }
    func forEach(_ body: (Int, ArraySlice<Double>) -> Void) {
      for (utterance, values) in zip(utterances, values) {
        for channel in sums.indices {
          body(
            channel, values[channel * utterance.length..<(channel + 1) * utterance.length])
        }
      }
    }
    for utterance in utterances { frameCount += utterance.length }
    forEach { channel, frames in sums[channel] += frames.reduce(0, +) }
    let means = sums.map { $0 / Double(max(frameCount, 1)) }
    var squares = sums.map { _ in 0.0 }
    forEach { channel, frames in
      squares[channel] += frames.reduce(0) { $0 + ($1 - means[channel]) * ($1 - means[channel]) }
    }
    return (means, squares.map { ($0 / Double(max(frameCount, 1))).squareRoot() })
  }

  /// The set with (x − mean) / deviation in place of each value, by channel; a deviation of 0
  /// counts as 1. Take the statistics from the part that is trained on.
  public func standardized(
    by statistics: (means: [Double], deviations: [Double])
  ) throws -> UtteranceSet {
    let deviations = statistics.deviations.map { $0 > 0 ? $0 : 1 }
    return with(
      try utterances.map { utterance in
        let values = utterance.frames.doubles()
        let length = utterance.length
        let scaled = values.indices.map { place in
          (values[place] - statistics.means[place / length]) / deviations[place / length]
        }
        return Utterance(
          name: utterance.name, speaker: utterance.speaker,
          frames: try Tensor(scaled, shape: utterance.frames.shape),
          attributes: utterance.attributes)
      })
  }

  /// The parts by `column`, all standardized by the frames of the first one.
  public func standardizedSplit(
    by column: String
  ) throws -> [(name: String, part: UtteranceSet)] {
    let parts = try split(by: column)
    guard let first = parts.first else { return [] }
    let statistics = first.part.channelStatistics
    return try parts.map { ($0.name, try $0.part.standardized(by: statistics)) }
  }

  private func with(_ utterances: [Utterance]) -> UtteranceSet {
    UtteranceSet(
      utterances: utterances, speakerNames: speakerNames, channelNames: channelNames,
      attributeNames: attributeNames)
  }

  /// Several lines: how many utterances, speakers, channels and frames.
  public var summary: String {
    let speakers = Set(labels).count
    return "\(count) utterances of \(speakers) speakers, \(channelNames.count) channels, "
      + "\(lengths.lowerBound) to \(lengths.upperBound) frames"
  }
}
