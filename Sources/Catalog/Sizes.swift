/// Arithmetic of sizes of which some are not known.
public enum Sizes {
  /// The shape that two shapes broadcast to, by NumPy's rules.
  /// - Throws: `shape` where two known sizes differ and neither is 1.
  public static func broadcast(
    _ a: [Int?], _ b: [Int?], in name: String
  ) throws(OutlineError) -> [Int?] {
    let rank = max(a.count, b.count)
    var sizes = [Int?](repeating: nil, count: rank)
    for offset in 0..<rank {
      let x = offset < a.count ? a[a.count - 1 - offset] : 1
      let y = offset < b.count ? b[b.count - 1 - offset] : 1
      let size: Int?
      switch (x, y) {
      case (1, let other), (let other, 1): size = other
      case (let known?, nil), (nil, let known?): size = known
      case (nil, nil): size = nil
      case (let x?, let y?):
        guard x == y else {
          throw .shape(
            "\(name): shapes \(Outline.text(a)) and \(Outline.text(b)) do not broadcast; sizes "
              + "must be equal or 1 from the last axis on")
        }
        size = x
      }
      sizes[rank - 1 - offset] = size
    }
    return sizes
  }

  /// The shape of the matrix product, batched over leading axes.
  /// - Throws: `shape` where the inner sizes differ.
  public static func product(_ a: [Int?], _ b: [Int?]) throws(OutlineError) -> [Int?] {
    guard let inner = a.last, !b.isEmpty else {
      throw .shape(
        "matmul: shapes \(Outline.text(a)) and \(Outline.text(b)); each needs at least one axis")
    }
    let rows = b[max(b.count - 2, 0)]
    if let inner, let rows, inner != rows {
      throw .shape(
        "matmul: shapes \(Outline.text(a)) and \(Outline.text(b)); \(inner) columns do not meet "
          + "\(rows) rows")
    }
    let batch = try broadcast(
      Array(a.dropLast(2)), Array(b.dropLast(2)), in: "matmul")
    let left = a.count > 1 ? [a[a.count - 2]] : []
    let right = b.count > 1 ? [b[b.count - 1]] : []
    return batch + left + right
  }

  /// The place of an axis, which may count from the end.
  /// - Throws: `index` where there is no such axis.
  public static func place(
    _ axis: Int, rank: Int, in name: String
  ) throws(OutlineError) -> Int {
    let place = axis < 0 ? axis + rank : axis
    guard (0..<rank).contains(place) else {
      let places = rank == 0 ? "no axes" : "\(-rank)...\(rank - 1)"
      throw OutlineError(
        "index", "\(name): axis \(axis) is outside \(places) of a tensor of rank \(rank)")
    }
    return place
  }

  /// The number of elements, where all sizes are known and it is an int.
  public static func count(_ sizes: [Int?]) -> Int? {
    var product = 1
    for size in sizes {
      guard let size else { return nil }
      let (next, overflows) = product.multipliedReportingOverflow(by: size)
      if overflows { return nil }
      product = next
    }
    return product
  }
}
