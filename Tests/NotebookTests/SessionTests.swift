import Diagnostics
import Testing

@testable import Notebook

extension OneMachine {
  @Suite struct SessionTests {
    private func session(seed: Int = 7) -> Session {
      var options = SessionOptions()
      options.seed = seed
      return Session(options, screen: NoScreen())
    }

    private func records(_ code: String, in session: Session) -> [String] {
      session.submit(code).outcomes.flatMap { $0.cell.records.map(\.text) }
    }

    @Test func `records output, bindings in order, and where the generator stands`() {
      let session = session()
      let texts = records("b = 2\na = b + 1\na\nprint(\"two\\nlines\"); a = 4", in: session)
      #expect(texts.prefix(3) == ["#> 3", "#> two", "#> lines"])
      #expect(texts.dropFirst(3).map { $0.prefix(5) } == ["#= b ", "#= a "])
      let drawn = records("x = randn(4)", in: session)
      #expect(drawn.count == 2)
      #expect(drawn[0].hasPrefix("#= x "))
      #expect(drawn[1].hasPrefix("#= seed 7 at "))
      #expect(records("a + 1", in: session) == ["#> 5"])
    }

    @Test func `gives equal values equal digests, and others different ones`() {
      let session = session()
      let texts = records("a = [1, 2.5]; b = [1, 2.5]; c = [1, 2.6]", in: session)
      let digests = texts.compactMap { $0.split(separator: " ").last }
      #expect(digests.count == 3)
      #expect(digests[0] == digests[1])
      #expect(digests[0] != digests[2])
    }

    @Test func `records the error that ends a cell, and what it did before`() {
      let session = session()
      let submission = session.submit("x = 1\nprint(x)\nx / 0\ny = 2")
      #expect(submission.outcomes.count == 1)
      let texts = submission.outcomes[0].cell.records.map(\.text)
      #expect(texts.first == "#> 1")
      #expect(texts.dropFirst().first?.hasPrefix("#! numeric: ") == true)
      #expect(texts.last?.hasPrefix("#= x ") == true)
      #expect(session.submit("x").outcomes[0].output == "1\n")
      #expect(session.submit("y").outcomes[0].error?.kind == .name)
    }

    @Test func `does not record a text that does not parse`() {
      let session = session()
      let submission = session.submit("x = (")
      #expect(submission.ending == .failed)
      #expect(session.outcomes.isEmpty)
    }

    @Test func `runs the cells of a pasted text up to the first that fails`() {
      let session = session()
      let submission = session.submit("# %% one\nx = 1\n# %% two\nx / 0\n# %% three\nx = 3\n")
      #expect(submission.outcomes.map(\.cell.title) == ["one", "two"])
      #expect(session.submit("x").outcomes[0].output == "1\n")
    }

    @Test func `leaves a failed cell out of the saved file only if it changed nothing`() {
      let session = session()
      _ = session.submit("x = 1")
      _ = session.submit("print(x); missing")
      _ = session.submit("y = 2; x / 0")
      _ = session.submit("r = randn(2)")
      _ = session.submit("randn(3); missing")
      let document = session.savedDocument()
      #expect(document.cells.map(\.code).first == "seed(7);")
      #expect(
        document.cells.dropFirst().map(\.code)
          == ["x = 1", "y = 2; x / 0", "r = randn(2)", "randn(3); missing"])
      #expect(document.cells.map(\.tags) == [[], [], ["raises"], [], ["raises"]])
    }

    @Test func `begins the saved file with a seed unless the first cell does`() {
      let session = session()
      _ = session.submit("seed(3)\nx = 1")
      #expect(session.savedDocument().cells.map(\.code) == ["seed(3)\nx = 1"])
    }

    @Test func `gives a saved session back bit for bit`() {
      let session = session()
      _ = session.submit("fn scaled(x, k=2) { k * x }\nx = randn(100)")
      _ = session.submit("s = scaled(x).sum(); s")
      _ = session.submit("d = {a: [1, \"two\"], b: none}")
      _ = session.submit("print(now()); t = clock()")
      _ = session.submit("missing")
      _ = session.submit("k = 1; k / 0")
      let text = Transcript.write(session.savedDocument())
      let replay = SessionReplay(
        Transcript.read(text, name: "saved"), SessionOptions(), check: true)
      var rows: [String] = []
      let report = replay.run { rows.append($0.text) }
      #expect(report.isSame)
      #expect(rows.count == 5)
      #expect(replay.receiptNote == nil)
      #expect(Transcript.write(report.updated) == text)
    }

    @Test(arguments: [
      ("#> 3", "#> 4", "line 1 of its text was `4`, is `3`"),
      ("x + 1", "x + 2", "line 1 of its text was `3`, is `4`"),
      ("#! numeric", "#! value", "its error was `value"),
      ("y = [x]", "y = [x, x]", "variable y has another value"),
      ("at ", "at 9", "the generator does not stand at block 9"),
    ])
    func `names the first difference`(old: String, new: String, words: String) throws {
      let session = session()
      _ = session.submit("x = 2; x + 1")
      _ = session.submit("y = [x]")
      _ = session.submit("z = 1; z / 0")
      _ = session.submit("r = randn(2)")
      let text = Transcript.write(session.savedDocument())
      let replay = SessionReplay(
        Transcript.read(text.replacing(old, with: new, maxReplacements: 1), name: "edited"),
        SessionOptions(), check: false)
      var rows: [SessionReplay.Row] = []
      let report = replay.run { rows.append($0) }
      #expect(!report.isSame)
      let row = rows.first { $0.isDifferent }
      #expect(try #require(row).text.contains(words))
      #expect(replay.receiptNote != nil)
    }

    @Test func `gives recorded answers from outside back`() {
      let text =
        "# %%\nprint(now(), now())\nenv(\"SURELY_UNSET\")\n"
        + "#< now [1.5, 2.5]\n#< env \"SURELY_UNSET\" \"x\"\n#> 1.5 2.5\n#> \"x\"\n"
      let replay = SessionReplay(
        Transcript.read(text, name: "given"), SessionOptions(), check: true)
      let report = replay.run { _ in }
      #expect(report.isSame)
    }

    @Test func `runs on after the error that is recorded, and stops if it does not come`() {
      let met = session().run(
        Transcript.read(
          "# %%\nx = 1\nx / 0\n#! numeric: division by zero: 1 / 0\n# %%\nx\n", name: "a"))
      #expect(met.outcomes.count == 2)
      let missed = session().run(
        Transcript.read("# %%\nx = 1\n#! numeric: division by zero\n# %%\nx\n", name: "b"))
      #expect(missed.outcomes.count == 1)
      #expect(missed.ending == .failed)
    }

    @Test func `cuts the record of long output at 1,000 lines`() throws {
      let session = session()
      let records = session.submit("for k in 0..1200 { print(k) }").outcomes[0].cell.records
      let lines = records.compactMap { if case .output(let line) = $0 { line } else { nil } }
      #expect(lines.count == 1001)
      #expect(lines[999] == "999")
      #expect(lines[1000].hasPrefix("… 200 lines more, "))
    }

    @Test func `names an object that a cell changed by its shortest path`() {
      let session = session()
      _ = session.submit("p = parameter(tensor([1.0]))\nps = [[p]]")
      let texts = records("ps[0][0].value = tensor([2.0])", in: session)
      #expect(texts.map { $0.prefix(5) } == ["#= p "])
      #expect(!records("p.value", in: session).contains { $0.hasPrefix("#= ") })
    }
  }
}
