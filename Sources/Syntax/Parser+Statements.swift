import Diagnostics

extension Parser {
  // MARK: Programs and cells

  mutating func program() -> Program {
    var cells: [Cell] = []
    repeat {
      cells.append(cell())
    } while token.kind.isMarker
    return Program(source: source, cells: cells, comments: comments)
  }

  private mutating func cell() -> Cell {
    let start = index == 0 && !token.kind.isMarker ? 0 : token.range.start
    var marker: Cell.Marker?
    if token.kind.isMarker {
      marker = Parser.marker(source.text(in: token.range), token.range)
      advance()
    }
    let first = token.range
    let statements = statements(isBlock: false)
    if marker?.tags.contains("markdown") == true, !statements.isEmpty {
      report(.codeInProse(), at: first)
    }
    let end = token.range.start
    return Cell(
      marker: marker, statements: statements, range: SourceRange(start: start, end: end))
  }

  /// Tags and title of a line `# %% [tag] title`.
  private static func marker(_ line: String, _ range: SourceRange) -> Cell.Marker {
    var rest = line.dropFirst("# %%".count).drop { $0 == " " || $0 == "\t" }
    var tags: [String] = []
    while rest.first == "[", let close = rest.firstIndex(of: "]") {
      let inner = rest[rest.index(after: rest.startIndex)..<close]
      let isTag = inner.allSatisfy { $0.isLetter || "-_, ".contains($0) } && !inner.isEmpty
      guard isTag else { break }
      tags += inner.split { $0 == "," || $0 == " " }.map(String.init)
      rest = rest[rest.index(after: close)...].drop { $0 == " " || $0 == "\t" }
    }
    return Cell.Marker(tags: tags, title: String(rest), range: range)
  }

  // MARK: Statements

  /// Statements up to the end of the cell, or to the `}` of their block. One with an error is left
  /// out.
  mutating func statements(isBlock: Bool) -> [Statement] {
    var statements: [Statement] = []
    let saved = (newlineMatters, depth, open, surroundings, statementStart)
    while true {
      while take(.semicolon) {}
      if token.endsCell || (isBlock && token.is(.closeBrace)) { break }
      statementStart = index
      do {
        statements.append(try wholeStatement(isBlock: isBlock))
      } catch {
        (newlineMatters, depth, open, surroundings, _) = saved
        recover(isBlock: isBlock)
        if diagnostics.count >= Parser.errorLimit { while !token.endsCell { advance() } }
      }
    }
    statementStart = saved.4
    return statements
  }

  /// A statement and what ends it.
  private mutating func wholeStatement(isBlock: Bool) throws(Failure) -> Statement {
    let start = token.range.start
    let kind = try statement()
    let range = range(from: start)
    if token.is(.semicolon) {
      if case .expression(let expression, isSilenced: _) = kind, !startsLine {
        return Statement(.expression(expression, isSilenced: true), range: range)
      }
      return Statement(kind, range: range)
    }
    let isClosed = isBlock && token.is(.closeBrace)
    if !isClosed, !token.endsCell, !token.followsNewline {
      if case .symbol(let symbol) = token.kind, symbol.isCloser {
        throw fail(.closesNothing(symbol.rawValue))
      }
      throw unexpected(.expectedStatementEnd(found: found))
    }
    return Statement(kind, range: range)
  }

  private mutating func statement() throws(Failure) -> Statement.Kind {
    switch token.kind {
    case .keyword(let keyword) where next.is(.assign) && !keyword.isConstant:
      throw fail(.reservedName(keyword.rawValue, .variable))
    case .symbol(let symbol) where symbol.isCloser:
      throw fail(.closesNothing(symbol.rawValue))
    case .keyword(.fn) where next.name != nil: return .definition(try definition())
    case .keyword(.fn), .keyword(.if), .keyword(.try), .keyword(.noGrad):
      return try compoundStatement()
    case .keyword(.while): return try whileLoop()
    case .keyword(.for): return try forLoop()
    case .keyword(.return): return try returning()
    case .keyword(.break), .keyword(.continue): return leavingLoop()
    case .keyword(.throw):
      advance()
      return .throwing(try expression())
    case .keyword(.assert): return try assertion()
    case .keyword(.del): return try deletion()
    case .keyword(.import): return try importing()
    case .keyword(.else), .keyword(.catch), .keyword(.finally):
      throw fail(.startsWithTail(source.text(in: token.range)))
    case .name(ContextualWord.outer) where next.name != nil && !next.followsNewline:
      advance()
      return .outer(try names(.outer))
    case .name, .keyword, .int, .intBound, .float, .text, .formatted, .symbol, .foreign, .marker,
      .invalid, .end:
      return try itemsOrAssignment()
    }
  }

  private mutating func compoundStatement() throws(Failure) -> Statement.Kind {
    let head = source.text(in: token.range)
    let compound = try compound()
    let isTail: Bool
    switch token.kind {
    case .symbol(.pipe), .symbol(.dot): isTail = true
    case .symbol(.openParenthesis), .symbol(.openBracket): isTail = !token.followsNewline
    case .symbol(.semicolon), .symbol(.closeBrace), .end, .marker, .invalid: isTail = false
    case .symbol:
      isTail = !token.followsNewline && Precedence.infix(token, before: next) != nil
    case .name, .keyword, .int, .intBound, .float, .text, .formatted, .foreign: isTail = false
    }
    if isTail { throw fail(.compoundGoesOn(head, source.text(in: token.range))) }
    return .expression(compound, isSilenced: false)
  }

  private mutating func whileLoop() throws(Failure) -> Statement.Kind {
    advance()
    let condition = try condition()
    return .whileLoop(condition, try loopBody("while"))
  }

  private mutating func forLoop() throws(Failure) -> Statement.Kind {
    advance()
    let targets = try targets(before: .in)
    let items = try bareItems()
    return .forLoop(targets, items: items, try loopBody("for"))
  }

  private mutating func loopBody(_ head: String) throws(Failure) -> Block {
    let saved = surroundings
    surroundings.isInLoop = true
    surroundings.breakLeavesFinally = false
    let body = try block(head)
    surroundings = saved
    return body
  }

  private mutating func returning() throws(Failure) -> Statement.Kind {
    if !surroundings.isInFunction {
      report(.returnOutsideFunction(), at: token.range)
    } else if surroundings.returnLeavesFinally {
      report(.leavesFinally("return"), at: token.range)
    }
    advance()
    if token.endsCell || token.followsNewline || token.is(.semicolon) || token.is(.closeBrace) {
      return .returning(nil)
    }
    return .returning(try bareItems())
  }

  private mutating func leavingLoop() -> Statement.Kind {
    let word = source.text(in: token.range)
    if !surroundings.isInLoop {
      report(.outsideLoop(word), at: token.range)
    } else if surroundings.breakLeavesFinally {
      report(.leavesFinally(word), at: token.range)
    }
    let isBreak = token.is(.break)
    advance()
    return isBreak ? .breaking : .continuing
  }

  private mutating func assertion() throws(Failure) -> Statement.Kind {
    advance()
    let condition = try condition()
    if case .list(let items, form: .parentheses) = condition.kind, items.count > 1 {
      throw fail(.assertWithParentheses(), at: condition.range)
    }
    return .assertion(condition, message: take(.comma) ? try expression() : nil)
  }

  private mutating func deletion() throws(Failure) -> Statement.Kind {
    advance()
    var places: [Expression] = []
    repeat {
      let place = try postfix()
      if !isPlace(place) { throw fail(.cannotDelete(), at: place.range) }
      places.append(place)
    } while take(.comma)
    return .delete(places)
  }

  private mutating func importing() throws(Failure) -> Statement.Kind {
    if !surroundings.isTopLevel { report(.importInside(), at: token.range) }
    advance()
    guard case .text(let path) = token.kind else {
      throw unexpected(.expectedImportPath(found: found), isFinal: true)
    }
    let pathRange = token.range
    advance()
    if token.name == ContextualWord.as, !token.followsNewline {
      advance()
      let name = try expectName(.module)
      return .importing(Import(path: path, pathRange: pathRange, bound: .module(name)))
    }
    guard take(.colon) else {
      throw unexpected(.expectedImportBinding(found: found), isFinal: true)
    }
    let names = try names(.importedName)
    return .importing(Import(path: path, pathRange: pathRange, bound: .names(names)))
  }

  /// Names with commas between.
  private mutating func names(_ place: SyntaxMessage.Place) throws(Failure) -> [Identifier] {
    var names: [Identifier] = []
    repeat { names.append(try expectName(place)) } while take(.comma)
    return names
  }

  // MARK: Recovery

  /// Passes the rest of a statement with an error: up to a `;`, a newline or the block's `}`
  /// outside the brackets that the statement opened.
  private mutating func recover(isBlock: Bool) {
    if token.endsCell { return }
    var brackets: [Symbol] = []
    let failed = index
    let column = source.column(at: tokens[statementStart].range.start)
    var isPythonBody = false
    index = statementStart
    while !token.endsCell {
      if index > statementStart, index >= failed, token.followsNewline {
        let indent = source.column(at: token.range.start)
        isPythonBody = indent > column && (isPythonBody || previous.is(.colon))
        let goesOn = isPythonBody || continuesStatement
        if brackets.isEmpty ? !goesOn : restarts(column: column) { return }
      }
      if case .symbol(let symbol) = token.kind {
        if symbol == .semicolon, brackets.isEmpty, index >= failed { return }
        if symbol.partner != nil {
          brackets.append(symbol)
        } else if symbol.isCloser {
          if let match = brackets.lastIndex(where: { $0.partner == symbol }) {
            brackets.removeSubrange(match...)
          } else if symbol == .closeBrace, isBlock {
            return
          }
        }
      }
      advance()
    }
  }

  /// Whether the next token carries on a statement from the line before.
  private var continuesStatement: Bool {
    switch token.kind {
    case .symbol(.pipe), .symbol(.closeParenthesis), .symbol(.closeBracket): true
    case .symbol(.dot): next.word != nil
    case .keyword(.else), .keyword(.catch), .keyword(.finally): true
    case .name, .keyword, .int, .intBound, .float, .text, .formatted, .symbol, .foreign, .marker,
      .invalid, .end:
      false
    }
  }

  /// Whether a statement seems to begin at the next token although a bracket is open: one was
  /// forgotten.
  private func restarts(column: Int) -> Bool {
    guard source.column(at: token.range.start) <= column else { return false }
    switch token.kind {
    case .keyword(let keyword):
      let begins: [Keyword] = [.fn, .while, .return, .import, .throw, .assert, .del, .try]
      return begins.contains(keyword) || (keyword == .for && next.name != nil)
    case .name: return next.is(.assign) || next.is(.openParenthesis)
    case .int, .intBound, .float, .text, .formatted, .symbol, .foreign, .marker, .invalid, .end:
      return false
    }
  }
}

extension Token.Kind {
  /// Whether it is a line that begins a cell.
  var isMarker: Bool {
    if case .marker = self { true } else { false }
  }
}
