import Catalog
import Tensors

/// The one-sided normalized-temperature cross-entropy.
///
///     ℓ_i = −log( e^{s l(a_i, b_i)} / Σ_k e^{s l(a_i, b_k)} )
///
/// Row i of `a` against all rows of `b`, s the scale, l the cosine, under a margin where k = i.
/// With labels, one term for each ordered positive pair, whose denominator holds that pair and the
/// anchor's negatives only.
public struct NTXentLoss: ContrastLoss {
  /// The name without margin and scale.
  public static let title = "NT-Xent"
  /// The scale where neither `scale=` nor `temperature=` is given.
  public static let defaultScale = 5.0
  /// Entry and data.
  public static let maker = LossMaker(
    entry, takes: [.views, .labels], "two views (a, b), or embeddings and labels (z, y)")

  private static let entry = Entry.contrast(
    "nt_xent", scale: defaultScale,
    summary: "Picks each row's other view out of all rows of the other view, from one side.",
    details: """
      nt_xent(a, b): −log softmax of the scaled cosine of row i of a with row i of b among all
      rows of b; a unit is a row of a. nt_xent(z, y), y labels: one unit for each ordered pair of
      the same label; its denominator is that pair and the anchor's negatives, not its other
      positives. Give scale or temperature = 1 / scale, never both. What SimCLR calls NT-Xent is
      snt_xent. Memory grows with the number of rows, not with its square (with labels: also with
      the number of positive pairs).
      """,
    example: Example(
      "nt_xent([[1.0, 0.0], [0.0, 1.0]], [[1.0, 0.0], [0.0, 1.0]], scale=1)",
      prints: "0.31326166"),
    source: Citation(
      "Lepage and Dehak", 2023,
      "Experimenting with Additive Margins for Contrastive "
        + "Self-Supervised Speaker Verification", "arxiv.org/abs/2306.03664"),
    related: ["snt_xent", "info_nce", "am", "aam"]
  ) { NTXentLoss(options: $0) }

  /// Scale, margin and what else the losses share.
  public let options: ContrastOptions

  /// The loss with these options.
  public init(options: ContrastOptions) {
    self.options = options
  }

  /// The value for data of the forms that the entry names.
  public func callAsFunction(_ data: LossData) throws -> Tensor {
    switch data {
    case .views(let views):
      let views = try LossData.checkedViews(views, loss: "nt_xent")
      guard views.count == 2 else {
        throw LossError(
          "value", "nt_xent: takes two views, got \(views.count)",
          hint: "snt_xent takes any number of views")
      }
      return try oneSided(views[0], views[1], options, loss: "nt_xent")
    case .labeled(let embeddings, let labels):
      try LossData.checkLabels(labels, for: embeddings, loss: "nt_xent")
      return try Contrast(
        anchors: [embeddings], candidates: nil, groups: PairGroups(labels: labels),
        denominator: .negatives, options: options, loss: "nt_xent"
      ).value()
    case .negatives, .triplets, .pairs:
      throw maker.wrongForm()
    }
  }
}

/// Row i of `rows` against all rows of `columns`, row i of which is its positive.
func oneSided(
  _ rows: Tensor, _ columns: Tensor, _ options: ContrastOptions, loss: String
) throws -> Tensor {
  try Contrast(
    anchors: [rows], candidates: [columns],
    groups: PairGroups(rows: Array(0..<rows.shape[0]), columns: Array(0..<columns.shape[0])),
    denominator: .everything, options: options, loss: loss
  ).value()
}
