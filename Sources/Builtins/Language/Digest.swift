import Crypto
import Machine
import Tensors

/// Digests of values: SHA-256 over type, shape and bits.
///
/// Every NaN is one pattern, a dict counts in its order, a function by its source and captured
/// values, an object by its type and state.
public enum Digest {
  /// The first 16 hex digits of the digest of a value.
  /// - Throws: `interrupt`, and `limit` where a tensor's elements do not fit in order.
  public static func of(_ value: Value, in machine: VirtualMachine) throws(RuntimeError) -> String {
    var writer = DigestWriter()
    do { try writer.write(value) } catch { throw RuntimeError(error) }
    return String(hex(writer.finish()).prefix(16))
  }

  /// SHA-256 of bytes, in 64 hex digits.
  public static func sha256(_ bytes: [UInt8]) -> String {
    var hash = SHA256()
    bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
    return hex(Array(hash.finalize()))
  }

  /// SHA-256 of a file's content, in 64 hex digits. Throws `.io`.
  public static func sha256(_ source: ByteSource) throws(TensorError) -> String {
    var hash = SHA256()
    try source.forEachPiece { hash.update(bufferPointer: $0) }
    return hex(Array(hash.finalize()))
  }

  private static func hex(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".unicodeScalars)
    var text = String.UnicodeScalarView()
    for byte in bytes { text += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
    return String(text)
  }
}

/// Feeds values to SHA-256, each behind a letter for its type and a length where it needs one.
private struct DigestWriter {
  private var hash = SHA256()
  /// Functions and objects that were met, by the order in which they were: they may hold themselves.
  private var met: [ObjectIdentifier: Int] = [:]
  private var depth = 0
  /// Values that were written.
  private var turns = 0

  mutating func finish() -> [UInt8] { Array(hash.finalize()) }

  mutating func write(_ value: Value) throws {
    turns &+= 1
    try LongLoop.turn(turns)
    switch value.tag {
    case Tag.none: letter("n")
    case Tag.bool:
      letter("b")
      bytes([value.bool ? 1 : 0])
    case Tag.int:
      letter("i")
      number(value.int)
    case Tag.float:
      letter("f")
      float(value.float)
    default:
      guard let object = value.heapObject else { return letter("n") }
      depth += 1
      defer { depth -= 1 }
      guard depth < 2_000 else { return letter("…") }
      try write(object, value)
    }
  }

  private mutating func write(_ object: HeapObject, _ value: Value) throws {
    switch object.kind {
    case .text: try text(utf8: value.textObject?.utf8 ?? [])
    case .list: try list(value.listObject?.items ?? [])
    case .dict: try dict(value.dictObject?.table ?? DictTable())
    case .range:
      guard let range = value.rangeObject else { return }
      letter("r")
      try write(range.start)
      try write(range.step)
      number(range.count)
    case .tensor: if let tensor = value.tensorObject?.tensor { try write(tensor) }
    case .builtin:
      letter("B")
      text(value.builtinObject?.builtin.name ?? "")
    case .error:
      letter("e")
      text(value.errorObject?.error.kindName ?? "")
      text(value.errorObject?.error.message ?? "")
    case .closure: if isNew(object) { try write(closure: object) }
    case .boundMethod:
      letter("m")
      if let method = value.boundMethodObject {
        try write(method.receiver)
        text(method.method.documentation.name)
      }
    case .instance:
      guard let instance = value.instanceObject, isNew(instance) else { return }
      letter("o")
      text(instance.object.typeName)
      try write(instance.object.state)
    case .module:
      letter("M")
      text(value.moduleObject?.name ?? "")
    case .cell, .iterator: letter("n")
    }
  }

  private mutating func list(_ items: [Value]) throws {
    letter("l")
    number(items.count)
    for item in items { try write(item) }
  }

  private mutating func dict(_ table: DictTable) throws {
    letter("d")
    number(table.count)
    for entry in table.live {
      try write(entry.key)
      try write(entry.value)
    }
  }

  private mutating func write(closure object: HeapObject) throws {
    letter("c")
    guard let closure = object as? ClosureObject else { return }
    let description = closure.prototype.description
    text(description.name ?? "")
    text(description.canonicalText())
    for (name, captured) in closure.capturedValues {
      text(name)
      try write(captured)
    }
  }

  /// Notes a function or object; writes only its number where it was met before.
  private mutating func isNew(_ object: HeapObject) -> Bool {
    if let number = met[ObjectIdentifier(object)] {
      letter("@")
      self.number(number)
      return false
    }
    met[ObjectIdentifier(object)] = met.count
    return true
  }

  private mutating func write(_ tensor: Tensor) throws {
    letter("t")
    text(tensor.dtype.name)
    number(tensor.shape.count)
    tensor.shape.forEach { number($0) }
    switch tensor.dtype {
    case .bool: try tensor.withBool { try write($0) { $0 ? 1 as UInt8 : 0 } }
    case .i64: try tensor.withI64 { try write($0) { $0 } }
    case .f32: try tensor.withF32 { try write($0) { $0.isNaN ? 0x7fc0_0000 : $0.bitPattern } }
    case .f64:
      try tensor.withF64 { try write($0) { $0.isNaN ? 0x7ff8_0000_0000_0000 : $0.bitPattern } }
    }
  }

  /// The bits of elements, piece by piece.
  private mutating func write<Element, Bits>(
    _ elements: UnsafeBufferPointer<Element>, _ bits: (Element) -> Bits
  ) throws {
    try Interrupt.pieces(of: elements.count) { places in
      elements[places].map(bits).withUnsafeBytes { hash.update(bufferPointer: $0) }
    }
  }

  private mutating func write(_ state: ObjectState) throws {
    switch state {
    case .none: letter("n")
    case .bool(let value): try write(Value.bool(value))
    case .int(let value): try write(Value.int(value))
    case .float(let value): try write(Value.float(value))
    case .text(let value): text(value)
    case .tensor(let value): try write(value)
    case .value(let value): try write(value)
    case .list(let items):
      letter("l")
      number(items.count)
      for item in items { try write(item) }
    case .dict(let entries):
      letter("d")
      number(entries.count)
      for (key, value) in entries {
        text(key)
        try write(value)
      }
    }
  }

  private mutating func letter(_ letter: String) { bytes(Array(letter.utf8)) }

  private mutating func text(_ text: String) {
    letter("s")
    number(text.utf8.count)
    bytes(Array(text.utf8))
  }

  /// The same for a text that may be long.
  private mutating func text(utf8: [UInt8]) throws {
    letter("s")
    number(utf8.count)
    try utf8.withUnsafeBytes { bytes in
      try Interrupt.pieces(of: bytes.count) { places in
        hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: bytes[places]))
      }
    }
  }

  private mutating func float(_ value: Double) {
    let bits = value.isNaN ? 0x7ff8_0000_0000_0000 : value.bitPattern
    withUnsafeBytes(of: bits.littleEndian) { hash.update(bufferPointer: $0) }
  }

  private mutating func number(_ value: Int) {
    withUnsafeBytes(of: Int64(value).littleEndian) { hash.update(bufferPointer: $0) }
  }

  private mutating func bytes(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
  }
}
