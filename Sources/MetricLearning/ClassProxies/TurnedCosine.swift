import Tensors

/// Cosines of angles that are turned by margins, one a row; differentiable.
enum TurnedCosine {
  /// cos(θ + m). At ±1, where the slope of the sine is infinite, it has none.
  static func plain(_ cosines: Tensor, by margin: Tensor) throws -> Tensor {
    let squares = try 1 - cosines.square()
    let isInside = try squares.greater(.float(1e-12))
    let one = Tensor.scalar(1, dtype: squares.dtype)
    let sines = try Tensor.where_(isInside, squares, one).sqrt() * isInside.astype(squares.dtype)
    return try cosines * margin.cos() - sines * margin.sin()
  }

  /// cos(θ + m), and beyond θ = π − m the line cos θ − m sin m.
  static func beyondPi(
    _ turned: Tensor, _ cosines: Tensor, by margin: Tensor
  ) throws -> Tensor {
    let isNear = try cosines.greater(margin.cos().neg())
    return try .where_(isNear, turned, cosines - margin * margin.sin())
  }
}
