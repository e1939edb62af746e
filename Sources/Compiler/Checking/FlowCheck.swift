import Diagnostics
import Syntax

/// What the form of a script tells: statements that never run, values that nothing takes, and
/// spellings that mean something else than they look like.
struct FlowCheck {
  private let source: SourceText
  private(set) var diagnostics: [Diagnostic] = []

  init(_ cells: [[Statement]], source: SourceText) {
    self.source = source
    for statements in cells { checkStatements(statements, role: .shown) }
  }

  /// What becomes of the values of a block's expression statements.
  private enum Role {
    /// The top level of a cell: each is shown.
    case shown
    /// The last one is the value of the block.
    case result
    /// None is used: a loop's body.
    case dropped
  }

  // MARK: Walk

  private mutating func checkStatements(_ statements: [Statement], role: Role) {
    checkReach(statements)
    for (index, statement) in statements.enumerated() {
      let isLast = index == statements.count - 1
      if case .expression(let value, isSilenced: _) = statement.kind {
        let isUsed = role == .shown || (role == .result && isLast)
        if !isUsed { checkDropped(value) }
        let inner: Role = isUsed ? .result : .dropped
        checkParts(value.parts, role: inner)
        checkTraps(value)
      } else {
        let inner: Role = isLoop(statement) ? .dropped : .result
        checkParts(statement.parts, role: inner)
      }
    }
  }

  private func isLoop(_ statement: Statement) -> Bool {
    switch statement.kind {
    case .whileLoop, .forLoop: true
    case .expression, .assignment, .augmented, .definition, .returning, .breaking, .continuing,
      .throwing, .assertion, .outer, .delete, .importing:
      false
    }
  }

  private mutating func checkParts(_ parts: [TreePart], role: Role) {
    for part in parts {
      switch part {
      case .expression(let expression):
        checkTraps(expression)
        checkParts(expression.parts, role: .result)
      case .block(let block): checkStatements(block.statements, role: role)
      case .function(let function):
        checkDocumentation(function)
        checkParts(function.parts, role: .result)
      }
    }
  }

  // MARK: Statements that never run

  private mutating func checkReach(_ statements: [Statement]) {
    for (index, statement) in statements.enumerated().dropLast() {
      guard let word = Exit.of(statement) else { continue }
      report(CheckMessages.unreachable(word), statements[index + 1].range)
      return
    }
  }

  // MARK: Values that nothing takes

  private mutating func checkDropped(_ value: Expression) {
    switch value.kind {
    case .comparison(let left, let links):
      let isEquality = links.count == 1 && links[0].comparison == .equal
      let isName = if case .name = left.kind { true } else { false }
      report(
        CheckMessages.droppedValue, value.range,
        hint: isEquality && isName ? CheckMessages.equalIsComparison : nil)
    case .binary, .unary, .not, .name, .int, .float, .bool, .list, .range, .field, .index:
      report(CheckMessages.droppedValue, value.range)
    case .none, .text, .formattedText, .dict, .listComprehension, .dictComprehension, .lambda,
      .function, .conditional, .attempt, .noGrad, .logical, .call, .pipe:
      break
    }
  }

  /// A text at the head of a function's body.
  private mutating func checkDocumentation(_ function: Function) {
    guard case .block(let block) = function.body, block.statements.count > 1,
      case .expression(let value, isSilenced: _) = block.statements[0].kind,
      case .text = value.kind
    else { return }
    report(CheckMessages.textAsDocumentation, value.range, hint: CheckMessages.documentation)
  }

  // MARK: Traps

  private mutating func checkTraps(_ expression: Expression) {
    guard case .comparison(let first, let links) = expression.kind,
      links.contains(where: { $0.comparison == .equal || $0.comparison == .notEqual })
    else { return }
    let isNaN = ([first] + links.map(\.operand)).contains { operand in
      if case .name("nan") = operand.kind { true } else { false }
    }
    if isNaN {
      report(CheckMessages.comparedWithNaN, expression.range, hint: CheckMessages.useIsNaN)
    }
  }

  private mutating func report(_ message: String, _ range: SourceRange, hint: String? = nil) {
    diagnostics.append(
      Diagnostic(
        severity: .warning, kind: .value, message: message, source: source, range: range,
        hint: hint))
  }
}

extension Exit {
  /// The word by which a statement surely leaves what stands behind it; nil if it may go on.
  static func of(_ statement: Statement) -> String? {
    switch statement.kind {
    case .returning: return "return"
    case .breaking: return "break"
    case .continuing: return "continue"
    case .throwing: return "throw"
    case .whileLoop(let condition, let body):
      guard case .bool(true) = condition.kind, !containsBreak(body.statements) else { return nil }
      return "while true"
    case .expression(let value, isSilenced: _): return of(value)
    case .assignment, .augmented, .definition, .forLoop, .assertion, .outer, .delete, .importing:
      return nil
    }
  }

  private static func of(_ value: Expression) -> String? {
    switch value.kind {
    case .conditional(let branches, let otherwise):
      guard let otherwise else { return nil }
      let bodies = branches.map(\.body) + [otherwise]
      let exits = bodies.map { $0.statements.lazy.compactMap(of).first }
      return exits.contains { $0 == nil } ? nil : exits.last ?? nil
    case .noGrad(let block): return block.statements.lazy.compactMap(of).first
    case .none, .bool, .int, .float, .text, .formattedText, .name, .list, .dict, .listComprehension,
      .dictComprehension, .lambda, .function, .attempt, .unary, .not, .binary, .logical,
      .comparison, .range, .call, .index, .field, .pipe:
      return nil
    }
  }

  /// Whether a `break` leaves the loop of a body.
  private static func containsBreak(_ statements: [Statement]) -> Bool {
    statements.contains { statement in
      switch statement.kind {
      case .breaking: true
      case .whileLoop, .forLoop: false
      case .expression, .assignment, .augmented, .definition, .returning, .continuing, .throwing,
        .assertion, .outer, .delete, .importing:
        containsBreak(statement.parts)
      }
    }
  }

  private static func containsBreak(_ parts: [TreePart]) -> Bool {
    parts.contains { part in
      switch part {
      case .expression(let expression): containsBreak(expression.parts)
      case .block(let block): containsBreak(block.statements)
      case .function: false
      }
    }
  }
}
