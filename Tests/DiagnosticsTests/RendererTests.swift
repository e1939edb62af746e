import Diagnostics
import Testing

@Suite struct RendererTests {
  let source = SourceText(name: "fit.mscript", text: "a = 1\n\tx = margn + 日本 * q\nlast")

  @Test func `shows message, place, line, caret and hint`() {
    let error = Diagnostic(
      kind: .name, message: "no variable or function `margn`", source: source,
      range: SourceRange(start: 11, end: 16), hint: "did you mean `margin`?")
    #expect(
      DiagnosticRenderer().render(error) == """
        name error: no variable or function `margn`
          at fit.mscript:2:6
              x = margn + 日本 * q
                  ^~~~~
          hint: did you mean `margin`?
        """)
  }

  @Test func `wide letters take two columns`() {
    // `q` stands behind `日本 * `: bytes 19 to 24 are the two letters.
    let error = Diagnostic(
      kind: .type, message: "m", source: source, range: SourceRange(start: 19, end: 25))
    let lines = DiagnosticRenderer().render(error).split(separator: "\n")
    #expect(lines[1] == "  at fit.mscript:2:14")
    #expect(lines[3].count - 4 == 2 + "x = margn + ".count + 4)
    #expect(lines[3].hasSuffix("^~~~"))
    #expect(DisplayWidth.of("日本é\u{301}a") == 6)
  }

  @Test func `a place at the end of a line or the text has one caret`() {
    let error = Diagnostic(
      kind: .syntax, message: "m", source: source, range: SourceRange(start: 5, end: 5))
    #expect(DiagnosticRenderer().render(error).hasSuffix("    a = 1\n         ^"))
    let far = Diagnostic(
      kind: .syntax, message: "m", source: source, range: SourceRange(start: 900, end: 901))
    #expect(DiagnosticRenderer().render(far).hasSuffix("    last\n        ^"))
  }

  @Test func `a range over several lines is marked on its first`() {
    let error = Diagnostic(
      kind: .syntax, message: "m", source: source, range: SourceRange(start: 4, end: 20))
    #expect(DiagnosticRenderer().render(error).hasSuffix("    a = 1\n        ^"))
  }

  @Test func `long lines are cut around the caret`() {
    let text = String(repeating: "a", count: 200) + "!" + String(repeating: "b", count: 200)
    let error = Diagnostic(
      kind: .syntax, message: "m", source: SourceText(name: "t", text: text),
      range: SourceRange(start: 200, end: 201))
    let lines = DiagnosticRenderer(width: 60).render(error).split(separator: "\n")
    #expect(lines[2].count <= 60)
    let mark = lines[2].firstIndex(of: "!").map {
      lines[2].distance(from: lines[2].startIndex, to: $0)
    }
    #expect(mark == lines[3].count - 1)
  }

  @Test func `headings name the kind or the severity`() {
    func head(_ severity: Diagnostic.Severity, _ kind: ErrorKind) -> String {
      DiagnosticRenderer().render(Diagnostic(severity: severity, kind: kind, message: "m"))
    }
    #expect(head(.error, .shape) == "shape error: m")
    #expect(head(.error, .user) == "error: m")
    #expect(head(.error, .interrupt) == "interrupt: m")
    #expect(head(.warning, .type) == "warning: m")
    #expect(head(.note, .type) == "note: m")
  }

  @Test func `notes and several calls are shown, innermost last`() {
    let script = SourceText(name: "s", text: "fn f(x) = 1 / x\nf(0)")
    let inner = SourceRange(start: 10, end: 15)
    let frames = [
      Diagnostic.Frame(function: nil, source: script, range: SourceRange(start: 16, end: 20)),
      Diagnostic.Frame(function: "map"),
      Diagnostic.Frame(function: "f", source: script, range: inner),
    ]
    let error = Diagnostic(
      kind: .numeric, message: "division by zero", source: script, range: inner,
      notes: [.init("`x` is 0", range: SourceRange(start: 5, end: 6))], trace: frames)
    #expect(
      DiagnosticRenderer().render(error) == """
        numeric error: division by zero
          trace, innermost last:
            s:2:1
              f(0)
            builtin in `map`
            s:1:11 in `f`
              fn f(x) = 1 / x
          at s:1:11
            fn f(x) = 1 / x
                      ^~~~~
          note: `x` is 0
          at s:1:6
            fn f(x) = 1 / x
                 ^
        """)
    #expect(DiagnosticRenderer().details(error).count == 13)
  }

  @Test func `the middle of a long trace is left out`() {
    let script = SourceText(name: "s", text: "f(x)")
    let frame = Diagnostic.Frame(
      function: "f", source: script, range: SourceRange(start: 0, end: 4))
    let error = Diagnostic(
      kind: .limit, message: "recursion too deep", trace: Array(repeating: frame, count: 200_000))
    let text = DiagnosticRenderer(frameLimit: 6).render(error)
    #expect(text.contains("    … 199994 more calls"))
    #expect(text.split(separator: "\n").count == 2 + 6 * 2 + 1)
  }

  @Test func `color adds escapes and nothing else`() {
    let error = Diagnostic(
      kind: .name, message: "m", source: source, range: SourceRange(start: 0, end: 1), hint: "h",
      notes: [.init("n")])
    let plain = DiagnosticRenderer().render(error)
    let colored = DiagnosticRenderer().render(error, color: true)
    #expect(colored.contains("\u{1B}["))
    var stripped = ""
    var isEscape = false
    for character in colored {
      if character == "\u{1B}" { isEscape = true }
      if !isEscape { stripped.append(character) }
      if character == "m", isEscape { isEscape = false }
    }
    #expect(stripped == plain)
  }

  @Test func `control characters in a line cannot reach the terminal`() {
    let text = SourceText(name: "t", text: "x = \u{1B}[31m")
    let error = Diagnostic(
      kind: .syntax, message: "m", source: text, range: SourceRange(start: 4, end: 5))
    #expect(!DiagnosticRenderer().render(error).contains("\u{1B}"))
  }
}
