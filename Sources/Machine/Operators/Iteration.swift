import Tensors

/// Walks the items of a value, once.
///
/// Not rooted by itself: whoever keeps one across script calls keeps `source` alive.
public final class ScriptIterator {
  /// What is walked.
  public let source: Value
  private let step: () throws -> Value?
  /// Items that were asked for.
  private var turns = 0

  init(_ source: Value, step: @escaping () throws -> Value?) {
    self.source = source
    self.step = step
  }

  /// The next item, nil at the end.
  public func next() throws(RuntimeError) -> Value? {
    turns &+= 1
    try LongLoop.turn(turns)
    do { return try step() } catch { throw RuntimeError(error) }
  }
}

extension VirtualMachine {
  /// The items of a list, range, text (code points), tensor (its first axis), dict or stream.
  ///
  /// - Parameters:
  ///   - pairs: whether a dict gives `[key, value]` lists rather than keys.
  /// - Throws: `type` for what cannot be walked.
  public func iterate(_ v: Value, pairs: Bool = false) throws(RuntimeError) -> ScriptIterator {
    if let list = v.listObject { return walk(v, list.items) }
    if let range = v.rangeObject {
      var k = 0
      return ScriptIterator(v) {
        guard k < range.count else { return nil }
        defer { k += 1 }
        return range.item(k)
      }
    }
    if let dict = v.dictObject { return walk(v, dict, pairs: pairs) }
    if let text = v.textObject { return walk(v, text) }
    if let tensor = v.asTensor { return try walk(v, tensor) }
    if let instance = v.instanceObject {
      do {
        return ScriptIterator(v, step: try instance.object.iterate(in: self))
      } catch {
        throw RuntimeError(error)
      }
    }
    var hint: String?
    if v.tag == Tag.int { hint = "`0..\(v.int)` runs over the numbers below it" }
    if v.isFunction { hint = "call it, `f(…)`" }
    throw RuntimeError(.type, "cannot loop over \(v.described)", hint: hint)
  }

  private func walk(_ source: Value, _ items: [Value]) -> ScriptIterator {
    var position = 0
    return ScriptIterator(source) { [unowned self] in
      guard position < items.count else { return nil }
      defer { position += 1 }
      markShared(items[position])
      return items[position]
    }
  }

  private func walk(_ source: Value, _ dict: DictObject, pairs: Bool) -> ScriptIterator {
    let table = dict.table
    var position = 0
    return ScriptIterator(source) { [unowned self] in
      guard let found = table.next(from: position) else { return nil }
      position = found + 1
      let entry = table.entry(at: found)
      markShared(entry.key)
      guard pairs else { return entry.key }
      markShared(entry.value)
      return heap.list([entry.key, entry.value])
    }
  }

  private func walk(_ source: Value, _ text: TextObject) -> ScriptIterator {
    let bytes = text.utf8
    var position = 0
    return ScriptIterator(source) { [unowned self] in
      guard position < bytes.count else { return nil }
      let start = position
      position += CodePoints.length(of: bytes[start])
      return heap.text(utf8: Array(bytes[start..<min(position, bytes.count)]))
    }
  }

  private func walk(_ source: Value, _ tensor: Tensor) throws(RuntimeError) -> ScriptIterator {
    guard let length = tensor.shape.first else {
      throw RuntimeError(
        .type, "cannot loop over a tensor of shape []", hint: "`x.item()` is its number")
    }
    var k = 0
    return ScriptIterator(source) { [unowned self] in
      guard k < length else { return nil }
      defer { k += 1 }
      return heap.tensor(try tensor.indexed([.at(k)]))
    }
  }

  /// All items of a value as a list of values; those of a dict are its keys.
  /// - Throws: as `iterate`, and `limit` where they do not fit the memory.
  public func items(of v: Value) throws(RuntimeError) -> [Value] {
    if let list = v.listObject { return list.items }
    if let range = v.rangeObject {
      try checkRoom(
        for: range.count, size: MemoryLayout<Value>.stride, "a list of \(range.count) items")
      var items: [Value] = []
      items.reserveCapacity(range.count)
      for place in 0..<range.count {
        if place & 0xFFFFF == 0xFFFFF { try checkInterrupt() }
        items.append(range.item(place))
      }
      return items
    }
    let iterator = try iterate(v)
    var items: [Value] = []
    while let item = try iterator.next() {
      if items.count & 0xFFFF == 0xFFFF { try checkInterrupt() }
      items.append(item)
    }
    return items
  }

  /// `len(v)`: items of a list, dict, range or object, code points of a text, the first axis of a
  /// tensor.
  /// - Throws: `type` for what has no length.
  public func length(of v: Value) throws(RuntimeError) -> Int {
    if let list = v.listObject { return list.items.count }
    if let text = v.textObject { return text.codePointCount }
    if let dict = v.dictObject { return dict.table.count }
    if let range = v.rangeObject { return range.count }
    if let tensor = v.asTensor {
      if let length = tensor.shape.first { return length }
      throw RuntimeError(.type, "a tensor of shape [] has no length")
    }
    if let count = v.instanceObject?.object.count { return count }
    throw RuntimeError(.type, "\(v.described) has no length")
  }
}

/// UTF-8 by code points.
enum CodePoints {
  /// Bytes of the code point that begins with `first`.
  @inline(__always)
  static func length(of first: UInt8) -> Int {
    first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
  }

  /// The byte at which each code point begins, and the end.
  static func starts(in bytes: [UInt8]) throws(RuntimeError) -> [Int] {
    var starts: [Int] = []
    starts.reserveCapacity(bytes.count + 1)
    for (position, byte) in bytes.enumerated() {
      try LongLoop.turn(position)
      if byte & 0xc0 != 0x80 { starts.append(position) }
    }
    starts.append(bytes.count)
    return starts
  }

  /// The byte at which a code point begins that stands `count` behind the one at `start`; the end
  /// where there are no more.
  static func place(
    _ count: Int, behind start: Int, in bytes: [UInt8]
  ) throws(RuntimeError) -> Int {
    var (left, low) = (count, start)
    while low < bytes.count {
      // Whole pieces are counted without a way out, which is vectorised.
      let high = min(bytes.count, low + 1 << 16)
      let begun = bytes[low..<high].reduce(0) { $0 + ($1 & 0xc0 != 0x80 ? 1 : 0) }
      if begun > left { break }
      left -= begun
      low = high
      try LongLoop.look()
    }
    while low < bytes.count {
      if bytes[low] & 0xc0 != 0x80 {
        if left == 0 { break }
        left -= 1
      }
      low += 1
    }
    return low
  }
}
