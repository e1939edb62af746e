// Value semantics of lists, dicts and tensors: a value with two owners is marked, and a write to a
// marked value copies it first.

extension VirtualMachine {
  /// Marks a list, dict or tensor as held by a second owner. Sticky.
  public func markShared(_ v: Value) { v.share() }

  /// A list of values that other lists, dicts or variables hold too.
  public func list(sharing items: [Value]) -> Value {
    for item in items { item.share() }
    return heap.list(items)
  }

  /// The same value if nothing else holds it, else a copy whose children are marked shared.
  func unshared(_ v: Value) -> Value {
    guard let object = v.heapObject, object.isShared else { return v }
    switch object.kind {
    case .list:
      guard let list = v.listObject else { return v }
      return self.list(sharing: list.items)
    case .dict:
      guard let dict = v.dictObject else { return v }
      for entry in dict.table.live { markShared(entry.value) }
      return heap.dict(dict.table)
    case .tensor:
      guard let tensor = v.tensorObject else { return v }
      return heap.tensor(tensor.tensor)
    case .text, .range, .closure, .builtin, .boundMethod, .error, .instance, .module, .cell,
      .iterator:
      return v
    }
  }
}
