import Glibc

extension RangeObject {
  /// Item `k`, counted from 0.
  public func item(_ k: Int) -> Value {
    if start.tag == Tag.int { return .int(start.int &+ k &* step.int) }
    return .float(start.float + Double(k) * step.float)
  }

  /// Whether the items are ints.
  var isInteger: Bool { start.tag == Tag.int }

  /// Whether a number is one of the items.
  func contains(_ number: Value) -> Bool {
    guard count > 0 else { return false }
    if isInteger {
      guard
        number.tag == Tag.int || number.tag == Tag.bool || number.float.rounded() == number.float,
        let wanted = number.asInt ?? Int(exactly: number.float)
      else { return false }
      let (distance, overflow) = wanted.subtractingReportingOverflow(start.int)
      if overflow { return (0..<count).lazy.contains { self.item($0).int == wanted } }
      guard distance % step.int == 0 else { return false }
      let k = distance / step.int
      return k >= 0 && k < count
    }
    guard let wanted = number.asDouble, wanted.isFinite else { return false }
    let k = ((wanted - start.float) / step.float).rounded()
    guard k >= 0, k < Double(count) else { return false }
    return item(Int(k)).float == wanted
  }

  /// All items.
  public var items: [Value] { (0..<count).map(item) }
}

extension VirtualMachine {
  /// `a..b by step`, or `a..=b by step`.
  ///
  /// The count allows for rounding by 1e-9 of a step.
  /// - Throws: `type` for ends that are no numbers, `value` for a step of 0 or ends that are not
  ///   finite, `limit` for a length over 2^63.
  public func makeRange(
    _ a: Value, _ b: Value, by: Value?, inclusive: Bool
  ) throws(RuntimeError) -> Value {
    let start = try rangePart(a, "start")
    let end = try rangePart(b, "end")
    let step = try by.map { value throws(RuntimeError) in try rangePart(value, "step") } ?? .int(1)
    let isInteger = start.tag == Tag.int && end.tag == Tag.int && step.tag == Tag.int
    guard (step.asDouble ?? 0) != 0 else {
      throw RuntimeError(
        .value, "the step of a range must not be 0", hint: "`10..0 by -1` runs down")
    }
    if isInteger {
      let count = try Self.count(start.int, end.int, step.int, inclusive)
      return range(start: start, end: end, step: step, isInclusive: inclusive, count: count)
    }
    let parts = [start, end, step].map { $0.asDouble ?? 0 }
    for part in parts where !part.isFinite {
      throw RuntimeError(
        .value, "ends and step of a range must be finite, got \(NumberText.shortest(part))")
    }
    let steps = (parts[1] - parts[0]) / parts[2]
    let count = inclusive ? (steps + 1e-9).rounded(.down) + 1 : (steps - 1e-9).rounded(.up)
    guard count < 0x1p63 else { throw Self.tooLong }
    return range(
      start: .float(parts[0]), end: .float(parts[1]), step: .float(parts[2]),
      isInclusive: inclusive, count: Int(max(count, 0)))
  }

  /// A range of known length.
  func range(start: Value, end: Value, step: Value, isInclusive: Bool, count: Int) -> Value {
    .object(
      heap.adopt(
        RangeObject(start: start, end: end, step: step, isInclusive: isInclusive, count: count)))
  }

  private static var tooLong: RuntimeError {
    RuntimeError(.limit, "a range of over 2^63 items")
  }

  /// Number of items of a range of ints, whose step is not 0.
  static func count(
    _ start: Int, _ end: Int, _ step: Int, _ inclusive: Bool
  ) throws(RuntimeError) -> Int {
    let (short, overflow) = end.subtractingReportingOverflow(start)
    if !overflow, step > 0, short < Int.max {
      if short <= 0 { return short == 0 && inclusive ? 1 : 0 }
      return inclusive ? short / step + 1 : (short - 1) / step + 1
    }
    let distance = Int128(end) - Int128(start)
    let step = Int128(step)
    guard (distance >= 0) == (step > 0) || distance == 0 else { return 0 }
    let whole = distance / step
    let count = inclusive ? whole + 1 : whole + (distance % step == 0 ? 0 : 1)
    guard let count = Int(exactly: count) else { throw tooLong }
    return count
  }

  private func rangePart(_ value: Value, _ part: String) throws(RuntimeError) -> Value {
    if value.tag == Tag.int || value.tag == Tag.float { return value }
    if let number = value.numberOfScalarTensor, number.tag != Tag.bool { return number }
    throw RuntimeError(
      .type, "the \(part) of a range must be a number, got \(described(value))",
      hint: value.listObject == nil ? nil : "`0..len(xs)` runs over the positions of a list")
  }
}
