import Tensors

/// How far a result may lie from what is expected, with a reason for its name.
public struct Tolerance: Sendable {
  /// The part of the expected size that is allowed.
  public let relative: Double
  /// What is allowed whatever the expected size.
  public let absolute: Double

  /// Allows `absolute + relative * |expected|`.
  public init(relative: Double, absolute: Double) {
    self.relative = relative
    self.absolute = absolute
  }

  /// A few roundings of f32.
  public static let f32 = Tolerance(relative: 2e-6, absolute: 1e-6)
  /// Sums of thousands of f32 terms.
  public static let f32Sum = Tolerance(relative: 2e-5, absolute: 2e-5)
  /// A few roundings of f64.
  public static let f64 = Tolerance(relative: 1e-13, absolute: 1e-14)
  /// Sums of thousands of f64 terms.
  public static let f64Sum = Tolerance(relative: 1e-11, absolute: 1e-11)
  /// Central differences in f64 against an exact derivative.
  public static let difference = Tolerance(relative: 2e-6, absolute: 2e-7)
  /// The same bits.
  public static let exact = Tolerance(relative: 0, absolute: 0)

  /// Whether `value` is near enough; NaN is near NaN, an infinity near itself.
  public func accepts(_ value: Double, _ expected: Double) -> Bool {
    if value.isNaN || expected.isNaN { return value.isNaN && expected.isNaN }
    if value.isInfinite || expected.isInfinite { return value == expected }
    return abs(value - expected) <= absolute + relative * abs(expected)
  }
}

/// What is wrong with a tensor beside the expected shape and values, or nil if nothing is: the
/// first place that differs, with both values.
public func difference(
  _ tensor: Tensor, _ expected: [Double], shape: [Int]? = nil, within tolerance: Tolerance = .f32
) -> String? {
  if let shape, shape != tensor.shape { return "shape \(tensor.shape), expected \(shape)" }
  let values = tensor.doubles()
  if values.count != expected.count {
    return "\(values.count) values, expected \(expected.count)"
  }
  for (place, (value, wanted)) in zip(values, expected).enumerated()
  where !tolerance.accepts(value, wanted) {
    return "at \(place) of \(values.count): \(value), expected \(wanted)"
  }
  return nil
}
