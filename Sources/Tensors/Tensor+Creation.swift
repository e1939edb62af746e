extension Tensor {
  /// A tensor of row-major values. Throws `.shape` if their number is not that of the shape.
  public init(_ values: [Double], shape: [Int], dtype: DType = .f32) throws(TensorError) {
    let count = try Tensor.matched(values.count, shape)
    let double = try Tensor(uninitialized: shape, count: count, dtype: .f64, for: "tensor")
    values.withUnsafeBytes { double.pointer.copyNonEmpty($0) }
    self = dtype == .f64 ? double : try double.astype(dtype)
  }

  /// A tensor of row-major i64 values.
  public init(ints values: [Int], shape: [Int]) throws(TensorError) {
    let count = try Tensor.matched(values.count, shape)
    try self.init(uninitialized: shape, count: count, dtype: .i64, for: "tensor")
    values.withUnsafeBytes { pointer.copyNonEmpty($0) }
  }

  /// `count` i64 values that a function gives by their position.
  public init(count: Int, ints value: (Int) -> Int) throws(TensorError) {
    try self.init(uninitialized: [count], count: count, dtype: .i64, for: "tensor")
    let elements = pointer.assumingMemoryBound(to: Int.self)
    for position in 0..<count { elements[position] = value(position) }
  }

  /// `count` f64 values that a function gives by their position.
  public init(count: Int, doubles value: (Int) -> Double) throws(TensorError) {
    try self.init(uninitialized: [count], count: count, dtype: .f64, for: "tensor")
    let elements = pointer.assumingMemoryBound(to: Double.self)
    for position in 0..<count { elements[position] = value(position) }
  }

  /// A tensor of row-major bool values.
  public init(bools values: [Bool], shape: [Int]) throws(TensorError) {
    let count = try Tensor.matched(values.count, shape)
    try self.init(uninitialized: shape, count: count, dtype: .bool, for: "tensor")
    values.withUnsafeBytes { pointer.copyNonEmpty($0) }
  }

  private static func matched(_ values: Int, _ shape: [Int]) throws(TensorError) -> Int {
    let count = try Shape.count(shape, in: "tensor")
    if count != values {
      throw .shape("tensor: shape \(shape) takes \(count) values, got \(values)")
    }
    return count
  }

  /// A tensor of shape `[]`. It is never refused memory: one element is always there.
  public static func scalar(_ value: Double, dtype: DType = .f64) -> Tensor {
    Tensor(single: dtype) { pointer in
      switch dtype {
      case .bool: pointer.storeBytes(of: value != 0, as: Bool.self)
      case .i64: pointer.storeBytes(of: Int(exactly: value.rounded(.towardZero)) ?? 0, as: Int.self)
      case .f32: pointer.storeBytes(of: Float(value), as: Float.self)
      case .f64: pointer.storeBytes(of: value, as: Double.self)
      }
    }
  }

  /// An i64 tensor of shape `[]`.
  public static func scalar(int value: Int) -> Tensor {
    Tensor(single: .i64) { $0.storeBytes(of: value, as: Int.self) }
  }

  /// A bool tensor of shape `[]`.
  public static func scalar(bool value: Bool) -> Tensor {
    Tensor(single: .bool) { $0.storeBytes(of: value, as: Bool.self) }
  }

  /// A number as a tensor of shape `[]` of a dtype that holds it.
  static func number(_ value: Scalar, dtype: DType) -> Tensor {
    switch value {
    case .int(let int) where dtype == .i64: scalar(int: int)
    case .int, .float, .bool: scalar(value.double, dtype: dtype)
    }
  }

  private init(single dtype: DType, _ store: (UnsafeMutableRawPointer) -> Void) {
    storage = Storage.single()
    offset = 0
    shape = []
    self.dtype = dtype
    count = 1
    store(storage.pointer)
  }

  /// Zeros. Throws `.limit` if there is no room for them.
  public static func zeros(_ shape: [Int], dtype: DType = .f32) throws(TensorError) -> Tensor {
    let result = try Tensor(uninitialized: shape, dtype: dtype, for: "zeros")
    let bytes = UnsafeMutableRawBufferPointer(
      start: result.pointer, count: result.count * dtype.byteCount)
    // Fresh memory takes long at its first touch.
    try Interrupt.pieces(of: bytes.count, size: 1 << 22) { places in
      UnsafeMutableRawBufferPointer(rebasing: bytes[places])
        .initializeMemory(as: UInt8.self, repeating: 0)
    }
    return result
  }

  /// Ones.
  public static func ones(_ shape: [Int], dtype: DType = .f32) throws(TensorError) -> Tensor {
    try full(shape, 1, dtype: dtype)
  }

  /// The same value everywhere. Throws `.type` for a fraction into i64.
  public static func full(_ shape: [Int], _ value: Scalar, dtype: DType = .f32)
    throws(TensorError) -> Tensor
  {
    if dtype == .i64, case .float(let double) = value, Int(exactly: double) == nil {
      throw .type("full: \(double) is not a whole number of i64")
    }
    let one = Tensor.number(value, dtype: dtype)
    return try one.spread(to: shape, in: "full").fresh()
  }

  /// The identity of `rows` by `columns`.
  public static func eye(_ rows: Int, columns: Int? = nil, dtype: DType = .f32)
    throws(TensorError) -> Tensor
  {
    let columns = columns ?? rows
    let result = try zeros([rows, columns], dtype: dtype)
    let step = (columns + 1) * dtype.byteCount
    for index in 0..<Swift.min(rows, columns) {
      let at = result.pointer + index * step
      switch dtype {
      case .bool: at.storeBytes(of: true, as: Bool.self)
      case .i64: at.storeBytes(of: 1, as: Int.self)
      case .f32: at.storeBytes(of: 1, as: Float.self)
      case .f64: at.storeBytes(of: 1, as: Double.self)
      }
    }
    return result
  }

  /// `start`, `start + step`, … before `end`.
  public static func arange(
    _ start: Double, _ end: Double, step: Double = 1, dtype: DType = .f32
  ) throws(TensorError) -> Tensor {
    if step == 0 || !step.isFinite {
      throw .value("arange: step must be finite and not 0, got \(step)")
    }
    let length = ((end - start) / step - 1e-9).rounded(.up)
    if !length.isFinite || length > 1e14 {
      throw .limit("arange: from \(start) to \(end) by \(step) is too long")
    }
    return try make(Swift.max(0, Int(length)), dtype) { start + Double($0) * step }
  }

  /// The integers `start ..< end` by `step`, as i64.
  public static func arange(ints start: Int = 0, _ end: Int, step: Int = 1)
    throws(TensorError) -> Tensor
  {
    if step == 0 { throw .value("arange: step must not be 0") }
    let span =
      step > 0 ? end.subtractingReportingOverflow(start) : start.subtractingReportingOverflow(end)
    if span.overflow { throw .limit("arange: from \(start) to \(end) is too long") }
    let size = step.magnitude
    let count = span.partialValue <= 0 ? 0 : Int((UInt(span.partialValue) + size - 1) / size)
    let result = try Tensor(uninitialized: [count], dtype: .i64, for: "arange")
    let out = result.pointer.assumingMemoryBound(to: Int.self)
    try Interrupt.pieces(of: count) { for index in $0 { out[index] = start + index * step } }
    return result
  }

  /// `count` evenly spaced values from `start` to `end`, both included.
  public static func linspace(_ start: Double, _ end: Double, _ count: Int, dtype: DType = .f32)
    throws(TensorError) -> Tensor
  {
    if count < 0 { throw .value("linspace: the count must be at least 0, got \(count)") }
    let step = count > 1 ? (end - start) / Double(count - 1) : 0
    return try make(count, dtype) { $0 == count - 1 && count > 1 ? end : start + Double($0) * step }
  }

  private static func make(_ count: Int, _ dtype: DType, _ value: (Int) -> Double)
    throws(TensorError) -> Tensor
  {
    let result = try Tensor(uninitialized: [count], dtype: .f64, for: "arange")
    let out = result.pointer.assumingMemoryBound(to: Double.self)
    try Interrupt.pieces(of: count) { for index in $0 { out[index] = value(index) } }
    return try result.astype(dtype)
  }

  /// An f32 tensor whose row-major elements `body` writes, all of them.
  public static func makeF32(
    _ shape: [Int], _ body: (UnsafeMutableBufferPointer<Float>) throws -> Void
  ) throws -> Tensor {
    try made(shape, .f32, body)
  }

  /// An f64 tensor whose row-major elements `body` writes, all of them.
  public static func makeF64(
    _ shape: [Int], _ body: (UnsafeMutableBufferPointer<Double>) throws -> Void
  ) throws -> Tensor {
    try made(shape, .f64, body)
  }

  /// An i64 tensor whose row-major elements `body` writes, all of them.
  public static func makeI64(
    _ shape: [Int], _ body: (UnsafeMutableBufferPointer<Int>) throws -> Void
  ) throws -> Tensor {
    try made(shape, .i64, body)
  }

  /// A bool tensor whose row-major elements `body` writes, all of them.
  public static func makeBool(
    _ shape: [Int], _ body: (UnsafeMutableBufferPointer<Bool>) throws -> Void
  ) throws -> Tensor {
    try made(shape, .bool, body)
  }

  private static func made<Element>(
    _ shape: [Int], _ dtype: DType, _ body: (UnsafeMutableBufferPointer<Element>) throws -> Void
  ) throws -> Tensor {
    let result = try Tensor(uninitialized: shape, dtype: dtype, for: "tensor")
    let start = result.pointer.assumingMemoryBound(to: Element.self)
    try body(UnsafeMutableBufferPointer(start: start, count: result.count))
    return result
  }
}

extension UnsafeMutableRawPointer {
  /// Copies bytes here; nothing for an empty source.
  func copyNonEmpty(_ source: UnsafeRawBufferPointer) {
    if let base = source.baseAddress, source.count > 0 {
      copyMemory(from: base, byteCount: source.count)
    }
  }
}
