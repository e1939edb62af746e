/// Splits comma-separated text with a header into columns. Fields may stand in double quotes, with
/// quotes inside doubled.
func readTable(
  _ bytes: [UInt8], source: String
) throws(SpeechError) -> (names: [String], columns: [TableColumn]) {
  var lines = lineRanges(bytes)
  guard !lines.isEmpty else {
    throw SpeechError("value", "load_speakers: \"\(source)\" is empty")
  }
  let header = lines.removeFirst()
  let names = fields(bytes[header])
  if let repeated = names.first(where: { name in names.filter { $0 == name }.count > 1 }) {
    throw SpeechError("value", "load_speakers: \"\(source)\" has two columns '\(repeated)'")
  }
  var texts = [[String]](repeating: [], count: names.count)
  for (place, line) in lines.enumerated() {
    let values = fields(bytes[line])
    guard values.count == names.count else {
      throw SpeechError(
        "value", "load_speakers: \"\(source)\", line \(place + 2): must have \(names.count) "
          + "fields as the header, got \(values.count)")
    }
    for (column, value) in values.enumerated() { texts[column].append(value) }
  }
  let columns = texts.map { texts -> TableColumn in
    var numbers: [Double] = []
    numbers.reserveCapacity(texts.count)
    for text in texts {
      guard let number = Double(text) else { return .texts(texts) }
      numbers.append(number)
    }
    return .numbers(numbers)
  }
  return (names, columns)
}

/// Lines without their ends; a last empty one is left out.
private func lineRanges(_ bytes: [UInt8]) -> [Range<Int>] {
  var result: [Range<Int>] = []
  var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  for (place, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
    let end = place > start && bytes[place - 1] == UInt8(ascii: "\r") ? place - 1 : place
    result.append(start..<end)
    start = place + 1
  }
  if start < bytes.count { result.append(start..<bytes.count) }
  return result
}

private func fields(_ line: ArraySlice<UInt8>) -> [String] {
  var result: [String] = []
  var field: [UInt8] = []
  var isQuoted = false
  var place = line.startIndex
  while place < line.endIndex {
    let byte = line[place]
    if byte == UInt8(ascii: "\"") {
      let next = place + 1 < line.endIndex ? line[place + 1] : 0
      if isQuoted && next == UInt8(ascii: "\"") {
        field.append(byte)
        place += 1
      } else {
        isQuoted.toggle()
      }
    } else if byte == UInt8(ascii: ","), !isQuoted {
      result.append(String(decoding: field, as: UTF8.self))
      field.removeAll(keepingCapacity: true)
    } else {
      field.append(byte)
    }
    place += 1
  }
  result.append(String(decoding: field, as: UTF8.self))
  return result
}
