import Catalog

/// What is wrong with a list of scored trials, in the words of the call that got it.
public struct TrialError: SubjectError, Equatable, CustomStringConvertible {
  /// The fact behind the message.
  public enum Fact: Equatable, Sendable {
    /// Different numbers of scores and targets.
    case counts(scores: Int, targets: Int)
    /// The score at `index` is not a number.
    case notANumber(index: Int)
    /// Targets of −1 and 1.
    case signedTargets
    /// A target that is neither 0 nor 1.
    case targetValue(index: Int, value: Double)
    /// The first argument holds only 0 and 1, the second something else.
    case swapped
    case noTargets(count: Int)
    case noNonTargets(count: Int)
    /// An option with an impossible value.
    case option(name: String, accepts: String, got: Double)
  }

  /// The script name of the metric: `eer`.
  public let metric: String
  /// The fact behind the message.
  public let fact: Fact

  /// The error of a call of `metric`.
  public init(_ fact: Fact, metric: String) {
    self.fact = fact
    self.metric = metric
  }

  /// The error's kind, as the language names it.
  public var kindName: String { "value" }

  /// What happened, with the values.
  public var message: String {
    let text =
      switch fact {
      case .counts(let scores, let targets):
        "'scores' and 'target' must be of one length, got \(scores) scores and "
          + "\(targets) targets"
      case .notANumber(let index):
        "'scores' must be numbers, got nan at index \(index)"
      case .signedTargets:
        "'target' must be 1 for the same class and 0 for different, got −1 and 1"
      case .targetValue(let index, let value):
        "'target' must be 0 or 1, got \(value) at index \(index)"
      case .swapped:
        "takes (scores, target), got (target, scores): the first argument holds only 0 and 1, "
          + "the second does not"
      case .noTargets(let count):
        "'target' must hold a 1, got \(count) trials of different classes only"
      case .noNonTargets(let count):
        "'target' must hold a 0, got \(count) trials of the same class only"
      case .option(let name, let accepts, let got):
        "'\(name)' must be \(accepts), got \(got)"
      }
    return "\(metric): \(text)"
  }

  /// What to do, where that is known.
  public var hint: String? {
    switch fact {
    case .signedTargets: "write target > 0"
    case .swapped: "swap them: \(metric)(scores, target)"
    case .noTargets, .noNonTargets: "both kinds of trials are needed to measure two error rates"
    case .counts, .notANumber, .targetValue, .option: nil
    }
  }

  /// The message.
  public var description: String { message }
}
