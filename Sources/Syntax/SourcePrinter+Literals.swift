import Diagnostics

extension SourcePrinter {
  /// A number or text as the source spells it, or in the canonical way.
  mutating func literal(_ expression: Expression) {
    let end = expression.range.end
    if let spelling = spelling(expression) { return write(spelling, endingAt: end) }
    switch expression.kind {
    case .int(let value): write(String(value), endingAt: end)
    case .float(let value): write(SourcePrinter.spelling(value), endingAt: end)
    case .text(let text): write(SourcePrinter.quoted(text), endingAt: end)
    case .formattedText(let parts):
      write("f\"")
      formatted(parts)
      write("\"", endingAt: end)
    case .none, .bool, .name, .list, .dict, .listComprehension, .dictComprehension, .lambda,
      .function, .conditional, .attempt, .noGrad, .unary, .not, .binary, .logical, .comparison,
      .range, .call, .index, .field, .pipe:
      break
    }
  }

  /// The token of a literal in the source, past the parentheses around it; nil without a source,
  /// and for `-9223372036854775808`, which is two tokens.
  private func spelling(_ expression: Expression) -> String? {
    guard let source, expression.kind.isSingleToken else { return nil }
    var lexer = Lexer(source)
    lexer.position = expression.range.start
    while lexer.skipBlanks(acrossLines: true), lexer.peek() == UInt8(ascii: "(") {
      lexer.position += 1
    }
    lexer.scan()
    return lexer.tokens.last.map { source.text(in: $0.range) }
  }

  /// A float that parses as one: shortest, with a point or an exponent.
  static func spelling(_ value: Double) -> String {
    let text = "\(value)"
    guard value.isFinite else { return value.isNaN ? "nan" : text }
    return text.contains(".") || text.contains("e") ? text : text + ".0"
  }

  /// A text in double quotes, with escapes for what cannot stand there or cannot be seen.
  public static func quoted(_ text: String) -> String { "\"\(escaped(text, isFormatted: false))\"" }

  private static func escaped(_ text: String, isFormatted: Bool) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": escaped += "\\\\"
      case "\"": escaped += "\\\""
      case "\n": escaped += "\\n"
      case "\t": escaped += "\\t"
      case "\r": escaped += "\\r"
      case "\0": escaped += "\\0"
      case "{" where isFormatted: escaped += "{{"
      case "}" where isFormatted: escaped += "}}"
      default:
        if isVisible(scalar) {
          escaped.unicodeScalars.append(scalar)
        } else {
          escaped += "\\u{\(String(scalar.value, radix: 16))}"
        }
      }
    }
    return escaped
  }

  private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate,
      .unassigned:
      false
    default: true
    }
  }

  private mutating func formatted(_ parts: [FormattedPart]) {
    for part in parts {
      switch part {
      case .literal(let text):
        write(SourcePrinter.escaped(text, isFormatted: true))
      case .value(let value, let spec):
        write("{")
        let before = output.utf8.count
        expression(value)
        let first = output.utf8.index(output.startIndex, offsetBy: before)
        if first < output.endIndex, output[first] == "{" { output.insert(" ", at: first) }
        if let spec {
          write(":")
          formatted(spec)
        }
        if output.utf8.last == UInt8(ascii: "}"), spec == nil { write(" ") }
        write("}")
      }
    }
  }
}

extension Expression.Kind {
  /// Whether it is a number or text of one token.
  fileprivate var isSingleToken: Bool {
    switch self {
    case .int(let value): value >= 0
    case .float, .text, .formattedText: true
    case .none, .bool, .name, .list, .dict, .listComprehension, .dictComprehension, .lambda,
      .function, .conditional, .attempt, .noGrad, .unary, .not, .binary, .logical, .comparison,
      .range, .call, .index, .field, .pipe:
      false
    }
  }
}
