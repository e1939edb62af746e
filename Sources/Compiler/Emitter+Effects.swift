import Diagnostics
import Machine
import Syntax

// What an expression can do while others wait: decides who has to be marked shared.

extension Emitter {
  /// Whether evaluating one of these can run script code, and so change what variables outside of
  /// this function hold.
  func runsScripts(_ expressions: [Expression]) -> Bool {
    expressions.contains { !isQuiet($0) }
  }

  /// Whether an expression only computes: no calls, no blocks, no functions of streams.
  private func isQuiet(_ expression: Expression) -> Bool {
    switch expression.kind {
    case .none, .bool, .int, .float, .text, .name, .lambda, .function: true
    case .unary(_, let operand), .not(let operand): isQuiet(operand)
    case .binary(_, let left, let right), .logical(_, let left, let right):
      isQuiet(left) && isQuiet(right)
    case .comparison(let first, let links):
      isQuiet(first) && links.allSatisfy { isQuiet($0.operand) }
    case .range(let low, let high, isInclusive: _, let step):
      isQuiet(low) && isQuiet(high) && (step.map(isQuiet) ?? true)
    case .list(let items, form: _): items.allSatisfy { isQuiet($0.value) }
    case .index(let base, let indices):
      isQuiet(base)
        && indices.allSatisfy { index in
          switch index.kind {
          case .value(let value): isQuiet(value)
          case .slice(let start, let stop, let step):
            [start, stop, step].allSatisfy { $0.map(isQuiet) ?? true }
          case .ellipsis: true
          }
        }
    case .field(let base, name: _, nameRange: _): isQuiet(base)
    case .formattedText(let parts):
      parts.allSatisfy { part in
        if case .value(let value, let spec) = part { return spec == nil && isQuiet(value) }
        return true
      }
    case .dict, .listComprehension, .dictComprehension, .conditional, .attempt, .noGrad, .call,
      .pipe:
      false
    }
  }

  /// Whether evaluating one of these can assign or change locals of this function: it holds
  /// statements, or calls an in-place method.
  func changesLocals(_ expressions: [Expression]) -> Bool {
    expressions.contains { expression in
      if isQuiet(expression) { return false }
      var changes = false
      NameWalk { event in
        switch event {
        case .bind, .change, .delete: changes = true
        default: break
        }
      }.visit(expression)
      return changes
    }
  }

  /// Whether the value of an expression has no owner yet.
  func isFresh(_ expression: Expression) -> Bool {
    switch expression.kind {
    case .name, .index, .field, .logical: false
    // `+x` may be `x` itself.
    case .unary(let op, _): op != .plus
    case .none, .bool, .int, .float, .text, .formattedText, .list, .dict, .listComprehension,
      .dictComprehension, .lambda, .function, .conditional, .attempt, .noGrad, .not, .binary,
      .comparison, .range, .call, .pipe:
      true
    }
  }

  /// Whether the value of an argument may have an owner that script code can change while the
  /// function runs that it is passed to.
  func isAliased(_ expression: Expression) -> Bool {
    if case .name(let name) = expression.kind { return !isOwnLocal(name) }
    return !isFresh(expression)
  }
}
