// Operators as short forms of the named functions: `try 2 * a + b`.
extension Tensor {
  /// The sum.
  public static func + (a: Tensor, b: Tensor) throws(TensorError) -> Tensor { try a.adding(b) }
  /// The difference.
  public static func - (a: Tensor, b: Tensor) throws(TensorError) -> Tensor { try a.subtracting(b) }
  /// The product element by element.
  public static func * (a: Tensor, b: Tensor) throws(TensorError) -> Tensor { try a.multiplying(b) }
  /// The quotient.
  public static func / (a: Tensor, b: Tensor) throws(TensorError) -> Tensor { try a.dividing(b) }
  /// The negative.
  public static prefix func - (a: Tensor) throws(TensorError) -> Tensor { try a.neg() }

  /// The sum with a real number.
  public static func + (a: Tensor, b: Double) throws(TensorError) -> Tensor {
    try a.adding(.float(b))
  }

  /// The difference with a real number.
  public static func - (a: Tensor, b: Double) throws(TensorError) -> Tensor {
    try a.subtracting(.float(b))
  }

  /// The product with a real number.
  public static func * (a: Tensor, b: Double) throws(TensorError) -> Tensor {
    try a.multiplying(.float(b))
  }

  /// The quotient by a real number.
  public static func / (a: Tensor, b: Double) throws(TensorError) -> Tensor {
    try a.dividing(.float(b))
  }

  /// The sum of a real number and a tensor.
  public static func + (a: Double, b: Tensor) throws(TensorError) -> Tensor {
    try b.adding(.float(a))
  }

  /// The difference from a real number and a tensor.
  public static func - (a: Double, b: Tensor) throws(TensorError) -> Tensor {
    try b.subtracted(from: .float(a))
  }

  /// The product of a real number and a tensor.
  public static func * (a: Double, b: Tensor) throws(TensorError) -> Tensor {
    try b.multiplying(.float(a))
  }

  /// The quotient of a real number and a tensor.
  public static func / (a: Double, b: Tensor) throws(TensorError) -> Tensor {
    try b.dividing(into: .float(a))
  }

  /// The sum with an integer.
  public static func + (a: Tensor, b: Int) throws(TensorError) -> Tensor {
    try a.adding(.int(b))
  }

  /// The difference with an integer.
  public static func - (a: Tensor, b: Int) throws(TensorError) -> Tensor {
    try a.subtracting(.int(b))
  }

  /// The product with an integer.
  public static func * (a: Tensor, b: Int) throws(TensorError) -> Tensor {
    try a.multiplying(.int(b))
  }

  /// The quotient by an integer.
  public static func / (a: Tensor, b: Int) throws(TensorError) -> Tensor {
    try a.dividing(.int(b))
  }

  /// The sum of an integer and a tensor.
  public static func + (a: Int, b: Tensor) throws(TensorError) -> Tensor {
    try b.adding(.int(a))
  }

  /// The difference from an integer and a tensor.
  public static func - (a: Int, b: Tensor) throws(TensorError) -> Tensor {
    try b.subtracted(from: .int(a))
  }

  /// The product of an integer and a tensor.
  public static func * (a: Int, b: Tensor) throws(TensorError) -> Tensor {
    try b.multiplying(.int(a))
  }

  /// The quotient of an integer and a tensor.
  public static func / (a: Int, b: Tensor) throws(TensorError) -> Tensor {
    try b.dividing(into: .int(a))
  }

  /// The sum with a number.
  public static func + (a: Tensor, b: Scalar) throws(TensorError) -> Tensor {
    try a.adding(b)
  }

  /// The difference with a number.
  public static func - (a: Tensor, b: Scalar) throws(TensorError) -> Tensor {
    try a.subtracting(b)
  }

  /// The product with a number.
  public static func * (a: Tensor, b: Scalar) throws(TensorError) -> Tensor {
    try a.multiplying(b)
  }

  /// The quotient by a number.
  public static func / (a: Tensor, b: Scalar) throws(TensorError) -> Tensor {
    try a.dividing(b)
  }

  /// The sum of a number and a tensor.
  public static func + (a: Scalar, b: Tensor) throws(TensorError) -> Tensor {
    try b.adding(a)
  }

  /// The difference from a number and a tensor.
  public static func - (a: Scalar, b: Tensor) throws(TensorError) -> Tensor {
    try b.subtracted(from: a)
  }

  /// The product of a number and a tensor.
  public static func * (a: Scalar, b: Tensor) throws(TensorError) -> Tensor {
    try b.multiplying(a)
  }

  /// The quotient of a number and a tensor.
  public static func / (a: Scalar, b: Tensor) throws(TensorError) -> Tensor {
    try b.dividing(into: a)
  }
}
