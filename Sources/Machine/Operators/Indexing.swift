import Tensors

extension VirtualMachine {
  /// `base[key]` for one index that is no slice.
  func index(_ base: Value, key: Value) throws(RuntimeError) -> Value {
    if base.isObject(.list), key.tag == Tag.int {
      // Counted from the end: the loop has looked for the others.
      if let item = base.listItem(key.int &+ base.listCount) { return item }
    } else if base.isObject(.dict) {
      let hashed = try DictKey(key)
      let found = base.reference(DictObject.self)._withUnsafeGuaranteedRef {
        $0.table.value(for: hashed)
      }
      if let found { return found }
    }
    return try index(base, [.value(key)])
  }

  /// `base[items]`.
  ///
  /// An element of a list or dict comes as it is stands there, without a mark: whoever stores it
  /// marks it.
  /// - Throws: `index`, `key`, or `type` for what cannot be indexed so.
  public func index(_ base: Value, _ items: [IndexOperand]) throws(RuntimeError) -> Value {
    if let list = base.listObject {
      switch try sequenceIndex(items, of: base) {
      case .at(let k): return list.items[try position(k, in: list.items.count, of: base)]
      case .slice(let slice):
        if slice.step == 1 {
          let bounds = slice.bounds(in: list.items.count)
          return self.list(sharing: Array(list.items[bounds.start..<bounds.start + bounds.count]))
        }
        return self.list(sharing: slice.positions(in: list.items.count).map { list.items[$0] })
      }
    }
    if let dict = base.dictObject {
      let key = try dictKey(items)
      if let value = try dict.table.value(for: key) { return value }
      throw IndexErrors.missing(key, in: dict.table)
    }
    if let text = base.textObject { return try index(text, try sequenceIndex(items, of: base)) }
    if let range = base.rangeObject {
      switch try sequenceIndex(items, of: base) {
      case .at(let k): return range.item(try position(k, in: range.count, of: base))
      case .slice(let slice): return self.slice(range, slice)
      }
    }
    if let tensor = base.asTensor {
      return try library { heap.tensor(try tensor.indexed(try tensorItems(items))) }
    }
    if let instance = base.instanceObject { return try index(instance, items) }
    throw RuntimeError(.type, "\(base.described) has no items to index")
  }

  private func index(
    _ text: TextObject, _ item: SequenceIndex
  ) throws(RuntimeError) -> Value {
    let count = text.codePointCount
    let (first, length): (Int, Int)
    switch item {
    case .at(let k): (first, length) = (try position(k, in: count, of: .object(text)), 1)
    case .slice(let slice) where slice.step == 1:
      let bounds = slice.bounds(in: count)
      (first, length) = (bounds.start, bounds.count)
    case .slice(let slice): return try pick(slice.bounds(in: count), of: text)
    }
    let bytes = text.utf8
    if text.isASCII { return heap.text(utf8: Array(bytes[first..<first + length])) }
    let low = try CodePoints.place(first, behind: 0, in: bytes)
    let high = try CodePoints.place(length, behind: low, in: bytes)
    return heap.text(utf8: Array(bytes[low..<high]))
  }

  /// The code points that a slice selects.
  private func pick(
    _ bounds: (start: Int, step: Int, count: Int), of text: TextObject
  ) throws(RuntimeError) -> Value {
    let bytes = text.utf8
    let starts = text.isASCII ? nil : try CodePoints.starts(in: bytes)
    var picked: [UInt8] = []
    for turn in 0..<bounds.count {
      try LongLoop.turn(turn)
      let place = bounds.start + turn * bounds.step
      if let starts {
        picked += bytes[starts[place]..<starts[place + 1]]
      } else {
        picked.append(bytes[place])
      }
    }
    return heap.text(utf8: picked)
  }

  private func slice(_ range: RangeObject, _ slice: Slice) -> Value {
    let positions = slice.bounds(in: range.count)
    let start = range.item(positions.start)
    if range.isInteger {
      let step = range.step.int &* positions.step
      return self.range(
        start: start, end: .int(start.int &+ positions.count &* step), step: .int(step),
        isInclusive: false, count: positions.count)
    }
    let step = range.step.float * Double(positions.step)
    return self.range(
      start: start, end: .float(start.float + Double(positions.count) * step), step: .float(step),
      isInclusive: false, count: positions.count)
  }

  private func index(
    _ instance: InstanceObject, _ items: [IndexOperand]
  ) throws(RuntimeError) -> Value {
    var values: [Value] = []
    for item in items {
      switch item {
      case .value(let value): values.append(value)
      case .ellipsis:
        throw RuntimeError(.type, "a value of type \(instance.object.typeName) takes no `...`")
      case .slice(let start, let end, let step):
        guard let count = instance.object.count else {
          throw RuntimeError(
            .type, "a value of type \(instance.object.typeName) has no length to slice")
        }
        let bounds = try Slice(start, end, step).bounds(in: count)
        values.append(
          range(
            start: .int(bounds.start), end: .int(bounds.start + bounds.count * bounds.step),
            step: .int(bounds.step), isInclusive: false, count: bounds.count))
      }
    }
    return try library { try instance.object.index(values, in: self) }
  }

  // MARK: the items

  /// What stands between the brackets behind a list, text or range.
  func sequenceIndex(
    _ items: [IndexOperand], of base: Value
  ) throws(RuntimeError) -> SequenceIndex {
    guard items.count == 1, let item = items.first else {
      throw RuntimeError(
        .type, "\(base.described) takes one index, got \(items.count)",
        hint: base.isSequence ? "`xs[i][j]` for a list of lists, or `tensor(xs)[i, j]`" : nil)
    }
    switch item {
    case .slice(let start, let end, let step): return .slice(try Slice(start, end, step))
    case .ellipsis:
      throw RuntimeError(.type, "`...` stands for axes of a tensor; \(base.described) has none")
    case .value(let value):
      if let k = wholeNumber(value) { return .at(k) }
      throw IndexErrors.wrongIndex(value, of: base)
    }
  }

  /// The key that the items of `d[…]` stand for: several are a list.
  func dictKey(_ items: [IndexOperand]) throws(RuntimeError) -> Value {
    var values: [Value] = []
    for item in items {
      guard case .value(let value) = item else {
        throw RuntimeError(
          .type, "a dict is indexed by a key, not by a slice", hint: "`values(d)[a:b]` is a list")
      }
      values.append(value)
    }
    return values.count == 1 ? values[0] : list(sharing: values)
  }

  /// A position counted from the front.
  func position(_ k: Int, in count: Int, of base: Value) throws(RuntimeError) -> Int {
    let position = k < 0 ? k &+ count : k
    guard position >= 0 && position < count else {
      throw IndexErrors.outside(k, count: count, base)
    }
    return position
  }

  /// The items between the brackets behind a tensor.
  func tensorItems(_ items: [IndexOperand]) throws -> [IndexItem] {
    var result: [IndexItem] = []
    for item in items {
      switch item {
      case .ellipsis: result.append(.ellipsis)
      case .slice(let start, let end, let step):
        let slice = try Slice(start, end, step)
        result.append(.slice(start: slice.start, end: slice.end, step: slice.step))
      case .value(let value): result.append(try tensorItem(value))
      }
    }
    return result
  }

  private func tensorItem(_ value: Value) throws -> IndexItem {
    if value.isNone { return .newAxis }
    if let k = wholeNumber(value) { return .at(k) }
    if value.isSequence || value.asTensor != nil, var tensor = try tensor(from: value) {
      if tensor.count == 0 && value.listObject != nil { tensor = try tensor.astype(.i64) }
      switch tensor.dtype {
      case .bool: return .mask(tensor)
      case .i64: return .gather(tensor)
      case .f32, .f64: break
      }
    }
    throw RuntimeError(
      .type,
      "a tensor is indexed by ints, slices, `...`, none, masks and int tensors, "
        + "got \(value.described)",
      hint: value.tag == Tag.float ? "`int(x)` makes a whole number of it" : nil)
  }
}

/// An index of a list, text or range.
enum SequenceIndex {
  case at(Int)
  case slice(Slice)
}

/// `a:b:step`, with parts left out.
struct Slice {
  let start: Int?
  let end: Int?
  let step: Int

  init(_ start: Value?, _ end: Value?, _ step: Value?) throws(RuntimeError) {
    self.start = try Slice.part(start)
    self.end = try Slice.part(end)
    self.step = try Slice.part(step) ?? 1
    guard self.step != 0 else { throw RuntimeError(.value, "the step of a slice must not be 0") }
  }

  private static func part(_ value: Value?) throws(RuntimeError) -> Int? {
    guard let value, !value.isNone else { return nil }
    if value.tag == Tag.int { return value.int }
    if let number = value.numberOfScalarTensor, number.tag == Tag.int { return number.int }
    throw RuntimeError(.type, "the parts of a slice must be ints, got \(value.described)")
  }

  /// First position, step and number of positions, clamped to `count` items.
  func bounds(in count: Int) -> (start: Int, step: Int, count: Int) {
    let low = step < 0 ? -1 : 0
    let high = step < 0 ? count - 1 : count
    func clamped(_ part: Int) -> Int {
      let position = part < 0 ? part &+ count : part
      return min(max(position, low), high)
    }
    let first = start.map(clamped) ?? (step < 0 ? high : low)
    let last = end.map(clamped) ?? (step < 0 ? low : high)
    let distance = step < 0 ? first - last : last - first
    guard distance > 0 else { return (max(first, 0), step, 0) }
    let size = step.magnitude
    return (first, step, Int((UInt(distance) - 1) / size) + 1)
  }

  /// The positions that it selects of `count` items.
  func positions(in count: Int) -> [Int] {
    let bounds = bounds(in: count)
    return (0..<bounds.count).map { bounds.start + $0 * bounds.step }
  }
}
