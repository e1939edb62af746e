import Diagnostics
import Syntax

/// What a script's names tell without running it: names that nothing binds, names that are read
/// before they get a value, and names that nothing reads.
struct NameCheck {
  private let source: SourceText
  /// Names of builtins, and the values that are always there.
  private let builtins: Set<String>
  /// Where each name of the top level is bound, also from functions by `outer`, in order.
  private var globals: [String: [Int]] = [:]
  /// Places of loops at the top level.
  private let loops: [SourceRange]
  private var readGlobals: Set<String> = []
  private var unknownCount = 0
  private(set) var diagnostics: [Diagnostic] = []

  init(_ cells: [[Statement]], source: SourceText, builtins: Set<String>) {
    self.source = source
    self.builtins = builtins
    let statements = cells.flatMap { $0 }
    loops = LoopPlaces.of(statements)
    collectGlobals(statements)
    checkTopLevel(statements)
    checkImports(statements)
    checkHiding(statements)
  }

  // MARK: The top level

  private mutating func collectGlobals(_ statements: [Statement]) {
    var places: [(name: String, place: Int)] = []
    NameWalk { event in
      switch event {
      case .bind(let name): places.append((name.name, name.range.start))
      case .function(let function):
        for name in Self.outerNames(of: function) {
          // The call that writes it may stand anywhere behind the function.
          places.append((name, function.range.start))
        }
      case .read, .method, .change, .delete, .outer, .enterLoop, .leaveLoop, .enterComprehension,
        .leaveComprehension:
        break
      }
    }.visit(statements)
    for (name, place) in places { globals[name, default: []].append(place) }
  }

  private static func outerNames(of function: Function) -> Set<String> {
    var names = Scope(function).outers
    NameWalk { event in
      if case .function(let inner) = event { names.formUnion(outerNames(of: inner)) }
    }.visit(function)
    return names
  }

  private mutating func checkTopLevel(_ statements: [Statement]) {
    var hidden: [[String]] = []
    var reads: [Identifier] = []
    var functions: [(Function, Set<String>)] = []
    NameWalk { event in
      switch event {
      case .read(let name):
        if !hidden.joined().contains(name.name) { reads.append(name) }
      case .method(let name): reads.append(Identifier(name, range: Self.nowhere))
      case .function(let function): functions.append((function, Set(hidden.joined())))
      case .enterComprehension(let names): hidden.append(names)
      case .leaveComprehension(let count): hidden.removeLast(count)
      case .bind, .change, .delete, .outer, .enterLoop, .leaveLoop: break
      }
    }.visit(statements)
    for name in reads { noteGlobalRead(name, isDirect: true) }
    for (function, visible) in functions { check(function, [visible]) }
  }

  /// The place of a word that only may be a name: that of a method.
  private static let nowhere = SourceRange(start: -1, end: -1)

  private mutating func noteGlobalRead(_ name: Identifier, isDirect: Bool) {
    readGlobals.insert(name.name)
    guard name.range.start >= 0 else { return }
    guard let places = globals[name.name] else {
      if !builtins.contains(name.name) { reportUnknown(name) }
      return
    }
    guard isDirect, !builtins.contains(name.name), let first = places.min(),
      first > name.range.start, !isInLoop(name.range.start, with: places)
    else { return }
    report(
      .error, .name, CheckMessages.readTooEarly(name.name, line: source.line(at: first)),
      name.range)
  }

  private func isInLoop(_ place: Int, with places: [Int]) -> Bool {
    loops.contains { loop in loop.contains(place) && places.contains(where: loop.contains) }
  }

  private mutating func reportUnknown(_ name: Identifier) {
    // The nearest name costs a look at all; of many unknown names the later ones do without.
    unknownCount += 1
    let nearest =
      unknownCount <= 100
      ? Suggestion.nearest(name.name, in: builtins.union(globals.keys)) : nil
    report(
      .error, .name, CheckMessages.unknownName(name.name), name.range,
      hint: ForeignSpelling.hint(forName: name.name) ?? nearest.map { "did you mean `\($0)`?" })
  }

  private mutating func checkImports(_ statements: [Statement]) {
    for statement in statements {
      guard case .importing(let importing) = statement.kind else { continue }
      let names: [Identifier]
      switch importing.bound {
      case .module(let name): names = [name]
      case .names(let some): names = some
      }
      for name in names where !readGlobals.contains(name.name) {
        report(.warning, .name, CheckMessages.unusedImport(name.name), name.range)
      }
    }
  }

  /// Definitions and imports at the top level that take the name of a builtin. A variable may: a
  /// method call still finds the builtin behind it.
  private mutating func checkHiding(_ statements: [Statement]) {
    for statement in statements {
      let names: [Identifier]
      switch statement.kind {
      case .definition(let definition): names = [definition.name]
      case .importing(let importing):
        switch importing.bound {
        case .module(let name): names = [name]
        case .names(let some): names = some
        }
      case .expression, .assignment, .augmented, .whileLoop, .forLoop, .returning, .breaking,
        .continuing, .throwing, .assertion, .outer, .delete:
        continue
      }
      for name in names where builtins.contains(name.name) {
        report(
          .warning, .name, CheckMessages.hidesBuiltin(name.name), name.range,
          hint: CheckMessages.builtinReaches(name.name))
      }
    }
  }

  // MARK: Functions

  /// Checks a function; `surroundings` hold the names of the functions around it, innermost last.
  private mutating func check(_ function: Function, _ surroundings: [Set<String>]) {
    let scope = Scope(function)
    let body = FunctionNames(function)
    let visible = surroundings.reduce(into: Set(scope.locals)) { $0.formUnion($1) }
    for name in body.reads {
      guard !scope.isLocal(name.name) else { continue }
      if visible.contains(name.name) {
        readGlobals.insert(name.name)
      } else {
        noteGlobalRead(name, isDirect: false)
      }
    }
    readGlobals.formUnion(body.methods)
    checkEarlyReads(function, scope, body, surroundings)
    checkUnused(function, scope, body, surroundings)
    for (inner, hidden) in body.functions {
      check(inner, surroundings + [Set(scope.locals).union(hidden)])
    }
  }

  /// Locals whose first use, in the order of the run, reads them.
  private mutating func checkEarlyReads(
    _ function: Function, _ scope: Scope, _ body: FunctionNames, _ surroundings: [Set<String>]
  ) {
    let parameters = Set(function.parameters.map(\.name.name))
    for (name, read) in body.earlyReads
    where scope.isLocal(name) && !parameters.contains(name) && !scope.deleted.contains(name) {
      let places = body.binds.filter { $0.name == name }.map(\.range.start)
      let isLooped = body.loops.contains { loop in
        loop.contains(read.start) && places.contains { loop.contains($0) && $0 != read.start }
          && body.conditions.contains { $0.start >= loop.start && $0.contains(read.start) }
      }
      guard !isLooped else { continue }
      let isOutside = globals[name] != nil || surroundings.contains { $0.contains(name) }
      report(
        .error, .name, CheckMessages.localWithoutValue(name), read,
        hint: isOutside ? CheckMessages.outerMeansOuter(name) : nil)
    }
  }

  private mutating func checkUnused(
    _ function: Function, _ scope: Scope, _ body: FunctionNames, _ surroundings: [Set<String>]
  ) {
    var used = Set(body.reads.map(\.name)).union(body.methods)
    for (inner, _) in body.functions { used.formUnion(Scope.freeNames(of: inner)) }
    let parameters = Set(function.parameters.map(\.name.name))
    var seen: Set<String> = []
    for name in PlainBindings.of(function)
    where scope.isLocal(name.name) && !used.contains(name.name) && !name.name.hasPrefix("_")
      && !parameters.contains(name.name) && seen.insert(name.name).inserted
    {
      let isOutside = globals[name.name] != nil || surroundings.contains { $0.contains(name.name) }
      report(
        .warning, .name, CheckMessages.unusedLocal(name.name), name.range,
        hint: isOutside
          ? CheckMessages.outerMeansOuter(name.name) : CheckMessages.underscore(name.name))
    }
  }

  private mutating func report(
    _ severity: Diagnostic.Severity, _ kind: ErrorKind, _ message: String, _ range: SourceRange,
    hint: String? = nil
  ) {
    diagnostics.append(
      Diagnostic(
        severity: severity, kind: kind, message: message, source: source, range: range, hint: hint))
  }
}

/// The names in a function's own body, those of functions inside it apart.
private struct FunctionNames {
  private(set) var reads: [Identifier] = []
  private(set) var binds: [Identifier] = []
  private(set) var methods: Set<String> = []
  /// Functions inside, with the comprehension variables around each.
  private(set) var functions: [(Function, Set<String>)] = []
  /// The reads of names that were not bound before, in the order of the run; the first of each.
  private(set) var earlyReads: [(name: String, range: SourceRange)] = []
  let loops: [SourceRange]
  /// Places that may not be run when what is around them is.
  let conditions: [SourceRange]

  init(_ function: Function) {
    var reads: [Identifier] = []
    var binds: [Identifier] = []
    var methods: Set<String> = []
    var functions: [(Function, Set<String>)] = []
    var early: [(name: String, range: SourceRange)] = []
    var hidden: [[String]] = []
    var met: Set<String> = []
    NameWalk { event in
      switch event {
      case .read(let name):
        guard !hidden.joined().contains(name.name) else { return }
        reads.append(name)
        if met.insert(name.name).inserted { early.append((name.name, name.range)) }
      case .method(let name): methods.insert(name)
      case .bind(let name), .delete(let name):
        met.insert(name.name)
        binds.append(name)
      case .function(let inner): functions.append((inner, Set(hidden.joined())))
      case .enterComprehension(let names): hidden.append(names)
      case .leaveComprehension(let count): hidden.removeLast(count)
      case .change, .outer, .enterLoop, .leaveLoop: break
      }
    }.visit(function)
    self.reads = reads
    self.binds = binds
    self.methods = methods
    self.functions = functions
    earlyReads = early
    loops = LoopPlaces.of(function.parts)
    conditions = ConditionalPlaces.of(function.parts)
  }
}

/// Where loops stand, those in functions apart.
private enum LoopPlaces {
  static func of(_ statements: [Statement]) -> [SourceRange] {
    statements.flatMap { statement -> [SourceRange] in
      let inner = of(statement.parts)
      switch statement.kind {
      case .whileLoop, .forLoop: return [statement.range] + inner
      case .expression, .assignment, .augmented, .definition, .returning, .breaking, .continuing,
        .throwing, .assertion, .outer, .delete, .importing:
        return inner
      }
    }
  }

  static func of(_ parts: [TreePart]) -> [SourceRange] {
    parts.flatMap { part -> [SourceRange] in
      switch part {
      case .expression(let expression): return of(expression.parts)
      case .block(let block): return of(block.statements)
      case .function: return []
      }
    }
  }
}

/// Places that may not be run when what is around them is, those in functions apart.
private enum ConditionalPlaces {
  static func of(_ parts: [TreePart]) -> [SourceRange] {
    parts.flatMap { part -> [SourceRange] in
      switch part {
      case .expression(let expression): return own(expression) + of(expression.parts)
      case .block(let block): return block.statements.flatMap { of($0.parts) }
      case .function: return []
      }
    }
  }

  private static func own(_ expression: Expression) -> [SourceRange] {
    switch expression.kind {
    case .conditional, .attempt, .logical, .listComprehension, .dictComprehension:
      [expression.range]
    case .none, .bool, .int, .float, .text, .formattedText, .name, .list, .dict, .lambda, .function,
      .noGrad, .unary, .not, .binary, .comparison, .range, .call, .index, .field, .pipe:
      []
    }
  }
}

/// Names that a function binds by plain assignments and definitions: what should be read somewhere.
private enum PlainBindings {
  static func of(_ function: Function) -> [Identifier] { of(function.parts) }

  private static func of(_ parts: [TreePart]) -> [Identifier] {
    parts.flatMap { part -> [Identifier] in
      switch part {
      case .expression(let expression): return of(expression.parts)
      case .block(let block): return block.statements.flatMap { bound(by: $0) + of($0.parts) }
      case .function: return []
      }
    }
  }

  private static func bound(by statement: Statement) -> [Identifier] {
    switch statement.kind {
    case .assignment(let lists, value: _):
      return lists.compactMap { targets in
        guard targets.count == 1, case .place(let place) = targets[0].kind,
          case .name(let name) = place.kind
        else { return nil }
        return Identifier(name, range: place.range)
      }
    case .definition(let definition): return [definition.name]
    case .expression, .augmented, .whileLoop, .forLoop, .returning, .breaking, .continuing,
      .throwing, .assertion, .outer, .delete, .importing:
      return []
    }
  }
}
