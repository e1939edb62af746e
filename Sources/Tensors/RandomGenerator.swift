import CKernels

/// A counter-based generator of random numbers, Philox 4×32-10 (Salmon, Moraes, Dror and Shaw,
/// 2011). Block `position` of a key is a function of both, so the numbers do not depend on the
/// number of threads. A call takes whole blocks, their number depending on its arguments alone;
/// a call that fails takes none.
public struct RandomGenerator: Sendable, Equatable {
  /// What tells its numbers from those of other generators.
  public private(set) var key: UInt64

  /// The number of blocks of 128 bits taken so far.
  public private(set) var position: UInt64

  /// A generator whose key is made from `seed`, at a position in blocks.
  public init(seed: UInt64, at position: UInt64 = 0) {
    key = seed
    self.position = position
  }

  /// A generator for `stream` whose key is unrelated to this one's; takes nothing from this.
  public func fork(stream: UInt64) -> RandomGenerator {
    let counter = [UInt32(truncatingIfNeeded: stream), UInt32(stream >> 32), 0, 0x666f_726b]
    let words = RandomGenerator.block(counter, key)
    return RandomGenerator(seed: UInt64(words[0]) | UInt64(words[1]) << 32)
  }

  /// Ten rounds of Philox 4×32 on a counter of four words.
  static func block(_ counter: [UInt32], _ key: UInt64) -> [UInt32] {
    var words: [UInt32] = [0, 0, 0, 0]
    ck_philox(counter, [UInt32(truncatingIfNeeded: key), UInt32(key >> 32)], &words)
    return words
  }

  /// The next block, as two words of 64 random bits.
  public mutating func next() -> (UInt64, UInt64) {
    let at = position
    let words = RandomGenerator.block(
      [UInt32(truncatingIfNeeded: at), UInt32(at >> 32), 0, 0], key)
    position &+= 1
    return (UInt64(words[0]) << 32 | UInt64(words[1]), UInt64(words[2]) << 32 | UInt64(words[3]))
  }

  private mutating func take(_ count: Int, perBlock: Int) {
    position &+= UInt64((count + perBlock - 1) / perBlock)
  }

  private func perBlock(_ dtype: DType) -> Int { dtype == .f32 ? 4 : 2 }

  private func checkFloating(_ dtype: DType, _ name: String) throws(TensorError) {
    if !dtype.isFloating { throw .type("\(name): dtype must be f32 or f64, got \(dtype.name)") }
  }

  /// Values evenly distributed in `low ..< high`.
  public mutating func uniform(
    _ shape: [Int], low: Double = 0, high: Double = 1, dtype: DType = .f32
  ) throws(TensorError) -> Tensor {
    try checkFloating(dtype, "uniform")
    let out = try Tensor(uninitialized: shape, dtype: dtype, for: "uniform")
    let status = ck_random_uniform(
      dtype.kernelType, key, position, out.count, low, high, out.pointer)
    try TensorError.check(status, in: "uniform")
    take(out.count, perBlock: perBlock(dtype))
    return out
  }

  /// Values of the normal distribution.
  public mutating func normal(
    _ shape: [Int], mean: Double = 0, deviation: Double = 1, dtype: DType = .f32
  ) throws(TensorError) -> Tensor {
    try checkFloating(dtype, "normal")
    if deviation < 0 { throw .value("normal: the deviation must be at least 0, got \(deviation)") }
    let out = try Tensor(uninitialized: shape, dtype: dtype, for: "normal")
    let status = ck_random_normal(
      dtype.kernelType, key, position, out.count, mean, deviation, out.pointer)
    try TensorError.check(status, in: "normal")
    take(out.count, perBlock: perBlock(dtype))
    return out
  }

  /// Integers evenly distributed in `low ..< high`; i64.
  public mutating func uniformInts(_ low: Int, _ high: Int, _ shape: [Int])
    throws(TensorError) -> Tensor
  {
    if low >= high { throw .value("randint: low must be less than high, got \(low) and \(high)") }
    let out = try Tensor(uninitialized: shape, dtype: .i64, for: "randint")
    let span = UInt64(bitPattern: Int64(high)) &- UInt64(bitPattern: Int64(low))
    let status = ck_random_integers(
      key, position, out.count, Int64(low), span, out.integers)
    try TensorError.check(status, in: "randint")
    take(out.count, perBlock: 2)
    return out
  }

  /// Bools that hold with `probability`.
  public mutating func bernoulli(_ probability: Double, _ shape: [Int])
    throws(TensorError) -> Tensor
  {
    if !(probability >= 0 && probability <= 1) {
      throw .value("bernoulli: the probability must be in 0...1, got \(probability)")
    }
    return try uniform(shape, dtype: .f64).less(.float(probability))
  }

  /// The numbers `0 ..< count` in random order; i64.
  public mutating func permutation(_ count: Int) throws(TensorError) -> Tensor {
    if count < 0 { throw .value("permutation: the count must be at least 0, got \(count)") }
    var copy = self
    let order = try Tensor.arange(ints: 0, count)
    let draws = try copy.uniformInts(.min, .max, [count])
    // Fisher and Yates, with one draw of 64 bits a place.
    let (places, from) = (order.integers, draws.integers)
    for place in stride(from: count - 1, to: 0, by: -1) {
      let pick = UInt64(bitPattern: from[place]).multipliedFullWidth(by: UInt64(place + 1)).high
      let moved = places[place]
      places[place] = places[Int(pick)]
      places[Int(pick)] = moved
    }
    withExtendedLifetime((order.storage, draws.storage)) {}
    self = copy
    return order
  }

  /// The rows of `tensor` (or slices along another axis) in random order.
  public mutating func shuffled(_ tensor: Tensor, axis: Int = 0) throws(TensorError) -> Tensor {
    let place = try Shape.axis(axis, rank: tensor.rank, in: "shuffled")
    var copy = self
    let result = try tensor.take(copy.permutation(tensor.shape[place]), axis: place)
    self = copy
    return result
  }
}
