import Glibc
import TestSupport
import Testing

@testable import Tensors

/// Files of NumPy, zipfile and the safetensors package, made by Tests/Reference/arrayfiles.py.
@Suite struct ArrayFileTests {
  @Test func `the fixtures are there`() {
    #expect(ArrayFixture.files.count > 50)
    #expect(ArrayFixture.all.filter { $0.expected == nil }.count > 20)
  }

  @Test(arguments: ArrayFixture.files)
  func `reads what other programs wrote and refuses the rest`(file: String) throws {
    let rows = ArrayFixture.all.filter { $0.file == file }
    for source in [
      try ArrayFixture.source(file), ByteSource(try ArrayFixture.bytes(file), named: file),
    ] {
      do {
        let arrays = try ArrayFixture.load(source)
        #expect(arrays.map(\.name).sorted() == rows.map(\.name).sorted())
        for row in rows {
          let tensor = try #require(arrays.first { $0.name == row.name }?.tensor)
          #expect(row.difference(from: tensor) == nil)
        }
      } catch let error as TensorError {
        #expect(rows.allSatisfy { $0.expected == nil } && error.kind == .io, "\(error)")
      }
    }
  }

  @Test(arguments: [
    ("objects.npy", "it holds Python objects, which are not read; save numbers"),
    ("records.npy", "it holds records of several fields; save each field as an array"),
    ("u8-large.npy", "it holds a u64 of 2⁶³ or more, which no i64 can be"),
    ("checksum.npz", "its checksum is not that of its bytes"),
    ("overlap.npz", "the members a.npy and b.npy overlap"),
    ("bomb.npz", "cannot hold the 4294967280 bytes that it declares"),
    ("other.npz", "the member readme.txt is no .npy array"),
    ("bzip2.npz", "compressed in way 12; stored and deflated ones are read"),
    ("overlap.safetensors", "\"b\" overlaps the tensor before it"),
    ("gap.safetensors", "\"b\" leaves a gap before it"),
    ("twice.safetensors", "the key \"a\" stands twice"),
    ("huge.safetensors", "its shape [4611686018427387904, 4611686018427387904] is not possible"),
    ("shape.safetensors", "its offsets [0, 8] do not span the 12 bytes of [3]"),
  ])
  func `says why a file is refused`(file: String, why: String) throws {
    do {
      _ = try ArrayFixture.load(try ArrayFixture.source(file))
      Issue.record("\(file) was read")
    } catch let error as TensorError {
      #expect(error.message.contains(why), "\(error.message)")
    }
  }

  @Test(arguments: ["bool.npy", "i8.npy", "f4.npy", "f8.npy", "scalar.npy", "empty.npy"])
  func `writes npy files byte for byte as NumPy does`(file: String) throws {
    let bytes = try ArrayFixture.bytes(file)
    #expect(try NPY.encoded(NPY.load(ByteSource(bytes, named: file))).joined == bytes)
  }

  @Test func `writes safetensors byte for byte as the package does`() throws {
    let bytes = try ArrayFixture.bytes("ordered.safetensors")
    let source = ByteSource(bytes, named: "ordered.safetensors")
    let written = try Safetensors.encoded(
      Safetensors.load(source), metadata: Safetensors.metadata(source))
    #expect(written.joined == bytes)
  }

  @Test func `metadata keep order and escapes`() throws {
    let texts = try Safetensors.metadata(ArrayFixture.source("plain.safetensors"))
    #expect(Dictionary(uniqueKeysWithValues: texts) == ["author": "Zoë \"Z\"", "step": "10"])
    let odd = [(key: "b\n", value: "\u{1}\\\""), (key: "a", value: "😀")]
    let file = try Safetensors.encoded([], metadata: odd)
    let back = try Safetensors.metadata(ByteSource(file.joined, named: "x"))
    #expect(back.map(\.key) == ["b\n", "a"] && back.map(\.value) == ["\u{1}\\\"", "😀"])
  }

  private func samples() throws -> [(name: String, tensor: Tensor)] {
    let x = try Tensor([1.5, -2, 3, 4, 5, 6], shape: [2, 3])
    return [
      ("x", x), ("mask", try x.greater(2)), ("d", try x.astype(.f64)), ("i", try x.astype(.i64)),
      ("turned", try x.transpose()), ("sum", try x.sum()), ("empty", try Tensor.zeros([0, 4])),
      ("zeros", try Tensor.zeros([300, 500])), ("größe", x),
    ]
  }

  @Test(arguments: [".npz", "deflated .npz", ".safetensors"])
  func `what is saved is read back in its order`(kind: String) throws {
    let arrays = try samples()
    let file =
      kind == ".safetensors"
      ? try Safetensors.encoded(arrays)
      : try NPZ.encoded(arrays, isCompressed: kind != ".npz")
    if kind == "deflated .npz" { #expect(file.byteCount < 5_000) }
    let read = try ArrayFixture.load(ByteSource(file.joined, named: "file" + kind))
    #expect(read.map(\.name) == arrays.map(\.name))
    for (saved, read) in zip(arrays, read) {
      #expect(read.tensor.dtype == saved.tensor.dtype && read.tensor.shape == saved.tensor.shape)
      #expect(read.tensor.doubles() == saved.tensor.doubles())
    }
  }

  @Test func `names that a file cannot keep apart are refused`() throws {
    let x = try Tensor.zeros([1])
    #expect(throws: TensorError.self) { try NPZ.encoded([("a", x), ("a", x)]) }
    #expect(throws: TensorError.self) { try NPZ.encoded([("", x)]) }
    #expect(throws: TensorError.self) { try Safetensors.encoded([("a", x), ("a", x)]) }
    #expect(throws: TensorError.self) { try Safetensors.encoded([("__metadata__", x)]) }
  }

  @Test func `a file is replaced at once and keeps its permissions`() throws {
    let path = "/tmp/mscript-\(getpid()).npy"
    defer { unlink(path) }
    try NPY.save(try Tensor.zeros([4]), path)
    chmod(path, 0o640)
    let old = try ByteSource(path: path, for: "test")
    try NPY.save(try Tensor.ones([3]), path)
    #expect(try NPY.load(path).doubles() == [1, 1, 1])
    #expect(try NPY.load(old).doubles() == [0, 0, 0, 0])
    var status = stat()
    #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o640)
    #expect(throws: TensorError.self) { try NPY.save(try Tensor.ones([3]), "/none/x.npy") }
  }

  @Test func `a large file is read in pieces by all threads`() throws {
    let path = "/tmp/mscript-\(getpid())-large.npy"
    defer { unlink(path) }
    let x = try Tensor.arange(ints: 0, 700_000)
    try NPY.save(x, path)
    #expect(try NPY.load(path).ints() == x.ints())
    #expect(truncate(path, 3_000_000) == 0)
    do {
      _ = try NPY.load(path)
      Issue.record("a cut file was read")
    } catch {
      #expect(error.kind == .io && error.message.contains("ends before its [700000] values"))
    }
  }

  @Test(arguments: ["columns.npy", "columns-i2.npy", "f4-big.npy", "u1.npy", "empty.npy"])
  func `some rows are those of the whole`(file: String) throws {
    let source = try ArrayFixture.source(file)
    let whole = try NPY.load(source)
    for start in 0...whole.shape[0] {
      for end in start...whole.shape[0] {
        let rows = try NPY.load(source, rows: start..<end)
        let expected = try whole.indexed([.slice(start: start, end: end, step: 1)])
        #expect(rows.shape == [end - start] + whole.shape.dropFirst())
        #expect(rows.dtype == whole.dtype)
        #expect(difference(rows, expected.doubles(), within: .exact) == nil)
      }
    }
    #expect(throws: TensorError.self) { try NPY.load(source, rows: 0..<whole.shape[0] + 1) }
  }
}
