/// An arithmetic operation of two values.
public enum BinaryOperation: UInt8, Sendable, CaseIterable {
  case add, subtract, multiply, divide, floorDivide, remainder, power, matmul, bitAnd, bitOr

  /// The operator as scripts write it.
  public var spelling: String {
    switch self {
    case .add: "+"
    case .subtract: "-"
    case .multiply: "*"
    case .divide: "/"
    case .floorDivide: "//"
    case .remainder: "%"
    case .power: "**"
    case .matmul: "@"
    case .bitAnd: "&"
    case .bitOr: "|"
    }
  }
}

/// An operation of one value; `not` goes by truth and is an instruction of its own.
public enum UnaryOperation: UInt8, Sendable, CaseIterable {
  case negate, plus, invert

  /// The operator as scripts write it.
  public var spelling: String {
    switch self {
    case .negate: "-"
    case .plus: "+"
    case .invert: "~"
    }
  }
}

/// A comparison of two values.
public enum Comparison: UInt8, Sendable, CaseIterable {
  case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
  /// `a in b` and `a not in b`: is `a` an item of `b`?
  case contains, notContains

  /// The operator as scripts write it.
  public var spelling: String {
    switch self {
    case .equal: "=="
    case .notEqual: "!="
    case .less: "<"
    case .lessOrEqual: "<="
    case .greater: ">"
    case .greaterOrEqual: ">="
    case .contains: "in"
    case .notContains: "not in"
    }
  }
}

/// One of the indices between `[` and `]`.
public enum IndexOperand {
  case value(Value)
  /// `start:stop:step`, with parts left out.
  case slice(Value?, Value?, Value?)
  case ellipsis
}

/// The words that change a list or dict in the place they are called on.
public enum PlaceWord {
  /// All of them.
  public static let all: Set<String> = [
    "append", "insert", "extend", "pop", "remove", "sort", "reverse", "clear", "update",
  ]
}
