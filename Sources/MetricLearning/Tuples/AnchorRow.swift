import Tensors

/// What a row of embeddings, the anchor, is close to: the closenesses of all other rows, those of
/// its positives apart.
struct AnchorRow<Element: ContrastElement> {
  /// The anchor.
  let index: Int
  /// The number of rows.
  let count: Int
  /// The rows of its label but itself, ascending.
  let positives: [Int]
  /// The closeness of each of `positives`.
  let positiveCloseness: [Element]
  /// By row, closeness; −∞ at the anchor and its positives. Gradients are written over them.
  let negatives: UnsafeMutablePointer<Element>

  /// The number of rows of another label.
  var negativeCount: Int { count - 1 - positives.count }

  /// The largest closeness of a negative, −∞ where there is none.
  var nearestNegative: Element {
    var nearest = -Element.infinity
    for row in 0..<count { nearest = negatives[row] > nearest ? negatives[row] : nearest }
    return nearest
  }

  /// The first row with this closeness among the negatives, 0 where there is none.
  func firstNegative(with closeness: Element) -> Int {
    (0..<count).first { negatives[$0] == closeness } ?? 0
  }

  /// The smallest closeness of a positive, +∞ where there is none.
  var farthestPositive: Element { positiveCloseness.min() ?? .infinity }
}

/// The terms of a loss for one anchor.
protocol AnchorTerms: Sendable {
  /// Adds the terms of an anchor.
  func add<Element: ContrastElement>(_ row: AnchorRow<Element>, to sum: inout TermSum)

  /// Writes the gradient by each closeness over `row.negatives`, at positives too, 0 where there
  /// is none.
  func writeGradient<Element: ContrastElement>(
    _ row: AnchorRow<Element>, weights: TermWeights) throws

  /// Whether a pair is a term once, in the row of the smaller index.
  var takesPairsOnce: Bool { get }

  /// Whether an anchor's gradient is 0 at all but one or two rows.
  var choosesFew: Bool { get }
}

extension AnchorTerms {
  var takesPairsOnce: Bool { false }
  var choosesFew: Bool { false }
}

/// Terms added up, in one or two parts that are reduced by themselves and added.
struct TermSum: Sendable {
  /// Sum, number, and number above 0, of each part.
  struct Part: Sendable {
    var sum = 0.0
    var count = 0.0
    var nonzero = 0.0
  }

  var parts = [Part(), Part()]
  /// The terms one by one, where they are asked for.
  var list: [Double]?

  /// Adds one term.
  mutating func add(_ term: Double, part: Int = 0, times: Double = 1) {
    add(sum: term * times, count: times, nonzero: term > 0 ? times : 0, part: part)
    list?.append(term)
  }

  /// Adds terms that are not listed.
  mutating func add(sum: Double, count: Double, nonzero: Double, part: Int = 0) {
    parts[part].sum += sum
    parts[part].count += count
    parts[part].nonzero += nonzero
  }

  /// Adds the terms of later rows.
  mutating func add(_ other: TermSum) {
    for (place, part) in other.parts.enumerated() {
      add(sum: part.sum, count: part.count, nonzero: part.nonzero, part: place)
    }
    if let more = other.list { list?.append(contentsOf: more) }
  }

  /// What each term of a part is multiplied with; nil for the terms themselves.
  func weight(_ reduction: Reduction, part: Int) -> Double? {
    switch reduction {
    case .none: nil
    case .sum: 1
    case .mean: 1 / max(parts[part].count, 1)
    case .meanOfNonzero: 1 / max(parts[part].nonzero, 1)
    }
  }
}

/// What the terms of an anchor weigh in the gradient.
struct TermWeights {
  /// By part, where all terms of a part weigh the same.
  let uniform: [Double]
  /// By term of the anchor, where each has its own.
  let list: ArraySlice<Double>?

  /// The weight of a term by its place among the anchor's.
  @inline(__always)
  func callAsFunction(_ term: Int, part: Int = 0) -> Double {
    list.map { $0[$0.startIndex + term] } ?? uniform[part]
  }
}
