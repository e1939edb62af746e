import Catalog
import Tensors

/// Supervised contrastive loss.
///
///     ℓ_i = mean over positives p of −log( e^{s l(z_i, z_p)} / Σ_{k ≠ i} e^{s l(z_i, z_k)} )
///
/// Positives of a row are the other rows of its label (L_out of the paper).
public struct SupConLoss: ContrastLoss {
  /// The name without margin and scale.
  public static let title = "SupCon"
  /// The scale where neither `scale=` nor `temperature=` is given.
  public static let defaultScale = 10.0
  /// Entry and data.
  public static let maker = LossMaker(entry, takes: .labels, "embeddings and labels (z, y)")

  private static let entry = Entry.contrast(
    "sup_con", scale: defaultScale,
    summary: "Pulls each row to all others of its label, in a softmax over all other rows.",
    details: """
      sup_con(z, y): −log softmax of the scaled cosine of a row with another of its label among
      all rows but itself, averaged over an anchor's positives first; a unit is an anchor that
      has a positive. Give scale or temperature = 1 / scale, never both. Memory grows with the
      number of rows, not with its square.
      """,
    example: Example(
      "sup_con([[1.0, 0.0], [0.0, 1.0], [1.0, 0.0], [0.0, 1.0]], [0, 1, 0, 1], scale=1)",
      prints: "0.5514447"),
    source: Citation(
      "Khosla et al.", 2020, "Supervised Contrastive Learning", "arxiv.org/abs/2004.11362"),
    related: ["snt_xent", "nt_xent", "am", "aam"]
  ) { SupConLoss(options: $0) }

  /// Scale, margin and what else the losses share.
  public let options: ContrastOptions

  /// The loss with these options.
  public init(options: ContrastOptions) {
    self.options = options
  }

  /// The value for data of the forms that the entry names.
  public func callAsFunction(_ data: LossData) throws -> Tensor {
    guard case .labeled(let embeddings, let labels) = data else {
      throw maker.wrongForm(instead: "for views, snt_xent(a, b)")
    }
    try LossData.checkLabels(labels, for: embeddings, loss: "sup_con")
    return try Contrast(
      anchors: [embeddings], candidates: nil, groups: PairGroups(labels: labels),
      denominator: .everything, options: options, loss: "sup_con"
    ).value()
  }
}
