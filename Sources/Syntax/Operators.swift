/// An arithmetic operator with two sides; the raw value is its spelling.
public enum BinaryOperator: String, Sendable, CaseIterable {
  /// `a + b`
  case add = "+"
  /// `a - b`
  case subtract = "-"
  /// `a * b`
  case multiply = "*"
  /// `a / b`, true division
  case divide = "/"
  /// `a // b`, towards minus infinity
  case floorDivide = "//"
  /// `a % b`, with the sign of `b`
  case modulo = "%"
  /// `a ** b`
  case power = "**"
  /// `a @ b`
  case matrixProduct = "@"
  /// `a & b`
  case bitAnd = "&"
  /// `a | b`
  case bitOr = "|"
}

/// An operator before its operand; the raw value is its spelling.
public enum UnaryOperator: String, Sendable, CaseIterable {
  /// `-x`
  case minus = "-"
  /// `+x`
  case plus = "+"
  /// `~x`
  case complement = "~"
}

/// An operator that may leave out its right side; the raw value is its spelling.
public enum LogicalOperator: String, Sendable, CaseIterable {
  /// `a and b`
  case and
  /// `a or b`
  case or
}

/// A comparison; the raw value is its spelling.
public enum ComparisonOperator: String, Sendable, CaseIterable {
  /// `a == b`
  case equal = "=="
  /// `a != b`
  case notEqual = "!="
  /// `a < b`
  case less = "<"
  /// `a <= b`
  case lessOrEqual = "<="
  /// `a > b`
  case greater = ">"
  /// `a >= b`
  case greaterOrEqual = ">="
  /// `a in b`
  case contained = "in"
  /// `a not in b`
  case notContained = "not in"
}
