import Machine
import MetricLearning

/// What a paired test found, with its numbers as fields.
final class ComparisonObject: ScriptObject {
  let test: PairedTest

  init(_ test: PairedTest) {
    self.test = test
  }

  var typeName: String { "comparison" }

  /// In words: the difference, its interval, how likely it is by chance, and by which test.
  var shown: String {
    let numbers = NumberFormat(column: [
      .spread(mean: test.difference, deviation: test.high - test.low)
    ])
    let percent = NumberFormat.shortest(100 * test.confidence)
    let verdict =
      test.low > 0
      ? "the first is higher" : test.high < 0 ? "the first is lower" : "no clear difference"
    return "difference \(numbers.text(.number(test.difference)))"
      + " (\(percent) % interval \(numbers.text(.number(test.low)))"
      + " to \(numbers.text(.number(test.high))))"
      + ", \(probability) (\(method), \(test.count) pairs): \(verdict)"
  }

  private var probability: String {
    test.probability < 0.0005
      ? "p < 0.0005" : "p = \(NumberFormat.fixed(test.probability, decimals: 3))"
  }

  private var method: String {
    switch test.method {
    case .permutation: "sign flips"
    case .t: "t test"
    case .wilcoxon: "signed ranks"
    }
  }

  var state: ObjectState {
    .dict([
      ("difference", .float(test.difference)), ("low", .float(test.low)),
      ("high", .float(test.high)), ("p", .float(test.probability)), ("n", .int(test.count)),
      ("method", .text(test.method.rawValue)), ("confidence", .float(test.confidence)),
    ])
  }

  var memberNames: [String] { ["difference", "interval", "p", "n", "method"] }

  func field(_ name: String, in machine: VirtualMachine) throws -> Value? {
    switch name {
    case "difference": .float(test.difference)
    case "interval": machine.heap.list([.float(test.low), .float(test.high)])
    case "p": .float(test.probability)
    case "n": .int(test.count)
    case "method": machine.heap.text(test.method.rawValue)
    default: nil
    }
  }
}
