extension Figure {
  /// Canonical bytes of what the figure shows: data, texts, limits, scales, kinds. How it is
  /// dressed (size, colors, strokes, grid, legend) and what draws it have no part in them, so a
  /// session that records their digest finds the figure again under any version of gnuplot.
  ///
  /// Whole numbers are 8 bytes, numbers IEEE 754 doubles (one NaN, one zero), little-endian;
  /// texts are UTF-8 after their length.
  public var digestBytes: [UInt8] {
    var bytes = CanonicalBytes()
    bytes.append("figure 1")
    bytes.append(rows)
    bytes.append(columns)
    bytes.append(title)
    bytes.append(axes.count)
    for panel in axes { panel.write(to: &bytes) }
    return bytes.bytes
  }
}

/// Values as bytes that depend on nothing but the values.
struct CanonicalBytes {
  private(set) var bytes: [UInt8] = []

  mutating func append(_ value: Int) {
    append(bits: UInt64(bitPattern: Int64(value)))
  }

  mutating func append(_ value: Double) {
    append(bits: (value.isNaN ? Double.nan : value == 0 ? 0 : value).bitPattern)
  }

  mutating func append(_ text: String) {
    append(text.utf8.count)
    bytes.append(contentsOf: text.utf8)
  }

  mutating func append(_ values: [Double]) {
    append(values.count)
    bytes.reserveCapacity(bytes.count + 8 * values.count)
    for value in values { append(value) }
  }

  mutating func append(_ value: Double?) {
    append(value == nil ? 0 : 1)
    if let value { append(value) }
  }

  private mutating func append(bits: UInt64) {
    withUnsafeBytes(of: bits.littleEndian) { bytes.append(contentsOf: $0) }
  }
}

extension Axes {
  fileprivate func write(to bytes: inout CanonicalBytes) {
    bytes.append(title)
    bytes.append(colorLabel)
    x.write(to: &bytes)
    y.write(to: &bytes)
    bytes.append(series.count)
    for one in series { one.write(to: &bytes) }
  }
}

extension Axis {
  fileprivate func write(to bytes: inout CanonicalBytes) {
    bytes.append(label)
    bytes.append(limits.low)
    bytes.append(limits.high)
    bytes.append(scale.rawValue)
    bytes.append(ticks?.count ?? -1)
    for tick in ticks ?? [] {
      bytes.append(tick.position)
      bytes.append(tick.label)
    }
  }
}

extension Series {
  fileprivate func write(to bytes: inout CanonicalBytes) {
    bytes.append(label)
    bytes.append(geometry.name)
    for list in geometry.lists { bytes.append(list.values) }
    switch geometry {
    case .area(_, _, let base): bytes.append(base)
    case .bars(_, _, let width): bytes.append(width)
    case .verticalLine(let place), .horizontalLine(let place): bytes.append(place)
    case .text(let words, let x, let y, _):
      bytes.append(words)
      bytes.append(x)
      bytes.append(y)
    case .image(let grid, _, let range):
      grid.write(to: &bytes)
      bytes.append(range.low)
      bytes.append(range.high)
    case .surface(let grid, _): grid.write(to: &bytes)
    case .line, .steps, .filledSteps, .band, .scatter, .errorBars, .polygon: break
    }
  }
}

extension Grid {
  fileprivate func write(to bytes: inout CanonicalBytes) {
    bytes.append(rows)
    bytes.append(columns)
    for end in [x.start, x.end, y.start, y.end] { bytes.append(end) }
    bytes.append(values)
  }
}
