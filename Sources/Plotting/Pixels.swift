/// A picture of pixels, row by row from the top.
struct Pixels {
  private(set) var width: Int
  private(set) var height: Int
  private var colors: [RGB]

  subscript(column: Int, row: Int) -> RGB { colors[row * width + column] }

  /// Reads a sixel picture as gnuplot writes it: raster attributes with its size, RGB color
  /// registers in percent, runs, bands of six rows. Nil if it is not one.
  init?(sixel: [UInt8]) {
    guard let start = sixel.firstIndex(of: UInt8(ascii: "q")) else { return nil }
    var reader = SixelReader(bytes: sixel[(start + 1)...])
    guard let size = reader.size() else { return nil }
    width = size.width
    height = size.height
    colors = [RGB](repeating: RGB(0xFFFFFF), count: width * height)
    while let stroke = reader.next() {
      for bit in 0..<6 where stroke.bits >> UInt8(bit) & 1 == 1 {
        let row = stroke.row + bit
        guard row < height else { break }
        for column in stroke.column..<max(stroke.column, min(stroke.column + stroke.count, width)) {
          colors[row * width + column] = stroke.color
        }
      }
    }
  }

  private init(width: Int, height: Int, colors: [RGB]) {
    self.width = width
    self.height = height
    self.colors = colors
  }

  /// The picture in another size, each pixel the mean of those that it covers.
  func scaled(width newWidth: Int, height newHeight: Int) -> Pixels {
    var result: [RGB] = []
    result.reserveCapacity(newWidth * newHeight)
    for row in 0..<newHeight {
      let top = row * height / newHeight
      let bottom = max(top + 1, (row + 1) * height / newHeight)
      for column in 0..<newWidth {
        let left = column * width / newWidth
        let right = max(left + 1, (column + 1) * width / newWidth)
        var sum = (red: 0, green: 0, blue: 0)
        for y in top..<bottom {
          for x in left..<right {
            let color = self[x, y]
            sum.red += Int(color.red)
            sum.green += Int(color.green)
            sum.blue += Int(color.blue)
          }
        }
        let count = (bottom - top) * (right - left)
        result.append(
          RGB(
            red: UInt8(sum.red / count), green: UInt8(sum.green / count),
            blue: UInt8(sum.blue / count)))
      }
    }
    return Pixels(width: newWidth, height: newHeight, colors: result)
  }
}

/// Reads the body of a sixel picture stroke by stroke.
private struct SixelReader {
  /// Six pixels over one another, so many times side by side.
  struct Stroke {
    var column: Int
    var row: Int
    var count: Int
    var bits: UInt8
    var color: RGB
  }

  private var bytes: ArraySlice<UInt8>
  private var registers: [Int: RGB] = [:]
  private var color = RGB(0)
  private var column = 0
  private var row = 0

  init(bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
  }

  /// The size in the raster attributes `"1;1;width;height`.
  mutating func size() -> (width: Int, height: Int)? {
    guard bytes.first == UInt8(ascii: "\"") else { return nil }
    bytes.removeFirst()
    let numbers = numbers()
    guard numbers.count == 4, (1...10_000).contains(numbers[2]), (1...10_000).contains(numbers[3])
    else { return nil }
    return (numbers[2], numbers[3])
  }

  mutating func next() -> Stroke? {
    var count = 1
    while let byte = bytes.popFirst() {
      switch byte {
      case UInt8(ascii: "?")...UInt8(ascii: "~"):
        defer { column += count }
        return Stroke(column: column, row: row, count: count, bits: byte - 63, color: color)
      case UInt8(ascii: "!"): count = max(1, min(numbers().first ?? 1, 10_000))
      case UInt8(ascii: "$"): column = 0
      case UInt8(ascii: "-"):
        column = 0
        row += 6
      case UInt8(ascii: "#"): chooseColor(numbers())
      case 0x1B: return nil
      default: break
      }
    }
    return nil
  }

  private mutating func chooseColor(_ numbers: [Int]) {
    guard let register = numbers.first else { return }
    if numbers.count == 5, numbers[1] == 2 {
      let parts = numbers[2...].map { UInt8(min(max($0, 0), 100) * 255 / 100) }
      registers[register] = RGB(red: parts[0], green: parts[1], blue: parts[2])
    }
    color = registers[register] ?? RGB(0)
  }

  private mutating func numbers() -> [Int] {
    var result = [0]
    while let byte = bytes.first {
      if byte == UInt8(ascii: ";") {
        result.append(0)
      } else if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
        result[result.count - 1] = min(result[result.count - 1] * 10 + Int(byte - 48), 1_000_000)
      } else {
        break
      }
      bytes.removeFirst()
    }
    return result
  }
}
