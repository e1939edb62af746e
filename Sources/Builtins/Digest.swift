import Crypto
import Machine
import Tensors

/// Digests of values: SHA-256 over type, shape and bits.
///
/// Every NaN is one pattern, a dict counts in its order, a function by its source and captured
/// values, an object by its type and state.
public enum Digest {
  /// The first 16 hex digits of the digest of a value.
  public static func of(_ value: Value, in machine: VirtualMachine) -> String {
    var writer = DigestWriter()
    writer.write(value)
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

  mutating func finish() -> [UInt8] { Array(hash.finalize()) }

  mutating func write(_ value: Value) {
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
      write(object, value)
    }
  }

  private mutating func write(_ object: HeapObject, _ value: Value) {
    switch object.kind {
    case .text: text(value.string ?? "")
    case .list: list(value.listObject?.items ?? [])
    case .dict: dict(value.dictObject?.table ?? DictTable())
    case .range:
      guard let range = value.rangeObject else { return }
      letter("r")
      write(range.start)
      write(range.step)
      number(range.count)
    case .tensor: if let tensor = value.tensorObject?.tensor { write(tensor) }
    case .builtin:
      letter("B")
      text(value.builtinObject?.builtin.name ?? "")
    case .error:
      letter("e")
      text(value.errorObject?.error.kindName ?? "")
      text(value.errorObject?.error.message ?? "")
    case .closure: if isNew(object) { write(closure: object) }
    case .boundMethod:
      letter("m")
      if let method = value.boundMethodObject {
        write(method.receiver)
        text(method.method.documentation.name)
      }
    case .instance:
      guard let instance = value.instanceObject, isNew(instance) else { return }
      letter("o")
      text(instance.object.typeName)
      write(instance.object.state)
    case .module:
      letter("M")
      text(value.moduleObject?.name ?? "")
    case .cell, .iterator: letter("n")
    }
  }

  private mutating func list(_ items: [Value]) {
    letter("l")
    number(items.count)
    for item in items { write(item) }
  }

  private mutating func dict(_ table: DictTable) {
    letter("d")
    number(table.count)
    for entry in table.live {
      write(entry.key)
      write(entry.value)
    }
  }

  private mutating func write(closure object: HeapObject) {
    letter("c")
    guard let closure = object as? ClosureObject else { return }
    let description = closure.prototype.description
    text(description.name ?? "")
    text(description.canonicalText())
    for (name, captured) in closure.capturedValues {
      text(name)
      write(captured)
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

  private mutating func write(_ tensor: Tensor) {
    letter("t")
    text(tensor.dtype.name)
    number(tensor.shape.count)
    tensor.shape.forEach { number($0) }
    switch tensor.dtype {
    case .bool: bytes(tensor.bools().map { $0 ? 1 : 0 })
    case .i64: tensor.ints().withUnsafeBytes { hash.update(bufferPointer: $0) }
    case .f32:
      let bits = tensor.doubles().map { Float($0) }.map { $0.isNaN ? 0x7fc0_0000 : $0.bitPattern }
      bits.withUnsafeBytes { hash.update(bufferPointer: $0) }
    case .f64:
      let bits = tensor.doubles().map { $0.isNaN ? 0x7ff8_0000_0000_0000 : $0.bitPattern }
      bits.withUnsafeBytes { hash.update(bufferPointer: $0) }
    }
  }

  private mutating func write(_ state: ObjectState) {
    switch state {
    case .none: letter("n")
    case .bool(let value): write(Value.bool(value))
    case .int(let value): write(Value.int(value))
    case .float(let value): write(Value.float(value))
    case .text(let value): text(value)
    case .tensor(let value): write(value)
    case .value(let value): write(value)
    case .list(let items):
      letter("l")
      number(items.count)
      for item in items { write(item) }
    case .dict(let entries):
      letter("d")
      number(entries.count)
      for (key, value) in entries {
        text(key)
        write(value)
      }
    }
  }

  private mutating func letter(_ letter: String) { bytes(Array(letter.utf8)) }

  private mutating func text(_ text: String) {
    letter("s")
    number(text.utf8.count)
    bytes(Array(text.utf8))
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
