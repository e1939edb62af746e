import CMachine

/// A hash table in insertion order, with cached hashes: what a dict is made of.
///
/// Open addressing over 32-bit positions into an array of entries. Keys are
/// `none`, bools, numbers, texts, and lists of these; equal keys are one key (`1`, `1.0`, `true`),
/// and the first spelling stays.
public struct DictTable {
  /// A key and its value.
  public struct Entry {
    /// The key, in its first spelling.
    public fileprivate(set) var key: Value
    /// What is kept under it.
    public var value: Value
    let hash: Int
    /// An entry that was taken out has no key, and stays until the table is rebuilt.
    var isLive: Bool { key.tag != Tag.unset }
  }

  private var entries: [Entry] = []
  /// Position of an entry plus one, below bits of its hash, 0 where the place is free: `cm_place`.
  /// A power of two long.
  private var places: [UInt32] = []
  /// Number of entries.
  public private(set) var count = 0

  /// An empty table.
  public init() {}

  /// An empty table with room for `capacity` entries.
  public init(capacity: Int) {
    entries.reserveCapacity(capacity)
    if capacity > 0 { resize(for: capacity) }
  }

  /// Whether there is no entry.
  public var isEmpty: Bool { count == 0 }

  // MARK: with keys that are already hashed

  /// The value under `key`, nil if there is none.
  @inline(__always)
  public func value(for key: DictKey) -> Value? {
    position(of: key).map { entries[$0].value }
  }

  /// Puts `value` under `key`; a new key goes to the end. Gives whether it is new.
  @discardableResult
  public mutating func set(_ value: Value, for key: DictKey) -> Bool {
    if let position = position(of: key) {
      entries[position].value = value
      return false
    }
    // The table is one more owner of a text.
    key.value.share()
    if (entries.count + 1) * 4 > places.count * 3 { resize(for: Swift.max(count + count / 2, 6)) }
    insert(entries.count, hash: key.hash)
    entries.append(Entry(key: key.value, value: value, hash: key.hash))
    count += 1
    return true
  }

  /// Moves away from memory that another table has too.
  mutating func takeOwnMemory() {
    entries.withUnsafeMutableBufferPointer { _ in }
    places.withUnsafeMutableBufferPointer { _ in }
  }

  /// Takes the entry of `key` out; nil if there is none.
  @discardableResult
  public mutating func remove(_ key: DictKey) -> Value? {
    guard let position = position(of: key) else { return nil }
    let value = entries[position].value
    entries[position].key = .unset
    entries[position].value = .none
    count -= 1
    if entries.count > 16 && count * 4 < entries.count { resize(for: count) }
    return value
  }

  // MARK: with values as keys

  /// The value under `key`, nil if there is none.
  /// - Throws: `type` where `key` cannot be a key.
  public func value(for key: Value) throws(RuntimeError) -> Value? {
    try value(for: DictKey(key))
  }

  /// Puts `value` under `key`; a new key goes to the end.
  /// - Throws: `type` where `key` cannot be a key.
  public mutating func set(_ value: Value, for key: Value) throws(RuntimeError) {
    set(value, for: try DictKey(key))
  }

  /// Takes the entry of `key` out; nil if there is none.
  /// - Throws: `type` where `key` cannot be a key.
  public mutating func remove(_ key: Value) throws(RuntimeError) -> Value? {
    remove(try DictKey(key))
  }

  /// The value under the text `key`, nil if there is none.
  public func value(for key: String) -> Value? {
    var key = key
    return key.withUTF8 { bytes in
      guard !places.isEmpty else { return nil }
      let hash = KeyHash.text(bytes)
      let found = search(hash: hash) { candidate in
        guard let text = candidate.textObject, text.byteCount == bytes.count else { return false }
        return text.withUTF8 { $0.elementsEqual(bytes) }
      }
      return found.map { entries[$0].value }
    }
  }

  // MARK: all of them

  /// Position of the first entry at or behind `position`, nil at the end: positions stay in order
  /// while entries are replaced.
  public func next(from position: Int) -> Int? {
    var position = position
    while position < entries.count {
      if entries[position].isLive { return position }
      position += 1
    }
    return nil
  }

  /// The entry at a position that `next(from:)` gave.
  public func entry(at position: Int) -> Entry { entries[position] }

  /// Visits every key and value; those of a removed entry are no objects.
  func forEachValue(_ body: (Value) -> Void) {
    entries.withUnsafeBufferPointer {
      for entry in $0 {
        body(entry.key)
        body(entry.value)
      }
    }
  }

  /// The keys in order.
  public var keys: [Value] { live.map(\.key) }
  /// The values in order of their keys.
  public var values: [Value] { live.map(\.value) }
  /// All entries in order.
  public var live: [Entry] { count == entries.count ? entries : entries.filter(\.isLive) }

  // MARK: places

  @inline(__always)
  private func position(of key: DictKey) -> Int? {
    guard !places.isEmpty else { return nil }
    // Most keys are the very same value: an int, or the same text.
    return search(hash: key.hash) {
      $0.isIdentical(to: key.value) || KeyHash.areEqual($0, key.value)
    }
  }

  @inline(__always)
  private func search(hash: Int, _ isKey: (Value) -> Bool) -> Int? {
    var probe = probe(hash)
    while places[Int(probe.place)] != 0 {
      let place = places[Int(probe.place)]
      if cm_may_be(place, Int64(hash), probe.mask) {
        let position = Int(cm_position(place, probe.mask))
        if entries[position].hash == hash && isKey(entries[position].key) { return position }
      }
      cm_advance(&probe)
    }
    return nil
  }

  private mutating func insert(_ position: Int, hash: Int) {
    var probe = probe(hash)
    while places[Int(probe.place)] != 0 { cm_advance(&probe) }
    places[Int(probe.place)] = cm_place(Int64(position), Int64(hash), probe.mask)
  }

  /// The places that a hash tries; there are some.
  @inline(__always)
  private func probe(_ hash: Int) -> cm_probe { cm_probe_of(Int64(hash), UInt64(places.count) - 1) }

  /// Drops removed entries and makes room for `capacity` of them.
  private mutating func resize(for capacity: Int) {
    var size = 8
    while size * 3 < (capacity + 1) * 4 { size *= 2 }
    if count != entries.count { entries = live }
    // As many as fit before the next time, so that the entries move no more often than the places.
    var moved: [Entry] = []
    moved.reserveCapacity(size / 4 * 3)
    LargePages.ask(for: &moved)
    moved += entries
    entries = moved
    places = [UInt32](repeating: 0, count: size)
    for (position, entry) in entries.enumerated() { insert(position, hash: entry.hash) }
  }
}

extension DictTable: Sequence {
  /// Keys and values, in order.
  public func makeIterator() -> AnyIterator<(key: Value, value: Value)> {
    var position = 0
    return AnyIterator {
      guard let found = next(from: position) else { return nil }
      position = found + 1
      return (entries[found].key, entries[found].value)
    }
  }
}
