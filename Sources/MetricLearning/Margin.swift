import Catalog

/// A change of the cosine of a positive pair that makes it harder to satisfy: what turns a
/// contrastive loss or a softmax into its margin form.
public protocol Margin: Sendable {
  /// The maker that scripts call.
  static var entry: Entry<any Margin> { get }
  /// The maker's call as it would be typed: `aam(0.3)`.
  var call: String { get }
  /// What it adds to a loss's name: `AAM(0.3)`.
  var shortName: String { get }
  /// The positive pair's logit before scaling, and its derivative by the cosine.
  ///
  /// - Parameter cosine: −1…1; rounding errors beyond are clipped.
  /// - Returns: finite numbers for every finite cosine.
  func logit(_ cosine: Double) -> MarginLogit
}

/// The logit of a positive pair under a margin, in cosine units.
public struct MarginLogit: Sendable, Equatable {
  /// The logit.
  public let value: Double
  /// d value / d cosine.
  public let slope: Double

  /// A value and its derivative.
  public init(value: Double, slope: Double) {
    self.value = value
    self.slope = slope
  }
}

/// All margins.
public enum MarginCatalog {
  /// In the order of the reference page.
  public static let all: [Entry<any Margin>] = [
    AdditiveMargin.entry,
    AdditiveAngularMargin.entry,
    SphereMargin.entry,
    CombinedMargin.entry,
  ]
}

/// A number without a needless point: 5, 0.2, 33.333333333333336.
func shortest(_ value: Double) -> String {
  if let whole = Int(exactly: value) { return "\(whole)" }
  return "\(value)"
}
