import Machine

/// A pattern with the text that it is looked for in.
struct RegexSearch {
  let program: RegexProgram
  let bytes: [UInt8]

  init(_ program: RegexProgram, in text: String) {
    self.program = program
    bytes = Array(text.utf8)
  }

  /// All matches, in order; an empty one only where the one before did not start.
  func all() throws(RuntimeError) -> [RegexProgram.Match] {
    var matches: [RegexProgram.Match] = []
    var start = 0
    var mode = RegexProgram.Mode.anywhere
    while start <= bytes.count,
      let match = try program.match(in: bytes, from: start, mode)
    {
      try LongLoop.turn(matches.count)
      matches.append(match)
      mode = match.range.isEmpty ? .advancing : .anywhere
      start = match.range.upperBound
    }
    return matches
  }

  /// A part of the text as a value; none for a group that took no part.
  func text(_ range: Range<Int>?, in machine: VirtualMachine) -> Value {
    range.map { machine.heap.text(utf8: Array(bytes[$0])) } ?? .none
  }

  /// What `findall` gives for a match: its text, its one group, or a list of its groups.
  func taken(by match: RegexProgram.Match, in machine: VirtualMachine) -> Value {
    switch match.groups.count {
    case 0: text(match.range, in: machine)
    case 1: text(match.groups[0], in: machine)
    default: machine.heap.list(match.groups.map { text($0, in: machine) })
    }
  }

  /// A match as a dict: `text start end groups`, and `named` where the pattern has names.
  func described(
    _ match: RegexProgram.Match, in machine: VirtualMachine
  ) throws(RuntimeError) -> Value {
    let start = TextPlaces.codePoints(in: bytes[..<match.range.lowerBound])
    let length = TextPlaces.codePoints(in: bytes[match.range])
    var table = DictTable()
    func set(_ key: String, _ value: Value) throws(RuntimeError) {
      try table.set(value, for: machine.heap.text(key))
    }
    try set("text", text(match.range, in: machine))
    try set("start", .int(start))
    try set("end", .int(start + length))
    try set("groups", machine.heap.list(match.groups.map { text($0, in: machine) }))
    guard !program.groupNames.isEmpty else { return machine.heap.dict(table) }
    var named = DictTable()
    for (name, number) in program.groupNames {
      try named.set(text(group(number, of: match), in: machine), for: machine.heap.text(name))
    }
    try set("named", machine.heap.dict(named))
    return machine.heap.dict(table)
  }

  private func group(_ number: Int, of match: RegexProgram.Match) -> Range<Int>? {
    if number == 0 { return match.range }
    return match.groups.indices.contains(number - 1) ? match.groups[number - 1] : nil
  }

  /// The text with every match replaced by a template, or by what a function gives for it.
  func replacing(with new: Value, in machine: VirtualMachine) throws -> [UInt8] {
    let template: RegexTemplate?
    if let text = new.string {
      template = try RegexTemplate(text, for: program)
    } else if machine.isCallable(new) {
      template = nil
    } else {
      throw RuntimeError(
        .type, "sub: 'new' must be a text or a function, got \(new.described)",
        hint: "sub(new, s)")
    }
    var result: [UInt8] = []
    var start = 0
    let mark = machine.holdMark
    for (turn, match) in try all().enumerated() {
      try LongLoop.turn(turn)
      result += bytes[start..<match.range.lowerBound]
      if let template {
        for part in template.parts { result += filled(part, match) }
      } else {
        let given = try machine.call(new, Arguments([try described(match, in: machine)]))
        guard let text = given.textObject else {
          throw RuntimeError(
            .type, "sub: the function must give a text, got \(given.described)",
            hint: "`str(x)` makes one")
        }
        result += text.utf8
        machine.release(to: mark)
      }
      start = match.range.upperBound
    }
    return result + bytes[start...]
  }

  private func filled(_ part: RegexTemplate.Part, _ match: RegexProgram.Match) -> [UInt8] {
    switch part {
    case .text(let text): text
    case .group(let number): group(number, of: match).map { Array(bytes[$0]) } ?? []
    }
  }
}

/// What `sub` puts in the place of a match: text, and groups as `\1` or `\g<name>`.
struct RegexTemplate {
  /// A piece of it.
  enum Part {
    case text([UInt8])
    case group(Int)
  }

  private(set) var parts: [Part] = []

  /// Reads a template.
  /// - Throws: `value` for a group that the pattern does not have, or a backslash before another
  ///   sign.
  init(_ text: String, for program: RegexProgram) throws(RuntimeError) {
    var rest = Array(text.utf8)[...]
    var plain: [UInt8] = []
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "\\") else {
        plain.append(byte)
        continue
      }
      if rest.first == UInt8(ascii: "\\") {
        plain.append(byte)
        rest.removeFirst()
        continue
      }
      let name = Self.reference(&rest)
      guard let name, let number = Self.number(of: name, in: program) else {
        throw RuntimeError(
          .value,
          "sub: "
            + (name.map { "the pattern has no group \($0)" }
              ?? "a backslash in 'new' stands before the number of a group"),
          hint: #"`\1` is the first group, `\g<name>` a named one, `\\` a backslash"#)
      }
      parts += [.text(plain), .group(number)]
      plain = []
    }
    parts.append(.text(plain))
  }

  /// Takes the digits of `\12`, or what stands in `\g<…>`.
  private static func reference(_ rest: inout ArraySlice<UInt8>) -> String? {
    let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.prefix(2)
    if !digits.isEmpty {
      rest = rest.dropFirst(digits.count)
      return String(decoding: digits, as: UTF8.self)
    }
    guard rest.starts(with: "g<".utf8), let end = rest.firstIndex(of: UInt8(ascii: ">")) else {
      return nil
    }
    let name = rest[(rest.startIndex + 2)..<end]
    rest = rest[(end + 1)...]
    return String(decoding: name, as: UTF8.self)
  }

  private static func number(of name: String, in program: RegexProgram) -> Int? {
    if let named = program.groupNames.first(where: { $0.name == name }) { return named.number }
    guard let number = Int(name), number >= 0, number <= program.groupCount else { return nil }
    return number
  }
}
