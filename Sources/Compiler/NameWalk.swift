import Diagnostics
import Syntax

/// What a walk through a function's body, or through a cell, meets about names.
enum NameEvent {
  /// The value of a name is used.
  case read(Identifier)
  /// `x.name(…)`: means a function of that name if `x` has none.
  case method(String)
  /// A name is assigned.
  case bind(Identifier)
  /// `x[i] = e`, `x.append(e)`: the value of a name is changed in its place.
  case change(Identifier)
  case delete(Identifier)
  case outer(Identifier)
  /// A function inside; the walk does not go into it.
  case function(Function)
  /// A `for` begins whose targets bind these names.
  case enterLoop([String])
  case leaveLoop
  /// A comprehension's variables begin to hold.
  case enterComprehension([String])
  /// As many of them as `enterComprehension` began stop to hold.
  case leaveComprehension(Int)
}

/// Walks statements and expressions in the order in which they run, and reports names.
struct NameWalk {
  let report: (NameEvent) -> Void

  func visit(_ statements: [Statement]) {
    for statement in statements { visit(statement) }
  }

  func visit(_ statement: Statement) {
    switch statement.kind {
    case .expression(let value, isSilenced: _): visit(value)
    case .assignment(let targetLists, let value):
      visit(value)
      for targets in targetLists { bind(targets) }
    case .augmented(let place, _, let value):
      visit(place)
      visit(value)
      bindPlace(place)
    case .definition(let definition):
      // Its own name is known inside it.
      report(.bind(definition.name))
      report(.function(definition.function))
    case .whileLoop(let condition, let body):
      visit(condition)
      visit(body.statements)
    case .forLoop(let targets, let items, let body):
      visit(items)
      bind(targets)
      report(.enterLoop(Self.names(of: targets)))
      visit(body.statements)
      report(.leaveLoop)
    case .returning(let value): value.map(visit)
    case .breaking, .continuing: break
    case .throwing(let value): visit(value)
    case .assertion(let condition, let message):
      visit(condition)
      message.map(visit)
    case .outer(let names):
      for name in names { report(.outer(name)) }
    case .delete(let places):
      for place in places { delete(place) }
    case .importing(let importing):
      switch importing.bound {
      case .module(let name): report(.bind(name))
      case .names(let names): for name in names { report(.bind(name)) }
      }
    }
  }

  func visit(_ expression: Expression) {
    switch expression.kind {
    case .none, .bool, .int, .float, .text: break
    case .formattedText(let parts): visit(parts)
    case .name(let name): report(.read(Identifier(name, range: expression.range)))
    case .list(let items, form: _): for item in items { visit(item.value) }
    case .dict(let entries): for entry in entries { visit(entry) }
    case .listComprehension(let element, let clauses):
      comprehension(clauses) { visit(element) }
    case .dictComprehension(let key, let value, let clauses):
      comprehension(clauses) {
        visit(key)
        visit(value)
      }
    case .lambda(let function), .function(let function): report(.function(function))
    case .conditional(let branches, let otherwise):
      for branch in branches {
        visit(branch.condition)
        visit(branch.body.statements)
      }
      if let otherwise { visit(otherwise.statements) }
    case .attempt(let attempt): visit(attempt)
    case .noGrad(let body): visit(body.statements)
    case .unary(_, let operand), .not(let operand): visit(operand)
    case .binary(_, let left, let right), .logical(_, let left, let right):
      visit(left)
      visit(right)
    case .comparison(let first, let links):
      visit(first)
      for link in links { visit(link.operand) }
    case .range(let low, let high, isInclusive: _, let step):
      visit(low)
      visit(high)
      step.map(visit)
    case .call(let callee, let arguments): visitCall(callee, arguments)
    case .index(let base, let indices):
      visit(base)
      visit(indices)
    case .field(let base, name: _, nameRange: _): visit(base)
    case .pipe(let value, let stage):
      visit(value)
      visit(stage)
    }
  }

  private func visitCall(_ callee: Expression, _ arguments: [Argument]) {
    if case .field(let base, let name, _) = callee.kind, !callee.isParenthesized {
      report(.method(name))
      visit(base)
      if PlaceWords.contains(name), let root = Self.root(of: base) { report(.change(root)) }
    } else {
      visit(callee)
    }
    for argument in arguments {
      switch argument.kind {
      case .positional(let value), .spread(let value), .named(_, nameRange: _, let value):
        visit(value)
      }
    }
  }

  private func visit(_ parts: [FormattedPart]) {
    for case .value(let value, let spec) in parts {
      visit(value)
      if let spec { visit(spec) }
    }
  }

  private func visit(_ entry: Entry) {
    switch entry.kind {
    case .word(_, let value), .spread(let value): visit(value)
    case .computed(let key, let value):
      visit(key)
      visit(value)
    }
  }

  private func visit(_ indices: [Index]) {
    for index in indices {
      switch index.kind {
      case .value(let value): visit(value)
      case .slice(let start, let stop, let step):
        for part in [start, stop, step] { part.map(visit) }
      case .ellipsis: break
      }
    }
  }

  private func visit(_ attempt: Attempt) {
    visit(attempt.body.statements)
    if let handler = attempt.handler {
      if let name = handler.name {
        report(.bind(Identifier(name, range: handler.nameRange ?? handler.body.range)))
      }
      visit(handler.body.statements)
    }
    if let finally = attempt.finally { visit(finally.statements) }
  }

  private func comprehension(_ clauses: [Clause], element: () -> Void) {
    var depth = 0
    for clause in clauses {
      switch clause {
      case .loop(let targets, let items):
        visit(items)
        report(.enterComprehension(Self.names(of: targets)))
        depth += 1
      case .condition(let condition): visit(condition)
      }
    }
    element()
    report(.leaveComprehension(depth))
  }

  // MARK: Targets and places

  private func bind(_ targets: [Target]) {
    for target in targets {
      switch target.kind {
      case .place(let place): bindPlace(place)
      case .spread(let name): report(.bind(name))
      case .list(let targets, form: _): bind(targets)
      }
    }
  }

  private func bindPlace(_ place: Expression) {
    if case .name(let name) = place.kind {
      report(.bind(Identifier(name, range: place.range)))
    } else {
      visit(place)
      if let root = Self.root(of: place) { report(.change(root)) }
    }
  }

  private func delete(_ place: Expression) {
    if case .name(let name) = place.kind {
      report(.delete(Identifier(name, range: place.range)))
    } else {
      visit(place)
      if let root = Self.root(of: place) { report(.change(root)) }
    }
  }

  /// The variable at the root of a place.
  static func root(of place: Expression) -> Identifier? {
    switch place.kind {
    case .name(let name): Identifier(name, range: place.range)
    case .index(let base, _), .field(let base, name: _, nameRange: _): root(of: base)
    case .none, .bool, .int, .float, .text, .formattedText, .list, .dict, .listComprehension,
      .dictComprehension, .lambda, .function, .conditional, .attempt, .noGrad, .unary, .not,
      .binary, .logical, .comparison, .range, .call, .pipe:
      nil
    }
  }

  /// Names that targets bind, in order.
  static func names(of targets: [Target]) -> [String] {
    targets.flatMap { target -> [String] in
      switch target.kind {
      case .place(let place):
        if case .name(let name) = place.kind { [name] } else { [] }
      case .spread(let name): [name.name]
      case .list(let targets, form: _): names(of: targets)
      }
    }
  }

  /// Walks the defaults and the body of a function.
  func visit(_ function: Function) {
    for parameter in function.parameters { parameter.defaultValue.map(visit) }
    switch function.body {
    case .block(let block): visit(block.statements)
    case .expression(let value): visit(value)
    }
  }
}
