/// NumPy's file format for one array (versions 1 to 3).
public enum NPY {
  /// Reads a `.npy` file: bool; integers of 8 to 64 bits, which become i64; f16, which becomes
  /// f32; f32 and f64; of either byte order, row-major or column-major. Throws `.io` for another
  /// type or a damaged file, `.limit` where the memory does not suffice.
  public static func load(_ source: ByteSource) throws(TensorError) -> Tensor {
    let place = FilePlace(function: "load_npy", name: source.name)
    return try array(from: PlainStream(source, 0..<source.count, at: place))
  }

  /// Reads some rows, places along the first axis, and no other values of a row-major file: for
  /// files that are larger than the memory. Throws `.index` for rows that are not there, and as
  /// `load`.
  public static func load(_ source: ByteSource, rows: Range<Int>) throws(TensorError) -> Tensor {
    let place = FilePlace(function: "load_npy", name: source.name)
    let stream = PlainStream(source, 0..<source.count, at: place)
    let header = try NPYHeader(from: stream)
    guard let count = header.shape.first else {
      throw .index("load_npy: \(source.name): a single number has no rows")
    }
    if rows.lowerBound < 0 || rows.upperBound > count {
      throw .index(
        "load_npy: \(source.name): rows \(rows.lowerBound)..\(rows.upperBound) of \(count)")
    }
    if header.isColumnMajor {
      let whole = try array(header, from: stream)
      return try whole.indexed([.slice(start: rows.lowerBound, end: rows.upperBound, step: 1)])
        .fresh()
    }
    let bytes = try header.elements.byteCount(of: header.shape, at: place)
    if count > 0 { try stream.skip(bytes / count * rows.lowerBound) }
    return try header.elements.tensor([rows.count] + header.shape.dropFirst(), from: stream)
  }

  /// The same for the file at a path.
  public static func load(_ path: String) throws(TensorError) -> Tensor {
    try load(try ByteSource(path: path, for: "load_npy"))
  }

  /// The array that a stream of a `.npy` file holds; what follows it is left.
  static func array(from stream: some ByteStream) throws(TensorError) -> Tensor {
    try array(NPYHeader(from: stream), from: stream)
  }

  private static func array(_ header: NPYHeader, from stream: some ByteStream)
    throws(TensorError) -> Tensor
  {
    let stored = header.isColumnMajor ? header.shape.reversed() : header.shape
    let result = try header.elements.tensor(stored, from: stream)
    return header.isColumnMajor ? try result.transpose().contiguous() : result
  }

  /// A tensor as the parts of a `.npy` file, row-major. Throws `.limit`.
  public static func encoded(_ tensor: Tensor) throws(TensorError) -> FileParts {
    let type =
      switch tensor.dtype {
      case .bool: "|b1"
      case .i64: "<i8"
      case .f32: "<f4"
      case .f64: "<f8"
      }
    let sizes = tensor.shape.map(String.init).joined(separator: ", ")
    let shape = tensor.rank == 1 ? "(\(sizes),)" : "(\(sizes))"
    var header = "{'descr': '\(type)', 'fortran_order': False, 'shape': \(shape), }"
    header += String(repeating: " ", count: 63 - (10 + header.utf8.count) % 64) + "\n"
    let length = header.utf8.count
    var parts = FileParts()
    try parts.append(
      NPYHeader.magic + [1, 0, UInt8(length & 255), UInt8(length >> 8)] + Array(header.utf8))
    try parts.append(tensor)
    return parts
  }

  /// Writes a tensor as a `.npy` file, row-major, at once: a reader sees the old file or the new
  /// one. Throws `.io`.
  public static func save(_ tensor: Tensor, _ path: String) throws(TensorError) {
    try encoded(tensor).write(to: path, for: "save_npy")
  }
}
