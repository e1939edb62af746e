/// Sums over plain numbers in a fixed order, eight at a time.
enum Products {
  /// Σ a b.
  static func dot(_ a: UnsafeBufferPointer<Double>, _ b: UnsafeBufferPointer<Double>) -> Double {
    guard let from = UnsafeRawPointer(a.baseAddress), let with = UnsafeRawPointer(b.baseAddress)
    else { return 0 }
    var lanes = SIMD8<Double>.zero
    let whole = a.count & ~7
    let step = MemoryLayout<Double>.stride
    for start in stride(from: 0, to: whole * step, by: 8 * step) {
      lanes.addProduct(
        from.loadUnaligned(fromByteOffset: start, as: SIMD8<Double>.self),
        with.loadUnaligned(fromByteOffset: start, as: SIMD8<Double>.self))
    }
    var sum = lanes.sum()
    for place in whole..<a.count { sum += a[place] * b[place] }
    return sum
  }

  /// to += factor · x.
  static func add(
    _ factor: Double, _ x: UnsafeBufferPointer<Double>, to: UnsafeMutableBufferPointer<Double>
  ) {
    for place in x.indices { to[place] += factor * x[place] }
  }
}
