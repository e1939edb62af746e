import TestSupport

/// Random programs of the grammar, with random blanks, line breaks and comments wherever the
/// language allows them.
struct ProgramGenerator {
  var random: SeededGenerator
  var text = ""
  /// Whether a newline is white space here.
  var inBrackets = false
  var inFunction = false
  var inLoop = false
  /// Whether a text around is on one line.
  var onOneLine = false

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  static func program(seed: UInt64) -> String {
    var generator = ProgramGenerator(seed: seed)
    generator.program()
    return generator.text
  }

  /// One short statement.
  static func statement(seed: UInt64) -> String {
    var generator = ProgramGenerator(seed: seed)
    generator.statement(depth: 1, isTop: true)
    return generator.text
  }

  // MARK: Chances

  mutating func chance(_ percent: Int) -> Bool {
    Int.random(in: 0..<100, using: &random) < percent
  }

  mutating func pick<Choice>(_ choices: [Choice]) -> Choice {
    choices[Int.random(in: 0..<choices.count, using: &random)]
  }

  // MARK: Blanks

  /// White space where a token may follow at once.
  mutating func blank() {
    if inBrackets, !onOneLine, chance(8) { return lineBreak() }
    if chance(30) { text += pick([" ", "  ", "\t"]) }
  }

  /// White space between two tokens that would run together.
  mutating func space() {
    if inBrackets, !onOneLine, chance(8) { return lineBreak() }
    text += chance(85) ? " " : "   "
  }

  /// White space behind an operator, where a statement cannot end.
  mutating func operatorSpace() {
    if !onOneLine, chance(6) { return lineBreak() }
    space()
  }

  mutating func lineBreak() {
    if chance(35) { text += pick(["  # note", " #note  ", "#> not a record", "  ## doc"]) }
    text += pick(["\n", "\n\n", "\r\n"])
    if chance(20) { text += pick(["# own line\n", "    # %% no marker\n", "   #= x 00\n"]) }
    text += pick(["  ", "    ", "\t", " "])
  }

  // MARK: Programs

  mutating func program() {
    if chance(10) { text += pick(["#!/usr/bin/env mscript\n", "# mscript session 1\n", "\n"]) }
    let cells = Int.random(in: 1...2, using: &random)
    for cell in 0..<cells {
      if cell > 0 || chance(30) {
        text += pick(["# %% Title\n", "# %%\n", "# %% [raises] A margin\n", "# %%   [a] [b] c \n"])
      }
      statements(depth: 3, isTop: true)
    }
  }

  mutating func statements(depth: Int, isTop: Bool) {
    for _ in 0..<Int.random(in: isTop ? 1...4 : 0...3, using: &random) {
      if chance(12) { text += pick(["# above\n", "\n\n", "## documented\n", "  # indented\n"]) }
      if isTop, chance(8), text.isEmpty || text.hasSuffix("\n") {
        text += pick(["#> 1.5\n", "#= x 00ff\n"])
      }
      statement(depth: depth, isTop: isTop)
      text += pick(["\n", "\n", "\n", ";\n", " ; ", "  # why\n", "\n\n\n", "; # silent\n", "\r\n"])
    }
  }

  mutating func statement(depth: Int, isTop: Bool) {
    switch Int.random(in: 0..<24, using: &random) {
    case 0...5:
      let before = text.utf8.count
      expressionList(depth: depth)
      // A compound at the start would be the whole statement.
      let start = text.utf8.index(text.startIndex, offsetBy: before)
      let word = text[start...].prefix { $0.isLetter || $0 == "_" }
      if ["if", "try", "no_grad", "fn"].contains(word) {
        text.insert("(", at: start)
        text += ")"
      }
    case 6...9:
      for _ in 0..<(chance(20) ? 2 : 1) {
        targets(depth: depth, allowsSpread: true)
        blank()
        text += "="
        operatorSpace()
      }
      expressionList(depth: depth)
    case 10:
      place(depth: depth)
      blank()
      text += pick(["+=", "-=", "*=", "/=", "//=", "%=", "**=", "@=", "&=", "|="])
      operatorSpace()
      expression(depth: depth)
    case 11, 12: definition(depth: depth)
    case 13:
      text += "while "
      expression(depth: depth - 1)
      loopBody(depth: depth)
    case 14, 15:
      text += "for "
      targets(depth: depth, allowsSpread: true)
      text += " in "
      expressionList(depth: depth - 1)
      loopBody(depth: depth)
    case 16 where inFunction:
      text += "return"
      if chance(70) {
        text += " "
        expressionList(depth: depth)
      }
    case 17 where inLoop: text += pick(["break", "continue"])
    case 18:
      text += "throw "
      expression(depth: depth)
    case 19:
      text += "assert x"
      if chance(50) {
        text += ","
        operatorSpace()
        expression(depth: depth)
      }
    case 20: text += pick(["outer a", "outer a, b"])
    case 21:
      text += "del "
      place(depth: depth)
      if chance(30) { text += ", a" }
    case 22 where isTop:
      text += pick(["import \"lib.mscript\" as lib", "import 'a.mscript': f, g"])
    default: compound(depth: depth)
    }
  }

  mutating func loopBody(depth: Int) {
    let saved = inLoop
    inLoop = true
    block(depth: depth)
    inLoop = saved
  }

  mutating func definition(depth: Int) {
    text += "fn \(name())"
    parameters(depth: depth, isLambda: false)
    if chance(25) { text += " -> \(note())" }
    let saved = (inFunction, inLoop)
    (inFunction, inLoop) = (true, false)
    if chance(50) {
      block(depth: depth)
    } else {
      blank()
      text += "="
      operatorSpace()
      expression(depth: depth)
    }
    (inFunction, inLoop) = saved
  }

  mutating func block(depth: Int) {
    if !onOneLine, chance(5) { lineBreak() } else { blank() }
    text += "{"
    let saved = inBrackets
    inBrackets = false
    if onOneLine || depth <= 0 || chance(30) {
      if chance(70) {
        text += " "
        let savedLine = onOneLine
        onOneLine = true
        statement(depth: depth - 1, isTop: false)
        if chance(20) { text += "; x = 1" }
        onOneLine = savedLine
      }
      text += pick([" }", "}", "; }"])
    } else {
      text += pick(["\n", "  # opens\n", "\n\n"])
      statements(depth: depth - 1, isTop: false)
      if chance(20) { text += "# last\n" }
      text += "}"
    }
    inBrackets = saved
  }

  mutating func compound(depth: Int) {
    switch Int.random(in: 0..<5, using: &random) {
    case 0, 1:
      text += "if "
      expression(depth: depth - 1)
      block(depth: depth)
      if chance(30) {
        text += " else if "
        expression(depth: depth - 1)
        block(depth: depth)
      }
      if chance(50) {
        text += onOneLine ? " else" : pick([" else", "\nelse", " # so\n\nelse"])
        block(depth: depth)
      }
    case 2:
      text += "try"
      block(depth: depth)
      let hasCatch = chance(70)
      if hasCatch {
        text += pick([" catch e", " catch"])
        block(depth: depth)
      }
      if !hasCatch || chance(30) {
        text += " finally"
        let saved = (inFunction, inLoop)
        (inFunction, inLoop) = (false, false)
        block(depth: depth)
        (inFunction, inLoop) = saved
      }
    case 3:
      text += "no_grad"
      block(depth: depth)
    default:
      text += "fn"
      parameters(depth: depth, isLambda: false)
      if chance(20) { text += " -> \(note())" }
      let saved = (inFunction, inLoop)
      (inFunction, inLoop) = (true, false)
      block(depth: depth)
      (inFunction, inLoop) = saved
    }
  }
}
