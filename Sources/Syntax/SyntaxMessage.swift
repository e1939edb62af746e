import Diagnostics

/// The words of a syntax error: what is wrong and what to do.
struct SyntaxMessage {
  var text: String
  var hint: String?

  init(_ text: String, hint: String? = nil) {
    self.text = text
    self.hint = hint
  }

  func diagnostic(in source: SourceText, at range: SourceRange) -> Diagnostic {
    Diagnostic(kind: .syntax, message: text, source: source, range: range, hint: hint)
  }

  /// Where something was expected; the raw value goes on "expected `x` ".
  enum Place {
    case afterKey, endOfBlock, endOfCall, endOfDict, endOfIndex, endOfList, endOfNote
    case endOfParameters, endOfParentheses, endOfValueInText, error, field, forTargets, function
    case importedName, key, module, outer, parameter, variable
    case parameters(String)

    var words: String {
      switch self {
      case .afterKey: "behind the key"
      case .endOfBlock: "at the end of the block"
      case .endOfCall: "in the call"
      case .endOfDict: "in the dict"
      case .endOfIndex: "in the index"
      case .endOfList: "in the list"
      case .endOfNote: "in the note"
      case .endOfParameters: "in the parameters"
      case .endOfParentheses: "in the parentheses"
      case .endOfValueInText: "behind the value in the text"
      case .error: "for the error behind `catch`"
      case .field: "behind `.`"
      case .forTargets: "behind the variables of `for`"
      case .function: "for the function"
      case .importedName: "to import"
      case .key: "as a key"
      case .module: "behind `as`"
      case .outer: "behind `outer`"
      case .parameter: "for the parameter"
      case .parameters(let name): "behind `\(name)`"
      case .variable: "for the variable"
      }
    }

    /// Whether a comma may stand there too.
    var takesComma: Bool {
      switch self {
      case .endOfCall, .endOfDict, .endOfIndex, .endOfList, .endOfNote, .endOfParameters,
        .endOfParentheses:
        true
      case .afterKey, .endOfBlock, .endOfValueInText, .error, .field, .forTargets, .function,
        .importedName, .key, .module, .outer, .parameter, .parameters, .variable:
        false
      }
    }
  }

  /// What an expression is that nothing can be assigned to.
  enum Obstacle {
    case block, call, collection, comparison, emptyList, function, literal(String), operation
    case parentheses, text
  }
}
