import Catalog

/// What keeps runs from being compared.
public struct ComparisonError: SubjectError, Equatable, CustomStringConvertible {
  /// The fact behind the message.
  public enum Fact: Equatable, Sendable {
    case counts(first: Int, second: Int)
    case tooFew(accepts: String, got: Int)
    case notFinite(index: Int)
  }

  /// The fact behind the message.
  public let fact: Fact
  /// The script name of the call.
  public let function: String

  /// The error of a call of `function`.
  public init(_ fact: Fact, function: String) {
    self.fact = fact
    self.function = function
  }

  /// The error's kind, as the language names it.
  public var kindName: String { "value" }

  /// What happened, with the values.
  public var message: String {
    switch fact {
    case .counts(let first, let second):
      "\(function): takes two lists of one length, got \(first) and \(second) numbers"
    case .tooFew(let accepts, let got):
      "\(function): takes \(accepts), got \(got)"
    case .notFinite(let index):
      "\(function): takes finite numbers, got another at index \(index)"
    }
  }

  /// What to do, where that is known.
  public var hint: String? {
    if case .counts = fact { "pair the runs by seed: one number a seed in both lists" } else { nil }
  }

  /// The message.
  public var description: String { message }
}
