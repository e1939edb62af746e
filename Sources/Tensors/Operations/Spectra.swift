// Transforms composed of `fourier`, frequencies and windows.
extension Tensor {
  /// The discrete cosine transform of type 2 along `axis`, orthonormal:
  /// y_k = c_k · sum over t of x_t cos(π k (2t + 1) / 2n), by one transform of length n
  /// (Makhoul, 1980).
  public func dct(axis: Int = -1) throws(TensorError) -> Tensor {
    let (x, axis, n) = try cosineOperand(axis, "dct")
    let even = IndexItem.slice(start: nil, end: nil, step: 2)
    let odd = IndexItem.slice(start: 1, end: nil, step: 2)
    let before = Array(repeating: IndexItem.slice(start: nil, end: nil, step: 1), count: axis)
    let order = try Tensor.concat(
      [x.indexed(before + [even]), x.indexed(before + [odd]).flip(axes: [axis])], axis: axis)
    let turn = try CosineTurn(n, axis: axis, like: x)
    let transformed = try Tensor.fft(ComplexParts(order), axis: axis)
    return try transformed.turned(turn.cosine, turn.sine.neg()).re * turn.scale
  }

  /// The inverse of `dct`, and its transpose.
  public func idct(axis: Int = -1) throws(TensorError) -> Tensor {
    let (x, axis, n) = try cosineOperand(axis, "idct")
    let turn = try CosineTurn(n, axis: axis, like: x)
    let y = try x / turn.scale
    // The imaginary part at k is minus the element at n - k, 0 at k = 0.
    let mirrored = try y.narrow(axis: axis, 1..<n).flip(axes: [axis]).neg()
    var ends = x.shape
    ends[axis] = 1
    let im = try Tensor.concat([.zeros(ends, dtype: x.dtype), mirrored], axis: axis)
    let order = try Tensor.fft(
      ComplexParts(y, im).turned(turn.cosine, turn.sine), axis: axis, inverse: true
    ).re
    let places = (0..<n).map { $0 % 2 == 0 ? $0 / 2 : n - 1 - $0 / 2 }
    return try order.take(Tensor(ints: places, shape: [n]), axis: axis)
  }

  private func cosineOperand(_ axis: Int, _ name: String) throws(TensorError) -> (Tensor, Int, Int)
  {
    let place = try Shape.axis(axis, rank: rank, in: name)
    if shape[place] == 0 { throw .shape("\(name): axis \(axis) of shape \(shape) is empty") }
    return (try astype(dtype.floating), place, shape[place])
  }

  /// The squared size of the `rfft` along `axis`.
  public func powerSpectrum(n: Int? = nil, axis: Int = -1) throws(TensorError) -> Tensor {
    let spectrum = try rfft(n: n, axis: axis)
    return try spectrum.re.square() + spectrum.im.square()
  }

  /// The frequencies of the elements of a transform of `n` elements at distance `spacing`:
  /// 0, 1, … and then the negative ones, over n · spacing; of `rfft` those from 0 on.
  public static func frequencies(_ n: Int, spacing: Double = 1, halved: Bool = false)
    throws(TensorError) -> Tensor
  {
    if !(1...Shape.longest ~= n) || !(spacing > 0) {
      throw .value("fftfreq: n must be at least 1 and d above 0, got \(n) and \(spacing)")
    }
    let span = Double(n) * spacing
    let places =
      halved
      ? try arange(ints: 0, n / 2 + 1)
      : try concat([arange(ints: 0, (n - 1) / 2 + 1), arange(ints: -(n / 2), 0)])
    return try places.astype(.f64).dividing(.float(span)).astype(.f32)
  }

  /// The frequency 0 moved to the middle of `axes`.
  public func fftShift(axes: [Int]? = nil) throws(TensorError) -> Tensor {
    var result = self
    for axis in try Shape.axes(axes, rank: rank, in: "fftshift") {
      result = try result.roll(shape[axis] / 2, axes: [axis])
    }
    return result
  }

  /// `a - (1 - a) cos(2πt / (n - 1))`, a window of `n` elements; over n if it is periodic.
  public static func cosineWindow(_ n: Int, _ a: Double, periodic: Bool, dtype: DType = .f32)
    throws(TensorError) -> Tensor
  {
    if !(0...Shape.longest ~= n) {
      throw .value("the window's length must be at least 0, got \(n)")
    }
    if n == 1 { return try ones([1], dtype: dtype) }
    let step = 2 * Double.pi / Double(periodic ? Swift.max(n, 1) : n - 1)
    let cosine = try (arange(ints: 0, n).astype(.f64) * step).cos()
    return try (cosine * (a - 1) + a).astype(dtype)
  }
}

/// e^(iπk / 2n) along an axis, and the factors that make the cosine transform orthonormal.
private struct CosineTurn {
  let cosine, sine, scale: Tensor

  init(_ n: Int, axis: Int, like x: Tensor) throws(TensorError) {
    let sizes = [n] + Array(repeating: 1, count: x.rank - 1 - axis)
    let angle = try Tensor.arange(ints: 0, n).astype(.f64) * (Double.pi / Double(2 * n))
    cosine = try angle.cos().astype(x.dtype).reshape(sizes)
    sine = try angle.sin().astype(x.dtype).reshape(sizes)
    let factors = (0..<n).map { (Double($0 == 0 ? 1 : 2) / Double(n)).squareRoot() }
    scale = try Tensor(factors, shape: sizes, dtype: x.dtype)
  }
}
