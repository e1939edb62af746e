import Machine
import Testing

@testable import Compiler

@Suite struct ImportTests {
  private func script(_ files: [String: String]) -> (Script, Importer) {
    let script = Script()
    script.files.contents = files
    return (script, Importer(script.machine))
  }

  @Test func `imports a module and some of its names`() throws {
    let (script, importer) = script(["lib.mscript": "k = 2\nfn f(x) { x * k }\nf(1)"])
    let text = """
      import "lib.mscript" as lib
      lib.f(3)
      import "lib.mscript": f, k
      k = 10
      f(k)
      lib.k
      """
    try withExtendedLifetime(importer) { () throws in
      let output = try script.run(text)
      #expect(output == "6\n20\n2\n")
    }
  }

  @Test func `runs a file once, and again when it has changed`() throws {
    let (script, importer) = script(["lib.mscript": "print(\"ran\")\nx = 1"])
    try withExtendedLifetime(importer) { () throws in
      let text = "import \"lib.mscript\": x\nx"
      #expect(try script.run(text + "\n" + text) == "ran\n1\n1\n")
      script.files.contents["lib.mscript"] = "x = 2"
      #expect(try script.run(text) == "2\n")
    }
  }

  @Test func `finds files beside the importing one, and shows a cycle`() throws {
    let (script, importer) = script([
      "lib/a.mscript": "import \"b.mscript\" as b\nx = b.y", "lib/b.mscript": "y = 7",
      "c.mscript": "import \"d.mscript\" as d", "d.mscript": "import \"c.mscript\" as c",
    ])
    try withExtendedLifetime(importer) { () throws in
      #expect(try script.run("import \"lib/a.mscript\": x\nx") == "7\n")
      let error = try #require(script.failure(of: "import \"c.mscript\" as c"))
      #expect(error.message == "import cycle: c.mscript → d.mscript → c.mscript")
    }
  }

  @Test func `names what a module does not have`() throws {
    let (script, importer) = script(["lib.mscript": "speed = 1"])
    try withExtendedLifetime(importer) { () throws in
      let error = try #require(script.failure(of: "import \"lib.mscript\": sped"))
      #expect(error.message == "the module lib has no `sped`")
      #expect(error.hint == "did you mean `speed`?")
    }
  }

  @Test func `gives the place of a syntax error in the file`() throws {
    let (script, importer) = script(["lib.mscript": "x = 1\ny = )"])
    try withExtendedLifetime(importer) { () throws in
      let error = try #require(script.failure(of: "import \"lib.mscript\" as lib"))
      #expect(error.kind == .syntax)
      #expect(error.message.hasPrefix("lib.mscript, line 2: "))
    }
  }
}
