import Glibc
import Machine
import Tensors
import Testing

@testable import Builtins

@Suite struct ArrayFileFunctionTests {
  @Test(arguments: [
    ("save_npy(\"x\", [[1, 2], [3, 4]])\nload_npy(\"x\").tolist()", "[[1, 2], [3, 4]]"),
    ("save_npy(\"x\", zeros(3, 4).T)\nload_npy(\"x\").shape", "[4, 3]"),
    ("save_npy(\"x\", 2.5)\nload_npy(\"x\")", "2.5"),
    (
      "save_npy(\"x\", arange(12).reshape(6, 2))\nload_npy(\"x\", rows=2..4).tolist()",
      "[[4, 5], [6, 7]]"
    ),
    ("save_npy(\"x\", arange(6))\nload_npy(\"x\", rows=4..=5).tolist()", "[4, 5]"),
    (
      "save_npz(\"a\", {b: [1.5], a: [true]})\n[[k, v.tolist()] for k, v in load_npz(\"a\")]",
      "[[\"b\", [1.5]], [\"a\", [true]]]"
    ),
    (
      "save_safetensors(\"s\", {b: ones(2), a: [7]})\n"
        + "[[k, v.tolist()] for k, v in load_safetensors(\"s\")]",
      "[[\"b\", [1.0, 1.0]], [\"a\", [7]]]"
    ),
    ("save_npy(\"x\", ones(2))\nsave_npy(\"x\", zeros(1))\nload_npy(\"x\").tolist()", "[0.0]"),
    (
      "write_text(\"t\", \"1;2\\n3;\\n\")\nload_csv(\"t\", header=false, sep=\";\")[\"column 2\"]",
      "[2.0, none]"
    ),
    (
      "write_text(\"t\", \"id,x\\n01,2\\n7,3\\n\")\nload_csv(\"t\", text=\"id\")[\"id\"]",
      "[\"01\", \"7\"]"
    ),
    (
      "write_text(\"t\", \"x,y\\n1,0.5\\n2,1.5\\n\")\nt = load_csv(\"t\")\nt.add(3, none)\n"
        + "[t[\"x\"].tolist(), t[\"y\"], t.sort(\"y\", descending=true)[\"x\"].tolist()]",
      "[[1, 2, 3], [0.5, 1.5, none], [3, 2, 1]]"
    ),
    (
      "save_csv(\"t\", table({a: [0.1, 1e300], b: [\"x, y\", \"\\\"\"]}))\n"
        + "t = load_csv(\"t\")\n[t[\"a\"].tolist(), t[\"b\"]]",
      "[[0.1, 1e+300], [\"x, y\", \"\\\"\"]]"
    ),
  ])
  func `reads what it wrote`(code: String, shown: String) {
    #expect(run(code) == shown)
  }

  @Test(arguments: [
    (
      "save_npz(\"a\", {x: \"text\"})",
      "type error: save_npz: \"x\" must be a tensor or numbers, got text \"text\""
    ),
    (
      "save_npz(\"a\", {})\nload_npy(\"a\")",
      "io error: load_npy: a: it does not begin as a .npy file"
    ),
    (
      "write_text(\"a\", \"abc\")\nload_npz(\"a\")",
      "io error: load_npz: a: it is no zip file, or its end is missing"
    ),
    (
      "write_text(\"a\", \"abc\")\nload_safetensors(\"a\")",
      "io error: load_safetensors: a: it ends too early"
    ),
    (
      "save_safetensors(\"a\", {}, metadata={n: 1})",
      "type error: save_safetensors: metadata must be texts, got text \"n\": int 1\n"
        + "hint: `str(value)` makes a text, `to_json(value)` keeps its structure"
    ),
    (
      "save_npy(\"x\", arange(4))\nload_npy(\"x\", rows=2..9)",
      "index error: load_npy: x: rows 2..9 of 4"
    ),
    (
      "save_npy(\"x\", 1.0)\nload_npy(\"x\", rows=0..1)",
      "index error: load_npy: x: a single number has no rows"
    ),
    (
      "load_csv(\"a\", sep=\"ab\")",
      "value error: load_csv: 'sep' must be one character, got \"ab\""
    ),
  ])
  func `says what is wrong`(code: String, shown: String) {
    #expect(run(code) == shown)
  }

  @Test func `writes at once and only where it may`() throws {
    let folder = "/tmp/mscript-files-\(getpid())"
    mkdir(folder, 0o755)
    defer {
      unlink("\(folder)/x.npy")
      rmdir(folder)
    }
    let parts = try NPY.encoded(Tensor.ones([2]))
    let access = FileAccess(allowedPaths: [folder])
    try access.replace("\(folder)/x.npy", with: parts)
    #expect(try NPY.load(access.open("\(folder)/x.npy")).doubles() == [1, 1])
    #expect(try access.list(folder) == ["x.npy"])
    #expect(throws: RuntimeError.self) { try FileAccess().replace("\(folder)/y.npy", with: parts) }
    // Where a file alone is allowed, nothing else is made beside it.
    let single = FileAccess(allowedPaths: ["\(folder)/x.npy"])
    try single.replace("\(folder)/x.npy", with: try NPY.encoded(Tensor.zeros([1])))
    #expect(try NPY.load(access.open("\(folder)/x.npy")).doubles() == [0])
    #expect(throws: RuntimeError.self) { try single.replace("\(folder)/y.npy", with: parts) }
    #expect(throws: RuntimeError.self) { try access.open(folder) }
    #expect(try access.open("/proc/self/status").count > 0)
  }
}
