import Tensors

extension FuzzTarget {
  /// Tables of comma separated values.
  static let csv = FuzzTarget(
    "csv",
    seeds: {
      ["a,b\n1,2\n3,4\n", "name;rate\n\"x \"\"y\"\"\";1e-3\nz;\n", "1,nan\r\n-inf,0x1\r\n"]
        .map { Array($0.utf8) }
    }
  ) { bytes in
    var options = CSV.Options()
    _ = try? CSV.parse(bytes, named: "fuzz", options)
    options.separator = ";"
    options.hasHeader = false
    _ = try? CSV.parse(bytes, named: "fuzz", options)
  }

  /// NumPy's files.
  static let npy = FuzzTarget(
    "npy", isText: false,
    seeds: {
      ["'<f4', 'fortran_order': False, 'shape': (2,)", "'|b1', 'fortran_order': True, 'shape': ()"]
        .map { body in
          let header = Array("{'descr': \(body), }\n".utf8)
          return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.count), 0] + header
            + [UInt8](repeating: 1, count: 8)
        }
    }
  ) { bytes in
    let saved = Memory.limit
    defer { Memory.limit = saved }
    Memory.limit = memory
    let source = ByteSource(bytes, named: "fuzz")
    _ = try? NPY.load(source)
    _ = try? NPY.load(source, rows: 1..<2)
  }

  /// NumPy's archives of arrays: what is read is written, and read to the same. The corpus begins
  /// with the tests' files.
  static let npz = FuzzTarget("npz", isText: false, seeds: { [[]] }) { bytes in
    let saved = Memory.limit
    defer { Memory.limit = saved }
    Memory.limit = memory
    guard let arrays = try? NPZ.load(ByteSource(bytes, named: "fuzz")),
      let file = try? NPZ.encoded(arrays, isCompressed: bytes.count % 2 == 0)
    else { return }
    try compare(arrays, try NPZ.load(ByteSource(file.joined, named: "written")))
  }

  /// The files of safetensors, in the same way.
  static let safetensors = FuzzTarget("safetensors", isText: false, seeds: { [[]] }) { bytes in
    let saved = Memory.limit
    defer { Memory.limit = saved }
    Memory.limit = memory
    let source = ByteSource(bytes, named: "fuzz")
    guard let arrays = try? Safetensors.load(source) else { return }
    let texts = try Safetensors.metadata(source)
    guard let file = try? Safetensors.encoded(arrays, metadata: texts) else { return }
    let written = ByteSource(file.joined, named: "written")
    try compare(arrays, try Safetensors.load(written))
    let again = try Safetensors.metadata(written)
    guard texts.map({ [$0.key, $0.value] }) == again.map({ [$0.key, $0.value] }) else {
      throw FuzzFinding("\(texts) became \(again)")
    }
  }

  /// Bytes that the tensors of a file may have.
  private static let memory = 256 << 20

  /// Whether two lists of named arrays are the same, bit by bit.
  private static func compare(
    _ arrays: [(name: String, tensor: Tensor)], _ others: [(name: String, tensor: Tensor)]
  ) throws {
    guard arrays.map(\.name) == others.map(\.name) else {
      throw FuzzFinding("\(arrays.map(\.name)) became \(others.map(\.name))")
    }
    for (array, other) in zip(arrays, others) {
      guard try NPY.encoded(array.tensor).joined == NPY.encoded(other.tensor).joined else {
        throw FuzzFinding("\(array.name) has other values when it is read again")
      }
    }
  }
}
