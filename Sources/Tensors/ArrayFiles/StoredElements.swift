import Glibc

/// How a file stores the elements of an array, and which dtype they become.
///
/// Integers become i64, f16 and bf16 become f32; the others stay as they are.
struct StoredElements: Equatable {
  /// The formats, by their short names.
  enum Format {
    case bool, i8, i16, i32, i64, u8, u16, u32, u64, f16, bf16, f32, f64
  }

  let format: Format
  /// Whether the highest byte of an element comes first.
  var isBigEndian = false

  /// Bytes of one element in the file.
  var byteCount: Int {
    switch format {
    case .bool, .i8, .u8: 1
    case .i16, .u16, .f16, .bf16: 2
    case .i32, .u32, .f32: 4
    case .i64, .u64, .f64: 8
    }
  }

  /// The dtype of the tensor that they become.
  var dtype: DType {
    switch format {
    case .bool: .bool
    case .i8, .i16, .i32, .i64, .u8, .u16, .u32, .u64: .i64
    case .f16, .bf16, .f32: .f32
    case .f64: .f64
    }
  }

  /// Whether their bytes in the file are those of the tensor.
  var isNative: Bool {
    switch format {
    case .i64, .f32, .f64: !isBigEndian
    case .bool, .i8, .i16, .i32, .u8, .u16, .u32, .u64, .f16, .bf16: false
    }
  }

  /// The number of bytes of an array. Throws `.io` for a shape that no tensor can have.
  func byteCount(of shape: [Int], at place: FilePlace) throws(TensorError) -> Int {
    var bytes = dtype.byteCount
    var isAbsurd = shape.count > Shape.maximumRank
    for size in shape {
      // Sizes beside a 0 are bounded too, since strides are made of them.
      let product = bytes.multipliedReportingOverflow(by: max(size, 1))
      isAbsurd = isAbsurd || size < 0 || product.overflow || product.partialValue > 1 << 46
      bytes = isAbsurd ? 0 : product.partialValue
    }
    if isAbsurd { throw place.damaged("its shape \(Self.text(shape)) is not possible") }
    return Shape.count(shape) * byteCount
  }

  private static func text(_ shape: [Int]) -> String {
    shape.count > 40 ? "of \(shape.count) axes" : "\(shape)"
  }

  /// The next elements of a stream as a tensor. Throws `.io` for damaged bytes or a u64 beyond
  /// i64, `.limit` if there is no room.
  func tensor(_ shape: [Int], from stream: some ByteStream) throws(TensorError) -> Tensor {
    let stored = try byteCount(of: shape, at: stream.place)
    if stored > stream.remaining {
      throw stream.place.damaged(
        "it ends before its \(shape) values: \(stored) bytes are needed, \(stream.remaining) left")
    }
    let result = try Tensor(
      uninitialized: shape, dtype: dtype, for: stream.place.function)
    // Narrow elements are read into the end of the room and spread from its start: the place
    // written never overtakes the one read.
    let whole = result.count * dtype.byteCount
    let source = result.pointer + (whole - stored)
    try stream.fill(UnsafeMutableRawBufferPointer(start: source, count: stored))
    if !spread(source, over: result.pointer, count: result.count) {
      throw stream.place.damaged("it holds a u64 of 2⁶³ or more, which no i64 can be")
    }
    return result
  }

  /// Writes elements as those of a tensor; false if one does not fit.
  private func spread(
    _ source: UnsafeMutableRawPointer, over out: UnsafeMutableRawPointer, count: Int
  ) -> Bool {
    switch format {
    case .bool: convert(UInt8.self, source, out, count) { $0 == 0 ? 0 : 1 as UInt8 }
    case .i8: convert(Int8.self, source, out, count) { Int64($0) }
    case .i16: convert(Int16.self, source, out, count) { Int64($0) }
    case .i32: convert(Int32.self, source, out, count) { Int64($0) }
    case .u8: convert(UInt8.self, source, out, count) { Int64($0) }
    case .u16: convert(UInt16.self, source, out, count) { Int64($0) }
    case .u32: convert(UInt32.self, source, out, count) { Int64($0) }
    case .u64:
      var joined: UInt64 = 0
      convert(UInt64.self, source, out, count) { value in
        joined |= value
        return value
      }
      return joined >> 63 == 0
    case .f16: convert(UInt16.self, source, out, count) { Self.half($0) }
    case .bf16: convert(UInt16.self, source, out, count) { UInt32($0) << 16 }
    case .i64, .f64:
      if isBigEndian { convert(UInt64.self, source, out, count) { $0 } }
    case .f32:
      if isBigEndian { convert(UInt32.self, source, out, count) { $0 } }
    }
    return true
  }

  @inline(__always)
  private func convert<Stored: FixedWidthInteger, Made>(
    _: Stored.Type, _ source: UnsafeMutableRawPointer, _ out: UnsafeMutableRawPointer,
    _ count: Int, _ make: (Stored) -> Made
  ) {
    let (step, width) = (MemoryLayout<Stored>.stride, MemoryLayout<Made>.stride)
    if isBigEndian {
      for place in 0..<count {
        let stored = source.loadUnaligned(fromByteOffset: place * step, as: Stored.self)
        out.storeBytes(of: make(stored.byteSwapped), toByteOffset: place * width, as: Made.self)
      }
    } else {
      for place in 0..<count {
        let stored = source.loadUnaligned(fromByteOffset: place * step, as: Stored.self)
        out.storeBytes(of: make(stored), toByteOffset: place * width, as: Made.self)
      }
    }
  }

  /// The bits of the f32 that equals an f16.
  static func half(_ bits: UInt16) -> UInt32 {
    let sign = UInt32(bits & 0x8000) << 16
    let rest = UInt32(bits & 0x7FFF) << 13
    if bits & 0x7C00 == 0x7C00 { return sign | rest | 0x7F80_0000 }
    // The exponent is off by 112; a product also normalizes subnormal numbers, exactly.
    return sign | (Float(bitPattern: rest) * 0x1p112).bitPattern
  }
}
