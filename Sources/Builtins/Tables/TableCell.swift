/// One place of a table.
enum TableCell: Equatable {
  /// Nothing: an empty field of a file, a value that a row left out.
  case none
  case bool(Bool)
  case int(Int)
  case number(Double)
  case text(String)
  /// A mean and its standard deviation, which a summary puts side by side; nil for one value.
  case spread(mean: Double, deviation: Double?)

  /// The number it stands for, nil where it is none.
  var number: Double? {
    switch self {
    case .int(let value): Double(value)
    case .number(let value): value
    case .spread(let mean, _): mean
    case .none, .bool, .text: nil
    }
  }

  /// The cell as files hold it: numbers exactly, texts bare, nothing for `none`.
  var plain: String {
    switch self {
    case .none: ""
    case .bool(let value): "\(value)"
    case .int(let value): "\(value)"
    case .number(let value): "\(value)"
    case .text(let value): value
    case .spread(let mean, let deviation):
      "\(mean)" + (deviation.map { " ± \($0)" } ?? "")
    }
  }

  /// Whether it lines up on a decimal point.
  var isNumber: Bool {
    switch self {
    case .int, .number, .spread: true
    case .none, .bool, .text: false
    }
  }

  /// Whether two cells belong to one group: numbers by value, all else as it is.
  func matches(_ other: TableCell) -> Bool {
    if let number, let theirs = other.number { return number == theirs }
    return self == other
  }

  /// The order of sorting: numbers, then texts, then bools, then `none`; NaN after numbers.
  func precedes(_ other: TableCell) -> Bool {
    if let number, let theirs = other.number {
      return theirs.isNaN ? !number.isNaN : number < theirs
    }
    switch (self, other) {
    case (.text(let mine), .text(let theirs)):
      return mine.unicodeScalars.lexicographicallyPrecedes(theirs.unicodeScalars)
    case (.bool(let mine), .bool(let theirs)): return !mine && theirs
    default: return rank < other.rank
    }
  }

  private var rank: Int {
    switch self {
    case .int, .number, .spread: 0
    case .text: 1
    case .bool: 2
    case .none: 3
    }
  }
}
