extension Tensor {
  /// The single element as a real number. Throws `.shape` if there is not exactly one.
  public func item() throws(TensorError) -> Double {
    try checkSingle()
    switch dtype {
    case .bool: return pointer.load(as: Bool.self) ? 1 : 0
    case .i64: return Double(pointer.load(as: Int.self))
    case .f32: return Double(pointer.load(as: Float.self))
    case .f64: return pointer.load(as: Double.self)
    }
  }

  /// The single element as an integer. Throws `.type` if it is not whole.
  public func itemInt() throws(TensorError) -> Int {
    try checkSingle()
    if dtype == .i64 { return pointer.load(as: Int.self) }
    let value = try item()
    guard let int = Int(exactly: value) else {
      throw .type("itemInt: \(value) is not a whole number")
    }
    return int
  }

  /// Whether the single element is not 0.
  public func itemBool() throws(TensorError) -> Bool { try item() != 0 }

  private func checkSingle() throws(TensorError) {
    if count != 1 {
      throw .shape("item: the tensor must have one element, got shape \(shape)")
    }
  }

  /// One element by its place in row-major order, which must be below `count`.
  public func scalar(at place: Int) -> Scalar {
    precondition(place >= 0 && place < count, "a place outside the tensor")
    var (rest, at) = (place, 0)
    if isContiguous {
      at = place
    } else {
      for (size, step) in zip(shape, strides).reversed() {
        at += rest % size * step
        rest /= size
      }
    }
    let address = pointer + at * dtype.byteCount
    switch dtype {
    case .bool: return .bool(address.load(as: Bool.self))
    case .i64: return .int(address.load(as: Int.self))
    case .f32: return .float(Double(address.load(as: Float.self)))
    case .f64: return .float(address.load(as: Double.self))
    }
  }

  /// The elements in row-major order as real numbers, from any dtype.
  public func doubles() -> [Double] {
    read(zero: 0, f64: { $0 }, f32: { Double($0) }, i64: { Double($0) }, bool: { $0 ? 1 : 0 })
  }

  /// The elements in row-major order as integers; fractions are cut off, NaN becomes 0.
  public func ints() -> [Int] {
    read(
      zero: 0, f64: { Int(exactly: $0.rounded(.towardZero)) ?? 0 },
      f32: { Int(exactly: $0.rounded(.towardZero)) ?? 0 }, i64: { $0 }, bool: { $0 ? 1 : 0 })
  }

  /// Whether each element, in row-major order, is not 0.
  public func bools() -> [Bool] {
    read(zero: false, f64: { $0 != 0 }, f32: { $0 != 0 }, i64: { $0 != 0 }, bool: { $0 })
  }

  private func read<Result>(
    zero: Result, f64: (Double) -> Result, f32: (Float) -> Result, i64: (Int) -> Result,
    bool: (Bool) -> Result
  ) -> [Result] {
    switch dtype {
    case .f64: collect(zero, f64)
    case .f32: collect(zero, f32)
    case .i64: collect(zero, i64)
    case .bool: collect(zero, bool)
    }
  }

  private func collect<Element, Result>(_ zero: Result, _ convert: (Element) -> Result) -> [Result]
  {
    let start = pointer.assumingMemoryBound(to: Element.self)
    var result: [Result] = []
    result.reserveCapacity(count)
    guard let layout else {
      for index in 0..<count { result.append(convert(start[index])) }
      return result
    }
    if count == 0 { return result }
    var at = [Int](repeating: 0, count: rank)
    var position = 0
    for _ in 0..<count {
      result.append(convert(start[position]))
      for axis in stride(from: rank - 1, through: 0, by: -1) {
        at[axis] += 1
        position += layout[axis]
        if at[axis] < shape[axis] { break }
        position -= at[axis] * layout[axis]
        at[axis] = 0
      }
    }
    return result
  }

  /// Lends the row-major elements of an f32 tensor. Throws `.type` for another dtype.
  public func withF32<Result>(
    _ body: (UnsafeBufferPointer<Float>) throws -> Result
  ) throws -> Result {
    try lend(.f32, body)
  }

  /// Lends the row-major elements of an f64 tensor. Throws `.type` for another dtype.
  public func withF64<Result>(
    _ body: (UnsafeBufferPointer<Double>) throws -> Result
  ) throws -> Result {
    try lend(.f64, body)
  }

  /// Lends the row-major elements of an i64 tensor. Throws `.type` for another dtype.
  public func withI64<Result>(
    _ body: (UnsafeBufferPointer<Int>) throws -> Result
  ) throws -> Result {
    try lend(.i64, body)
  }

  /// Lends the row-major elements of a bool tensor. Throws `.type` for another dtype.
  public func withBool<Result>(
    _ body: (UnsafeBufferPointer<Bool>) throws -> Result
  ) throws -> Result {
    try lend(.bool, body)
  }

  private func lend<Element, Result>(
    _ wanted: DType, _ body: (UnsafeBufferPointer<Element>) throws -> Result
  ) throws -> Result {
    if dtype != wanted {
      throw TensorError.type("the tensor must be \(wanted.name), got \(dtype.name)")
    }
    let rows = try rowMajor(as: wanted)
    let start = rows.pointer.assumingMemoryBound(to: Element.self)
    return try withExtendedLifetime(rows.storage) {
      try body(UnsafeBufferPointer(start: start, count: count))
    }
  }
}
