import Diagnostics
import Machine
import Testing

@testable import Notebook

extension OneMachine {
  /// What the pages of documentation show is what the program does.
  @Suite struct TutorialTests {
    private func session(of page: Page) -> Session {
      var options = SessionOptions()
      options.seed = 1
      return Session(options, screen: NoScreen()) { Rooted(page.root, world: $0) }
    }

    @Test(arguments: [
      ("docs/tutorial.md", 10), ("docs/language.md", 20), ("docs/coming-from.md", 4),
    ])
    func `the blocks of a page give the lines below them`(name: String, least: Int) throws {
      let page = try Page(name)
      let blocks = page.blocks(of: "mscript")
      #expect(blocks.count >= least)
      let session = session(of: page)
      for block in blocks {
        let wanted = block.results
        let submission = session.submit(block.text, name: "block at line \(block.line)")
        #expect(
          submission.diagnostics.isEmpty == wanted.allSatisfy { !$0.record.isError },
          "\(submission.messages(color: false).joined(separator: "\n"))",
          sourceLocation: page.location(block.line))
        let given = submission.outcomes.flatMap(\.cell.records).filter(\.isResult)
        for (record, want) in zip(given, wanted) {
          #expect(
            record.text == want.record.text, "line \(want.line) of \(page.name)",
            sourceLocation: page.location(want.line))
        }
        #expect(
          given.count == wanted.count, "the block at line \(block.line) of \(page.name)",
          sourceLocation: page.location(block.line))
      }
    }

    @Test func `the program in the reference parses without diagnostics`() throws {
      let block = try program(in: Page("docs/language.md"))
      let script = Transcript.read(block.text, name: "docs/language.md")
      #expect(script.diagnostics.isEmpty)
      #expect(script.document.cells.count == 2)
      #expect(script.statements.allSatisfy { !$0.isEmpty })
    }

    @Test func `the program in the reference runs`() throws {
      let page = try Page("docs/language.md")
      let text = try program(in: page).text
      let short = text.replacing("epochs=40", with: "epochs=1")
      #expect(short != text)
      let submission = session(of: page).submit(short, name: page.name)
      #expect(submission.ending == .finished)
      #expect(submission.messages(color: false) == [])
      let records = submission.outcomes.flatMap(\.cell.records)
      // Head, rule and one row a loss.
      #expect(records.count(where: \.isResult) == 2 + 4)
      let figures = records.compactMap { if case .figure(let index, _) = $0 { index } else { nil } }
      #expect(figures == [1])
    }

    private func program(in page: Page) throws -> Page.Block {
      let heading = try #require(page.lines.firstIndex(of: "## A program"))
      return try #require(page.blocks(of: "").first { $0.line > heading })
    }
  }
}

/// A page of documentation: its fenced blocks, with the lines where they stand.
private struct Page {
  struct Block {
    /// Line of the fence, from 1.
    let line: Int
    let lines: [String]

    var text: String { lines.joined(separator: "\n") + "\n" }

    /// What its statements give, with the line of each in the page.
    var results: [(record: Record, line: Int)] {
      lines.enumerated().compactMap { offset, text in
        guard let record = Record(line: text), record.isResult else { return nil }
        return (record, line + 1 + offset)
      }
    }
  }

  let name: String
  let root: String
  let lines: [String]

  init(_ name: String) throws {
    self.name = name
    root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    lines = try FileSystem.readText("\(root)/\(name)")
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// The blocks whose fence names `language`.
  func blocks(of language: String) -> [Block] {
    var blocks: [Block] = []
    var start: Int?
    for (index, line) in lines.enumerated() where line.hasPrefix("```") {
      guard let open = start else {
        start = index
        continue
      }
      if lines[open] == "```" + language {
        blocks.append(Block(line: open + 1, lines: Array(lines[(open + 1)..<index])))
      }
      start = nil
    }
    return blocks
  }

  /// A line of the page, for a failure to point at.
  func location(_ line: Int) -> SourceLocation {
    SourceLocation(fileID: name, filePath: "\(root)/\(name)", line: line, column: 1)
  }
}

extension Record {
  fileprivate var isError: Bool { if case .error = self { true } else { false } }

  /// Whether it is output or an error.
  fileprivate var isResult: Bool { if case .output = self { true } else { isError } }
}

/// The world with another working folder, to read from.
private final class Rooted: Outside {
  private let root: String
  private let world: FileAccess

  init(_ root: String, world: FileAccess) {
    self.root = root
    self.world = world
  }

  private func rooted(_ path: String) -> String { path.hasPrefix("/") ? path : "\(root)/\(path)" }

  func value(_ source: String, fresh: () throws -> Value) throws -> Value {
    try world.value(source, fresh: fresh)
  }
  func read(_ path: String) throws -> [UInt8] { try world.read(rooted(path)) }
  func write(_ path: String, _ bytes: [UInt8], append: Bool) throws {
    try world.write(path, bytes, append: append)
  }
  func list(_ folder: String) throws -> [String] { try world.list(rooted(folder)) }
  func exists(_ path: String) -> Bool { world.exists(rooted(path)) }
}
