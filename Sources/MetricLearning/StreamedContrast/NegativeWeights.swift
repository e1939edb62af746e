import Glibc
import Tensors

/// What pairs that are no positives count in denominators: the exponential of a pair's logit is
/// multiplied by its candidate's weight, and left out where the mask says so. Positives count in
/// full whatever both say.
struct NegativeWeights {
  /// One number ≥ 0 a candidate, nil for 1 each. Candidates that are the anchors have none: there
  /// a pair would have two weights.
  var candidates: [Double]?
  /// bool `[anchors, candidates]`, false where a pair takes no part; symmetric where candidates
  /// are the anchors.
  var mask: Tensor?

  /// - Parameter loss: the script name, for errors.
  /// - Throws: `LossError` for weights or a mask that do not fit.
  func check(rows: Int, columns: Int, isSymmetric: Bool, loss: String) throws(LossError) {
    if let candidates {
      guard !isSymmetric else {
        throw LossError("value", "\(loss): 'weights' needs negatives apart from the anchors")
      }
      guard candidates.count == columns else {
        throw LossError(
          "shape",
          "\(loss): 'weights' takes one number a candidate, got \(candidates.count) for "
            + "\(columns)")
      }
      if let wrong = candidates.first(where: { !($0 >= 0 && $0.isFinite) }) {
        throw LossError("value", "\(loss): 'weights' must be numbers ≥ 0, got \(shortest(wrong))")
      }
    }
    if let mask {
      guard mask.dtype == .bool, mask.shape == [rows, columns] else {
        throw LossError(
          "shape",
          "\(loss): 'mask' must be bool [\(rows), \(columns)], got \(mask.dtype.name) "
            + "\(mask.shape)")
      }
      if isSymmetric, !Self.isSymmetric(mask.bools(), rows) {
        throw LossError("value", "\(loss): 'mask' must be symmetric, as the pairs are")
      }
    }
  }

  private static func isSymmetric(_ mask: [Bool], _ count: Int) -> Bool {
    (0..<count).allSatisfy { i in
      (0..<i).allSatisfy { mask[i * count + $0] == mask[$0 * count + i] }
    }
  }

  /// What each candidate's weight adds to a similarity, log(w) / scale.
  func terms(scale: Double) -> [Double]? { candidates?.map { log($0) / scale } }
}
