// The state of a loop stands in three registers:
// over a range of ints: next item, items left, step; over a list: the list, next position;
// over anything else: an iterator.

extension VirtualMachine {
  /// Makes the state of a loop over R(0).
  @inline(never)
  func prepareLoop(
    _ state: UnsafeMutablePointer<Value>, targets: Int
  ) throws(RuntimeError) {
    let value = state[0]
    if value.isObject(.list) {
      state[1] = .int(0)
    } else if value.isObject(.range),
      let range = value.heapObject as? RangeObject, range.start.tag == Tag.int
    {
      state[0] = range.start
      state[1] = .int(range.count)
      state[2] = range.step
    } else {
      noteRead(value)
      let iterator = try iterate(value, pairs: targets == 2)
      state[0] = .object(heap.adopt(IteratorObject(iterator: iterator)))
      state[1] = value
    }
  }

  /// Makes the state of a loop over R(0)..R(1) by R(2); ints need no range object.
  @inline(never)
  func prepareRange(_ state: UnsafeMutablePointer<Value>, flags: Int) throws(RuntimeError) {
    let isInclusive = flags & 1 != 0
    let step: Value? = flags & 2 != 0 ? state[2] : nil
    if state[0].tag == Tag.int, state[1].tag == Tag.int, step == nil {
      let (low, high) = (state[0].int, state[1].int)
      let (distance, overflow) = high.subtractingReportingOverflow(low)
      if !overflow, distance < Int.max {
        state[1] = .int(max(0, isInclusive ? distance + 1 : distance))
        state[2] = .int(1)
        return
      }
    }
    if let step, state[0].tag == Tag.int, state[1].tag == Tag.int, step.tag == Tag.int,
      step.int != 0
    {
      state[1] = .int(try Self.count(state[0].int, state[1].int, step.int, isInclusive))
      return
    }
    state[0] = try makeRange(state[0], state[1], by: step, inclusive: isInclusive)
    try prepareLoop(state, targets: 1)
  }

  /// Makes room in a new list for what a loop will give.
  @inline(never)
  func reserveList(_ list: Value, _ state: UnsafeMutablePointer<Value>) {
    let count: Int
    if state[0].tag == Tag.int {
      count = state[1].int
    } else if let items = state[0].listObject?.items {
      count = items.count
    } else {
      return
    }
    list.listObject?.reserve(count)
  }

  /// The next item of a loop, nil at its end.
  @inline(never)
  func nextItem(_ state: UnsafeMutablePointer<Value>) throws(RuntimeError) -> Value? {
    if state[0].tag == Tag.int {
      let item = state[0]
      if state[1].int == 0 { return nil }
      state[0] = .int(item.int &+ state[2].int)
      state[1] = .int(state[1].int &- 1)
      return item
    }
    if state[0].isObject(.list) {
      guard let item = state[0].listItem(state[1].int) else { return nil }
      state[1] = .int(state[1].int + 1)
      item.share()
      return item
    }
    let iterator = state[0].reference(IteratorObject.self).takeUnretainedValue().iterator
    return try native { try iterator.next() }
  }
}
