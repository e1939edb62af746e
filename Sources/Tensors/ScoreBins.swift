import CKernels

/// Scored trials counted by the 16 leading bits of their scores, the highest scores first.
///
/// What depends on the order of a few scores among millions counts all of them, one pass over
/// memory, and sorts only those of the bins that matter.
public final class ScoreBins {
  /// The number of bins.
  public static let count = Int(CK_TRIAL_BINS)

  private let scores: Tensor
  private let targets: Tensor
  private let parts: Scratch<UInt32>
  private let counts: Scratch<UInt32>

  /// Counts trials, on all threads.
  /// - Parameters:
  ///   - scores: f32 or f64.
  ///   - targets: 0 or 1, as many as there are scores.
  /// - Returns: nil where the scores are of another type, a score is `nan`, a target is neither 0
  ///   nor 1, or the counts differ.
  /// - Throws: `TensorError` of kind `limit`, or `.interrupted`.
  public init?(scores: Tensor, targets: Tensor) throws {
    guard scores.dtype.isFloating, scores.count == targets.count,
      scores.count <= Int(UInt32.max)
    else { return nil }
    self.scores = try scores.contiguous()
    self.targets = try targets.contiguous()
    parts = try Scratch(count: Int(CK_TRIAL_PIECES) * 2 * Self.count, for: "counts of scores")
    counts = try Scratch(count: 2 * Self.count, for: "counts of scores")
    let status = withTrials { ck_trial_counts($0, parts.start, counts.start) }
    if status & Int32(CK_UNSUPPORTED) != 0 { return nil }
    try TensorError.check(status, in: "scores")
  }

  /// How many trials of a bin are targets.
  public func targetCount(in bin: Int) -> Int { Int(counts.start[2 * bin + 1]) }

  /// How many trials of a bin are no targets.
  public func otherCount(in bin: Int) -> Int { Int(counts.start[2 * bin]) }

  /// The scores of the targets and of the others of some bins, in no order.
  public func pick(_ bins: [Int]) throws -> (targets: [Double], others: [Double]) {
    let wanted = bins.map(Int32.init)
    var (targetCount, otherCount) = (0, 0)
    for bin in bins {
      targetCount += self.targetCount(in: bin)
      otherCount += self.otherCount(in: bin)
    }
    let targets = try Scratch<Double>(count: targetCount, for: "scores")
    let others = try Scratch<Double>(count: otherCount, for: "scores")
    let status = withTrials {
      ck_trial_pick($0, parts.start, wanted.count, wanted, targets.start, others.start)
    }
    try TensorError.check(status, in: "scores")
    return withExtendedLifetime((targets, others)) {
      (
        Array(UnsafeBufferPointer(start: targets.start, count: targetCount)),
        Array(UnsafeBufferPointer(start: others.start, count: otherCount))
      )
    }
  }

  private func withTrials(_ body: (UnsafePointer<ck_trials>) -> Int32) -> Int32 {
    var trials = ck_trials(
      score_type: scores.dtype.kernelType, target_type: targets.dtype.kernelType,
      count: scores.count, scores: scores.pointer, targets: targets.pointer)
    return withExtendedLifetime((scores, targets, parts, counts)) { body(&trials) }
  }
}
