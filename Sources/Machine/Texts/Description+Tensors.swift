import Tensors

// Tensors show as a header and a body cut to the window:
//
//     f32[256, 128]  mean 0.002  sd 0.998  ▁▂▅█▅▂▁
//       0.1257  -0.1321  …   0.3616
//      -0.3463   0.8410  …   0.1207
//       …

extension Description {
  /// `f32[256, 128]`.
  static func kind(of tensor: Tensor) -> String {
    "\(tensor.dtype.name)\(tensor.shape)"
  }

  /// On one line, among other things: a number, the values of a short vector, or the kind alone.
  static func inline(_ tensor: Tensor) -> String {
    if tensor.shape.isEmpty { return number(tensor) }
    guard tensor.rank == 1, tensor.count <= 8 else { return kind(of: tensor) }
    let parts = (0..<tensor.count).map { k in
      (try? tensor.detached().indexed([.at(k)])).map(number) ?? "nan"
    }
    return "tensor([\(parts.joined(separator: ", "))])"
  }

  private static func number(_ tensor: Tensor) -> String {
    guard let value = tensor.scalarValue else { return kind(of: tensor) }
    return tensor.dtype == .f32
      ? NumberText.shortest(Float(value.float)) : NumberText.of(value)
  }

  /// Header and body.
  static func block(_ tensor: Tensor, columns: Int) -> String {
    if tensor.shape.isEmpty { return number(tensor) }
    if tensor.count == 0 { return "\(kind(of: tensor))  no elements" }
    let window = TensorWindow(tensor, columns: columns)
    var header = kind(of: tensor)
    if !window.isWhole { header += TensorSummary(tensor).text }
    return ([header] + window.lines).joined(separator: "\n")
  }
}

/// Mean, spread and a small histogram of what a tensor holds.
struct TensorSummary {
  private(set) var text = ""

  init(_ tensor: Tensor) {
    if tensor.dtype == .bool {
      var count = 0
      Self.forEachChunk(of: tensor) { count += $0.count { $0 != 0 } }
      text = "  \(count) true"
      return
    }
    var (count, nans, infinities) = (0, 0, 0)
    var (sum, low, high) = (0.0, Double.infinity, -Double.infinity)
    Self.forEachChunk(of: tensor) { values in
      for value in values {
        if value.isFinite {
          count += 1
          sum += value
          low = min(low, value)
          high = max(high, value)
        } else if value.isNaN {
          nans += 1
        } else {
          infinities += 1
        }
      }
    }
    if count > 0 { text = statistics(tensor, mean: sum / Double(count), count, low, high) }
    if nans > 0 { text += "  \(nans) nan" }
    if infinities > 0 { text += "  \(infinities) inf" }
  }

  private func statistics(
    _ tensor: Tensor, mean: Double, _ count: Int, _ low: Double, _ high: Double
  ) -> String {
    var squares = 0.0
    var bins = [Int](repeating: 0, count: 7)
    let width = (high - low) / 7
    Self.forEachChunk(of: tensor) { values in
      for value in values where value.isFinite {
        squares += (value - mean) * (value - mean)
        let bin = width > 0 && width.isFinite ? Int((value - low) / width) : 3
        bins[min(max(bin, 0), 6)] += 1
      }
    }
    let sd = (squares / Double(count)).squareRoot()
    let most = bins.max() ?? 1
    let levels = Array("▁▂▃▄▅▆▇█")
    let bars = bins.map { levels[$0 == 0 ? 0 : min($0 * 8 / (most + 1), 7)] }
    return "  mean \(Self.rounded(mean))  sd \(Self.rounded(sd))  \(String(bars))"
  }

  /// Calls `body` with the elements, a million at a time.
  private static func forEachChunk(of tensor: Tensor, _ body: ([Double]) -> Void) {
    let size = 1 << 20
    guard tensor.count > size, let flat = try? tensor.detached().ravel() else {
      body(tensor.doubles())
      return
    }
    var start = 0
    // Whoever asked for the text looks for the interrupt too.
    while start < flat.count && !Interrupt.isRequested {
      let end = min(start + size, flat.count)
      if let part = try? flat.indexed([.slice(start: start, end: end, step: 1)]) {
        body(part.doubles())
      }
      start = end
    }
  }

  /// Three places behind the point, or three digits with an exponent.
  static func rounded(_ value: Double) -> String {
    if value == 0 { return "0" }
    let size = value.magnitude
    guard size >= 0.0005 && size < 1e6 else { return CFormat.number(value, "g", precision: 3) }
    let fixed = CFormat.number(value, "f", precision: size >= 1000 ? 1 : 3)
    var end = fixed.endIndex
    while fixed[fixed.index(before: end)] == "0" { end = fixed.index(before: end) }
    if fixed[fixed.index(before: end)] == "." { end = fixed.index(before: end) }
    return String(fixed[..<end])
  }
}
