/// Character cells with colors, of which a figure is put together in terminals that know no
/// pixels: half blocks between the axes, words around them.
struct CellGrid {
  /// A character and its colors; nil is the terminal's own.
  struct Cell: Equatable {
    var character: Character = " "
    var ink: RGB?
    var paper: RGB?
  }

  let width: Int
  let height: Int
  private var cells: [Cell]

  init(width: Int, height: Int) {
    self.width = width
    self.height = height
    cells = [Cell](repeating: Cell(), count: width * height)
  }

  subscript(column: Int, row: Int) -> Cell {
    get { cells[row * width + column] }
    set { cells[row * width + column] = newValue }
  }

  /// Writes words from `column` on as far as there is room, over the paper that is there.
  mutating func write(_ words: String, column: Int, row: Int, ink: RGB? = nil) {
    guard row >= 0, row < height else { return }
    for (offset, character) in words.enumerated() {
      let place = column + offset
      guard place >= 0, place < width else { continue }
      let isControl = character.unicodeScalars.contains {
        $0.properties.generalCategory == .control
      }
      self[place, row].character = isControl ? " " : character
      self[place, row].ink = ink
    }
  }

  /// Puts `other` with its upper left cell at this place.
  mutating func put(_ other: CellGrid, column: Int, row: Int) {
    for y in 0..<other.height where row + y < height {
      for x in 0..<other.width where column + x < width {
        self[column + x, row + y] = other[x, y]
      }
    }
  }

  /// Puts pixels there, two to a cell.
  mutating func put(_ pixels: Pixels, column: Int, row: Int) {
    for y in 0..<(pixels.height / 2) {
      for x in 0..<pixels.width {
        self[column + x, row + y] = Cell(
          character: "▀", ink: pixels[x, 2 * y], paper: pixels[x, 2 * y + 1])
      }
    }
  }

  /// The lines with their colors as escape sequences.
  var text: String {
    var result = ""
    for row in 0..<height {
      var ink: RGB?
      var paper: RGB?
      var end = width
      while end > 0, self[end - 1, row] == Cell() { end -= 1 }
      for column in 0..<end {
        let cell = self[column, row]
        if cell.ink != ink { result += "\u{1B}[" + Self.code(cell.ink, 38) + "m" }
        if cell.paper != paper { result += "\u{1B}[" + Self.code(cell.paper, 48) + "m" }
        (ink, paper) = (cell.ink, cell.paper)
        result.append(cell.character)
      }
      result += ink == nil && paper == nil ? "\n" : "\u{1B}[0m\n"
    }
    return result
  }

  private static func code(_ color: RGB?, _ kind: Int) -> String {
    guard let color else { return "\(kind + 1)" }
    return "\(kind);2;\(color.red);\(color.green);\(color.blue)"
  }
}
