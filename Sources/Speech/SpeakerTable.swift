import Tensors

/// A column of a table: numbers where every field is one, else the texts.
enum TableColumn {
  case numbers([Double])
  case texts([String])

  /// The field of a row as text; whole numbers without a point.
  func text(_ row: Int) -> String {
    switch self {
    case .texts(let texts): texts[row]
    case .numbers(let numbers):
      Int(exactly: numbers[row]).map(String.init) ?? "\(numbers[row])"
    }
  }
}

extension UtteranceSet {
  /// Reads a table of frames: a header with `utterance`, `speaker`, `frame`, `c1` … `cN` in any
  /// order, and columns that say something of an utterance (`split`); then one line a frame, the
  /// frames of an utterance in a row and counted upward from any number.
  ///
  /// - Throws: `SpeechError` of kind `io` for a file that cannot be read, of kind `value` for a
  ///   missing column, a field that is no number, frames out of order, or an utterance whose
  ///   speaker or split changes; each names the line and the column.
  public init(path: String) throws {
    try self.init(source: path) { options throws(TensorError) in try CSV.read(path, options) }
  }

  /// The same from the bytes of a file; `source` names it in errors.
  public init(csv bytes: [UInt8], source: String) throws {
    try self.init(source: source) { options throws(TensorError) in
      try CSV.parse(bytes, named: source, options)
    }
  }

  private init(
    source: String, read: (CSV.Options) throws(TensorError) -> CSVTable
  ) throws {
    var options = CSV.Options()
    options.textColumns = ["utterance", "speaker"]
    let table: CSVTable
    do {
      table = try read(options)
    } catch {
      if error == .interrupted { throw error }
      // The reader names itself, and an option of its own after a semicolon.
      let message = error.message.prefix { $0 != ";" }
      let name = "load_csv"
      throw SpeechError(
        error.kind.rawValue,
        message.hasPrefix(name) ? "load_speakers\(message.dropFirst(name.count))" : "\(message)")
    }
    try self.init(
      names: table.columns.map(\.name),
      columns: table.columns.map { column in
        switch column.values {
        case .numbers(let numbers): .numbers(numbers.doubles())
        case .texts(let texts): .texts(texts)
        }
      }, source: source)
  }

  /// Builds the set from the columns of a table, all of one length.
  init(names: [String], columns: [TableColumn], source: String) throws {
    let table = SpeakerTable(names: names, columns: columns, source: source)
    let channelNames = try table.channelNames()
    let channels = try channelNames.map(table.numbers)
    let attributeNames = names.filter {
      !["utterance", "speaker", "frame"].contains($0) && !channelNames.contains($0)
    }
    let speakerColumn = try table.column("speaker")
    let attributes = try attributeNames.map { (name: $0, column: try table.column($0)) }
    var speakers: [String: Int] = [:]
    var speakerNames: [String] = []
    let utterances = try table.utterances().map { name, rows in
      try table.checkConstant(rows, "speaker", speakerColumn, utterance: name)
      var values: [String: String] = [:]
      for (attribute, column) in attributes {
        try table.checkConstant(rows, attribute, column, utterance: name)
        values[attribute] = column.text(rows.lowerBound)
      }
      let speaker = speakerColumn.text(rows.lowerBound)
      if speakers[speaker] == nil {
        speakers[speaker] = speakerNames.count
        speakerNames.append(speaker)
      }
      let frames = try Tensor.makeF32([channels.count, rows.count]) { buffer in
        for (channel, values) in channels.enumerated() {
          for (frame, row) in rows.enumerated() {
            buffer[channel * rows.count + frame] = Float(values[row])
          }
        }
      }
      return Utterance(
        name: name, speaker: speakers[speaker] ?? 0, frames: frames, attributes: values)
    }
    self.init(
      utterances: utterances, speakerNames: speakerNames, channelNames: channelNames,
      attributeNames: attributeNames)
  }
}

/// A table's columns by name, and errors that say where.
private struct SpeakerTable {
  let names: [String]
  let columns: [TableColumn]
  let source: String

  func column(_ name: String) throws(SpeechError) -> TableColumn {
    guard let place = names.firstIndex(of: name) else {
      throw SpeechError(
        "value", "load_speakers: \(source) has no column '\(name)'",
        hint: "its columns are \(names.map { "'\($0)'" }.joined(separator: ", "))")
    }
    return columns[place]
  }

  func numbers(_ name: String) throws(SpeechError) -> [Double] {
    switch try column(name) {
    case .numbers(let numbers):
      if let row = numbers.firstIndex(where: { !$0.isFinite }) {
        throw error(row, name, "a number is needed, got \(numbers[row])")
      }
      return numbers
    case .texts(let texts):
      if texts.isEmpty { return [] }
      let row = texts.firstIndex { Double($0) == nil } ?? 0
      throw error(row, name, "a number is needed, got \"\(texts[row])\"")
    }
  }

  /// `c1`, `c2`, … up to the first that is missing; a later one is an error.
  func channelNames() throws(SpeechError) -> [String] {
    let numbers = names.compactMap { $0.first == "c" ? Int($0.dropFirst()) : nil }.sorted()
    guard let last = numbers.last, last >= 1 else {
      throw SpeechError(
        "value", "load_speakers: \(source) has no columns 'c1', 'c2', … of values")
    }
    if let missing = (1...last).first(where: { !numbers.contains($0) }) {
      throw SpeechError(
        "value", "load_speakers: \(source) has a column 'c\(last)' but no 'c\(missing)'")
    }
    return (1...last).map { "c\($0)" }
  }

  /// The rows of each utterance, whose frames stand in a row and count upward.
  func utterances() throws(SpeechError) -> [(name: String, rows: Range<Int>)] {
    let names = try column("utterance")
    let frames = try numbers("frame")
    guard !frames.isEmpty else {
      throw SpeechError("value", "load_speakers: \(source) has no frames")
    }
    var result: [(name: String, rows: Range<Int>)] = []
    var seen: Set<String> = []
    var start = 0
    while start < frames.count {
      let name = names.text(start)
      var end = start + 1
      while end < frames.count, names.text(end) == name { end += 1 }
      guard seen.insert(name).inserted else {
        throw error(start, "utterance", "the frames of \(name) must stand in a row")
      }
      for row in start + 1..<end where frames[row] != frames[row - 1] + 1 {
        throw error(
          row, "frame",
          "frames must count upward, got \(text(frames[row])) after \(text(frames[row - 1]))")
      }
      result.append((name, start..<end))
      start = end
    }
    return result
  }

  func checkConstant(
    _ rows: Range<Int>, _ name: String, _ column: TableColumn, utterance: String
  ) throws(SpeechError) {
    let first = column.text(rows.lowerBound)
    if let row = rows.first(where: { column.text($0) != first }) {
      throw error(
        row, name, "must stay \(first) within utterance \(utterance), got \(column.text(row))")
    }
  }

  /// The header is line 1.
  func error(_ row: Int, _ column: String, _ text: String) -> SpeechError {
    SpeechError("value", "load_speakers: \(source), line \(row + 2), '\(column)': \(text)")
  }

  func text(_ number: Double) -> String {
    Int(exactly: number).map(String.init) ?? "\(number)"
  }
}
