import CFFTW

// A complex tensor is a pair of real ones. One linear operation, whose adjoint is itself turned
// the other way, carries all transforms: gradients of every order follow.
extension Operation {
  /// Discrete Fourier transforms.
  static let fourierTransforms: [Operation] = [fourier] + realFourierTransforms

  // Real and imaginary parts come one above the other on a new first axis.
  static let fourier: Operation = Operation(
    "fourier", "X_k = scale · sum over t of x_t e^(∓2πi k t / n) along an axis", keeps: [],
    forward: { inputs, a in
      try Tensor.fourier(
        inputs[0], inputs[1], axis: a.axes[0], inverse: a.flag, scale: a.numbers[0])
    }
  ) { r in
    let turned = Attributes(
      axes: r.attributes.axes, numbers: r.attributes.numbers, flag: !r.attributes.flag)
    let (re, im) = (try r.gradient.indexed([.at(0)]), try r.gradient.indexed([.at(1)]))
    let both = try fourier([re, im], turned)
    return [try both.indexed([.at(0)]), try both.indexed([.at(1)])]
  }
}

/// A complex tensor as its real and imaginary parts, of one shape and dtype.
public struct ComplexParts {
  /// The real part.
  public let re: Tensor
  /// The imaginary part.
  public let im: Tensor

  /// Both parts, brought to one floating dtype. Throws `.shape` if their shapes differ.
  public init(_ re: Tensor, _ im: Tensor) throws(TensorError) {
    if re.shape != im.shape {
      throw .shape("fft: real and imaginary part differ in shape: \(re.shape) and \(im.shape)")
    }
    let type = Swift.max(re.dtype.floating, im.dtype)
    (self.re, self.im) = (try re.astype(type), try im.astype(type))
  }

  /// A real tensor, with an imaginary part of 0.
  public init(_ re: Tensor) throws(TensorError) {
    try self.init(re, .zeros(re.shape, dtype: re.dtype.floating))
  }

  /// The product by `e^(i angle)` element by element, broadcast.
  func turned(_ cosine: Tensor, _ sine: Tensor) throws(TensorError) -> ComplexParts {
    try ComplexParts(re * cosine - im * sine, re * sine + im * cosine)
  }

  /// Both parts changed alike.
  func map(_ body: (Tensor) throws -> Tensor) throws(TensorError) -> ComplexParts {
    do { return try ComplexParts(body(re), body(im)) } catch { throw TensorError.from(error) }
  }
}

extension Tensor {
  static func fourier(_ re: Tensor, _ im: Tensor, axis: Int, inverse: Bool, scale: Double) throws
    -> Tensor
  {
    try Interrupt.check()
    let n = re.shape[axis]
    let (x, y) = (
      try re.withLast(axis).rowMajor(as: re.dtype), try im.withLast(axis).rowMajor(as: re.dtype)
    )
    let out = try Tensor(uninitialized: [2] + x.shape, dtype: re.dtype, for: "fft")
    if out.count == 0 { return out.withLast(movedTo: axis + 1) }
    let cost = 5 * Double(x.count) * Double(Int.bitWidth - n.leadingZeroBitCount)
    let isPlanned = try LongStep.run(cost: cost) { () throws(TensorError) in
      let (first, second) = (out.pointer, out.pointer + x.count * x.dtype.byteCount)
      // The inverse is the transform with the parts exchanged.
      let (from, to) = inverse ? ([y, x], [second, first]) : ([x, y], [first, second])
      return x.dtype == .f64 ? plan64(n, x.count / n, from, to) : plan32(n, x.count / n, from, to)
    }
    if !isPlanned { throw TensorError.limit("fft: no plan for a transform of length \(n)") }
    let moved = out.withLast(movedTo: axis + 1)
    return scale == 1 ? moved : try moved * scale
  }

  private static func plan64(_ n: Int, _ rows: Int, _ x: [Tensor], _ out: [UnsafeMutableRawPointer])
    -> Bool
  {
    let p = (x.map(\.pointer) + out).map { $0.assumingMemoryBound(to: Double.self) }
    return FourierPlans.run64(n, (rows, n, n)) { length, many in
      fftw_plan_guru64_split_dft(
        1, length, 1, many, p[0], p[1], p[2], p[3], UInt32(FFTW_ESTIMATE))
    }
  }

  private static func plan32(_ n: Int, _ rows: Int, _ x: [Tensor], _ out: [UnsafeMutableRawPointer])
    -> Bool
  {
    let p = (x.map(\.pointer) + out).map { $0.assumingMemoryBound(to: Float.self) }
    return FourierPlans.run32(n, (rows, n, n)) { length, many in
      fftwf_plan_guru64_split_dft(
        1, length, 1, many, p[0], p[1], p[2], p[3], UInt32(FFTW_ESTIMATE))
    }
  }

  /// Cut to `n` elements along an axis, or filled up with zeros.
  func fitted(_ n: Int?, axis: Int, in name: String) throws(TensorError) -> Tensor {
    let size = n ?? shape[axis]
    if !(1...Shape.longest ~= size) {
      throw .value("\(name): the length must be at least 1, got \(size)")
    }
    if size <= shape[axis] { return try narrow(axis: axis, 0..<size) }
    return try pad((0..<rank).map { ($0 == axis ? 0 : 0, $0 == axis ? size - shape[axis] : 0) })
  }

  /// The discrete Fourier transform along `axis`, of `n` elements (cut, or filled up with
  /// zeros); the inverse is divided by n.
  public static func fft(
    _ x: ComplexParts, n: Int? = nil, axis: Int = -1, inverse: Bool = false
  ) throws(TensorError) -> ComplexParts {
    let name = inverse ? "ifft" : "fft"
    let axis = try Shape.axis(axis, rank: x.re.rank, in: name)
    let parts = try x.map { try $0.fitted(n, axis: axis, in: name) }
    let size = parts.re.shape[axis]
    let both = try Operation.fourier(
      [parts.re, parts.im],
      Attributes(axes: [axis], numbers: [inverse ? 1 / Double(size) : 1], flag: inverse))
    return try ComplexParts(both.indexed([.at(0)]), both.indexed([.at(1)]))
  }
}
