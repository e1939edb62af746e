import Tensors

/// Functions of two tensors whose plain formulas fail at infinities, zeros or extremes.
enum PairFormulas {
  /// √(a² + b²) without overflow; infinite beside an infinity, whatever the other is. The gradient
  /// at the origin is 0.
  static func hypot(_ a: Tensor, _ b: Tensor) throws -> Tensor {
    let size = try a.detached().abs().maximum(b.detached().abs())
    let isUsable = try size.isfinite().and(size.greater(0))
    let scale = try Tensor.where_(isUsable, size, .scalar(1, dtype: size.dtype))
    let length = try Tensor.stack([a / scale, b / scale]).norm(axes: [0]) * scale
    let isInfinite = try a.isinf().or(b.isinf())
    return try .where_(isInfinite, .scalar(.infinity, dtype: length.dtype), length)
  }

  /// log(eᵃ + eᵇ).
  static func logAddExp(_ a: Tensor, _ b: Tensor) throws -> Tensor {
    let difference = try a - b
    // Between equal infinities there is no difference to take.
    let apart = try Tensor.where_(a.equal(b), .scalar(0, dtype: difference.dtype), difference)
    return try a.maximum(b) + apart.abs().neg().softplus()
  }

  /// The remainder with the sign of a.
  static func fmod(_ a: Tensor, _ b: Tensor) throws -> Tensor {
    let rest = try a.abs().remainder(b.abs())
    let isNegative = try a.less(0)
    return try .where_(isNegative, rest.neg(), rest)
  }

  /// x log y, 0 where x is 0 and y a number.
  static func xLogY(_ x: Tensor, _ y: Tensor) throws -> Tensor {
    let isNothing = try x.equal(0).and(y.isnan().not())
    return try x * Tensor.where_(isNothing, .scalar(1, dtype: y.dtype), y).log()
  }
}
