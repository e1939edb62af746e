import Catalog
import Diagnostics
import Machine
import Syntax

/// The arguments of a call, evaluated.
struct OutlineArguments {
  /// Those by position.
  var positional: [Outline] = []
  /// Those by name.
  var named: [(name: String, value: Outline)] = []
  /// Places of both, those by position first.
  var ranges: [SourceRange] = []
  /// Whether some are spread, so that their number is not known.
  var hasSpread = false
}

extension OutlineCheck {
  /// `callee(arguments)`; `piped` is what stands left of `|>`.
  func call(
    _ callee: Expression, _ arguments: [Syntax.Argument], piped: Expression?,
    at range: SourceRange
  ) -> Outline {
    if case .field(let base, let name, let nameRange) = callee.kind, !callee.isParenthesized,
      !isBuiltinNamespace(base)
    {
      return method(name, of: base, arguments, piped: piped, at: range, nameRange: nameRange)
    }
    var all = OutlineArguments()
    if let piped { all.add(evaluate(piped), piped.range) }
    let target = evaluate(callee)
    add(arguments, to: &all)
    return apply(target, all, callee: callee, at: range)
  }

  /// `value |> stage`
  func pipe(_ value: Expression, _ stage: Expression, at range: SourceRange) -> Outline {
    if let (callee, arguments) = stage.pipedCall {
      return call(callee, arguments, piped: value, at: range)
    }
    return call(stage, [], piped: value, at: range)
  }

  private func add(_ arguments: [Syntax.Argument], to all: inout OutlineArguments) {
    var named: [(String, Outline, SourceRange)] = []
    for argument in arguments {
      switch argument.kind {
      case .positional(let value): all.add(evaluate(value), value.range)
      case .named(let name, nameRange: _, let value):
        named.append((name, evaluate(value), argument.range))
      case .spread(let value):
        _ = evaluate(value)
        all.hasSpread = true
      }
    }
    for (name, value, range) in named {
      all.named.append((name, value))
      all.ranges.append(range)
    }
  }

  private func apply(
    _ target: Outline, _ arguments: OutlineArguments, callee: Expression, at range: SourceRange
  ) -> Outline {
    switch target {
    case .unknown, .object: return .unknown
    case .function(let number): return call(number, arguments, at: range)
    case .builtin(let name): return callBuiltin(name, arguments, at: range)
    case .model(let model):
      guard arguments.positional.count == 1, arguments.named.isEmpty else { return .unknown }
      return result(at: range) { () throws(OutlineError) in
        try model.apply(arguments.positional[0])
      }
    case .none, .bool, .int, .float, .text, .list, .range, .dict, .tensor:
      var hint: String?
      if case .name(let name) = callee.kind, builtins[name] != nil {
        hint = CheckMessages.hiddenBuiltin(name)
      }
      report(
        .type, "a value of type \(target.typeName ?? "") cannot be called", at: callee.range,
        hint: hint)
      return .unknown
    }
  }

  /// The result of a rule; what does not fit is reported.
  func result(
    at range: SourceRange, _ rule: () throws(OutlineError) -> Outline
  ) -> Outline {
    do throws(OutlineError) {
      return try rule()
    } catch {
      report(error, at: range)
      return .unknown
    }
  }

  // MARK: Methods

  private static let dictMethods: Set = ["get", "keys", "values", "items"]

  private func method(
    _ name: String, of base: Expression, _ arguments: [Syntax.Argument], piped: Expression?,
    at range: SourceRange, nameRange: SourceRange
  ) -> Outline {
    let range = SourceRange(start: nameRange.start, end: range.end)
    let receiver = evaluate(base)
    var all = OutlineArguments()
    all.add(receiver, base.range)
    if let piped { all.add(evaluate(piped), piped.range) }
    add(arguments, to: &all)
    if PlaceWords.contains(name), let result = changed(by: name, receiver, base, at: range) {
      return result
    }
    switch receiver {
    case .dict(let entries?):
      guard let value = entries[name], !Self.dictMethods.contains(name) else { return .unknown }
      var given = all
      given.positional.removeFirst()
      given.ranges.removeFirst()
      return apply(value, given, callee: base, at: range)
    case .object(let object) where object.module != nil:
      var given = all
      given.positional.removeFirst()
      given.ranges.removeFirst()
      return apply(member(name, of: object, at: nameRange), given, callee: base, at: range)
    case .object(let object):
      checkMethod(name, of: receiver, Array(object.members.keys), at: range)
      return .unknown
    case .model(let model):
      if !model.members.isEmpty { checkMethod(name, of: receiver, model.members, at: range) }
      return .unknown
    case .unknown, .none, .dict, .function, .builtin: return .unknown
    case .bool, .int, .float, .text, .list, .range, .tensor: break
    }
    switch lookup(name) {
    case .function(let number): return call(number, all, at: range)
    case .builtin(let name): return callBuiltin(name, all, at: range)
    // A variable that holds no function hides none.
    default: if isUserName(name) { return .unknown }
    }
    if builtins[name] != nil { return callBuiltin(name, all, at: range) }
    reportUnknownMethod(name, of: receiver, at: range)
    return .unknown
  }

  /// What an in-place word gives for a list or dict, which it changes; nil for other values.
  private func changed(
    by name: String, _ receiver: Outline, _ base: Expression, at range: SourceRange
  ) -> Outline? {
    switch receiver {
    case .list, .dict: break
    case .unknown, .none, .bool, .int, .float, .text, .range, .tensor, .function, .builtin, .model,
      .object:
      return nil
    }
    let isDict = if case .dict = receiver { true } else { false }
    if NameWalk.root(of: base) != nil {
      change(base)
    } else if isDict || name != "update" {
      report(
        .type,
        "`\(name)` changes a \(isDict ? "dict" : "list") in its place, and this one has none",
        at: range, hint: PlaceWord.valueForm(of: name))
    }
    return name == "pop" ? .unknown : Outline.none
  }

  /// Whether the script binds a name anywhere a lookup could find it.
  private func isUserName(_ name: String) -> Bool {
    if globalBinds[name] != nil || outerNames.contains(name) { return true }
    if comprehensions.contains(where: { $0[name] != nil }) { return true }
    var current: OutlineFrame? = frame
    while let here = current {
      if here.scope?.isLocal(name) == true { return true }
      current = here.parent
    }
    return false
  }

  /// Reports a method that an object of a known type has not and no function gives it.
  private func checkMethod(
    _ name: String, of receiver: Outline, _ members: [String], at range: SourceRange
  ) {
    if members.contains(name) || builtins[name] != nil || isUserName(name) { return }
    reportUnknownMethod(name, of: receiver, members, at: range)
  }

  private func reportUnknownMethod(
    _ name: String, of receiver: Outline, _ members: [String] = [], at range: SourceRange
  ) {
    let type = receiver.typeName ?? ""
    let known = members + Array(builtins.keys) + Array(globalBinds.keys)
    report(
      .name, "\("aeiou".contains(type.prefix(1)) ? "an" : "a") \(type) has no method `\(name)`",
      at: range,
      hint: VirtualMachine.foreignMethodHint(name, of: type)
        ?? Suggestion.question(name, in: known.sorted()))
  }

  // MARK: Functions of the script

  /// A function that is made: its body is looked at once by itself.
  func closure(_ function: Function, named name: String?) -> Outline {
    let number = closures.count
    closures.append(
      OutlineClosure(
        function: function, name: name, frame: frame, comprehensions: comprehensions,
        source: source, isImported: false))
    if let name { bind(name, to: .function(number)) }
    guard steps < Self.stepLimit, calls.isEmpty else { return .function(number) }
    var values: [String: Outline] = [:]
    for parameter in function.parameters {
      values[parameter.name.name] =
        parameter.isRest
        ? .list(nil)
        : parameter.defaultValue == nil ? Self.outline(of: parameter.note) : .unknown
    }
    _ = body(of: number, values, isCall: false)
    return .function(number)
  }

  /// Looks at a function's body with values of its parameters.
  private func body(of number: Int, _ values: [String: Outline], isCall: Bool) -> Outline {
    let closure = closures[number]
    let outside = (frame, comprehensions)
    let counts = Bindings.counts { $0.visit(closure.function) }
    frame = OutlineFrame(
      scope: Scope(closure.function), parent: closure.frame, binds: counts, isCall: isCall,
      isLive: isCall && outside.0.isLive)
    comprehensions = closure.comprehensions
    frame.values = values
    defer { (frame, comprehensions) = outside }
    for parameter in closure.function.parameters {
      guard let value = parameter.defaultValue else { continue }
      let outline = perhaps { evaluate(value) }
      if frame.values[parameter.name.name] == nil { frame.values[parameter.name.name] = outline }
    }
    switch closure.function.body {
    case .expression(let value): return evaluate(value)
    case .block(let block):
      let ending = execute(block.statements, givesValue: true)
      var results = frame.returns
      if ending.goesOn { results.append(ending.value) }
      guard let first = results.first else { return .unknown }
      return results.dropFirst().reduce(first) { $0.joined(with: $1) }
    }
  }

  private func call(
    _ number: Int, _ arguments: OutlineArguments, at range: SourceRange
  ) -> Outline {
    let closure = closures[number]
    guard let values = bind(arguments, to: closure, at: range) else { return .unknown }
    checkNotes(values, closure, arguments, at: range)
    guard !closure.isImported, !arguments.hasSpread, steps < Self.stepLimit,
      calls.count < Self.depthLimit,
      !calls.contains(where: { $0.function == number })
    else { return .unknown }
    let isQuiet = frame.isCall && frame.conditions > 0
    calls.append((number, range))
    defer { calls.removeLast() }
    return unreported(isQuiet) { body(of: number, values, isCall: true) }
  }

  /// The arguments by parameter; nil, and a message, for a call that does not fit.
  private func bind(
    _ arguments: OutlineArguments, to closure: OutlineClosure, at range: SourceRange
  ) -> [String: Outline]? {
    let parameters = closure.function.parameters
    func refuse(_ message: String, _ argument: Int? = nil) {
      report(
        .type, (closure.name.map { "\($0): " } ?? "") + message,
        at: argument.map { arguments.ranges[$0] } ?? range,
        hint: "the signature is \(closure.signature)")
    }
    var values: [String: Outline] = [:]
    var taken = 0
    for parameter in parameters {
      if parameter.isRest {
        let rest = arguments.positional.dropFirst(taken)
        values[parameter.name.name] = .list(arguments.hasSpread ? nil : Array(rest))
        taken = arguments.positional.count
        break
      }
      guard taken < arguments.positional.count else { continue }
      values[parameter.name.name] = arguments.positional[taken]
      taken += 1
    }
    guard taken == arguments.positional.count else {
      let count = parameters.count
      refuse(
        "takes \(count) value\(count == 1 ? "" : "s"), got \(arguments.positional.count)", taken)
      return nil
    }
    for (index, (name, value)) in arguments.named.enumerated() {
      let place = arguments.positional.count + index
      guard let parameter = parameters.first(where: { $0.name.name == name && !$0.isRest }) else {
        let near = Suggestion.nearest(name, in: parameters.map(\.name.name))
        refuse(
          "there is no parameter '\(name)'" + (near.map { "; did you mean '\($0)'?" } ?? ""), place)
        return nil
      }
      guard values[parameter.name.name] == nil else {
        refuse("'\(name)' is given twice", place)
        return nil
      }
      values[name] = value
    }
    guard !arguments.hasSpread else { return values }
    for parameter in parameters
    where values[parameter.name.name] == nil && parameter.defaultValue == nil {
      refuse("'\(parameter.name.name)' is missing")
      return nil
    }
    return values
  }
}

extension OutlineArguments {
  /// Adds an argument by position.
  mutating func add(_ value: Outline, _ range: SourceRange) {
    positional.append(value)
    ranges.append(range)
  }
}

extension Outline {
  /// The value, where it is known and plain.
  var argument: Catalog.Argument? {
    switch self {
    case .none: Catalog.Argument.none
    case .bool(let value?): .bool(value)
    case .int(let value?): .integer(value)
    case .float(let value?): .number(value)
    case .text(let value?): .text(value)
    default: nil
    }
  }
}
