/// NumPy's file format for one array.
public enum NPY {
  private static let magic: [UInt8] = [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59]

  /// Reads a `.npy` file of bool, integers (as i64), f32 or f64, little-endian, in either
  /// order. Throws `.io` for another type or a damaged file.
  public static func load(_ path: String) throws(TensorError) -> Tensor {
    try FileBytes.open(path, in: "load_npy") { (file, size) throws(TensorError) in
      var start = [UInt8](repeating: 0, count: 12)
      try fill(&start, file, path)
      if Array(start[..<6]) != magic { throw damaged(path, "it does not begin as a .npy file") }
      let isShort = start[6] == 1
      var length = Int(start[8]) | Int(start[9]) << 8
      if !isShort { length |= Int(start[10]) << 16 | Int(start[11]) << 24 }
      if length > 1 << 20 || length < 2 { throw damaged(path, "its header is too long") }
      var header = [UInt8](repeating: 0, count: length - (isShort ? 2 : 0))
      try fill(&header, file, path)
      if isShort { header = Array(start[10...]) + header }
      let description = try NPYHeader(String(decoding: header, as: UTF8.self), path)
      return try description.tensor { (buffer) throws(TensorError) in
        if try FileBytes.fill(buffer, from: file, in: "load_npy") < buffer.count {
          throw damaged(path, "it ends before its \(description.shape) values")
        }
      }
    }
  }

  private static func fill(_ bytes: inout [UInt8], _ file: Int32, _ path: String)
    throws(TensorError)
  {
    do {
      let filled = try bytes.withUnsafeMutableBytes {
        try FileBytes.fill($0, from: file, in: "load_npy")
      }
      if filled < bytes.count { throw damaged(path, "it is too short") }
    } catch { throw TensorError.from(error) }
  }

  static func damaged(_ path: String, _ why: String) -> TensorError {
    .io("load_npy: \(path): \(why)")
  }

  /// Writes a tensor as a `.npy` file, row-major. Throws `.io`.
  public static func save(_ tensor: Tensor, _ path: String) throws(TensorError) {
    let rows = try tensor.rowMajor(as: tensor.dtype)
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
    let start = magic + [1, 0, UInt8(length & 255), UInt8(length >> 8)] + Array(header.utf8)
    do {
      try start.withUnsafeBytes { start in
        let values = UnsafeRawBufferPointer(
          start: rows.pointer, count: rows.count * rows.dtype.byteCount)
        try FileBytes.write([start, values], to: path, in: "save_npy")
      }
    } catch { throw TensorError.from(error) }
    withExtendedLifetime(rows.storage) {}
  }
}

/// What the dictionary in a `.npy` file says.
private struct NPYHeader {
  let shape: [Int]
  private let type: Substring
  private let isColumnMajor: Bool
  private let path: String

  init(_ text: String, _ path: String) throws(TensorError) {
    func value(of key: String) throws(TensorError) -> Substring {
      guard let range = NPYHeader.range(of: "'\(key)':", in: text) else {
        throw NPY.damaged(path, "its header has no \(key)")
      }
      return text[range...].drop { $0 == " " }
    }
    self.path = path
    type = try value(of: "descr").dropFirst().prefix { $0 != "'" }
    isColumnMajor = try value(of: "fortran_order").hasPrefix("True")
    var sizes: [Int] = []
    let list = try value(of: "shape").dropFirst().prefix { $0 != ")" }
    for part in list.split(separator: ",") {
      let digits = part.drop { $0 == " " }
      if digits.isEmpty { continue }
      guard let size = Int(digits), size >= 0 else {
        throw NPY.damaged(path, "its shape \(list) is no list of sizes")
      }
      sizes.append(size)
    }
    shape = sizes
  }

  /// Where `text` goes on after `key`.
  private static func range(of key: String, in text: String) -> String.Index? {
    var at = text.startIndex
    while at < text.endIndex {
      if text[at...].hasPrefix(key) { return text.index(at, offsetBy: key.count) }
      at = text.index(after: at)
    }
    return nil
  }

  func tensor(_ fill: (UnsafeMutableRawBufferPointer) throws(TensorError) -> Void)
    throws(TensorError) -> Tensor
  {
    let stored = isColumnMajor ? shape.reversed() : shape
    var result: Tensor
    switch type {
    case "|b1": result = try plain(.bool, stored, fill)
    case "<f4": result = try plain(.f32, stored, fill)
    case "<f8": result = try plain(.f64, stored, fill)
    case "<i8": result = try plain(.i64, stored, fill)
    case "<i4": result = try integers(Int32.self, stored, fill)
    case "<i2": result = try integers(Int16.self, stored, fill)
    case "|i1": result = try integers(Int8.self, stored, fill)
    case "<u4": result = try integers(UInt32.self, stored, fill)
    case "<u2": result = try integers(UInt16.self, stored, fill)
    case "|u1": result = try integers(UInt8.self, stored, fill)
    default:
      throw NPY.damaged(
        path, "its type \(type) is not read; bool, integers up to 64 bits, f32 and f64 are")
    }
    if isColumnMajor { result = try result.transpose().contiguous() }
    return result
  }

  private func plain(
    _ dtype: DType, _ stored: [Int],
    _ fill: (UnsafeMutableRawBufferPointer) throws(TensorError) -> Void
  ) throws(TensorError) -> Tensor {
    let result = try Tensor(uninitialized: stored, dtype: dtype, for: "load_npy")
    try fill(
      UnsafeMutableRawBufferPointer(
        start: result.pointer, count: result.count * dtype.byteCount))
    // A bool of another byte than 0 and 1 would break what relies on it.
    return dtype == .bool ? try result.viewedAsBytes() : result
  }

  private func integers<Element: FixedWidthInteger>(
    _: Element.Type, _ stored: [Int],
    _ fill: (UnsafeMutableRawBufferPointer) throws(TensorError) -> Void
  ) throws(TensorError) -> Tensor {
    let result = try Tensor(uninitialized: stored, dtype: .i64, for: "load_npy")
    var values = [Element](repeating: 0, count: result.count)
    do {
      try values.withUnsafeMutableBytes { try fill($0) }
    } catch { throw TensorError.from(error) }
    let out = result.integers
    for place in values.indices { out[place] = Int64(values[place]) }
    return result
  }
}

extension Tensor {
  /// Bools with every byte that is not 0 made 1.
  fileprivate func viewedAsBytes() throws(TensorError) -> Tensor {
    let bytes = pointer.assumingMemoryBound(to: UInt8.self)
    for place in 0..<count where bytes[place] > 1 { bytes[place] = 1 }
    return self
  }
}
