import Tensors

extension VirtualMachine {
  /// `a op b` for numbers, texts and lists.
  func ordered(_ op: Comparison, _ a: Value, _ b: Value) throws(RuntimeError) -> Bool {
    guard let order = try order(a, b, for: op, depth: 0) else { return false }
    switch op {
    case .less: return order < 0
    case .lessOrEqual: return order <= 0
    case .greater: return order > 0
    case .greaterOrEqual: return order >= 0
    case .equal, .notEqual, .contains, .notContains: return order == 0
    }
  }

  /// -1, 0 or 1; nil beside NaN.
  private func order(
    _ a: Value, _ b: Value, for op: Comparison, depth: Int
  ) throws(RuntimeError) -> Int? {
    if a.isNumber && b.isNumber { return Numbers.order(a, b) }
    if let x = a.textObject, let y = b.textObject { return TextOrder.order(x.utf8, y.utf8) }
    if let x = a.listObject, let y = b.listObject {
      guard depth < Self.nestingLimit else {
        throw RuntimeError(.limit, "lists nested more than \(Self.nestingLimit) deep")
      }
      for (one, other) in zip(x.items, y.items) where !(try isEqual(one, other)) {
        return try order(one, other, for: op, depth: depth + 1)
      }
      let (left, right) = (x.items.count, y.items.count)
      return left == right ? 0 : left < right ? -1 : 1
    }
    let left = a.numberOfScalarTensor
    let right = b.numberOfScalarTensor
    if (left != nil || right != nil), (left ?? a).isNumber, (right ?? b).isNumber {
      return Numbers.order(left ?? a, right ?? b)
    }
    throw OperatorErrors.unordered(op, a, b)
  }

  /// The positions that put `keys` into order: stable, NaN last.
  /// - Throws: `type` where two keys have no order.
  public func sortedPositions(
    of keys: [Value], reverse: Bool = false
  ) throws(RuntimeError) -> [Int] {
    if let numbers = plainNumbers(keys) {
      return try library { try numbers.argsort(descending: reverse).ints() }
    }
    return try mergedPositions(of: keys, reverse: reverse)
  }

  /// The same for keys of any kind, compared one by one.
  func mergedPositions(of keys: [Value], reverse: Bool) throws(RuntimeError) -> [Int] {
    try mergeSorted(Array(keys.indices)) { (a, b) throws(RuntimeError) in
      try precedes(keys[a], keys[b], reverse: reverse)
    }
  }

  /// Many ints alone, or floats alone, which a tensor sorts sooner; nil for others.
  func plainNumbers(_ keys: [Value]) -> Tensor? {
    guard keys.count >= 64 else { return nil }
    if keys.allSatisfy({ $0.tag == Tag.int }) {
      return try? Tensor(count: keys.count, ints: { keys[$0].int })
    }
    guard keys.allSatisfy({ $0.tag == Tag.float }) else { return nil }
    return try? Tensor(count: keys.count, doubles: { keys[$0].float })
  }

  private func precedes(_ a: Value, _ b: Value, reverse: Bool) throws(RuntimeError) -> Bool {
    if a.isNaN || b.isNaN {
      guard (a.isNumber || a.asTensor != nil) && (b.isNumber || b.asTensor != nil) else {
        throw OperatorErrors.unordered(.less, a, b)
      }
      return b.isNaN && !a.isNaN
    }
    return reverse
      ? try order(b, a, for: .less, depth: 0) == -1 : try order(a, b, for: .less, depth: 0) == -1
  }

  /// A stable merge sort: `precedes` says whether one must stand before another.
  private func mergeSorted(
    _ items: [Int], by precedes: (Int, Int) throws(RuntimeError) -> Bool
  ) throws(RuntimeError) -> [Int] {
    var from = items
    var to = items
    var width = 1
    var turns = 0
    while width < items.count {
      var start = 0
      while start < items.count {
        let middle = min(start + width, items.count)
        let end = min(middle + width, items.count)
        var (left, right) = (start, middle)
        for place in start..<end {
          turns &+= 1
          try LongLoop.turn(turns)
          var takesLeft = left < middle
          if takesLeft && right < end { takesLeft = !(try precedes(from[right], from[left])) }
          if takesLeft {
            to[place] = from[left]
            left += 1
          } else {
            to[place] = from[right]
            right += 1
          }
        }
        start = end
      }
      swap(&from, &to)
      width *= 2
    }
    return from
  }
}

/// The order of texts.
enum TextOrder {
  /// -1, 0 or 1 by code point, which is the order of the UTF-8 bytes.
  static func order(_ a: [UInt8], _ b: [UInt8]) -> Int {
    if a == b { return 0 }
    return a.lexicographicallyPrecedes(b) ? -1 : 1
  }
}

extension Value {
  /// Whether this is a float NaN, or a tensor of shape `[]` that is.
  var isNaN: Bool {
    if tag == Tag.float { return float.isNaN }
    return numberOfScalarTensor.map { $0.tag == Tag.float && $0.float.isNaN } ?? false
  }
}
