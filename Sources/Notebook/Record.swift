/// A line below the code of a cell that says what the cell took in and gave out.
public enum Record: Equatable, Sendable {
  /// `#< source value`: what came from outside.
  case outside(source: String, value: Literal)
  /// `#< file "path" HASH`: a file that was read or imported.
  case fileRead(path: String, hash: String)
  /// `#> text`: a line of output.
  case output(String)
  /// `#! kind: message`: the error that ended the cell, or a further line of it.
  case error(String)
  /// `#= name DIGEST`: a variable that was bound, or an object that changed.
  case binding(name: String, digest: String)
  /// `#= figure K DIGEST`: the data of the cell's K-th figure.
  case figure(index: Int, digest: String)
  /// `#= file "path" HASH`: a file that was written.
  case fileWritten(path: String, hash: String)
  /// `#= seed N at K`: where the generator stands afterwards.
  case seed(Int, position: Int)
  /// `#. done`: a line of a journal.
  case journal(String)
}

extension Record {
  /// The record as it stands in a file, without its line end.
  public var text: String {
    switch self {
    case .outside(let source, let value): "#< \(source) \(value.text)"
    case .fileRead(let path, let hash): "#< file \(Literal.quoted(path)) \(hash)"
    case .output(let line): line.isEmpty ? "#>" : "#> \(line)"
    case .error(let line): line.isEmpty ? "#!" : "#! \(line)"
    case .binding(let name, let digest): "#= \(name) \(digest)"
    case .figure(let index, let digest): "#= figure \(index) \(digest)"
    case .fileWritten(let path, let hash): "#= file \(Literal.quoted(path)) \(hash)"
    case .seed(let seed, let position): "#= seed \(seed) at \(position)"
    case .journal(let line): "#. \(line)"
    }
  }

  /// Reads a line of a file; nil if it is no record, or one that is malformed.
  public init?(line: String) {
    guard line.utf8.count >= 2, line.utf8.first == UInt8(ascii: "#") else { return nil }
    let mark = line.utf8[line.utf8.index(after: line.utf8.startIndex)]
    var rest = Substring(line.unicodeScalars.dropFirst(2))
    if rest.first == " " { rest = rest.dropFirst() }
    let content = rest.trimmedAtEnd
    switch mark {
    case UInt8(ascii: ">"): self = .output(content)
    case UInt8(ascii: "!"): self = .error(content)
    case UInt8(ascii: "."): self = .journal(content)
    case UInt8(ascii: "<"): self.init(incoming: content)
    case UInt8(ascii: "="): self.init(outcome: content)
    default: return nil
    }
  }

  private init?(incoming content: String) {
    var words = Literal.words(of: content)
    guard words.count >= 2, let last = words.popLast() else { return nil }
    if words.count == 2, words[0] == "file", case .text(let path)? = Literal(words[1]) {
      self = .fileRead(path: path, hash: last)
    } else if let value = Literal(last) {
      self = .outside(source: words.joined(separator: " "), value: value)
    } else {
      return nil
    }
  }

  private init?(outcome content: String) {
    let words = Literal.words(of: content)
    if words.count == 4, words[0] == "seed", words[2] == "at",
      let seed = Int(words[1]), let position = Int(words[3])
    {
      self = .seed(seed, position: position)
    } else if words.count == 3, words[0] == "figure", let index = Int(words[1]) {
      self = .figure(index: index, digest: words[2])
    } else if words.count == 3, words[0] == "file", case .text(let path)? = Literal(words[1]) {
      self = .fileWritten(path: path, hash: words[2])
    } else if words.count >= 2 {
      self = .binding(
        name: words.dropLast().joined(separator: " "), digest: words[words.count - 1])
    } else {
      return nil
    }
  }

  /// Where its kind stands below a cell.
  var rank: Int {
    switch self {
    case .outside: 0
    case .fileRead: 1
    case .output: 2
    case .error: 3
    case .binding: 4
    case .figure: 5
    case .fileWritten: 6
    case .seed: 7
    case .journal: 8
    }
  }
}

extension StringProtocol {
  /// The text without white space at its end.
  var trimmedAtEnd: String {
    var scalars = Substring(self).unicodeScalars
    while let last = scalars.last, last == " " || last == "\t" || last == "\r" || last == "\n" {
      scalars.removeLast()
    }
    return String(scalars)
  }

  /// The text without white space at either end.
  package var trimmed: String {
    String(
      Substring(trimmedAtEnd).unicodeScalars.drop {
        $0 == " " || $0 == "\t" || $0 == "\n" || $0 == "\r"
      })
  }

  /// The lines, without their ends; one empty line for an empty text.
  var lines: [String] {
    Substring(self).unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
      .map { String($0.last == "\r" ? $0.dropLast() : $0) }
  }
}
