import Diagnostics

// What the loop leaves to calls: never inlined, so that its own code stays small.

extension VirtualMachine {
  @inline(never)
  func slowBinary(_ op: BinaryOperation, _ x: Value, _ y: Value) throws(RuntimeError) -> Value {
    if x.tag == Tag.object || y.tag == Tag.object {
      try countOperation()
      noteRead(x)
      noteRead(y)
    }
    return try binary(op, x, y)
  }

  /// `x + y`. Where the sum takes the place of `x`, a text that nothing else holds grows there, so
  /// that a loop of additions does not copy it each time. Sums of texts are not counted as operations:
  /// the quick half does some of them.
  @inline(never)
  func slowAdd(_ x: Value, _ y: Value, replacesFirst: Bool) throws(RuntimeError) -> Value {
    guard let text = x.textObject, let more = y.textObject else {
      return try slowBinary(.add, x, y)
    }
    try checkRoom(text, joined: more)
    guard replacesFirst, !text.isShared else { return heap.text(joining: text, more) }
    heap.append(more, to: text)
    return x
  }

  @inline(never)
  func slowUnary(_ op: UnaryOperation, _ x: Value) throws(RuntimeError) -> Value {
    if x.tag == Tag.object { try countOperation() }
    return try unary(op, x)
  }

  @inline(never)
  func slowIndex(_ base: Value, _ key: Value) throws(RuntimeError) -> Value {
    guard base.isObject(.instance) else { return try index(base, key: key) }
    noteRead(base)
    return try native { try self.index(base, [.value(key)]) }
  }

  @inline(never)
  func slowSetIndex(
    _ container: UnsafeMutablePointer<Value>, _ key: Value, _ value: Value
  ) throws(RuntimeError) {
    if key.tag == Tag.int, container.pointee.isObject(.list),
      container.pointee.setListItem(key.int, value)
    {
      return
    }
    if container.pointee.isObject(.dict), !container.pointee.isShared,
      !value.isIdentical(to: container.pointee)
    {
      let key = try DictKey(key)
      let isNew = container.pointee.reference(DictObject.self)._withUnsafeGuaranteedRef {
        $0.set(value, for: key)
      }
      if isNew { heap.charge(48) }
      return
    }
    container.pointee = unshared(container.pointee)
    try setIndex(container.pointee, key: key, to: value)
  }

  @inline(never)
  func slowField(
    _ base: Value, name: Int, _ frame: UnsafeMutablePointer<Frame>
  ) throws(RuntimeError) -> Value {
    noteRead(base)
    let name = self.name(name, frame)
    guard base.isObject(.instance) else { return try field(base, name) }
    return try native { try self.field(base, name) }
  }

  /// Name N(index) of the running function.
  func name(_ index: Int, _ frame: UnsafeMutablePointer<Frame>) -> String {
    prototype(frame).description.names[index]
  }

  /// The running function.
  func prototype(_ frame: UnsafeMutablePointer<Frame>) -> Prototype {
    frame.pointee.closure.takeUnretainedValue().prototype
  }
}

/// The candidate nearest to a misspelt name, nil if none is near.
func nearest(to name: String, in candidates: [String]) -> String? {
  Suggestion.nearest(name, in: candidates)
}
