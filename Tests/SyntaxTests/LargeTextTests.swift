import Diagnostics
import Testing

@testable import Syntax

/// Texts that no person writes end soon: with a tree, or with an error that says what is too much.
@Suite struct LargeTextTests {
  private static let cases: [(name: String, text: String, message: String?)] = [
    (
      "parameters", "fn f(" + (0..<100_000).map { "a\($0)" }.joined(separator: ", ") + ") = 1",
      "over 1000 parameters stand together here"
    ),
    (
      "loops of a comprehension", "[1 " + String(repeating: "for x in [] ", count: 100_000) + "]",
      "over 1000 parts of a comprehension stand together here"
    ),
    (
      "comparisons", "1" + String(repeating: " < 2", count: 200_000),
      "over 1000 comparisons stand together here"
    ),
    (
      "branches", "if a { b }" + String(repeating: " else if c { d }", count: 100_000),
      "over 1000 branches stand together here"
    ),
    ("items", "[" + String(repeating: "1, ", count: 100_000) + "]", nil),
    ("statements", String(repeating: "x = 1\n", count: 50_000), nil),
  ]

  @Test(arguments: cases.indices)
  func `a large text is read or refused soon`(index: Int) throws {
    let (name, text, message) = Self.cases[index]
    let clock = ContinuousClock()
    let start = clock.now
    let (program, diagnostics) = Parser.parse(SourceText(name: name, text: text))
    if diagnostics.isEmpty { _ = SourcePrinter.print(program) }
    // Ten times what a loaded machine needs; a quadratic reading takes minutes.
    #expect(clock.now - start < .seconds(20), "\(name)")
    #expect(diagnostics.first?.message == message)
  }

  @Test func `as many parts as may stand together parse`() {
    let names = (0..<Parser.partsLimit).map { "a\($0)" }.joined(separator: ", ")
    for text in [
      "fn f(\(names)) = 1", "1" + String(repeating: " < 2", count: Parser.partsLimit),
      "if a { b }" + String(repeating: " else if c { d }", count: Parser.partsLimit - 1),
    ] {
      #expect(Parser.parse(SourceText(name: "t", text: text)).diagnostics.isEmpty)
    }
  }
}
