import Builtins
import Testing

@testable import Notebook

/// What `mscript check` says, and where it is silent.
@Suite struct CheckTests {
  private static let root =
    "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")

  private func messages(_ text: String, name: String = "t") -> [String] {
    ScriptCheck.check(Transcript.read(text, name: name)).messages(color: false)
  }

  @Test(arguments: TranscriptFile.all(in: "check"))
  func `a transcript of the check gives its messages again`(_ file: TranscriptFile) throws {
    let script = try file.script()
    // Its records are those of the check, not of cells.
    let lines = try FileSystem.readText(file.fullPath).lines
    let code = lines.map { $0.hasPrefix("#!") ? "" : $0 }.joined(separator: "\n")
    let checked = ScriptCheck.check(Transcript.read(code, name: script.source.name))
    let recorded = lines.compactMap { line -> String? in
      guard case .error(let text)? = Record(line: line) else { return nil }
      return text
    }
    #expect(!recorded.isEmpty)
    #expect(checked.recordLines(of: script) == recorded)
  }

  // MARK: Silence on what runs

  @Test(arguments: BuiltinCatalog.all.map(\.documentation.example.code))
  func `says nothing about the example of a builtin`(_ code: String) {
    #expect(messages(code) == [])
  }

  @Test(arguments: ["additive_margins", "margin_sweep"])
  func `says nothing about an example`(_ name: String) throws {
    let text = try FileSystem.readText("\(Self.root)/examples/\(name).mscript")
    #expect(messages(text) == [])
  }

  @Test(arguments: ["docs/tutorial.md", "README.md"])
  func `says nothing about the samples of a page`(_ page: String) throws {
    let text = try FileSystem.readText("\(Self.root)/\(page)")
    let blocks = text.split(separator: "```mscript\n").dropFirst().compactMap {
      $0.split(separator: "```", omittingEmptySubsequences: false).first
    }
    #expect(messages(blocks.joined(separator: "# %%\n"), name: page) == [])
  }

  /// Transcripts show odd forms on purpose, so warnings are free, and so is the name `missing`
  /// where nothing evaluates it.
  @Test(arguments: ["builtins", "language", "losses"].flatMap(TranscriptFile.all))
  func `finds no error in a transcript`(_ file: TranscriptFile) throws {
    let script = try file.script()
    guard script.errors.isEmpty else { return }
    let errors = ScriptCheck.check(script).messages(color: false).filter {
      !$0.hasPrefix("warning: ") && !$0.hasPrefix("name error: there is no `missing`")
    }
    #expect(errors == [])
  }

  @Test(arguments: TranscriptFile.all(in: "errors"))
  func `says nothing about a cell that is recorded to fail`(_ file: TranscriptFile) throws {
    let script = try file.script()
    guard script.errors.isEmpty else { return }
    #expect(ScriptCheck.check(script).messages(color: false) == [])
  }

  // MARK: Agreement with the run

  /// The first lines of the errors that the check finds in a file that is recorded to fail.
  private func foundErrors(_ file: TranscriptFile) throws -> [String] {
    let code = try FileSystem.readText(file.fullPath).lines.filter { !$0.hasPrefix("#!") }
    let script = Transcript.read(code.joined(separator: "\n"), name: file.path)
    guard script.errors.isEmpty else { return [] }
    return ScriptCheck.check(script).recordLines(of: script).filter {
      !$0.hasPrefix(" ") && !$0.hasPrefix("warning: ")
    }
  }

  @Test(arguments: TranscriptFile.all(in: "errors"))
  func `finds nothing but what the run ends with, in its words`(_ file: TranscriptFile) throws {
    let recorded = try FileSystem.readText(file.fullPath).lines
      .compactMap { Record(line: $0) }
      .compactMap { if case .error(let line) = $0 { line } else { nil } }
    for error in try foundErrors(file) {
      // Before the run it is known where the value comes.
      if error.contains("it gets one at line") { continue }
      #expect(error == recorded.first)
    }
  }

  @Test func `finds a good part of what runs end with`() throws {
    let found = try TranscriptFile.all(in: "errors").count { try !foundErrors($0).isEmpty }
    #expect(found >= 75)
  }

  @Test func `every rule belongs to a builtin`() {
    let unknown = OutlineRules.byName.keys.filter { BuiltinCatalog.byName[$0] == nil }
    #expect(unknown == [])
  }

  // MARK: What guards

  @Test(
    arguments: [
      "x = randn(3)\nif x.ndim == 2 { x[0, 1] }",
      "fn f(x) { if x.ndim == 2 { return x[0, 1] }; x[0] }\nf(randn(3))",
      "xs = [1, 2]\nlen(xs) > 2 and xs[2]",
      "try { 1 + \"a\" } catch e { e.message }",
      "n = 0\nfn tick() { outer n; n += 1 }\ntick()",
      "for i in 0..3 { if i > 0 { print(before) }; before = i }",
      "fn even(n) = if n == 0 { true } else { odd(n - 1) }\n"
        + "fn odd(n) = if n == 0 { false } else { even(n - 1) }\neven(4)",
      "best = none\nfor x in [0.1, 0.2] { if best == none or x > best { best = x } }",
      "d = {a: 1}\nfn b() { d.b }\nd.b = 2\nb()",
      "fn f() { d = {a: 1}; g = () => d.b; d.b = 2; g() }\nf()",
      "d = {}\nfor k in [\"a\", \"b\"] { d[k] = 1 }\nd.a + d[\"b\"]",
      "d = {a: 1}\nd.update({b: 2})\nd.b\nd.get(\"c\", 3)\nd.keys()",
      "flatten()(zeros(2, 3, 4)).shape", "\"ab\" * tensor(2)",
      "fn f(a, b=2, ..more, last=9) { [a, b, more, last] }\nf(1)\nf(b=5, a=1, last=0)",
      "fn twice(x) { x * 2 }\nfn hidden() { twice = 7; 3.twice() + twice }\nhidden()",
      "x = [1, 2]\nfor i in 0..3 { x.append(i) }\nx[4]",
      "fs = [x => x * m for m in [1, 2]]\nfs[0](randn(3))",
      "fn f(x, scale=none) { if scale != none { x * scale } else { x } }\nf(randn(3))",
      "w = zeros(3)\nfor i in 0..2 { w = concat(w, zeros(3)) }\nw @ randn(9)",
      "a, ..rest = [1, 2, 3]\nrest",
      "d = {f: x => x}\nd.f(3)",
      "mean = randn(3).mean()\nrandn(3).mean() - mean",
      "fn f(..xs, sep=\" \") { join(sep, xs) }\nf(\"a\", \"b\", sep=\"-\")",
      "fn f(x) { x }\nargs_of = [1]\nf(..args_of)",
      "x = randn(4, 3)\nx[x[:, 0] > 0, 1]\nx[[0, 1]]\nx[..., 0]\nx[none, 0, :, none]",
    ])
  func `says nothing where a run may succeed`(_ code: String) {
    #expect(messages(code) == [])
  }
}
