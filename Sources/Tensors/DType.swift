import CKernels

/// The type of a tensor's elements, in the order in which types win beside one another.
public enum DType: UInt8, Sendable, Comparable, CaseIterable {
  case bool, i64, f32, f64

  /// The name in scripts: `bool`, `i64`, `f32` or `f64`.
  public var name: String {
    switch self {
    case .bool: "bool"
    case .i64: "i64"
    case .f32: "f32"
    case .f64: "f64"
    }
  }

  /// Bytes of one element.
  public var byteCount: Int {
    switch self {
    case .bool: 1
    case .f32: 4
    case .i64, .f64: 8
    }
  }

  /// Whether it is `f32` or `f64`: the types that carry gradients.
  public var isFloating: Bool { self >= .f32 }

  /// The order bool < i64 < f32 < f64.
  public static func < (a: DType, b: DType) -> Bool { a.rawValue < b.rawValue }

  /// The type under which the C kernels know it.
  var kernelType: Int32 { Int32(rawValue) }

  /// The type itself, or `f32` for bool and i64.
  var floating: DType { max(self, .f32) }

  /// The type itself, or `i64` for bool.
  var arithmetic: DType { max(self, .i64) }
}

/// A plain number beside a tensor. It is weak: it takes the tensor's dtype, except that a
/// `.float` beside i64 or bool gives f32, and bool counts as i64 in arithmetic.
public enum Scalar: Sendable, Equatable, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral {
  case int(Int)
  case float(Double)
  case bool(Bool)

  /// A whole number.
  public init(integerLiteral value: Int) { self = .int(value) }

  /// A number with a fraction.
  public init(floatLiteral value: Double) { self = .float(value) }

  /// The dtype that a tensor of `dtype` and this number meet in.
  public func dtype(beside dtype: DType) -> DType {
    switch self {
    case .bool: dtype
    case .int: dtype.arithmetic
    case .float: dtype.floating
    }
  }

  /// The value as a real number; a bool is 0 or 1.
  public var double: Double {
    switch self {
    case .int(let value): Double(value)
    case .float(let value): value
    case .bool(let value): value ? 1 : 0
    }
  }
}
