/// Words and numbers as gnuplot reads them.
enum GnuplotText {
  /// `text` between single quotes, where gnuplot runs and expands nothing: quotes are doubled,
  /// and line ends and other control characters become spaces. On LaTeX terminals its special
  /// characters are escaped so that they print as typed.
  static func quoted(_ text: String, forLaTeX: Bool = false) -> String {
    var result = "'"
    for scalar in text.unicodeScalars {
      if scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || scalar == "\u{2028}"
        || scalar == "\u{2029}"
      {
        result += " "
      } else if scalar == "'" {
        result += "''"
      } else if forLaTeX, let escaped = latex[scalar] {
        result += escaped
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result + "'"
  }

  /// A tick's text: gnuplot formats it with its number, so percent signs are doubled.
  static func quotedTick(_ text: String, forLaTeX: Bool = false) -> String {
    let quoted = quoted(text, forLaTeX: forLaTeX)
    return quoted.reduce(into: "") { $0 += $1 == "%" ? "%%" : String($1) }
  }

  private static let latex: [Unicode.Scalar: String] = [
    "\\": "\\textbackslash{}", "{": "\\{", "}": "\\}", "$": "\\$", "&": "\\&", "#": "\\#",
    "%": "\\%", "_": "\\_", "^": "\\textasciicircum{}", "~": "\\textasciitilde{}",
    "⁻": "\\textsuperscript{-}", "⁰": "\\textsuperscript{0}", "¹": "\\textsuperscript{1}",
    "²": "\\textsuperscript{2}", "³": "\\textsuperscript{3}", "⁴": "\\textsuperscript{4}",
    "⁵": "\\textsuperscript{5}", "⁶": "\\textsuperscript{6}", "⁷": "\\textsuperscript{7}",
    "⁸": "\\textsuperscript{8}", "⁹": "\\textsuperscript{9}", "·": "\\(\\cdot\\)",
    "−": "\\(-\\)",
  ]
}
