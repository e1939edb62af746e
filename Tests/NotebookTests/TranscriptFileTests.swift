import Diagnostics
import Glibc
import Machine
import Testing

@testable import Notebook

/// A file below Tests/Transcripts: a script with its records, one behavior each.
struct TranscriptFile: Sendable, CustomTestStringConvertible {
  /// The path below Tests/Transcripts.
  let path: String

  var testDescription: String { path }

  private static let root =
    "/" + #filePath.split(separator: "/").dropLast(2).joined(separator: "/") + "/Transcripts"

  /// The path on this machine.
  var fullPath: String { "\(Self.root)/\(path)" }

  /// The text, read as a script.
  func script() throws -> Script {
    Transcript.read(try FileSystem.readText(fullPath), name: fullPath)
  }

  /// All transcripts of a folder.
  static func all(in folder: String) -> [TranscriptFile] {
    guard let directory = opendir("\(root)/\(folder)") else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      names.append(
        withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        })
    }
    return names.filter { $0.hasSuffix(".mscript") }.sorted()
      .map { TranscriptFile(path: "\(folder)/\($0)") }
  }
}

extension OneMachine {
  /// Each transcript gives its records again, as `mscript replay --check` says.
  @Suite struct TranscriptFileTests {
    static let folders = ["builtins", "errors", "language", "losses"]

    @Test(arguments: folders.flatMap(TranscriptFile.all))
    func `a transcript gives its records again`(_ file: TranscriptFile) throws {
      let script = try file.script()
      var options = SessionOptions()
      options.seed = 1
      var rows: [String] = []
      // As the program does: a transcript may recurse through library functions.
      let report = try onLargeStack {
        SessionReplay(script, options, check: true).run { row in
          if row.isDifferent { rows.append(row.text) }
        }
      }
      #expect(
        report.isSame,
        """
        \(report.summary)
        \(rows.joined(separator: "\n"))
        \(report.messages(color: false).joined(separator: "\n"))
        """,
        sourceLocation: SourceLocation(
          fileID: "Transcripts/\(file.path)", filePath: file.fullPath, line: 1, column: 1))
    }

    @Test(arguments: TranscriptFile.all(in: "errors"))
    func `a transcript of an error records all of its lines`(_ file: TranscriptFile) throws {
      let script = try file.script()
      let lines = try FileSystem.readText(file.fullPath).split(separator: "\n")
      #expect(lines.count { $0.hasPrefix("#!") } > 1)
      guard script.errors.isEmpty else { return }
      for cell in script.document.cells {
        let errors = cell.records.filter { if case .error = $0 { true } else { false } }
        #expect(errors.count != 1, "line \(cell.line)")
      }
    }

    @Test func `a changed record is a difference`() {
      let text = "1 + \"a\"\n#! type: `+` takes two numbers\n"
      let script = Transcript.read(text, name: "changed")
      let report = SessionReplay(script, SessionOptions(), check: true).run { _ in }
      #expect(!report.isSame)
    }

    @Test func `a recorded syntax error is the same, another one is not`() {
      let text =
        "x = )\n#! syntax: expected an expression, found `)`\n#!   at t:1:5\n#!     x = )\n#!         ^\n"
      func isSame(_ text: String) -> Bool {
        let script = Transcript.read(text, name: "folder/t")
        return SessionReplay(script, SessionOptions(), check: true).run { _ in }.isSame
      }
      #expect(isSame(text))
      #expect(!isSame(text.replacing("found", with: "met")))
    }
  }
}
