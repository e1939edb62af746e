import Glibc
import Testing

@Suite struct PromptTests {
  private func prompt(_ arguments: [String] = ["--seed", "1"]) throws -> Program {
    let program = try Program.startOnTerminal(arguments, in: try Program.folder())
    try program.wait(for: "> ")
    return program
  }

  @Test func `shows values, and leaves at ctrl-d`() throws {
    let program = try prompt()
    program.type("1 + 2\r")
    try program.wait(for: "\r3\r\n")
    try program.wait(for: "> ")
    program.type("\u{4}")
    #expect(try program.finish().status == 0)
  }

  @Test func `goes on with a block until it is closed`() throws {
    let program = try prompt()
    program.type("for k in 0..3 {\r")
    try program.wait(for: "for .. ")
    program.type("print(\"item\", k)\r")
    try program.wait(for: "for .. ")
    program.type("}\r")
    try program.wait(for: "item 0\r\nitem 1\r\nitem 2\r\n")
  }

  @Test func `recalls a block as one entry`() throws {
    let program = try prompt()
    program.type("fn twice(x) {\r")
    try program.wait(for: ".. ")
    program.type("2 * x\r")
    try program.wait(for: ".. ")
    program.type("}\r")
    try program.wait(for: "> ")
    program.type("twice(4)\r")
    try program.wait(for: "\r8\r\n")
    try program.wait(for: "> ")
    program.type("\u{1B}[A\u{1B}[A")
    try program.wait(for: "2 * x")
    program.type("\r")
    try program.wait(for: "> ")
    program.type("twice(5)\r")
    try program.wait(for: "\r10\r\n")
  }

  @Test func `keeps variables when ctrl-c stops a loop`() throws {
    let program = try prompt()
    program.type("n = 0\r")
    try program.wait(for: "> ")
    program.type("print(\"begun\"); while true { n += 1 }\r")
    try program.wait(for: "begun\r\n")
    usleep(200_000)
    program.type("\u{3}")
    try program.wait(for: "interrupt")
    try program.wait(for: "> ")
    program.type("n > 100\r")
    try program.wait(for: "\rtrue\r\n")
  }

  @Test func `drops a line and an open block at ctrl-c`() throws {
    let program = try prompt()
    program.type("x = 5 + ")
    try program.wait(for: "5 + ")
    program.type("\u{3}")
    try program.wait(for: "> ")
    program.type("if true {\r")
    try program.wait(for: ".. ")
    program.type("\u{3}")
    try program.wait(for: "> ")
    program.type("6 * 7\r")
    try program.wait(for: "\r42\r\n")
  }

  @Test func `shows a mistake with a caret, and goes on`() throws {
    let program = try prompt()
    program.type("x = 2 +* 3\r")
    try program.wait(for: "^")
    #expect(program.screen.contains("syntax error: "))
    try program.wait(for: "> ")
    program.type("10 - 1\r")
    try program.wait(for: "\r9\r\n")
  }

  @Test func `takes a pasted text as one`() throws {
    let program = try prompt()
    program.type("\u{1B}[200~a = 1\nb = 2\n\nif a < b {\n\tprint(\"sum\", a + b)\n}\u{1B}[201~\r")
    try program.wait(for: "sum 3\r\n")
  }

  @Test func `completes names and options`() throws {
    let program = try prompt()
    program.type("speakers_total = 7\r")
    try program.wait(for: "> ")
    program.type("speakers_\t + 1\r")
    try program.wait(for: "\r8\r\n")
  }

  @Test func `names the nearest command`() throws {
    let program = try prompt()
    program.type(":var\r")
    try program.wait(for: "did you mean :vars?")
    program.type(":vars\r")
    try program.wait(for: "no variables yet")
  }

  @Test func `saves a session that replays`() throws {
    let folder = try Program.folder()
    let program = try Program.startOnTerminal(["--seed", "5"], in: folder)
    try program.wait(for: "> ")
    program.type("x = randn(3)\r")
    try program.wait(for: "> ")
    program.type("1 / 0\r")
    try program.wait(for: "numeric error")
    program.type("x.sum() > -100\r")
    try program.wait(for: "\rtrue\r\n")
    program.type(":save s.mscript\r")
    try program.wait(for: "s.mscript: 2 cells")
    try program.wait(for: "> ")
    program.type("\u{4}")
    _ = try program.finish()
    let replay = try Program.run(["replay", "s.mscript", "--check"], in: folder)
    #expect(replay.status == 0)
    #expect(replay.output.contains("2 cells, all the same, bit for bit"))
    #expect(replay.errors == "")
  }
}
