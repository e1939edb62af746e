import Catalog
import Diagnostics
import Machine
import Syntax

extension OutlineCheck {
  /// How a list of statements ends.
  struct Ending {
    /// The value of the last statement, if that is an expression.
    var value: Outline = .none
    /// Whether what stands behind can run.
    var goesOn = true
  }

  /// Looks at statements in order, up to the first that surely leaves them.
  ///
  /// - Parameters:
  ///   - givesValue: whether the last one's value is used.
  ///   - isShown: whether these are the statements of a cell, whose values are shown.
  func execute(_ statements: [Statement], givesValue: Bool, isShown: Bool = false) -> Ending {
    var ending = Ending()
    for (index, statement) in statements.enumerated() {
      steps += 1
      let isLast = index == statements.count - 1
      ending.value = .none
      if case .expression(let value, let isSilenced) = statement.kind {
        let isUsed = isShown ? !isSilenced : isLast && givesValue
        if !isUsed { checkDroppedSort(value) }
        ending = ended(value)
      } else {
        ending.goesOn = execute(statement)
      }
      if !ending.goesOn { return ending }
    }
    return ending
  }

  /// The ending of a statement that is an expression.
  private func ended(_ value: Expression) -> Ending {
    switch value.kind {
    case .conditional(let branches, let otherwise): conditional(branches, otherwise)
    case .noGrad(let block): execute(block.statements, givesValue: true)
    default: Ending(value: evaluate(value))
    }
  }

  /// Whether what stands behind the statement can run.
  private func execute(_ statement: Statement) -> Bool {
    switch statement.kind {
    case .expression(let value, isSilenced: _): _ = evaluate(value)
    case .assignment(let lists, let value): assign(lists, value, statement.range)
    case .augmented(let place, let op, let value):
      let result = binary(op, place, value, at: statement.range)
      bind(place, to: result)
    case .definition(let definition):
      bind(
        definition.name.name, to: closure(definition.function, named: definition.name.name))
    case .whileLoop(let condition, let body): whileLoop(condition, body)
    case .forLoop(let targets, let items, let body): forLoop(targets, items, body)
    case .returning(let value):
      frame.returns.append(value.map(evaluate) ?? .none)
      return false
    case .breaking, .continuing: return false
    case .throwing(let value):
      _ = evaluate(value)
      return false
    case .assertion(let condition, let message):
      checkTruth(condition)
      if let message { _ = perhaps { evaluate(message) } }
    case .outer: break
    case .delete(let places):
      for place in places {
        if case .name(let name) = place.kind { bind(name, to: .unknown) } else { change(place) }
      }
    case .importing(let importing): self.importing(importing)
    }
    return true
  }

  // MARK: Assignment

  private func assign(_ lists: [[Target]], _ value: Expression, _ range: SourceRange) {
    let outline = evaluate(value)
    if case .none = outline, let word = placeWord(of: value) {
      report(
        .value, CheckMessages.assignedNone(word), at: range,
        hint: "write `\(source.text(in: value.range))` alone", severity: .warning)
    }
    for targets in lists { bind(targets, to: outline, at: targets.range) }
  }

  /// The in-place word of a call that gives none.
  private func placeWord(of value: Expression) -> String? {
    guard case .call(let callee, _) = value.kind, case .field(_, let name, _) = callee.kind,
      PlaceWords.contains(name)
    else { return nil }
    return name
  }

  func bind(_ targets: [Target], to value: Outline, at range: SourceRange) {
    if targets.count == 1, case .place(let place) = targets[0].kind {
      bind(place, to: value)
      return
    }
    if targets.count == 1, case .list(let inner, form: _) = targets[0].kind {
      bind(inner, to: value, at: range)
      if inner.count != 1 { return }
    }
    unpack(targets, value, at: range)
  }

  private func unpack(_ targets: [Target], _ value: Outline, at range: SourceRange) {
    let hasSpread = targets.contains { if case .spread = $0.kind { true } else { false } }
    let items = self.items(of: value)
    let least = hasSpread ? targets.count - 1 : targets.count
    if let count = items?.count, hasSpread ? count < least : count != least {
      report(
        .value, CheckMessages.unpacked(count, into: least, orMore: hasSpread), at: range)
    }
    if value.isNumber || value.isNone {
      report(
        .type,
        "cannot unpack a value of type \(value.typeName ?? "") into "
          + "\(targets.count { if case .spread = $0.kind { false } else { true } }) targets",
        at: range)
    }
    for (index, target) in targets.enumerated() {
      let item =
        hasSpread || items?.count != targets.count ? Outline.unknown : items?[index] ?? .unknown
      switch target.kind {
      case .place(let place): bind(place, to: item)
      case .spread(let name): bind(name.name, to: .list(nil))
      case .list(let inner, form: _): bind(inner, to: item, at: range)
      }
    }
  }

  /// The items of a list, or the rows of a tensor, where their number is known and small.
  private func items(of value: Outline) -> [Outline]? {
    switch value {
    case .list(let items): items
    case .tensor(let dtype, let sizes):
      sizes.flatMap { sizes in
        guard let first = sizes.first, let count = first, count < 100 else { return nil }
        return Array(
          repeating: .tensor(dtype: dtype, sizes: Array(sizes.dropFirst())), count: count)
      }
    default: nil
    }
  }

  private func bind(_ place: Expression, to value: Outline) {
    if case .name(let name) = place.kind { bind(name, to: value) } else { change(place) }
  }

  /// Notes that what a place's variable holds is changed in its place.
  func change(_ place: Expression) {
    for case .expression(let part) in place.parts { _ = evaluate(part) }
    guard let root = NameWalk.root(of: place) else { return }
    let value = lookup(root.name)
    switch value {
    case .list, .dict, .tensor:
      if !isOwn(root.name), isRootChanged(place) {
        report(
          .name, CheckMessages.outerChange(root.name), at: root.range,
          hint: CheckMessages.outerAllows(root.name))
      }
      if case .list = value { bind(root.name, to: .list(nil)) }
      if case .dict = value { bind(root.name, to: .dict(nil)) }
    default: break
    }
  }

  /// Whether changing a place changes the value of its variable itself: not where it goes on
  /// through items that may be objects.
  private func isRootChanged(_ place: Expression) -> Bool {
    switch place.kind {
    case .name: true
    case .index(let base, _):
      if case .name = base.kind { true } else { false }
    default: false
    }
  }

  private func checkDroppedSort(_ value: Expression) {
    guard case .call(let callee, _) = value.kind,
      case .field(let base, "sort", let nameRange) = callee.kind
    else { return }
    guard case .tensor = unreported(true, { evaluate(base) }) else { return }
    report(
      .type, CheckMessages.droppedSort("sort"),
      at: SourceRange(start: nameRange.start, end: value.range.end),
      hint: "write `\(source.text(in: base.range)) = \(source.text(in: value.range))`")
  }

  // MARK: Branches and loops

  func conditional(_ branches: [Branch], _ otherwise: Block?) -> Ending {
    let guardsAll = branches.contains { isGuard($0.condition) }
    var outcomes: [(ending: Ending, values: [String: Outline])] = []
    var isDecided = false
    for branch in branches where !isDecided {
      let truth = checkTruth(branch.condition)
      if truth == false { continue }
      let state = frame.values
      outcomes.append(
        outcome(branch.body, isSure: truth == true && outcomes.isEmpty, isGuarded: guardsAll))
      frame.values = state
      isDecided = truth == true
    }
    if !isDecided {
      if let otherwise {
        outcomes.append(
          outcome(otherwise, isSure: outcomes.isEmpty, isGuarded: guardsAll))
      } else {
        outcomes.append((Ending(), frame.values))
      }
    }
    let going = outcomes.filter(\.ending.goesOn)
    // Behind a branch that leaves, what comes may not run.
    if going.count < outcomes.count, !going.isEmpty { frame.conditions += 1 }
    guard let first = going.first else { return Ending(value: .unknown, goesOn: false) }
    frame.values = going.dropFirst().reduce(first.values) { Self.joined($0, $1.values) }
    let value = going.dropFirst().reduce(first.ending.value) { $0.joined(with: $1.ending.value) }
    return Ending(value: value)
  }

  private func outcome(
    _ block: Block, isSure: Bool, isGuarded: Bool
  ) -> (ending: Ending, values: [String: Outline]) {
    let ending: Ending
    if isSure {
      ending = execute(block.statements, givesValue: true)
    } else {
      ending = unreported(isGuarded) { perhaps { execute(block.statements, givesValue: true) } }
    }
    return (ending, frame.values)
  }

  /// Whether a condition may ask what its branches depend on: a shape, a type, a length.
  private func isGuard(_ condition: Expression) -> Bool {
    switch condition.kind {
    case .call, .field, .index, .pipe, .attempt, .conditional: true
    default:
      condition.parts.contains { part in
        if case .expression(let inner) = part { isGuard(inner) } else { true }
      }
    }
  }

  private static func joined(
    _ a: [String: Outline], _ b: [String: Outline]
  ) -> [String: Outline] {
    var joined: [String: Outline] = [:]
    for name in Set(a.keys).union(b.keys) {
      joined[name] = a[name].flatMap { x in b[name].map { x.joined(with: $0) } } ?? .unknown
    }
    return joined
  }

  private func whileLoop(_ condition: Expression, _ body: Block) {
    let names = Bindings.changes {
      $0.visit(condition)
      $0.visit(body.statements)
    }
    forget(names)
    let truth = checkTruth(condition)
    guard truth != false else { return }
    loopBody(body, isGuarded: isGuard(condition))
    forget(names)
  }

  private func forLoop(_ targets: [Target], _ items: Expression, _ body: Block) {
    let outline = evaluate(items)
    if case .list(let items?) = outline, items.isEmpty { return }
    checkLoop(over: outline, at: items.range)
    var names = Bindings.changes { $0.visit(body.statements) }
    names.bound.formUnion(NameWalk.names(of: targets))
    forget(names)
    bind(targets, to: item(of: outline), at: targets.range)
    loopBody(body, isGuarded: false)
    forget(names)
  }

  /// Numbers, none and functions cannot be looped over.
  func checkLoop(over value: Outline, at range: SourceRange) {
    var hint: String?
    switch value {
    case .int(let count):
      hint = "`0..\(count.map(String.init) ?? "n")` runs over the numbers below it"
    case .function, .builtin: hint = "call it, `f(…)`"
    case .none, .bool, .float: break
    case .unknown, .text, .list, .range, .dict, .tensor, .model, .object: return
    }
    report(.type, "cannot loop over \(value.described)", at: range, hint: hint)
  }

  private func loopBody(_ body: Block, isGuarded: Bool) {
    let exits = frame.returns.count
    _ = unreported(isGuarded) { perhaps { execute(body.statements, givesValue: false) } }
    if frame.returns.count > exits { frame.conditions += 1 }
  }

  /// What is known of any item of what a loop runs over.
  func item(of value: Outline) -> Outline {
    switch value {
    case .range: .int(nil)
    case .text: .text(nil)
    case .list(let items):
      items.flatMap { items in
        items.first.map { first in items.dropFirst().reduce(first) { $0.joined(with: $1) } }
      } ?? .unknown
    case .tensor(let dtype, let sizes):
      .tensor(dtype: dtype, sizes: sizes.map { Array($0.dropFirst()) })
    default: .unknown
    }
  }

  func attempt(_ attempt: Attempt) -> Outline {
    let names = Bindings.changes {
      $0.visit(attempt.body.statements)
      if let handler = attempt.handler { $0.visit(handler.body.statements) }
      if let finally = attempt.finally { $0.visit(finally.statements) }
    }
    let before = frame.values
    unreported(true) { _ = perhaps { execute(attempt.body.statements, givesValue: true) } }
    frame.values = before
    forget(names)
    if let name = attempt.handler?.name { bind(name, to: .unknown) }
    if let handler = attempt.handler {
      _ = unreported(true) { perhaps { execute(handler.body.statements, givesValue: true) } }
    }
    forget(names)
    if let finally = attempt.finally { _ = execute(finally.statements, givesValue: false) }
    return .unknown
  }
}
