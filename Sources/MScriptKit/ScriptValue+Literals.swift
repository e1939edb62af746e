extension ScriptValue: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByFloatLiteral, ExpressibleByStringLiteral, ExpressibleByArrayLiteral
{
  /// A `bool`.
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  /// An `int`.
  public init(integerLiteral value: Int) { self = .int(value) }
  /// A `float`.
  public init(floatLiteral value: Double) { self = .float(value) }
  /// A `str`.
  public init(stringLiteral value: String) { self = .text(value) }
  /// A list.
  public init(arrayLiteral elements: ScriptValue...) { self = .list(elements) }
}
