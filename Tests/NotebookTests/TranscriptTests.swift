import Testing

@testable import Notebook

@Suite struct TranscriptTests {
  static let sample = #"""
    # mscript session 1
    # version: 1.0.0
    # machine: x86-64-v4, OpenBLAS 0.3.21 SkylakeX, glibc 2.36, 2 threads
    # receipt: 9b1f6e0c27d85a4431c0e7f2a96d58b30e4c7719d2a6b85f03e1946c7d20ab58
    seed(7);

    # %% A line with noise on it
    x = load_npy("x.npy")
    y = 2 * x + 0.1 * randn(50)
    #< file "x.npy" 4e07408562bedb8b60ce05c1decfe3ad16b72230967de01f640b7e4729b49fce
    #= x 5b0c81d9e2f74a36
    #= y 93e4a70b1c5d2f88
    #= seed 7 at 13

    # %% [markdown] About the fit
    # The slope is fitted by hand.

    # %% [raises] Fit the slope; stopped by hand
    w = parameter(0.0)

    while true { opt.step(((w * x - y) ** 2).mean()) }
    #! interrupt: at 18233
    #= w 0c6d2b9fa1e83750

    # %%
    seed(7, at=63);
    print("at", now())
    #< now 1773481342.118
    #> at 1773481342.118
    #= seed 7 at 313

    """#

  @Test func `writes a session file as it was read`() {
    let script = Transcript.read(Self.sample, name: "sample")
    #expect(script.errors.isEmpty)
    #expect(Transcript.write(script.document) == Self.sample)
  }

  @Test func `reads header, cells, tags and records`() {
    let document = Transcript.read(Self.sample, name: "sample").document
    #expect(document.header?["version"] == "1.0.0")
    #expect(document.header?.format == 1)
    #expect(document.cells.count == 5)
    #expect(document.cells[0].code == "seed(7);")
    #expect(document.cells[0].hasMarker == false)
    #expect(document.cells[1].records.count == 4)
    #expect(document.cells[2].isProse)
    #expect(document.cells[3].tags == ["raises"])
    #expect(document.cells[3].title == "Fit the slope; stopped by hand")
    #expect(document.cells[3].expectedError?.safepoint == 18233)
    #expect(document.cells[4].markerLine == "# %%")
  }

  @Test func `finds the header behind blank lines`() {
    let text = "# mscript session 1\n# seed: 7\nx = 1\n"
    let document = Transcript.read("\n \n" + text, name: "header").document
    #expect(document.header?["seed"] == "7")
    #expect(Transcript.write(document) == text)
  }

  @Test func `takes nothing like a marker for a line of the header`() {
    let text = "# mscript session 1\n#  %% one: 7\nx = 1\n"
    let once = Transcript.write(Transcript.read(text, name: "once").document)
    #expect(Transcript.write(Transcript.read(once, name: "twice").document) == once)
  }

  @Test func `finds the header behind records`() {
    let text = "#= x 00ff\n# mscript session 1\n# seed: 7\nx = 1\n"
    let once = Transcript.write(Transcript.read(text, name: "once").document)
    #expect(once == "# mscript session 1\n# seed: 7\nx = 1\n#= x 00ff\n")
    #expect(Transcript.write(Transcript.read(once, name: "twice").document) == once)
  }

  @Test func `takes no comment of the code for a line of the header`() {
    let text = "# mscript session 1\n#= x 00ff\n\n# version: 2\nx = 1\n"
    let once = Transcript.write(Transcript.read(text, name: "once").document)
    #expect(once == "# mscript session 1\n\n# version: 2\nx = 1\n#= x 00ff\n")
    #expect(Transcript.write(Transcript.read(once, name: "twice").document) == once)
  }

  @Test func `keeps a comment that only begins like a marker`() {
    let text = "# %% one\n# %%two\nx = 1\n"
    let document = Transcript.read(text, name: "comments").document
    #expect(document.cells.count == 1)
    #expect(Transcript.write(document) == text)
  }

  @Test func `keeps a marker inside a text as text`() {
    let text = "# %% one\nx = \"\"\"\n# %% two\n#> three\n\"\"\"\n"
    let document = Transcript.read(text, name: "texts").document
    #expect(document.cells.count == 1)
    #expect(document.cells[0].records.isEmpty)
    #expect(
      Transcript.write(document)
        == "# %% one\nx = \"\"\"\n\\x23 %% two\n#> three\n\"\"\"\n")
  }

  @Test func `turns a user's comment that looks like a record into a plain one`() {
    let text = "x = 1\n#> not a record\n"
    let document = Transcript.read(text, name: "cell", keepsRecords: false).document
    #expect(document.cells[0].code == "x = 1\n# > not a record")
    #expect(document.cells[0].records.isEmpty)
  }

  @Test func `reads a plain script as one cell without header`() {
    let document = Transcript.read("# about\nx = 1\n", name: "plain").document
    #expect(document.header == nil)
    #expect(document.cells.map(\.code) == ["# about\nx = 1"])
  }

  @Test func `chains the cells into a receipt`() {
    let cells = [
      Cell(hasMarker: false, code: "seed(7);"),
      Cell(
        title: "Sum", code: "x = 1 + 2\nx",
        records: [.output("3"), .binding(name: "x", digest: "0123456789abcdef")]),
    ]
    // From Python's hashlib, by the rule of `Transcript.receipt`.
    #expect(
      Transcript.receipt(of: cells)
        == "7a116b35918ecad74f3d1f697220a4e7a3cd6842a4fe414d57998dd18e30507f")
    var edited = cells
    edited[1].records[0] = .output("4")
    #expect(Transcript.receipt(of: edited) != Transcript.receipt(of: cells))
    edited = cells
    edited[0].code = "seed(8);"
    #expect(Transcript.receipt(of: edited) != Transcript.receipt(of: cells))
  }

  @Test func `reads the cells of a text that does not parse`() {
    let script = Transcript.read("# %% a\nx = 1\n# %% b\ny = (\n# %% c\nz = 2\n", name: "broken")
    #expect(!script.errors.isEmpty)
    #expect(script.document.cells.map(\.title) == ["a", "b", "c"])
  }
}
