import Diagnostics
import Syntax

extension FuzzTarget {
  /// Lexer, parser, formatter and the messages: what parses prints to the same tree, and the
  /// print is a fixed point.
  static let syntax = FuzzTarget("syntax", seeds: ScriptSeeds.examples) { bytes in
    let text = String(decoding: bytes, as: UTF8.self)
    let (program, errors) = Parser.parse(SourceText(name: "fuzz", text: text))
    for error in errors { _ = DiagnosticRenderer().render(error, color: true) }
    _ = Parser.completeness(of: text)
    let printed = SourcePrinter.print(program)
    guard errors.isEmpty else { return }
    let (again, problems) = Parser.parse(SourceText(name: "printed", text: printed))
    if let problem = problems.first {
      throw FuzzFinding("the print does not parse: \(problem.message)\n\(printed)")
    }
    guard program.sameTree(as: again) else {
      throw FuzzFinding("the print has another tree:\n\(printed)")
    }
    let twice = SourcePrinter.print(again)
    guard twice == printed else {
      throw FuzzFinding("the print is no fixed point:\n\(printed)\n----\n\(twice)")
    }
  }
}
