// Instructions that make lists, dicts, texts and the arguments of spread calls.

extension VirtualMachine {
  @inline(never)
  func build(_ i: Instruction, _ frame: UnsafeMutablePointer<Frame>) throws(RuntimeError) {
    let r = frame.pointee.registers
    let (a, b, c) = (Int(i.a), Int(i.b), Int(i.c))
    switch i.opcode {
    case .listExtend:
      let items = try native { try self.items(of: r[b]) }
      for item in items { item.share() }
      list(r[a])?.items.append(contentsOf: items)
      heap.charge(16 * items.count)
    case .dictSet:
      dict(r[a])?.set(r[c], for: try DictKey(r[b]))
      heap.charge(48)
    case .dictSpread:
      try spread(r[b], into: r[a])
    case .spreadArgument:
      try spreadArgument(r + a, r[b])
    case .nameArgument:
      let constants = frame.pointee.closure._withUnsafeGuaranteedRef { $0.constants }
      list(r[a + 2])?.items.append(constants[c])
      list(r[a + 2])?.items.append(r[b])
    case .unpack:
      try unpack(r + a, before: b, behind: c == Instruction.absent ? nil : c)
    case .makeRange:
      let step: Value? = c & 2 != 0 ? r[b + 2] : nil
      r[a] = try makeRange(r[b], r[b + 1], by: step, inclusive: c & 1 != 0)
    case .formatValue:
      if c == Instruction.absent {
        // Ints are written where the texts are joined.
        let isReady = r[b].isObject(.text) || r[b].tag == Tag.int
        r[a] = isReady ? r[b] : heap.text(try printed(r[b]))
      } else {
        r[a] = heap.text(try formatted(r[b], try printed(r[c])))
      }
    default:
      r[a] = joined(UnsafeBufferPointer(start: r + b, count: c))
    }
  }

  /// Texts and ints, one behind the other.
  private func joined(_ parts: UnsafeBufferPointer<Value>) -> Value {
    heap.makeSpares()
    var size = 0
    var isASCII = true
    for part in parts {
      if part.tag == Tag.int {
        size += NumberText.longestInt
      } else {
        part.reference(TextObject.self)._withUnsafeGuaranteedRef {
          size += $0.byteCount
          isASCII = isASCII && $0.isASCII
        }
      }
    }
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: size) { bytes in
      var count = 0
      for part in parts {
        let rest = UnsafeMutableBufferPointer(rebasing: bytes[count...])
        if part.tag == Tag.int {
          count += NumberText.write(part.int, to: rest)
        } else {
          part.reference(TextObject.self)._withUnsafeGuaranteedRef { text in
            count += text.withUTF8 { rest.update(fromContentsOf: $0) }
          }
        }
      }
      return heap.text(copying: UnsafeBufferPointer(rebasing: bytes[..<count]), isASCII: isASCII)
    }
  }

  private func list(_ value: Value) -> ListObject? { value.listObject }

  private func dict(_ value: Value) -> DictObject? { value.dictObject }

  /// `{..d}`
  private func spread(_ source: Value, into target: Value) throws(RuntimeError) {
    guard let source = dict(source), let target = dict(target) else {
      throw RuntimeError(
        .type, "`..` in a dict takes a dict, got a value of type \(typeName(source))")
    }
    for entry in source.table.live {
      entry.value.share()
      try target.table.set(entry.value, for: entry.key)
    }
    heap.charge(48 * source.table.count)
  }

  /// `f(..x)`: the entries of a dict are named arguments, the items of anything else are not.
  private func spreadArgument(
    _ window: UnsafeMutablePointer<Value>, _ source: Value
  ) throws(RuntimeError) {
    guard let positional = list(window[1]), let named = list(window[2]) else { return }
    if let dict = dict(source) {
      for entry in dict.table.live {
        guard entry.key.isObject(.text) else {
          throw RuntimeError(
            .type, "`..` of a dict names arguments; its key \(shown(entry.key)) is no text")
        }
        entry.value.share()
        named.items += [entry.key, entry.value]
      }
      return
    }
    let items = try native { try self.items(of: source) }
    for item in items { item.share() }
    positional.items += items
  }

  /// `a, ..b, c = xs`
  private func unpack(
    _ state: UnsafeMutablePointer<Value>, before: Int, behind: Int?
  ) throws(RuntimeError) {
    let source = state[0]
    guard source.tag == Tag.object else {
      throw RuntimeError(
        .type, "cannot unpack a value of type \(typeName(source)) into \(before) targets")
    }
    let items = try native { try self.items(of: source) }
    let least = before + (behind ?? 0)
    guard behind == nil ? items.count == least : items.count >= least else {
      throw RuntimeError(
        .value,
        "cannot unpack \(items.count) value\(items.count == 1 ? "" : "s") into "
          + (behind == nil ? "" : "at least ") + "\(least) target\(least == 1 ? "" : "s")")
    }
    for item in items { item.share() }
    for index in 0..<before { state[1 + index] = items[index] }
    guard let behind else { return }
    state[1 + before] = heap.list(Array(items[before..<items.count - behind]))
    for index in 0..<behind {
      state[2 + before + index] = items[items.count - behind + index]
    }
  }
}
