extension ProgramGenerator {
  // MARK: Targets and parameters

  mutating func place(depth: Int) {
    text += name()
    for _ in 0..<Int.random(in: 0...2, using: &random) { postfix(depth: depth, calls: false) }
  }

  mutating func targets(depth: Int, allowsSpread: Bool) {
    let count = pick([1, 1, 1, 2, 3])
    let spread = allowsSpread && chance(15) ? Int.random(in: 0..<count, using: &random) : -1
    for position in 0..<count {
      if position > 0 { text += pick([", ", ","]) }
      if position == spread {
        text += "..\(name())"
      } else if depth > 0, chance(15) {
        let opener = pick(["[", "("])
        text += opener
        let saved = inBrackets
        inBrackets = true
        targets(depth: depth - 1, allowsSpread: true)
        text += opener == "[" ? "]" : ",)"
        inBrackets = saved
      } else {
        place(depth: depth - 1)
      }
    }
  }

  mutating func parameters(depth: Int, isLambda: Bool) {
    bracketed("(", ")") { generator in
      let count = generator.pick([0, 1, 1, 2, 3])
      var hasDefault = false
      for position in 0..<count {
        if position > 0 { generator.comma() }
        if position == count - 1, generator.chance(15) {
          generator.text += "..rest\(position)"
          continue
        }
        generator.text += "p\(position)"
        if !isLambda, generator.chance(25) { generator.text += ": " + generator.note() }
        if hasDefault || generator.chance(25) {
          hasDefault = true
          generator.text += generator.pick(["=", " = "])
          generator.expression(depth: min(depth - 1, 1))
        }
      }
    }
  }

  mutating func note() -> String {
    pick(["int", "none", "f32[batch, dim]", "f32[]", "i64[..., 3]", "tensor", "fn"])
  }

  // MARK: Expressions

  mutating func name() -> String {
    pick([
      "x", "y", "loss", "by", "as", "outer", "été", "e\u{301}t", "日本", "_a1", "end", "lambda",
      "print", "r", "f",
    ])
  }

  mutating func bracketed(
    _ opener: String, _ closer: String, _ body: (inout ProgramGenerator) -> Void
  ) {
    text += opener
    let saved = inBrackets
    inBrackets = true
    blank()
    body(&self)
    blank()
    text += closer
    inBrackets = saved
  }

  mutating func comma() {
    blank()
    text += ","
    operatorSpace()
  }

  mutating func expressionList(depth: Int) {
    expression(depth: depth)
    for _ in 0..<pick([0, 0, 0, 0, 1, 2]) {
      text += ","
      operatorSpace()
      item(depth: depth)
    }
  }

  mutating func item(depth: Int) {
    if chance(15) { text += ".. " }
    expression(depth: depth)
  }

  mutating func expression(depth: Int) {
    if depth > 0, chance(8) {
      if chance(50) { text += name() } else { parameters(depth: depth, isLambda: true) }
      text += " =>"
      let saved = (inFunction, inLoop)
      (inFunction, inLoop) = (true, false)
      if chance(30) {
        block(depth: depth - 1)
      } else {
        operatorSpace()
        let before = text.endIndex
        expression(depth: depth - 1)
        // A brace behind `=>` would open a block.
        if text[before...].first(where: { !" \t\r\n".contains($0) }) == "{" {
          text.insert("(", at: before)
          text += ")"
        }
      }
      (inFunction, inLoop) = saved
      return
    }
    operators(0, depth: depth)
    if depth > 0, chance(6) {
      if !onOneLine, chance(40) { lineBreak() } else { space() }
      text += "|>"
      operatorSpace()
      operand(depth: depth - 1)
      for _ in 0..<pick([0, 1]) { postfix(depth: depth - 1, calls: true) }
    }
  }

  /// Levels from `or` to the sign: 0 or, 1 and, 2 not, 3 comparison, 4 range, 5 |, 6 &, 7 sum,
  /// 8 product, 9 unary, 10 power.
  mutating func operators(_ level: Int, depth: Int) {
    let symbols: [[String]] = [
      ["or"], ["and"], [], ["==", "!=", "<", "<=", ">", ">=", "in", "not in"], [], ["|"], ["&"],
      ["+", "-"], ["*", "/", "//", "%", "@"],
    ]
    if level == 9 { return unary(depth: depth) }
    if level == 2 {
      if chance(5) { text += "not " }
      return operators(3, depth: depth)
    }
    operators(level + 1, depth: depth)
    guard depth > 0, chance(8) else { return }
    if level == 4 {
      blank()
      if text.last == "." { text += " " }
      text += pick(["..", "..="]) + " "
      operators(5, depth: depth - 1)
      if chance(25) {
        text += " by "
        operators(5, depth: depth - 1)
      }
      return
    }
    for _ in 0..<pick([1, 1, 2]) {
      space()
      text += pick(symbols[level])
      operatorSpace()
      operators(level + 1, depth: depth - 1)
    }
  }

  mutating func unary(depth: Int) {
    if chance(6) {
      text += pick(["-", "+", "~", "- "])
      return unary(depth: depth)
    }
    if chance(1) {
      text += "-9223372036854775808"
      return
    }
    operand(depth: depth)
    for _ in 0..<pick([0, 0, 0, 1, 2]) where depth > 0 { postfix(depth: depth - 1, calls: true) }
    guard depth > 0, chance(5) else { return }
    text += pick(["**", " ** "])
    unary(depth: depth - 1)
  }

  mutating func postfix(depth: Int, calls: Bool) {
    switch Int.random(in: 0..<3, using: &random) {
    case 0:
      if calls, !onOneLine, chance(10) { lineBreak() }
      text += text.last?.isNumber == true || text.last == "." ? " ." : "."
      text += pick(["T", "mean", "in", "lr", "by", "value"])
    case 1 where calls: arguments(depth: depth)
    default: indices(depth: depth)
    }
  }

  mutating func arguments(depth: Int) {
    bracketed("(", ")") { generator in
      let count = generator.pick([0, 1, 2, 3])
      for position in 0..<count {
        if position > 0 { generator.comma() }
        if generator.chance(10) {
          generator.text += ".. "
        } else if position >= 1, position == count - 1, generator.chance(50) {
          generator.text += generator.pick(["lr", "in", "if", "axis"])
          generator.blank()
          generator.text += "="
          generator.blank()
        }
        generator.expression(depth: depth)
      }
      if count > 0, generator.chance(15) { generator.text += "," }
    }
  }

  mutating func indices(depth: Int) {
    bracketed("[", "]") { generator in
      for position in 0..<generator.pick([1, 1, 2, 3]) {
        if position > 0 { generator.comma() }
        switch Int.random(in: 0..<5, using: &generator.random) {
        case 0: generator.text += "..."
        case 1, 2:
          for part in 0..<generator.pick([2, 3]) {
            if part > 0 { generator.text += ":" }
            if generator.chance(40) { generator.expression(depth: min(depth, 1)) }
          }
        default: generator.expression(depth: depth)
        }
      }
    }
  }

  mutating func operand(depth: Int) {
    switch Int.random(in: 0..<(depth > 0 ? 22 : 12), using: &random) {
    case 0...4: text += name()
    case 5, 6: text += pick(["0", "42", "10_000", "0x1f", "0b101", "7"])
    case 7: text += pick(["1.", ".5", "1e-3", "2.50", "1_0.5e+2"])
    case 8: text += pick(["true", "false", "none"])
    case 9, 10: literalText(depth: depth)
    case 11: formattedText(depth: depth)
    case 12, 13: bracketed("(", ")") { $0.expression(depth: depth - 1) }
    case 14: list(depth: depth, "(", ")", isTuple: true)
    case 15, 16: list(depth: depth, "[", "]", isTuple: false)
    case 17: comprehension(depth: depth)
    case 18, 19: dict(depth: depth)
    default: compound(depth: depth - 1)
    }
  }

  mutating func list(depth: Int, _ opener: String, _ closer: String, isTuple: Bool) {
    bracketed(opener, closer) { generator in
      let count = generator.pick(isTuple ? [1, 2, 3] : [0, 1, 2, 3])
      for position in 0..<count {
        if position > 0 { generator.comma() }
        generator.item(depth: depth - 1)
      }
      if (isTuple && count == 1) || (count > 0 && generator.chance(20)) { generator.text += "," }
    }
  }

  mutating func comprehension(depth: Int) {
    let isDict = chance(40)
    bracketed(isDict ? "{" : "[", isDict ? "}" : "]") { generator in
      generator.expression(depth: depth - 1)
      if isDict {
        generator.text += ": "
        generator.expression(depth: depth - 1)
      }
      for _ in 0..<generator.pick([1, 1, 2]) {
        generator.space()
        generator.text += "for "
        generator.targets(depth: 1, allowsSpread: true)
        generator.text += " in "
        generator.operators(0, depth: depth - 1)
        if generator.chance(30) {
          generator.space()
          generator.text += "if "
          generator.operators(0, depth: depth - 1)
        }
      }
    }
  }

  mutating func dict(depth: Int) {
    bracketed("{", "}") { generator in
      for position in 0..<generator.pick([0, 1, 2, 3]) {
        if position > 0 { generator.comma() }
        switch Int.random(in: 0..<5, using: &generator.random) {
        case 0:
          generator.text += ".. "
        case 1: generator.text += "(k\(position)): "
        case 2: generator.text += "\"key \(position)\": "
        default: generator.text += generator.pick(["am", "if", "lr"]) + "\(position):"
        }
        generator.expression(depth: depth - 1)
      }
    }
  }

  // MARK: Texts

  mutating func literalText(depth: Int) {
    if !onOneLine, chance(5) {
      text += "\"\"\"two\n# %% lines\n\"\"\""
      return
    }
    text += pick([
      "\"am\"", "'it\\'s'", "r\"$\\alpha$\"", "\"\\u{e9}\\x41\\n\"", "\"e\u{301} é\"", "''",
      "\"# %% no\"",
    ])
  }

  mutating func formattedText(depth: Int) {
    text += pick(["f\"", "f\"EER {{", "f\"a\\t"])
    let saved = (onOneLine, inBrackets)
    (onOneLine, inBrackets) = (true, false)
    for _ in 0..<pick([0, 1, 2]) {
      text += "{ "
      operators(0, depth: min(depth - 1, 1))
      text += " "
      text += pick(["", "", ":.2f", ":>{width}", ":{w}.{p}f"])
      text += pick(["}", "} % "])
    }
    (onOneLine, inBrackets) = saved
    text += "\""
  }
}
