import Glibc
import Testing

@Suite struct CommandTests {
  private func write(_ text: String, to name: String, in folder: String) throws {
    let file = try #require(fopen("\(folder)/\(name)", "w"))
    fputs(text, file)
    fclose(file)
  }

  private func read(_ path: String) throws -> String {
    let file = try #require(fopen(path, "r"))
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var byte = fgetc(file)
    while byte != EOF {
      bytes.append(UInt8(truncatingIfNeeded: byte))
      byte = fgetc(file)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test func `shows the value of one line`() throws {
    let result = try Program.run(["-e", "1 + 2 * 3"], in: try Program.folder())
    #expect(result.output == "7\n")
    #expect(result.errors == "")
    #expect(result.status == 0)
  }

  @Test func `runs a script on standard input`() throws {
    let result = try Program.run(
      ["-"], input: "fn double(x) {\n    x * 2\n}\n\ndouble(21)\n", in: try Program.folder())
    #expect(result.output == "42\n")
    #expect(result.status == 0)
  }

  @Test func `--max-memory ends what takes more in a limit error`() throws {
    let text = """
      xs = []
      try { while true { xs.append(list(0..10000)) } } catch e { print(e.kind) }

      """
    let folder = try Program.folder()
    let result = try Program.run(["run", "--max-memory", "64M", "-"], input: text, in: folder)
    #expect(result.output == "limit\n")
    #expect(result.status == 0)
    let wrong = try Program.run(["run", "--max-memory", "lots", "-"], input: "1", in: folder)
    #expect(wrong.status == 2)
  }

  @Test func `gives a script what stands behind its name`() throws {
    let folder = try Program.folder()
    try write("print(args)\n", to: "show.mscript", in: folder)
    let result = try Program.run(
      ["--quiet", "show.mscript", "--seed", "3", "-x", "--", "--help"], in: folder)
    #expect(result.output == "[\"--seed\", \"3\", \"-x\", \"--\", \"--help\"]\n")
    #expect(result.status == 0)
  }

  @Test func `ends with status 1 at an uncaught error, and shows where`() throws {
    let folder = try Program.folder()
    try write("x = 1\nprint(x)\ny = x + missing\nprint(y)\n", to: "bad.mscript", in: folder)
    let result = try Program.run(["bad.mscript"], in: folder)
    #expect(result.output == "1\n")
    #expect(result.errors.hasPrefix("name error: "))
    #expect(result.errors.contains("at bad.mscript:3:9\n"))
    #expect(result.errors.contains("    y = x + missing\n            ^~~~~~~\n"))
    #expect(result.status == 1)
  }

  @Test func `runs nothing of a script that does not parse`() throws {
    let result = try Program.run(["-"], input: "print(1)\nx = (\n", in: try Program.folder())
    #expect(result.output == "")
    #expect(result.errors.hasPrefix("syntax error: "))
    #expect(result.status == 1)
  }

  @Test func `ends with status 2 at wrong usage`() throws {
    let folder = try Program.folder()
    for arguments in [["missing.mscript"], ["--wrong"], ["replay"], ["--threads", "0", "-e", "1"]] {
      let result = try Program.run(arguments, in: folder)
      #expect(result.status == 2)
      #expect(result.output == "")
      #expect(!result.errors.isEmpty)
    }
  }

  @Test func `is a filter where standard input is no terminal`() throws {
    let folder = try Program.folder()
    let result = try Program.run(
      [], input: "x = 2\nif x > 1 {\n    x * 10\n}\n:save out.mscript\nx +\n1\n", in: folder)
    #expect(result.output == "20\nout.mscript: 2 cells\n3\n")
    #expect(result.errors == "")
    #expect(result.status == 0)
    #expect(try Program.run(["replay", "out.mscript", "--check"], in: folder).status == 0)
  }

  @Test func `ends a filter at the first error`() throws {
    let result = try Program.run([], input: "1 / 0\nprint(2)\n", in: try Program.folder())
    #expect(result.output == "")
    #expect(result.errors.hasPrefix("numeric error: "))
    #expect(result.status == 1)
  }

  @Test func `stops a script at ctrl-c with status 130`() throws {
    let folder = try Program.folder()
    try write("print(\"begun\")\nwhile true { }\n", to: "loop.mscript", in: folder)
    let program = try Program.startOnTerminal(["loop.mscript"], in: folder)
    try program.wait(for: "begun")
    usleep(100_000)
    kill(program.pid, SIGINT)
    try program.wait(for: "interrupt")
    #expect(program.waitForStatus() == 130)
  }

  // In a folder of the test's own the script leaves a file when the long step begins. Such a step
  // would take half a minute; the bound is wide because other tests run beside.
  @Test(arguments: ["svd(randn(4000, 4000))", "sort(rand(60_000_000))", "list(0..60_000_000)"])
  func `stops a long operation at ctrl-c soon`(operation: String) throws {
    let folder = try Program.folder()
    try write(
      "write_text(\"begun\", \"\")\nwhile true { x = \(operation) }\n", to: "long.mscript",
      in: folder)
    let program = try Program.start(["long.mscript"], in: folder)
    for _ in 0..<6000 where access("\(folder)/begun", F_OK) != 0 { usleep(10_000) }
    usleep(500_000)
    let start = ContinuousClock.now
    kill(program.pid, SIGINT)
    let result = try program.finish()
    #expect(ContinuousClock.now - start < .seconds(3))
    #expect(result.errors.hasPrefix("interrupt: "))
    #expect(result.status == 130)
  }

  @Test func `ends a long operation at the time limit`() throws {
    let start = ContinuousClock.now
    let result = try Program.run(
      ["--timeout", "0.4", "-e", "svd(randn(3500, 3500))"], in: try Program.folder())
    #expect(ContinuousClock.now - start < .seconds(5))
    #expect(result.errors.hasPrefix("limit error: "))
    #expect(result.status == 1)
  }

  @Test func `writes no figure through a link`() throws {
    let folder = try Program.folder()
    mkdir("\(folder)/elsewhere", 0o755)
    symlink("elsewhere", "\(folder)/line-plots")
    try write("line([1, 2, 3])\n", to: "line.mscript", in: folder)
    let result = try Program.run(["line.mscript"], in: folder)
    #expect(result.errors.contains("line-plots is a link to another folder"))
    #expect(access("\(folder)/elsewhere/figure-1.png", F_OK) != 0)
    let named = try Program.run(["--plots", "line-plots", "line.mscript"], in: folder)
    #expect(named.status == 0)
    #expect(access("\(folder)/elsewhere/figure-1.png", F_OK) == 0)
  }

  @Test func `an update keeps a header that stands alone`() throws {
    let folder = try Program.folder()
    try write("# mscript session 1\n# version: 0\n", to: "head.mscript", in: folder)
    #expect(try Program.run(["replay", "--update", "head.mscript"], in: folder).status == 0)
    let text = try read("\(folder)/head.mscript")
    #expect(text.hasPrefix("# mscript session 1\n# version: "))
    #expect(!text.contains("receipt"))
  }

  @Test func `stops an interrupted cell at the recorded safepoint again`() throws {
    let folder = try Program.folder()
    let text = "# %% [raises]\nn = 0\nwhile true { n += 1 }\n#! interrupt: at 5000\n# %%\nn\n"
    try write(text, to: "stopped.mscript", in: folder)
    let first = try Program.run(["stopped.mscript"], in: folder)
    let second = try Program.run(["stopped.mscript"], in: folder)
    #expect(first.status == 0)
    #expect(first.output == second.output)
    // One safepoint a turn, give or take the first and last.
    let turns = try #require(Int(first.output.dropLast()))
    #expect((4990...5000).contains(turns))
  }

  @Test func `ends a script at its time limit`() throws {
    let result = try Program.run(
      ["--timeout", "0.2", "-e", "while true { }"], in: try Program.folder())
    #expect(result.errors.hasPrefix("limit error: "))
    #expect(result.status == 1)
  }

  @Test func `keeps a journal that survives kill -9`() throws {
    let folder = try Program.folder()
    let program = try Program.start([], in: folder)
    program.type("x = 41\nx + 1\nprint(\"begun\"); while true { }\n")
    let sessions = "\(folder)/state/mscript/sessions"
    var journal = ""
    for _ in 0..<200 where !journal.contains("while") {
      usleep(20_000)
      if let path = firstFile(in: sessions) { journal = try read(path) }
    }
    kill(program.pid, SIGKILL)
    #expect(program.waitForStatus() == 128 + SIGKILL)
    let path = try #require(firstFile(in: sessions))
    let lines = try read(path).split(separator: "\n").map(String.init)
    #expect(lines.contains("x = 41"))
    #expect(lines.contains("#> 42"))
    #expect(lines.last == "print(\"begun\"); while true { }")
    #expect(lines.filter { $0 == "#. done" }.count == 2)
  }

  private func firstFile(in folder: String) -> String? {
    guard let handle = opendir(folder) else { return nil }
    defer { closedir(handle) }
    while let entry = readdir(handle) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.hasSuffix(".mscript") { return "\(folder)/\(name)" }
    }
    return nil
  }

  @Test func `reports a tampered session and a changed result`() throws {
    let folder = try Program.folder()
    let saved = try Program.run([], input: "x = 1 + 1\nx\n:save s.mscript\n", in: folder)
    #expect(saved.status == 0)
    let text = try read("\(folder)/s.mscript")
    try write(text.replacing("#> 2", with: "#> 3"), to: "record.mscript", in: folder)
    let record = try Program.run(["replay", "record.mscript"], in: folder)
    #expect(record.status == 1)
    #expect(record.errors.contains("the receipt does not match"))
    #expect(record.output.contains("differs: line 1 of its text was `3`, is `2`"))
    try write(text.replacing("x = 1 + 1", with: "x = 1 + 2"), to: "code.mscript", in: folder)
    let code = try Program.run(["replay", "code.mscript"], in: folder)
    #expect(code.status == 1)
    #expect(code.output.contains("differs: variable x has another value"))
  }

  @Test func `writes nothing in a checked replay`() throws {
    let folder = try Program.folder()
    let saved = try Program.run(
      [], input: "write_text(\"out.txt\", \"a\")\n:save s.mscript\n", in: folder)
    #expect(saved.status == 0)
    #expect(unlink("\(folder)/out.txt") == 0)
    let checked = try Program.run(["replay", "s.mscript", "--check"], in: folder)
    #expect(checked.status == 0)
    #expect(access("\(folder)/out.txt", F_OK) != 0)
    #expect(try Program.run(["replay", "s.mscript"], in: folder).status == 0)
    #expect(try read("\(folder)/out.txt") == "a")
  }

  @Test func `lays a script out, and says when it is not`() throws {
    let folder = try Program.folder()
    try write("x=1 # one\n", to: "a.mscript", in: folder)
    #expect(try Program.run(["fmt", "--check", "a.mscript"], in: folder).status == 1)
    let shown = try Program.run(["fmt", "--diff", "a.mscript"], in: folder)
    #expect(shown.output.contains("-x=1 # one\n+x = 1  # one\n"))
    #expect(try read("\(folder)/a.mscript") == "x=1 # one\n")
    #expect(try Program.run(["fmt", "a.mscript"], in: folder).status == 0)
    #expect(try Program.run(["fmt", "--check", "a.mscript"], in: folder).status == 0)
  }

  @Test func `checks names without running`() throws {
    let folder = try Program.folder()
    let text = "print(pi)\nxs = []\nxs.append(args)\nfn f(x) { x + lenght }  # lenght\n"
    try write(text, to: "a.mscript", in: folder)
    let result = try Program.run(["check", "a.mscript"], in: folder)
    #expect(result.output == "")
    #expect(
      result.errors == """
        name error: there is no `lenght`
          at a.mscript:4:15
            fn f(x) { x + lenght }  # lenght
                          ^~~~~~

        """)
    #expect(result.status == 1)
  }
}
