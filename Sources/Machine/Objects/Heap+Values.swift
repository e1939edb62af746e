extension Heap {
  /// Two texts as one.
  func text(joining a: TextObject, _ b: TextObject) -> Value {
    text(utf8: a.utf8 + b.utf8, isASCII: a.isASCII && b.isASCII)
  }

  /// A text of bytes that are known to be ASCII or not.
  func text(utf8: [UInt8], isASCII: Bool) -> Value {
    charge(utf8.count)
    return .object(adopt(TextObject(utf8: utf8, isASCII: isASCII)))
  }

  /// Writes `b` behind `a`, a text that nothing else holds.
  func append(_ b: TextObject, to a: TextObject) {
    charge(b.byteCount)
    a.append(b)
  }

  /// All objects of libraries that are alive or not yet collected, the newest first.
  public var instances: [InstanceObject] {
    var found: [InstanceObject] = []
    var current = first
    while let handle = current {
      let object = handle.takeUnretainedValue()
      if object.kind == .instance { found.append(unsafeDowncast(object, to: InstanceObject.self)) }
      current = object.next
    }
    return found
  }
}
