extension VirtualMachine {
  /// How deep lists may be nested in what is compared or written out.
  static var nestingLimit: Int { 2_000 }

  /// `a op b` for a comparison: a bool, or a bool tensor where one side is a tensor and the other a
  /// tensor, number, or list or range of numbers.
  /// - Throws: `type` where the two have no order, `shape` where shapes do not broadcast.
  public func compare(
    _ op: Comparison, _ a: Value, _ b: Value
  ) throws(RuntimeError) -> Value {
    switch op {
    case .contains: return .bool(try contains(b, a))
    case .notContains: return .bool(!(try contains(b, a)))
    case .equal, .notEqual:
      if isElementwise(a, b) { return try tensorCompare(op, a, b) }
      return .bool(try isEqual(a, b) == (op == .equal))
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
      if isElementwise(a, b) || (a.isSequence && b.isNumber) || (a.isNumber && b.isSequence) {
        return try tensorCompare(op, a, b)
      }
      return .bool(try ordered(op, a, b))
    }
  }

  /// Whether a comparison goes element by element.
  private func isElementwise(_ a: Value, _ b: Value) -> Bool {
    if a.tag != Tag.object && b.tag != Tag.object { return false }
    guard let left = a.operandKind, let right = b.operandKind else { return false }
    if left == .tensor { return right != .sequence || isNumeric(b) }
    return right == .tensor && (left != .sequence || isNumeric(a))
  }

  /// Whether a list or range holds numbers, or lists of them, alone.
  private func isNumeric(_ value: Value, depth: Int = 0) -> Bool {
    if value.isNumber || value.rangeObject != nil || value.asTensor != nil { return true }
    guard let list = value.listObject, depth < 64 else { return false }
    return list.items.allSatisfy { isNumeric($0, depth: depth + 1) }
  }

  /// Whether two values are equal as wholes: tensors in them too.
  ///
  /// Numbers by exact value (`1 == 1.0`), lists, dicts and ranges by their items, functions and
  /// objects by identity. Different types are unequal, but a tensor of shape `[]` is its number and
  /// a list of numbers equals a tensor of the same shape.
  public func isEqual(_ a: Value, _ b: Value) throws(RuntimeError) -> Bool {
    try isEqual(a, b, depth: 0)
  }

  private func isEqual(_ a: Value, _ b: Value, depth: Int) throws(RuntimeError) -> Bool {
    if a.isNumber && b.isNumber { return Numbers.areEqual(a, b) }
    if a.isNone || b.isNone { return a.isNone && b.isNone }
    if a.asTensor != nil || b.asTensor != nil { return try areEqualTensors(a, b) }
    guard let left = a.heapObject, let right = b.heapObject, left.kind == right.kind else {
      return false
    }
    guard depth < Self.nestingLimit else {
      throw RuntimeError(.limit, "lists nested more than \(Self.nestingLimit) deep")
    }
    switch left.kind {
    case .text:
      guard let x = a.textObject, let y = b.textObject else { return false }
      return x == y
    case .list:
      guard let x = a.listObject, let y = b.listObject, x.items.count == y.items.count
      else { return false }
      for (one, other) in zip(x.items, y.items) {
        try turn()
        if !(try isEqual(one, other, depth: depth + 1)) { return false }
      }
      return true
    case .dict:
      guard let x = a.dictObject, let y = b.dictObject, x.table.count == y.table.count
      else { return false }
      for entry in x.table.live {
        try turn()
        guard let other = try y.table.value(for: entry.key),
          try isEqual(entry.value, other, depth: depth + 1)
        else { return false }
      }
      return true
    case .range:
      guard let x = a.rangeObject, let y = b.rangeObject, x.count == y.count else { return false }
      guard x.count > 0 else { return true }
      return Numbers.areEqual(x.item(0), y.item(0))
        && Numbers.areEqual(x.item(x.count - 1), y.item(y.count - 1))
        && (x.count < 3 || x.isInteger && y.isInteger
          || (0..<x.count).allSatisfy { Numbers.areEqual(x.item($0), y.item($0)) })
    case .builtin: return a.builtinObject?.builtin === b.builtinObject?.builtin
    case .instance: return a.instanceObject?.object === b.instanceObject?.object
    case .tensor, .closure, .boundMethod, .error, .module, .cell, .iterator: return left === right
    }
  }

  /// Whether a condition takes `v` as true.
  /// - Throws: `value` for a tensor of other than one element.
  public func truth(_ v: Value) throws(RuntimeError) -> Bool {
    switch v.tag {
    case Tag.none: return false
    case Tag.bool, Tag.int: return v.bits != 0
    case Tag.float: return v.float != 0
    default: break
    }
    if let text = v.textObject { return text.byteCount > 0 }
    if let list = v.listObject { return !list.items.isEmpty }
    if let dict = v.dictObject { return !dict.table.isEmpty }
    if let range = v.rangeObject { return range.count > 0 }
    if let tensor = v.asTensor { return try truth(of: tensor) }
    return true
  }

  /// `item in container`.
  public func contains(_ container: Value, _ item: Value) throws(RuntimeError) -> Bool {
    if let list = container.listObject {
      for candidate in list.items {
        try turn()
        if try isEqual(candidate, item) { return true }
      }
      return false
    }
    if let dict = container.dictObject { return try dict.table.value(for: item) != nil }
    if let text = container.textObject {
      guard let part = item.textObject else {
        throw RuntimeError(
          .type, "`in` looks for a text in a text, got \(item.described)",
          hint: item.isNumber ? "`str(x)` makes a text of it" : nil)
      }
      return try TextSearch.find(part.utf8, in: text.utf8, from: 0) != nil
    }
    if let range = container.rangeObject {
      guard let number = item.isNumber ? item : item.numberOfScalarTensor else { return false }
      return range.contains(number)
    }
    if let tensor = container.asTensor { return try contains(tensor, item) }
    throw RuntimeError(
      .type,
      "`in` needs a list, text, dict, range or tensor on its right, "
        + "got \(container.described)")
  }
}
