/// What the dictionary at the start of a `.npy` file says: a Python literal with three keys.
struct NPYHeader {
  let elements: StoredElements
  let shape: [Int]
  let isColumnMajor: Bool

  /// NumPy's magic bytes.
  static let magic: [UInt8] = [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59]

  /// Reads the magic bytes, the version and the dictionary. Throws `.io`.
  init(from stream: some ByteStream) throws(TensorError) {
    let place = stream.place
    if stream.remaining < 10 { throw place.tooShort }
    let start = try stream.take(10)
    if Array(start[..<6]) != Self.magic {
      throw place.damaged("it does not begin as a .npy file")
    }
    if !(1...3).contains(start[6]) {
      throw place.damaged("version \(start[6]).\(start[7]) of the format is not known")
    }
    var length = Int(start[8]) | Int(start[9]) << 8
    if start[6] > 1 {
      let rest = try stream.take(2)
      length |= Int(rest[0]) << 16 | Int(rest[1]) << 24
    }
    if length > 1 << 20 { throw place.damaged("its header of \(length) bytes is too long") }
    var parser = PythonLiteral(try stream.take(length), at: place)
    let values = try parser.dictionary()
    guard let type = values.type, let shape = values.shape, let order = values.isColumnMajor else {
      throw place.damaged("its header lacks one of descr, fortran_order and shape")
    }
    elements = try Self.elements(type, at: place)
    self.shape = shape
    isColumnMajor = order
  }

  /// The elements of a type such as `<f4`. Throws `.io` for one that no tensor has.
  static func elements(_ type: String, at place: FilePlace) throws(TensorError) -> StoredElements {
    let order = type.utf8.first
    let isOrder = order.map { [60, 61, 62, 124].contains($0) } ?? false
    let format: StoredElements.Format? =
      switch isOrder ? String(type.dropFirst()) : type {
      case "b1": .bool
      case "i1": .i8
      case "i2": .i16
      case "i4": .i32
      case "i8": .i64
      case "u1": .u8
      case "u2": .u16
      case "u4": .u32
      case "u8": .u64
      case "f2": .f16
      case "f4": .f32
      case "f8": .f64
      default: nil
      }
    guard let format else { throw place.damaged(refusal(of: type)) }
    return StoredElements(format: format, isBigEndian: order == 62)
  }

  private static func refusal(of type: String) -> String {
    let kind = type.drop { "<>|=".contains($0) }.first
    let what =
      switch kind {
      case "O": "it holds Python objects, which are not read; save numbers"
      case "c": "it holds complex numbers; save real and imag apart"
      case "S", "U": "it holds texts; save numbers, or the texts as CSV"
      case "M", "m": "it holds dates; save them as numbers"
      default: "its type \(type.prefix(20)) is not read"
      }
    return what + " (bool, integers to 64 bits, f16, f32 and f64 are read)"
  }
}

/// A strict reader of the one Python literal that a `.npy` file may hold.
private struct PythonLiteral {
  private let bytes: [UInt8]
  private let place: FilePlace
  private var at = 0

  /// The dictionary's values by key.
  struct Values {
    var type: String?
    var shape: [Int]?
    var isColumnMajor: Bool?
  }

  init(_ bytes: [UInt8], at place: FilePlace) {
    self.bytes = bytes
    self.place = place
  }

  mutating func dictionary() throws(TensorError) -> Values {
    var values = Values()
    try expect("{")
    while !accept("}") {
      let key = try text()
      try expect(":")
      switch key {
      case "descr" where values.type == nil: values.type = try type()
      case "fortran_order" where values.isColumnMajor == nil:
        values.isColumnMajor = try truth()
      case "shape" where values.shape == nil: values.shape = try sizes()
      default: throw wrong("the key '\(key.prefix(20))' is unknown or stands twice")
      }
      if !accept(",") {
        try expect("}")
        break
      }
    }
    skipSpaces()
    if at < bytes.count { throw wrong("something follows its dictionary") }
    return values
  }

  private func wrong(_ why: String) -> TensorError {
    place.damaged("its header is damaged: \(why)")
  }

  private mutating func skipSpaces() {
    while at < bytes.count, bytes[at] == 32 || bytes[at] == 10 || bytes[at] == 0 { at += 1 }
  }

  private mutating func accept(_ character: Unicode.Scalar) -> Bool {
    skipSpaces()
    guard at < bytes.count, bytes[at] == UInt8(ascii: character) else { return false }
    at += 1
    return true
  }

  private mutating func expect(_ character: Unicode.Scalar) throws(TensorError) {
    if !accept(character) { throw wrong("`\(character)` was expected at byte \(at)") }
  }

  private mutating func text() throws(TensorError) -> String {
    skipSpaces()
    guard at < bytes.count, bytes[at] == 39 || bytes[at] == 34 else {
      throw wrong("a quoted text was expected at byte \(at)")
    }
    let quote = bytes[at]
    let start = at + 1
    at = start
    while at < bytes.count, bytes[at] != quote { at += 1 }
    if at == bytes.count { throw wrong("a text is never closed") }
    at += 1
    return String(decoding: bytes[start..<at - 1], as: UTF8.self)
  }

  private mutating func type() throws(TensorError) -> String {
    if accept("[") || accept("(") {
      throw place.damaged("it holds records of several fields; save each field as an array")
    }
    return try text()
  }

  private mutating func truth() throws(TensorError) -> Bool {
    skipSpaces()
    for (word, value) in [("True", true), ("False", false)]
    where bytes[at...].starts(with: word.utf8) {
      at += word.utf8.count
      return value
    }
    throw wrong("True or False was expected at byte \(at)")
  }

  private mutating func sizes() throws(TensorError) -> [Int] {
    try expect("(")
    var sizes: [Int] = []
    while !accept(")") {
      sizes.append(try size())
      if !accept(",") {
        try expect(")")
        break
      }
    }
    return sizes
  }

  private mutating func size() throws(TensorError) -> Int {
    skipSpaces()
    let start = at
    while at < bytes.count, (48...57).contains(bytes[at]) { at += 1 }
    let digits = String(decoding: bytes[start..<at], as: UTF8.self)
    // Python 2 wrote long integers with an L.
    if at < bytes.count, bytes[at] == 76 { at += 1 }
    guard let size = Int(digits) else {
      throw wrong("its shape holds \(digits.isEmpty ? "no size" : digits) at byte \(start)")
    }
    return size
  }
}
