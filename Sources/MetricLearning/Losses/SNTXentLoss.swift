import Catalog
import Tensors

/// The symmetric normalized-temperature cross-entropy.
///
///     ℓ_i = mean over positives p of −log( e^{s l(z_i, z_p)} / Σ_{k ≠ i} e^{s l(z_i, z_k)} )
///
/// All rows of all views are anchors, s the scale, l the cosine, under a margin at every positive.
public struct SNTXentLoss: ContrastLoss {
  /// The name without margin and scale.
  public static let title = "SNT-Xent"
  /// The scale where neither `scale=` nor `temperature=` is given.
  public static let defaultScale = 5.0
  /// Entry and data.
  public static let maker = LossMaker(entry, takes: .views, "views (a, b) or a list of them")

  private static let entry = Entry.contrast(
    "snt_xent", scale: defaultScale,
    summary: "Picks each row's other views out of all other rows, every row being an anchor.",
    details: """
      snt_xent(a, b) or snt_xent([a, b, c]): −log softmax of the scaled cosine of a row with its
      other view among all rows but itself, averaged over its other views; a unit is a row of any
      view. A margin counts at every positive pair, numerator and denominator. Give scale or
      temperature = 1 / scale, never both. Memory grows with the number of rows, not with its
      square.
      """,
    example: Example(
      "snt_xent([[1.0, 0.0], [0.0, 1.0]], [[1.0, 0.0], [0.0, 1.0]], scale=1)",
      prints: "0.5514447"),
    source: Citation("Chen et al.", 2020, "SimCLR, §2.1", "arxiv.org/abs/2002.05709"),
    related: ["nt_xent", "sup_con", "am", "aam"]
  ) { SNTXentLoss(options: $0) }

  /// Scale, margin and what else the losses share.
  public let options: ContrastOptions

  /// The loss with these options.
  public init(options: ContrastOptions) {
    self.options = options
  }

  /// The value for data of the forms that the entry names.
  public func callAsFunction(_ data: LossData) throws -> Tensor {
    guard case .views(let views) = data else {
      throw maker.wrongForm(instead: "with labels, sup_con(z, y)")
    }
    let checked = try LossData.checkedViews(views, loss: "snt_xent")
    let items = Array(0..<checked[0].shape[0])
    return try Contrast(
      anchors: checked, candidates: nil, groups: PairGroups(labels: checked.flatMap { _ in items }),
      denominator: .everything, options: options, loss: "snt_xent"
    ).value()
  }
}
