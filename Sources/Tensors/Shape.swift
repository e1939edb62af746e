/// Arithmetic on shapes: counts, strides, axes, broadcasting.
enum Shape {
  /// More axes than this are refused.
  static let maximumRank = 32

  /// No axis and no width of padding or a kernel may be longer.
  static let longest = 1 << 40

  /// The number of elements of `shape`; throws if a size is negative or the product overflows.
  static func count(_ shape: [Int], in name: String) throws(TensorError) -> Int {
    if shape.count > maximumRank {
      throw .limit("\(name): a tensor has at most \(maximumRank) axes, got \(shape.count)")
    }
    var count = 1
    var overflow = false
    var isEmpty = false
    for size in shape {
      if size < 0 { throw .shape("\(name): a size cannot be negative, got shape \(shape)") }
      if size == 0 { isEmpty = true }
      let product = count.multipliedReportingOverflow(by: size)
      count = product.partialValue
      overflow = overflow || product.overflow
    }
    if isEmpty { return 0 }
    if overflow || count > 1 << 46 {
      throw .limit("\(name): shape \(shape) has too many elements")
    }
    return count
  }

  /// The number of elements of the shape of an existing tensor or part of one.
  static func count(_ shape: some Sequence<Int>) -> Int {
    var count = 1
    for size in shape { count *= size }
    return count
  }

  /// Row-major strides in elements.
  static func strides(_ shape: [Int]) -> [Int] {
    if shape.count == 1 { return unitStrides }
    var strides = [Int](repeating: 1, count: shape.count)
    var step = 1
    for axis in stride(from: shape.count - 1, through: 0, by: -1) {
      strides[axis] = step
      step *= shape[axis]
    }
    return strides
  }

  private static let unitStrides = [1]

  /// Whether `strides` describe row-major elements of `shape`.
  static func isRowMajor(_ shape: [Int], _ strides: [Int]) -> Bool {
    var step = 1
    for axis in stride(from: shape.count - 1, through: 0, by: -1) where shape[axis] != 1 {
      if strides[axis] != step { return false }
      step *= shape[axis]
    }
    return true
  }

  /// The shape that `a` and `b` broadcast to, by NumPy's rules.
  static func broadcast(_ a: [Int], _ b: [Int], in name: String) throws(TensorError) -> [Int] {
    if a == b { return a }
    if b.isEmpty { return a }
    if a.isEmpty { return b }
    let (long, short) = a.count >= b.count ? (a, b) : (b, a)
    var result = long
    let lead = long.count - short.count
    for axis in short.indices {
      let size = short[axis]
      let other = long[lead + axis]
      if other == size || size == 1 { continue }
      if other == 1 {
        result[lead + axis] = size
      } else {
        throw .shape(
          "\(name): shapes \(a) and \(b) do not broadcast; sizes must be equal or 1 from the"
            + " last axis on")
      }
    }
    return result
  }

  /// `axis` counted from the front; a negative one counts from the end.
  static func axis(_ axis: Int, rank: Int, in name: String) throws(TensorError) -> Int {
    let resolved = axis < 0 ? axis + rank : axis
    if resolved < 0 || resolved >= rank {
      throw .index(
        rank == 0
          ? "\(name): axis \(axis) of a tensor of shape []; it has no axes"
          : "\(name): axis \(axis) is outside \(-rank)...\(rank - 1) of a tensor of rank \(rank)")
    }
    return resolved
  }

  /// Distinct axes counted from the front, ascending; nil means all.
  static func axes(_ axes: [Int]?, rank: Int, in name: String) throws(TensorError) -> [Int] {
    guard let axes else { return Array(0..<rank) }
    var result: [Int] = []
    for given in axes {
      let axis = try axis(given, rank: rank, in: name)
      if result.contains(axis) { throw .value("\(name): axis \(given) is given twice") }
      result.append(axis)
    }
    return result.sorted()
  }
}
