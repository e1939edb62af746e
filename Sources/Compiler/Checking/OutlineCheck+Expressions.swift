import Catalog
import Diagnostics
import Machine
import Syntax

extension OutlineCheck {
  /// What is known of the value of an expression.
  func evaluate(_ expression: Expression) -> Outline {
    steps += 1
    switch expression.kind {
    case .none: return .none
    case .bool(let value): return .bool(value)
    case .int(let value): return .int(value)
    case .float(let value): return .float(value)
    case .text(let text): return .text(text)
    case .formattedText: return parts(of: expression)
    case .dict(let entries): return dict(entries)
    case .name(let name): return lookup(name)
    case .list(let items, form: _): return list(items)
    case .listComprehension(let element, let clauses):
      comprehension(clauses[...]) { _ = self.evaluate(element) }
      return .list(nil)
    case .dictComprehension(let key, let value, let clauses):
      comprehension(clauses[...]) {
        _ = self.evaluate(key)
        _ = self.evaluate(value)
      }
      return .dict(nil)
    case .lambda(let function), .function(let function): return closure(function, named: nil)
    case .conditional(let branches, let otherwise): return conditional(branches, otherwise).value
    case .attempt(let attempt): return self.attempt(attempt)
    case .noGrad(let block): return execute(block.statements, givesValue: true).value
    case .unary(let op, let operand): return unary(op, evaluate(operand), at: expression.range)
    case .not(let operand): return .bool(checkTruth(operand).map { !$0 })
    case .binary(let op, let left, let right):
      return binary(op, left, right, at: expression.range)
    case .logical(let op, let left, let right): return logical(op, left, right)
    case .comparison(let first, let links): return comparison(first, links)
    case .range(let low, let high, let isInclusive, let step):
      return range(low, high, isInclusive, step, at: expression.range)
    case .call(let callee, let arguments):
      return call(callee, arguments, piped: nil, at: expression.range)
    case .index(let base, let indices): return index(base, indices, at: expression.range)
    case .field(let base, let name, let nameRange): return field(base, name, at: nameRange)
    case .pipe(let value, let stage): return pipe(value, stage, at: expression.range)
    }
  }

  /// Looks at the values in an f-text.
  private func parts(of expression: Expression) -> Outline {
    for case .expression(let part) in expression.parts { _ = evaluate(part) }
    return .text(nil)
  }

  private func dict(_ entries: [Syntax.Entry]) -> Outline {
    var known: [String: Outline]? = [:]
    for entry in entries {
      switch entry.kind {
      case .word(let word, let value):
        let outline = evaluate(value)
        known?[word] = outline
      case .computed(let key, let value):
        let word = evaluate(key)
        let outline = evaluate(value)
        if case .text(let text?) = word { known?[text] = outline } else { known = nil }
      case .spread(let value):
        if case .dict(let more?) = evaluate(value) {
          known?.merge(more) { _, new in new }
        } else {
          known = nil
        }
      }
    }
    return .dict(known)
  }

  private func list(_ items: [Item]) -> Outline {
    var outlines: [Outline]? = []
    for item in items {
      let outline = evaluate(item.value)
      if item.isSpread {
        if case .list(let more?) = outline {
          outlines?.append(contentsOf: more)
        } else {
          outlines = nil
        }
      } else {
        outlines?.append(outline)
      }
    }
    return .list(outlines)
  }

  private func comprehension(_ clauses: ArraySlice<Clause>, element: () -> Void) {
    guard let clause = clauses.first else { return perhaps(element) }
    switch clause {
    case .loop(let targets, let items):
      let outline = evaluate(items)
      if case .list(let items?) = outline, items.isEmpty { return }
      checkLoop(over: outline, at: items.range)
      var variables: [String: Outline] = [:]
      for name in NameWalk.names(of: targets) { variables[name] = .unknown }
      if targets.count == 1, case .place(let place) = targets[0].kind,
        case .name(let name) = place.kind
      {
        variables[name] = item(of: outline)
      }
      comprehensions.append(variables)
      comprehension(clauses.dropFirst(), element: element)
      comprehensions.removeLast()
    case .condition(let condition):
      guard checkTruth(condition) != false else { return }
      // What the condition asks may be what the element needs.
      unreported(true) { comprehension(clauses.dropFirst(), element: element) }
    }
  }

  private func logical(_ op: LogicalOperator, _ left: Expression, _ right: Expression) -> Outline {
    let truth = checkTruth(left)
    if let truth, truth == (op == .or) { return .unknown }
    _ = unreported(truth == nil) { perhaps { evaluate(right) } }
    return .unknown
  }

  private func range(
    _ low: Expression, _ high: Expression, _ isInclusive: Bool, _ step: Expression?,
    at range: SourceRange
  ) -> Outline {
    let ends = [evaluate(low), evaluate(high)]
    if let step {
      if case .int(0) = evaluate(step) {
        report(
          .value, "the step of a range must not be 0", at: range, hint: "`10..0 by -1` runs down")
      }
      return .range(count: nil)
    }
    guard case .int(let first?) = ends[0], case .int(let last?) = ends[1] else {
      return .range(count: nil)
    }
    let (distance, overflows) = last.subtractingReportingOverflow(first)
    if overflows || distance == .max { return .range(count: nil) }
    return .range(count: max(0, distance + (isInclusive ? 1 : 0)))
  }

  // MARK: Truth

  /// Whether a condition holds, where that is known. A tensor of several elements is no condition.
  @discardableResult
  func checkTruth(_ condition: Expression) -> Bool? {
    switch evaluate(condition) {
    case .none: return false
    case .bool(let value): return value
    case .int(let value): return value.map { $0 != 0 }
    case .float(let value): return value.map { $0 != 0 }
    case .text(let text): return text.map { !$0.isEmpty }
    case .list(let items): return items.map { !$0.isEmpty }
    case .range(let count): return count.map { $0 > 0 }
    case .function, .builtin, .model: return true
    case .object(let object): return object.module == nil
    case .tensor(let dtype, let sizes):
      if let sizes, let count = Sizes.count(sizes), count > 1 {
        let kind = Outline.tensor(dtype: dtype, sizes: sizes).kind
        report(
          .value, "a tensor \(kind) is not true or false as a whole", at: condition.range,
          hint: CheckMessages.tensorTruth)
      }
      return nil
    case .unknown, .dict: return nil
    }
  }

  // MARK: Fields and indices

  private static let tensorFields = ["shape", "ndim", "size", "dtype", "T", "mT"]

  private func field(_ base: Expression, _ name: String, at range: SourceRange) -> Outline {
    if isBuiltinNamespace(base) { return builtins[name] == nil ? .unknown : .builtin(name) }
    let owner = evaluate(base)
    if case .dict(let entries?) = owner { return entry(name, of: entries, at: range) }
    if case .object(let object) = owner, object.module != nil {
      return member(name, of: object, at: range)
    }
    guard case .tensor(let dtype, let sizes) = owner else { return .unknown }
    switch name {
    case "shape": return .list(sizes?.map { .int($0) })
    case "ndim": return .int(sizes?.count)
    case "size": return .int(sizes.flatMap(Sizes.count))
    case "dtype": return .unknown
    case "T": return .tensor(dtype: dtype, sizes: sizes.map { $0.reversed() })
    case "mT":
      guard var sizes, sizes.count > 1 else { return .tensor(dtype: dtype, sizes: nil) }
      sizes.swapAt(sizes.count - 1, sizes.count - 2)
      return .tensor(dtype: dtype, sizes: sizes)
    default:
      report(
        .name, "a tensor has no field `\(name)`", at: range,
        hint: isFunction(name)
          ? "`\(name)` is a function: call it, `x.\(name)()`"
          : Suggestion.question(name, in: Self.tensorFields)
            ?? "its fields are " + Self.tensorFields.joined(separator: ", "))
      return .unknown
    }
  }

  /// The value under a key.
  private func entry(
    _ key: String, of entries: [String: Outline], at range: SourceRange
  ) -> Outline {
    if let value = entries[key] { return value }
    let names = entries.keys.sorted()
    var hint = "`d.get(k, default)` gives a default instead"
    if let question = Suggestion.question(key, in: names) {
      hint = question
    } else if names.isEmpty {
      hint = "the dict is empty"
    } else if names.count <= 8 {
      hint = "the keys are " + names.map(QuotedText.of).joined(separator: ", ")
    }
    report(.key, "no key \(QuotedText.of(key))", at: range, hint: hint)
    return .unknown
  }

  /// Whether a name means `builtin.name`.
  func isBuiltinNamespace(_ base: Expression) -> Bool {
    guard case .name("builtin") = base.kind else { return false }
    return globalBinds["builtin"] == nil
  }

  private func isFunction(_ name: String) -> Bool {
    switch lookup(name) {
    case .function, .builtin: true
    default: false
    }
  }

  private func index(_ base: Expression, _ indices: [Index], at range: SourceRange) -> Outline {
    let container = evaluate(base)
    let parts = indices.map(part)
    let range = SourceRange(start: base.range.end, end: range.end)
    switch container {
    case .list(let items):
      guard parts.count == 1 else { return .unknown }
      if case .slice = parts[0] { return .list(nil) }
      if case .at(.float(let number)) = parts[0] {
        report(
          .type, "a list is indexed by an int or a slice, got \(Outline.float(number).described)",
          at: range, hint: "`int(x)` makes a whole number of it")
      }
      guard let items, case .at(.int(let place?)) = parts[0] else {
        return items == nil ? .unknown : item(of: container)
      }
      return item(place, of: items, kind: "list", at: range)
    case .text(let text):
      if let text, parts.count == 1, case .at(.int(let place?)) = parts[0] {
        let items = text.unicodeScalars.map { Outline.text(String($0)) }
        return item(place, of: items, kind: "text", at: range)
      }
      return .text(nil)
    case .tensor(let dtype, let sizes):
      guard let sizes else { return .tensor(dtype: dtype, sizes: nil) }
      do throws(OutlineError) {
        return .tensor(dtype: dtype, sizes: try TensorIndex.sizes(of: sizes, parts))
      } catch {
        report(error, at: range)
        return .unknown
      }
    case .dict(let entries?):
      guard parts.count == 1, case .at(.text(let key?)) = parts[0] else { return .unknown }
      return entry(key, of: entries, at: range)
    case .range(let count):
      if let count, parts.count == 1, case .at(.int(let place?)) = parts[0] {
        checkPlace(place, count: count, kind: "range", at: range)
      }
      return .unknown
    case .none, .bool, .int, .float:
      report(.type, "\(container.described) has no items to index", at: range)
      return .unknown
    case .unknown, .dict, .function, .builtin, .model, .object: return .unknown
    }
  }

  private func item(
    _ place: Int, of items: [Outline], kind: String, at range: SourceRange
  ) -> Outline {
    guard checkPlace(place, count: items.count, kind: kind, at: range) else { return .unknown }
    return items[place < 0 ? place + items.count : place]
  }

  /// Whether a position is inside; one that is not is reported.
  @discardableResult
  private func checkPlace(
    _ place: Int, count: Int, kind: String, at range: SourceRange
  ) -> Bool {
    if (-count..<count).contains(place) { return true }
    if count == 0 {
      report(.index, "index \(place) of an empty \(kind)", at: range)
      return false
    }
    report(
      .index, "index \(place) is outside the \(kind) of \(count) item\(count == 1 ? "" : "s")",
      at: range,
      hint: count == 1
        ? "the one position is 0, or -1 from the end"
        : "positions are 0…\(count - 1), or -\(count)…-1 from the end")
    return false
  }

  private func part(_ index: Index) -> TensorIndex.Part {
    switch index.kind {
    case .value(let value): return .at(evaluate(value))
    case .ellipsis: return .ellipsis
    case .slice(let start, let stop, let step):
      func bound(_ value: Expression?) -> TensorIndex.Bound {
        guard let value else { return .open }
        if case .int(let number?) = evaluate(value) { return .at(number) }
        return .unknown
      }
      return .slice(bound(start), bound(stop), bound(step))
    }
  }
}
