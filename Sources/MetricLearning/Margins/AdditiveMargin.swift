import Catalog

/// Additive cosine margin.
///
///     logit(s) = s − m
public struct AdditiveMargin: Margin {
  /// The maker that scripts call.
  public static let entry = Entry<any Margin>(
    "am",
    Number("m", .between(0, 2), unit: "cosine"),
    summary: "Additive cosine margin: the positive's cosine s counts as s − m.",
    details: """
      Put on every positive pair before the softmax, so also where another positive's
      denominator holds it; negatives never carry it. m is in units of the cosine.
      """,
    example: Example("am(0.1)(0.5)", prints: "0.4"),
    source: Citation(
      "Wang et al.", 2018, "Additive Margin Softmax for Face Verification",
      "arxiv.org/abs/1801.05599"),
    related: ["aam", "snt_xent", "margin_plot"]
  ) { amount in
    AdditiveMargin(amount)
  }

  /// m, in units of the cosine.
  public let amount: Double

  /// The margin s − `amount`.
  public init(_ amount: Double) {
    self.amount = amount
  }

  /// The maker's call as it would be typed.
  public var call: String { "am(\(shortest(amount)))" }
  /// What it adds to a loss's name.
  public var shortName: String { "AM(\(shortest(amount)))" }

  /// The logit and its slope; see `Margin`.
  public func logit(_ cosine: Double) -> MarginLogit {
    MarginLogit(value: cosine - amount, slope: 1)
  }
}
