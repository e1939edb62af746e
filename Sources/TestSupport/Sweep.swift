/// The values of the sweeps around the current point, outermost first, for messages:
/// `"rows = 3, columns = 0"`.
public struct SweepTrace: Sendable {
  /// The labels and values.
  public private(set) var entries: [String] = []

  /// An empty trace, outside all sweeps.
  public init() {}

  /// The entries in one line.
  public var description: String { entries.joined(separator: ", ") }

  fileprivate func adding(_ label: String, _ value: some Any) -> SweepTrace {
    var copy = self
    copy.entries.append("\(label) = \(value)")
    return copy
  }
}

/// Calls `body` with each value and a trace that names it, so that a failure in a sweep says
/// for which combination.
public func withEvery<Values: Sequence>(
  _ label: String, in values: Values, _ outer: SweepTrace = SweepTrace(),
  _ body: (Values.Element, SweepTrace) throws -> Void
) rethrows {
  for value in values { try body(value, outer.adding(label, value)) }
}
