/// An error of a library of the subject, worded for the person who wrote the call.
public protocol SubjectError: Error {
  /// One of the language's error kinds: `value`, `type`, `shape`, `index`, `numeric`, `io`, `limit`.
  var kindName: String { get }
  /// What happened, with the values or shapes.
  var message: String { get }
  /// What to do, where that is known.
  var hint: String? { get }
}

/// A call that does not fit the signature of its entry: the facts, and their wording.
public struct ArgumentError: SubjectError, Equatable, CustomStringConvertible {
  /// What is wrong with the call.
  public enum Fact: Equatable, Sendable {
    /// The argument has the wrong type.
    case wrongType(parameter: String, accepts: String, got: String)
    /// The argument has the right type and an impossible value.
    case wrongValue(parameter: String, accepts: String, got: String)
    case missing(parameter: String, accepts: String)
    case unknownName(String, suggestion: String?)
    case tooMany(given: Int, accepted: Int)
    case repeated(String)
    /// An option, which goes by name, was given by position.
    case optionByPosition(parameter: String)
  }

  /// The entry that was called; empty until the entry fills it in.
  public var entry: String
  /// What is wrong with the call.
  public let fact: Fact
  /// `triplet(margin=0.2)`: shown as the hint.
  public var signature: String?

  /// Makes an error of the call of `entry`.
  public init(_ fact: Fact, entry: String = "", signature: String? = nil) {
    self.fact = fact
    self.entry = entry
    self.signature = signature
  }

  /// `value` for an impossible value, else `type`.
  public var kindName: String {
    if case .wrongValue = fact { "value" } else { "type" }
  }

  /// What happened, with the entry, the parameter and what it got.
  public var message: String {
    let call = entry.isEmpty ? "" : "\(entry): "
    return switch fact {
    case .wrongType(let parameter, let accepts, let got),
      .wrongValue(let parameter, let accepts, let got):
      "\(call)'\(parameter)' must be \(accepts), got \(got)"
    case .missing(let parameter, let accepts):
      "\(call)'\(parameter)' is missing: \(accepts)"
    case .unknownName(let name, let suggestion):
      "\(call)there is no option '\(name)'" + (suggestion.map { "; did you mean '\($0)'?" } ?? "")
    case .tooMany(let given, let accepted):
      "\(call)takes \(accepted) value\(accepted == 1 ? "" : "s") by position, got \(given)"
    case .repeated(let name):
      "\(call)'\(name)' is given twice"
    case .optionByPosition(let parameter):
      "\(call)'\(parameter)' is an option: give it by name, \(parameter)=…"
    }
  }

  /// The signature of the entry.
  public var hint: String? { signature.map { "the signature is \($0)" } }

  /// The message.
  public var description: String { message }
}
