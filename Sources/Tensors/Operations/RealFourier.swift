import CFFTW

// Transforms between real numbers and the half of their spectrum that tells all. Each is the adjoint
// of the other up to weights, since an inner frequency stands for two.
extension Operation {
  /// Transforms of real numbers.
  static let realFourierTransforms: [Operation] = [realFourier, inverseRealFourier]

  // Real and imaginary parts come one above the other on a new first axis.
  static let realFourier: Operation = Operation(
    "realFourier", "X_k = sum over t of x_t e^(−2πi k t / n) for k ≤ n / 2, x real", keeps: [],
    forward: { inputs, a in try Tensor.halfSpectrum(inputs[0], axis: a.axes[0]) }
  ) { r in
    let (re, im) = try weighedParts(r.gradient, r.attributes, inner: 0.5)
    return [try inverseRealFourier([re, im], r.attributes)]
  }

  // Imaginary parts at the ends do not count.
  static let inverseRealFourier: Operation = Operation(
    "inverseRealFourier", "x_t = sum over |k| ≤ n / 2 of X_k e^(2πi k t / n), X_-k = conj X_k",
    keeps: [],
    forward: { inputs, a in
      try Tensor.real(ofHalf: inputs[0], inputs[1], axis: a.axes[0], n: a.sizes[0])
    }
  ) { r in
    let spectrum = try realFourier([r.gradient], r.attributes)
    let (re, im) = try weighedParts(spectrum, r.attributes, inner: 2)
    return [re, im]
  }

  /// Both parts of a half spectrum, the inner frequencies multiplied, the ends' imaginary parts 0.
  private static func weighedParts(
    _ spectrum: Tensor, _ attributes: Attributes, inner: Double
  ) throws -> (re: Tensor, im: Tensor) {
    let (axis, n) = (attributes.axes[0], attributes.sizes[0])
    let ends = n % 2 == 0 ? [0, n / 2] : [0]
    let count = n / 2 + 1
    let sizes = [count] + Array(repeating: 1, count: spectrum.rank - 2 - axis)
    func part(_ place: Int, atEnds: Double) throws -> Tensor {
      let weights = (0..<count).map { ends.contains($0) ? atEnds : inner }
      return try spectrum.indexed([.at(place)])
        * Tensor(weights, shape: sizes, dtype: spectrum.dtype)
    }
    return (try part(0, atEnds: 1), try part(1, atEnds: 0))
  }
}

extension Tensor {
  /// By the complex transform: FFTW's real one into separate parts takes half as long again, since
  /// it has no vector code for them.
  fileprivate static func halfSpectrum(_ x: Tensor, axis: Int) throws -> Tensor {
    let zero = try Tensor.zeros(x.shape, dtype: x.dtype)
    return try fourier(x, zero, axis: axis, inverse: false, scale: 1)
      .narrow(axis: axis + 1, 0..<x.shape[axis] / 2 + 1)
  }

  fileprivate static func real(ofHalf re: Tensor, _ im: Tensor, axis: Int, n: Int) throws
    -> Tensor
  {
    try Interrupt.check()
    // The transform writes over what it reads.
    let (x, y) = (try re.withLast(axis).fresh(), try im.withLast(axis).fresh())
    let count = n / 2 + 1
    let out = try Tensor(
      uninitialized: x.shape.dropLast() + [n], dtype: x.dtype, for: "irfft")
    if out.count == 0 { return out.withLast(movedTo: axis) }
    for row in 0..<x.count / count {
      y.setZero(at: row * count)
      if n % 2 == 0 { y.setZero(at: row * count + count - 1) }
    }
    let rows = (count: x.count / count, from: count, to: n)
    let isDone =
      x.dtype == .f64
      ? FourierPlans.run64(n, rows) { length, many in
        fftw_plan_guru64_split_dft_c2r(
          1, length, 1, many, x.doubles64, y.doubles64, out.doubles64, UInt32(FFTW_ESTIMATE))
      }
      : FourierPlans.run32(n, rows) { length, many in
        fftwf_plan_guru64_split_dft_c2r(
          1, length, 1, many, x.floats32, y.floats32, out.floats32, UInt32(FFTW_ESTIMATE))
      }
    withExtendedLifetime((x.storage, y.storage)) {}
    if !isDone { throw TensorError.limit("irfft: no plan for a transform of length \(n)") }
    return out.withLast(movedTo: axis)
  }

  private var doubles64: UnsafeMutablePointer<Double> {
    pointer.assumingMemoryBound(to: Double.self)
  }

  private var floats32: UnsafeMutablePointer<Float> {
    pointer.assumingMemoryBound(to: Float.self)
  }

  private func setZero(at place: Int) {
    if dtype == .f64 { doubles64[place] = 0 } else { floats32[place] = 0 }
  }

  /// The first n / 2 + 1 elements of the transform of a real tensor; the others mirror them.
  public func rfft(n: Int? = nil, axis: Int = -1) throws(TensorError) -> ComplexParts {
    let axis = try Shape.axis(axis, rank: rank, in: "rfft")
    let x = try astype(dtype.floating).fitted(n, axis: axis, in: "rfft")
    let both = try Operation.realFourier([x], Attributes(axes: [axis], sizes: [x.shape[axis]]))
    return try ComplexParts(both.indexed([.at(0)]), both.indexed([.at(1)]))
  }

  /// The real tensor of `n` elements whose `rfft` this is; n is 2 (k - 1) for k elements unless
  /// given.
  public static func irfft(_ x: ComplexParts, n: Int? = nil, axis: Int = -1)
    throws(TensorError) -> Tensor
  {
    let axis = try Shape.axis(axis, rank: x.re.rank, in: "irfft")
    let size = n ?? 2 * (x.re.shape[axis] - 1)
    if !(1...Shape.longest ~= size) {
      throw .value("irfft: the length must be at least 1, got \(size)")
    }
    let half = try x.map { try $0.fitted(size / 2 + 1, axis: axis, in: "irfft") }
    return try Operation.inverseRealFourier(
      [half.re, half.im], Attributes(axes: [axis], sizes: [size])
    ).multiplying(.float(1 / Double(size)))
  }
}
