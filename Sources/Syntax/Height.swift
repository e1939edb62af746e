/// How high trees are: what walks one natively needs a stack frame or more for each level.
extension Expression.Kind {
  /// Height of the highest part.
  var partsHeight: Int {
    switch self {
    case .none, .bool, .int, .float, .text, .name: 0
    case .formattedText(let parts): parts.height
    case .list(let items, form: _): items.map(\.value.height).max() ?? 0
    case .dict(let entries): entries.map(\.height).max() ?? 0
    case .listComprehension(let element, let clauses): max(element.height, clauses.height)
    case .dictComprehension(let key, let value, let clauses):
      max(key.height, value.height, clauses.height)
    case .lambda(let function), .function(let function): function.height
    case .conditional(let branches, let otherwise):
      branches.reduce(otherwise?.height ?? 0) {
        max($0, $1.condition.height, $1.body.height)
      }
    case .attempt(let attempt):
      max(attempt.body.height, attempt.handler?.body.height ?? 0, attempt.finally?.height ?? 0)
    case .noGrad(let block): block.height
    case .unary(_, let operand), .not(let operand): operand.height
    case .binary(_, let left, let right), .logical(_, let left, let right):
      max(left.height, right.height)
    case .comparison(let first, let links):
      links.reduce(first.height) { max($0, $1.operand.height) }
    case .range(let low, let high, isInclusive: _, let step):
      max(low.height, high.height, step?.height ?? 0)
    case .call(let callee, let arguments):
      arguments.reduce(callee.height) { max($0, $1.height) }
    case .index(let base, let indices): indices.reduce(base.height) { max($0, $1.height) }
    case .field(let base, name: _, nameRange: _): base.height
    case .pipe(let value, let stage): max(value.height, stage.height)
    }
  }
}

extension Statement.Kind {
  /// Height of the highest part.
  var partsHeight: Int {
    switch self {
    case .expression(let expression, isSilenced: _), .throwing(let expression): expression.height
    case .assignment(let chain, let value):
      chain.joined().reduce(value.height) { max($0, $1.height) }
    case .augmented(let place, _, let value): max(place.height, value.height)
    case .definition(let definition): definition.function.height
    case .whileLoop(let condition, let body): max(condition.height, body.height)
    case .forLoop(let targets, let items, let body):
      targets.reduce(max(items.height, body.height)) { max($0, $1.height) }
    case .returning(let value): value?.height ?? 0
    case .breaking, .continuing, .outer, .importing: 0
    case .assertion(let condition, let message): max(condition.height, message?.height ?? 0)
    case .delete(let places): places.map(\.height).max() ?? 0
    }
  }
}

extension Function {
  var height: Int {
    let defaults = parameters.compactMap { $0.defaultValue?.height }.max() ?? 0
    return switch body {
    case .block(let block): max(defaults, block.height)
    case .expression(let expression): max(defaults, expression.height)
    }
  }
}

extension Target {
  var height: Int {
    switch kind {
    case .place(let place): place.height
    case .spread: 0
    case .list(let targets, form: _): 1 + (targets.map(\.height).max() ?? 0)
    }
  }
}

extension Entry {
  fileprivate var height: Int {
    switch kind {
    case .word(_, let value), .spread(let value): value.height
    case .computed(let key, let value): max(key.height, value.height)
    }
  }
}

extension Argument {
  fileprivate var height: Int {
    switch kind {
    case .positional(let value), .named(_, nameRange: _, let value), .spread(let value):
      value.height
    }
  }
}

extension Index {
  fileprivate var height: Int {
    switch kind {
    case .value(let value): value.height
    case .slice(let low, let high, let step):
      max(low?.height ?? 0, high?.height ?? 0, step?.height ?? 0)
    case .ellipsis: 0
    }
  }
}

extension [Clause] {
  fileprivate var height: Int {
    reduce(0) {
      switch $1 {
      case .loop(let targets, let items):
        targets.reduce(Swift.max($0, items.height)) { Swift.max($0, $1.height) }
      case .condition(let condition): Swift.max($0, condition.height)
      }
    }
  }
}

extension [FormattedPart] {
  fileprivate var height: Int {
    reduce(0) {
      switch $1 {
      case .literal: $0
      case .value(let value, let spec): Swift.max($0, value.height, spec?.height ?? 0)
      }
    }
  }
}
