import Diagnostics

extension Parser {
  /// `e`, `a, b`, an assignment, or `place += e`: read as items; what stands left of a `=` then
  /// turns out to be targets.
  mutating func itemsOrAssignment() throws(Failure) -> Statement.Kind {
    let start = token.range.start
    var items = try itemList()
    if startsLine { return .expression(try value(items, from: start), isSilenced: false) }
    if case .symbol(let symbol) = token.kind, let operation = symbol.augmentation {
      guard items.count == 1, !items[0].isSpread,
        case .place(let place) = try target(items[0].value).kind
      else { throw fail(.augmentedNeedsPlace(symbol.rawValue), at: range(from: start)) }
      advance()
      return .augmented(place, operation, value: try expression())
    }
    var chain: [[Target]] = []
    var valueStart = start
    while token.is(.assign), !startsLine {
      chain.append(try targets(items))
      advance()
      valueStart = token.range.start
      items = try itemList()
    }
    let value = try value(items, from: valueStart)
    return chain.isEmpty
      ? .expression(value, isSilenced: false) : .assignment(chain, value: value)
  }

  /// Items with commas between and none behind.
  private mutating func itemList() throws(Failure) -> [Item] {
    var items = [try item()]
    while !startsLine, take(.comma) { items.append(try item()) }
    return items
  }

  /// One item's value, or the list that several make.
  private mutating func value(_ items: [Item], from start: Int) throws(Failure) -> Expression {
    if items.count > 1 { return try make(.list(items, form: .bare), from: start) }
    if items[0].isSpread { throw fail(.spreadOutsideList(), at: items[0].range) }
    return items[0].value
  }

  /// The value of `return` and of a `for`: `e`, or `a, b`.
  mutating func bareItems() throws(Failure) -> Expression {
    let start = token.range.start
    return try value(try itemList(), from: start)
  }

  // MARK: Targets

  /// The targets of a `for`, and the word behind them.
  mutating func targets(before keyword: Keyword) throws(Failure) -> [Target] {
    var items: [Item] = []
    repeat {
      let start = token.range.start
      let isSpread = take(.range)
      let value = try postfix()
      items.append(Item(value, isSpread: isSpread, range: range(from: start)))
    } while take(.comma)
    guard take(keyword) else {
      throw unexpected(.expectedWord(keyword.rawValue, .forTargets, found: found))
    }
    return try targets(items)
  }

  /// Items as targets; at most one takes what is left.
  private mutating func targets(_ items: [Item]) throws(Failure) -> [Target] {
    var targets: [Target] = []
    var hasSpread = false
    for item in items {
      guard item.isSpread else {
        targets.append(try target(item.value))
        continue
      }
      guard case .name(let name) = item.value.kind, !item.value.isParenthesized else {
        throw fail(.spreadTargetNeedsName(), at: item.range)
      }
      if hasSpread { throw fail(.secondSpreadTarget(), at: item.range) }
      hasSpread = true
      let identifier = Identifier(name, range: item.value.range)
      targets.append(Target(.spread(identifier), range: item.range))
    }
    return targets
  }

  /// An expression as a target, or a failure that says what it is.
  mutating func target(_ expression: Expression) throws(Failure) -> Target {
    guard let obstacle = obstacle(expression) else {
      if case .list(let items, let form) = expression.kind {
        return Target(.list(try targets(items), form: form), range: expression.range)
      }
      return Target(.place(expression), range: expression.range)
    }
    var message = SyntaxMessage.cannotAssign(obstacle)
    let first = source.line(at: expression.range.start)
    if case .operation = obstacle, source.line(at: expression.range.end) > first {
      message.hint = "line \(first) does not end there: what stands at its end goes on below"
    }
    throw fail(message, at: expression.range)
  }

  /// Whether an expression is a name, an index or a field.
  func isPlace(_ expression: Expression) -> Bool {
    if case .list = expression.kind { return false }
    return obstacle(expression) == nil
  }

  /// What an expression is that nothing can be assigned to; nil for a place or a list.
  private func obstacle(_ expression: Expression) -> SyntaxMessage.Obstacle? {
    if expression.isParenthesized { return .parentheses }
    switch expression.kind {
    case .name, .index, .field: return nil
    case .list(let items, form: _): return items.isEmpty ? .emptyList : nil
    case .none, .bool, .int, .float: return .literal(source.text(in: expression.range))
    case .text, .formattedText: return .text
    case .call: return .call
    case .comparison: return .comparison
    case .dict, .listComprehension, .dictComprehension: return .collection
    case .lambda, .function: return .function
    case .conditional, .attempt, .noGrad: return .block
    case .unary, .not, .binary, .logical, .range, .pipe: return .operation
    }
  }
}
