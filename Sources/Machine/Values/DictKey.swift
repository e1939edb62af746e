import CMachine

/// A value that may be a key, with its hash.
public struct DictKey {
  /// The key itself.
  public let value: Value
  let hash: Int

  /// Hashes a key; a tensor of shape `[]` counts as its number, and a list key becomes shared.
  /// - Throws: `type` for NaN, other tensors, functions, objects.
  public init(_ value: Value) throws(RuntimeError) {
    if value.tag == Tag.int {
      hash = value.int & .max
      self.value = value
      return
    }
    if value.tag == Tag.object && value.objectKind == .text {
      hash = value.reference(TextObject.self)._withUnsafeGuaranteedRef(KeyHash.hash(of:))
      self.value = value
      return
    }
    let value = value.numberOfScalarTensor ?? value
    hash = try KeyHash.hash(value, depth: 0)
    value.share()
    self.value = value
  }
}

extension DictKey {
  /// A text as a key, for look-ups alone: whoever keeps `text` owns it.
  init(_ text: TextObject) {
    hash = KeyHash.hash(of: text)
    value = .object(text)
  }
}

/// Hashes and equality of keys: numbers by exact value, whatever their type.
enum KeyHash {
  static func hash(_ value: Value, depth: Int) throws(RuntimeError) -> Int {
    switch value.tag {
    case Tag.none: return 0x1f0d_3804
    case Tag.bool, Tag.int: return Int(truncatingIfNeeded: value.bits) & .max
    case Tag.float:
      guard !value.float.isNaN else {
        throw RuntimeError(.value, "nan cannot be a key: it equals nothing")
      }
      if let whole = Int(exactly: value.float) {
        return whole & .max
      }
      return mixed(value.bits)
    default: break
    }
    if let text = value.textObject { return hash(of: text) }
    if let list = value.listObject {
      guard depth < 100 else {
        throw RuntimeError(.limit, "a key of lists nested more than 100 deep")
      }
      var all = mixed(UInt64(list.items.count) &+ 0x5bd1)
      for item in list.items {
        all = mixed(UInt64(bitPattern: Int64(all &* 31 &+ (try hash(item, depth: depth + 1)))))
      }
      return all
    }
    if let number = value.numberOfScalarTensor { return try hash(number, depth: depth) }
    throw RuntimeError(
      .type, "a value of type \(value.typeName) cannot be a key",
      hint: "keys are none, bools, numbers, texts, or lists of these")
  }

  /// The hash of a text, kept in it.
  static func hash(of text: TextObject) -> Int {
    if text.hash == 0 { text.hash = text.withUTF8(KeyHash.text) }
    return text.hash
  }

  /// The hash of UTF-8 bytes; never 0.
  static func text(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    Int(bytes.baseAddress.map { cm_hash($0, Int64(bytes.count)) } ?? cm_hash([0], 0))
  }

  /// Spreads the bits, so that the low ones depend on all.
  @inline(__always)
  static func mixed(_ bits: UInt64) -> Int {
    Int(truncatingIfNeeded: cm_mixed(bits))
  }

  /// Whether two values that were hashed are one key.
  static func areEqual(_ a: Value, _ b: Value) -> Bool {
    if a.isIdentical(to: b) { return true }
    if a.tag != Tag.object && b.tag != Tag.object {
      return a.isNumber && b.isNumber && Numbers.areEqual(a, b)
    }
    if a.isObject(.text) && b.isObject(.text) {
      return a.reference(TextObject.self)._withUnsafeGuaranteedRef { x in
        b.reference(TextObject.self)._withUnsafeGuaranteedRef { x == $0 }
      }
    }
    if let a = a.listObject, let b = b.listObject {
      return a.items.count == b.items.count && zip(a.items, b.items).allSatisfy(areEqual)
    }
    if let a = a.numberOfScalarTensor { return areEqual(a, b) }
    if let b = b.numberOfScalarTensor { return areEqual(a, b) }
    return false
  }
}
