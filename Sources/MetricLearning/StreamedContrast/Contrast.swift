import Tensors

/// A softmax loss over similarities as an operation on tensors: what `StreamedContrast` computes,
/// reduced, with its gradient.
struct Contrast {
  /// Stacked in this order to the rows.
  let anchors: [Tensor]
  /// Stacked to the columns; nil where the rows are compared with each other.
  let candidates: [Tensor]?
  let groups: PairGroups?
  let denominator: Denominator
  let options: ContrastOptions
  /// The script name of the loss.
  let loss: String
  /// What negatives count; nil for what the options say.
  var weights: NegativeWeights?

  /// Tiles worth keeping for the gradient: up to about 2,800 pairs all of them, which saves a
  /// fourth of the work, beyond that a share.
  private static var keptBytes: Int { 64 << 20 }

  /// The reduced value, recorded for gradients. First order only: the gradient recomputes tiles
  /// and is itself not recorded.
  func value() throws -> Tensor {
    let parts = anchors + (candidates ?? [])
    return parts.contains { $0.dtype == .f64 }
      ? try value(of: Double.self, parts.map { try $0.astype(.f64) })
      : try value(of: Float.self, parts.map { try $0.astype(.f32) })
  }

  private func value<Element: ContrastElement>(
    of type: Element.Type, _ parts: [Tensor]
  ) throws -> Tensor {
    let anchorParts = Array(parts[..<anchors.count])
    let candidateParts = Array(parts[anchors.count...])
    let rows = try UnitRows<Element>(anchorParts, normalize: options.normalizes)
    let columns =
      candidates == nil
      ? rows : try UnitRows<Element>(candidateParts, normalize: options.normalizes)
    let weights = try weights ?? options.negatives(loss: loss)
    try weights?.check(
      rows: rows.count, columns: columns.count, isSymmetric: candidates == nil, loss: loss)
    let engine = try StreamedContrast(
      anchors: rows, candidates: columns, groups: groups, denominator: denominator,
      scale: options.scale, margin: options.margin, weights: weights,
      keptBytes: GradientRecording.isOn && parts.contains { $0.tracksGradient }
        ? Self.keptBytes : 0)
    try engine.computeLogSums()
    return try options.reduction.value(
      of: engine.terms, dtype: Element.dtype, loss: loss, inputs: parts
    ) { weights in
      let gradients = try engine.gradients(weights: weights)
      return try Self.cut(gradients.anchors, anchorParts)
        + (gradients.candidates.map { try Self.cut($0, candidateParts) } ?? [])
    }
  }

  /// The gradient of each of the stacked parts.
  private static func cut<Element: ContrastElement>(
    _ gradient: Workspace<Element>, _ parts: [Tensor]
  ) throws -> [Tensor] {
    var place = gradient.start
    return try parts.map { part in
      defer { place += part.count }
      return try Element.tensor(shape: part.shape) { buffer in
        buffer.baseAddress?.update(from: place, count: part.count)
      }
    }
  }
}
