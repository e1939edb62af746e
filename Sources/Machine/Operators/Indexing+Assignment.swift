import Tensors

extension VirtualMachine {
  /// `base[key] = v` for one index that is no slice.
  func setIndex(_ base: Value, key: Value, to v: Value) throws(RuntimeError) {
    guard base.isObject(.dict) else { return try setIndex(base, [.value(key)], to: v) }
    let hashed = try DictKey(key)
    let owned = owned(v, in: base)
    _ = base.reference(DictObject.self)._withUnsafeGuaranteedRef {
      $0.set(owned, for: hashed)
    }
  }

  /// `base[items] = v`, into a list, dict or tensor that nothing else holds.
  ///
  /// A tensor keeps its dtype.
  /// - Throws: as `index`; `value` for a stepped slice of another length, `type` for a value that
  ///   the dtype cannot hold.
  public func setIndex(
    _ base: Value, _ items: [IndexOperand], to v: Value
  ) throws(RuntimeError) {
    if let list = base.listObject {
      switch try sequenceIndex(items, of: base) {
      case .at(let k):
        list.items[try position(k, in: list.items.count, of: base)] = owned(v, in: base)
      case .slice(let slice): try replace(slice, of: list, with: v)
      }
    } else if let dict = base.dictObject {
      let key = try dictKey(items)
      dict.set(owned(v, in: base), for: try DictKey(key))
    } else if let object = base.tensorObject {
      try replace(try library { try tensorItems(items) }, of: object, with: v)
    } else if base.textObject != nil {
      throw RuntimeError(
        .type, "a text cannot be assigned into",
        hint: "`replace(s, old, new)` gives a changed text, `s[:i] + part + s[j:]` too")
    } else if base.rangeObject != nil {
      throw RuntimeError(
        .type, "a range cannot be assigned into", hint: "`list(r)` makes a list of it")
    } else if let instance = base.instanceObject {
      throw RuntimeError(
        .type, "a value of type \(instance.object.typeName) cannot be assigned into",
        hint: instance.object.tensorValue == nil ? nil : "`p.value[i] = x` changes a parameter")
    } else {
      throw RuntimeError(.type, "\(base.described) has no items to assign to")
    }
  }

  /// `v`, or a copy where it is the very container that it is stored in.
  func owned(_ v: Value, in base: Value) -> Value {
    guard v.isIdentical(to: base) else { return v }
    if let list = v.listObject { return self.list(sharing: list.items) }
    if let dict = v.dictObject {
      for entry in dict.table.live { markShared(entry.value) }
      return heap.dict(dict.table)
    }
    return v
  }

  private func replace(
    _ slice: Slice, of list: ListObject, with v: Value
  ) throws(RuntimeError) {
    guard v.textObject == nil, v.dictObject == nil else {
      throw RuntimeError(
        .type, "a slice of a list takes a list, got \(v.described)", hint: "`xs[a:b] = [x]`")
    }
    let new = try items(of: v)
    for item in new { markShared(item) }
    let bounds = slice.bounds(in: list.items.count)
    if slice.step == 1 {
      list.items.replaceSubrange(bounds.start..<bounds.start + bounds.count, with: new)
      return
    }
    guard new.count == bounds.count else {
      throw RuntimeError(
        .value,
        "a slice with a step takes as many items as it has: \(bounds.count), "
          + "got \(new.count)")
    }
    for (k, item) in new.enumerated() { list.items[bounds.start + k * bounds.step] = item }
  }

  private func replace(
    _ items: [IndexItem], of object: TensorObject, with v: Value
  ) throws(RuntimeError) {
    try library {
      var tensor = object.tensor
      guard let new = try assignable(v, to: tensor.dtype) else {
        throw RuntimeError(
          .type, "a tensor takes numbers, lists of numbers and tensors, got \(v.described)")
      }
      object.tensor = Self.released
      defer { object.tensor = tensor }
      try tensor.replace(items, with: new)
    }
  }

  /// Stands in a tensor object while its own tensor is changed in place.
  private static let released = Tensor.scalar(0, dtype: .f32)

  /// A value as a tensor of exactly `dtype`.
  private func assignable(_ v: Value, to dtype: DType) throws -> Tensor? {
    guard let tensor = try v.asTensor ?? tensor(fromNumbers: v, dtype: v.isNumber ? .f64 : nil)
    else { return nil }
    if tensor.dtype == dtype { return tensor }
    if dtype == .i64 && v.tag == Tag.int { return .scalar(int: v.int) }
    if !dtype.isFloating && tensor.dtype.isFloating {
      for value in tensor.doubles() where value != value.rounded() || !value.isFinite {
        throw RuntimeError(
          .type, "\(dtype.name) cannot hold \(NumberText.shortest(value))",
          hint: "`x = x.astype(f32)` first makes x a tensor of floats")
      }
    }
    if dtype == .bool && tensor.dtype != .bool {
      for value in tensor.doubles() where value != 0 && value != 1 {
        throw RuntimeError(.type, "bool cannot hold \(NumberText.shortest(value))")
      }
    }
    return try tensor.astype(dtype)
  }

  /// `del base[items]`.
  /// - Throws: as `index`; `type` for anything but a list or dict.
  public func deleteIndex(_ base: Value, _ items: [IndexOperand]) throws(RuntimeError) {
    if let list = base.listObject {
      switch try sequenceIndex(items, of: base) {
      case .at(let k): list.items.remove(at: try position(k, in: list.items.count, of: base))
      case .slice(let slice):
        let gone = Set(slice.positions(in: list.items.count))
        list.items = list.items.enumerated().filter { !gone.contains($0.offset) }.map(\.element)
      }
    } else if let dict = base.dictObject {
      let key = try dictKey(items)
      guard try dict.table.remove(key) != nil else {
        throw IndexErrors.missing(key, in: dict.table)
      }
    } else {
      throw RuntimeError(
        .type, "`del` takes an entry out of a list or a dict, got \(base.described)",
        hint: base.asTensor == nil ? nil : "`x[mask]` or `concat(x[:i], x[i + 1:])` leaves rows out"
      )
    }
  }
}

/// Runs library code and words its errors as the language's.
@inline(__always)
func library<Result>(_ body: () throws -> Result) throws(RuntimeError) -> Result {
  do { return try body() } catch { throw RuntimeError(error) }
}
