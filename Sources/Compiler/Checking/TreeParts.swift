import Syntax

/// A part right below a statement or expression.
enum TreePart {
  case expression(Expression)
  case block(Block)
  case function(Function)
}

extension Statement {
  /// The parts right below it, in the order of the text.
  var parts: [TreePart] {
    switch kind {
    case .expression(let value, isSilenced: _), .throwing(let value): [.expression(value)]
    case .assignment(let lists, let value):
      lists.flatMap { $0.flatMap(\.parts) } + [.expression(value)]
    case .augmented(let place, _, let value): [.expression(place), .expression(value)]
    case .definition(let definition): [.function(definition.function)]
    case .whileLoop(let condition, let body): [.expression(condition), .block(body)]
    case .forLoop(let targets, let items, let body):
      targets.flatMap(\.parts) + [.expression(items), .block(body)]
    case .returning(let value): value.map { [.expression($0)] } ?? []
    case .assertion(let condition, let message):
      [condition, message].compactMap { $0.map(TreePart.expression) }
    case .delete(let places): places.map(TreePart.expression)
    case .breaking, .continuing, .outer, .importing: []
    }
  }
}

extension Target {
  /// The expressions of its places.
  var parts: [TreePart] {
    switch kind {
    case .place(let place): [.expression(place)]
    case .spread: []
    case .list(let targets, form: _): targets.flatMap(\.parts)
    }
  }
}

extension Function {
  /// The defaults of its parameters, and its body.
  var parts: [TreePart] {
    let defaults = parameters.compactMap { $0.defaultValue.map(TreePart.expression) }
    switch body {
    case .block(let block): return defaults + [.block(block)]
    case .expression(let value): return defaults + [.expression(value)]
    }
  }
}

extension Expression {
  /// The parts right below it, in the order of the text.
  var parts: [TreePart] {
    switch kind {
    case .none, .bool, .int, .float, .text, .name: []
    case .formattedText(let parts): Self.values(of: parts)
    case .list(let items, form: _): items.map { .expression($0.value) }
    case .dict(let entries): entries.flatMap(\.parts)
    case .listComprehension(let element, let clauses):
      [.expression(element)] + clauses.flatMap(\.parts)
    case .dictComprehension(let key, let value, let clauses):
      [.expression(key), .expression(value)] + clauses.flatMap(\.parts)
    case .lambda(let function), .function(let function): [.function(function)]
    case .conditional(let branches, let otherwise):
      branches.flatMap { [.expression($0.condition), .block($0.body)] }
        + (otherwise.map { [.block($0)] } ?? [])
    case .attempt(let attempt):
      [attempt.body, attempt.handler?.body, attempt.finally].compactMap { $0.map(TreePart.block) }
    case .noGrad(let block): [.block(block)]
    case .unary(_, let operand), .not(let operand): [.expression(operand)]
    case .binary(_, let left, let right), .logical(_, let left, let right):
      [.expression(left), .expression(right)]
    case .comparison(let first, let links):
      [.expression(first)] + links.map { .expression($0.operand) }
    case .range(let low, let high, isInclusive: _, let step):
      [low, high, step].compactMap { $0.map(TreePart.expression) }
    case .call(let callee, let arguments):
      [.expression(callee)] + arguments.map { .expression($0.value) }
    case .index(let base, let indices): [.expression(base)] + indices.flatMap(\.parts)
    case .field(let base, name: _, nameRange: _): [.expression(base)]
    case .pipe(let value, let stage): [.expression(value), .expression(stage)]
    }
  }

  private static func values(of parts: [FormattedPart]) -> [TreePart] {
    parts.flatMap { part -> [TreePart] in
      guard case .value(let value, let spec) = part else { return [] }
      return [.expression(value)] + (spec.map(values) ?? [])
    }
  }
}

extension Syntax.Entry {
  /// Its key, where that is computed, and its value.
  var parts: [TreePart] {
    switch kind {
    case .word(_, let value), .spread(let value): [.expression(value)]
    case .computed(let key, let value): [.expression(key), .expression(value)]
    }
  }
}

extension Clause {
  /// Its expressions.
  var parts: [TreePart] {
    switch self {
    case .loop(let targets, let items): targets.flatMap(\.parts) + [.expression(items)]
    case .condition(let condition): [.expression(condition)]
    }
  }
}

extension Index {
  /// Its expressions.
  var parts: [TreePart] {
    switch kind {
    case .value(let value): [.expression(value)]
    case .slice(let start, let stop, let step):
      [start, stop, step].compactMap { $0.map(TreePart.expression) }
    case .ellipsis: []
    }
  }
}
