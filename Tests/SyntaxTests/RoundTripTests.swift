import Diagnostics
import Syntax
import TestSupport
import Testing

/// Parsing and printing are inverse to each other on random programs.
@Suite struct RoundTripTests {
  /// A part of the seeds, so that the parts run side by side.
  static let parts = 0..<6

  private func parsed(_ text: String, _ name: String) throws -> Program {
    let (program, errors) = Parser.parse(SourceText(name: name, text: text))
    let first = errors.first.map { DiagnosticRenderer().render($0) }
    try #require(first == nil, "\(name): \(first ?? "")\n\(text)")
    return program
  }

  /// Comments without what may change when one moves to another column.
  private func comments(_ program: Program) -> [String] {
    program.comments.map { comment in
      let text = program.source.text(in: comment.range)
      return String(text.drop { $0 == "#" }.filter { $0 != " " })
    }
  }

  @Test(arguments: parts)
  func `random programs print to the same tree, a fixed point, and the same comments`(
    part: Int
  ) throws {
    for seed in part * 350..<(part + 1) * 350 {
      let text = ProgramGenerator.program(seed: UInt64(seed))
      let program = try parsed(text, "seed \(seed)")
      let printed = SourcePrinter.print(program)
      let again = try parsed(printed, "printed \(seed)")
      try #require(program.sameTree(as: again), "seed \(seed)\n\(text)\n----\n\(printed)")
      let twice = SourcePrinter.print(again)
      try #require(twice == printed, "seed \(seed)\n\(printed)\n----\n\(twice)")
      try #require(comments(program) == comments(again), "seed \(seed)\n\(text)")
      let records = [program, again].map { $0.comments.filter { $0.kind == .record }.count }
      try #require(records[0] == records[1], "seed \(seed)\n\(text)")
      for statement in program.cells.flatMap(\.statements) {
        let line = SourcePrinter.print(statement)
        let fixed = try parsed(line, "line of \(seed)").cells[0].statements
        try #require(fixed.map { SourcePrinter.print($0) } == [line], "seed \(seed)")
      }
    }
  }

  /// Texts that are wrong in every way must be answered, not end the process.
  @Test func `random bytes and damaged programs never crash`() {
    var random = SeededGenerator(seed: 99)
    let letters = Array("{}[]()\"'`,.;:=+-*/%@&|~<>!#\\\n\t \r0123459abefnrxé日if for fn else in")
    for round in 0..<20_000 {
      var text: String
      if round % 4 == 0 {
        let count = Int.random(in: 0..<60, using: &random)
        let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
        text = String(decoding: bytes, as: UTF8.self)
      } else if round % 4 == 1 {
        let count = Int.random(in: 0..<80, using: &random)
        text = String((0..<count).compactMap { _ in letters.randomElement(using: &random) })
      } else {
        let whole = Array(ProgramGenerator.statement(seed: UInt64(round)).unicodeScalars)
        let start = Int.random(in: 0...whole.count, using: &random)
        let end = min(whole.count, start + Int.random(in: 0..<6, using: &random))
        var damaged = String.UnicodeScalarView(whole[..<start])
        if let letter = letters.randomElement(using: &random), round % 4 == 2 {
          damaged.append(contentsOf: letter.unicodeScalars)
        }
        damaged.append(contentsOf: whole[end...])
        text = String(damaged)
      }
      let (program, errors) = Parser.parse(SourceText(name: "damaged", text: text))
      for error in errors { _ = DiagnosticRenderer().render(error, color: round % 2 == 0) }
      _ = Parser.completeness(of: text)
      _ = SourcePrinter.print(program)
    }
  }
}
