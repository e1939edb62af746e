import Diagnostics
import Machine
import Syntax

extension Emitter {
  /// R(target) = the result of a call.
  ///
  /// - Parameter piped: what becomes the first argument: the left side of `|>`.
  func call(
    _ callee: Expression, _ arguments: [Argument], piped: Expression?, into target: Int?,
    at range: SourceRange
  ) throws(Diagnostic) {
    if case .field(let base, let name, let nameRange) = callee.kind, !callee.isParenthesized,
      !isBuiltinNamespace(base)
    {
      // `x |> m.f(a)` is `m.f(x, a)`.
      let all = piped.map { [Argument(.positional($0), range: $0.range)] + arguments } ?? arguments
      try methodCall(
        base, name, all, into: target, at: range, nameRange: nameRange)
      return
    }
    try scratch { () throws(Diagnostic) in
      let window = try window(for: target, range)
      if let piped {
        // The value comes first in time too.
        let all = [Argument(.positional(piped), range: piped.range)] + arguments
        try invoke(all, of: callee.range, window: window, at: range) { () throws(Diagnostic) in
          try self.value(callee, into: window)
        }
      } else {
        noteReach(callee)
        if let slot = try directGlobal(callee, arguments) {
          let first = try temporaries(max(arguments.count, 1), range)
          try values(arguments.map(\.value), into: first)
          code.note(arguments, callee: callee.range, at: range)
          code.emit(.callGlobal, window, arguments.count, slot, at: range)
        } else {
          try waiting(callee, into: window, before: arguments.map(\.value))
          try invoke(arguments, of: callee.range, window: window, at: range, callee: nil)
        }
      }
      take(window, into: target, at: range)
    }
  }

  /// The slot of a global that a call may read when it calls: nothing that its arguments do can
  /// change it, and all they hold is this function's own.
  private func directGlobal(
    _ callee: Expression, _ arguments: [Argument]
  ) throws(Diagnostic) -> Int? {
    guard case .name(let name) = callee.kind,
      case .global(let slot) = try variable(name, callee.range),
      arguments.allSatisfy({ !$0.isSpread && $0.name == nil && !isAliased($0.value) }),
      !runsScripts(arguments.map(\.value))
    else { return nil }
    return slot
  }

  /// The first register of a call's window: that of the result, if it is the last one in use.
  private func window(for target: Int?, _ range: SourceRange) throws(Diagnostic) -> Int {
    if let target, target == nextRegister - 1 { return target }
    return try temporary(range)
  }

  /// Moves the result of a call to where it is wanted.
  private func take(_ window: Int, into target: Int?, at range: SourceRange) {
    if let target, target != window { code.emit(.move, target, window, at: range) }
  }

  /// `value |> stage`
  func pipe(
    _ value: Expression, _ stage: Expression, into target: Int, at range: SourceRange
  ) throws(Diagnostic) {
    if let (callee, arguments) = stage.pipedCall {
      try call(callee, arguments, piped: value, into: target, at: range)
    } else if case .field(let base, _, _) = stage.kind, !isBuiltinNamespace(base) {
      // `x |> m.f` reads the field and calls it.
      try call(stage.parenthesized, [], piped: value, into: target, at: range)
    } else {
      try call(stage, [], piped: value, into: target, at: range)
    }
  }

  /// Evaluates arguments behind the callee in a window, and calls.
  private func invoke(
    _ arguments: [Argument], of place: SourceRange, window: Int, at range: SourceRange,
    callee: (() throws(Diagnostic) -> Void)?
  ) throws(Diagnostic) {
    if arguments.contains(where: \.isSpread) {
      try collect(arguments[...], window: window, at: range)
      try callee?()
      code.emit(.callSpread, window, at: range)
      reach = .scripts
      return
    }
    let first = try temporaries(max(arguments.count, 1), range)
    let values = arguments.map(\.value)
    for (index, value) in values.enumerated() {
      try waiting(value, into: first + index, before: Array(values[(index + 1)...]))
    }
    if let callee {
      try callee()
      reach = .scripts
    }
    code.note(arguments, callee: place, at: range)
    let names = arguments.compactMap(\.name)
    if names.isEmpty {
      let isAliased = values.contains { self.isAliased($0) }
      code.emit(.call, window, values.count, isAliased ? 1 : 0, at: range)
    } else {
      let shape = code.shape(CallShape(names: names))
      code.emit(.callNamed, window, values.count, shape, at: range)
    }
  }

  /// Collects the arguments of a spread call: R(window+1) a list of those by position,
  /// R(window+2) a list of names and values.
  func collect(
    _ arguments: ArraySlice<Argument>, window: Int, at range: SourceRange
  ) throws(Diagnostic) {
    let lists = try temporaries(2, range)
    code.emit(.newList, lists, lists, 0, at: range)
    code.emit(.newList, lists + 1, lists, 0, at: range)
    for argument in arguments {
      try scratch { () throws(Diagnostic) in
        let register = try temporary(argument.range)
        switch argument.kind {
        case .positional(let value):
          try self.value(value, into: register, as: .own)
          code.emit(.listAppend, lists, register, at: argument.range)
        case .named(let name, _, let value):
          try self.value(value, into: register, as: .own)
          code.emit(
            .nameArgument, window, register, code.constant(.text(name)), at: argument.range)
        case .spread(let value):
          try self.value(value, into: register)
          code.emit(.spreadArgument, window, register, at: argument.range)
        }
      }
    }
  }

  // MARK: Methods

  /// R(target) = the result of `base.name(arguments)`; nil for a statement that drops it.
  func methodCall(
    _ base: Expression, _ name: String, _ arguments: [Argument], into target: Int?,
    at range: SourceRange, nameRange: SourceRange
  ) throws(Diagnostic) {
    reach = .scripts
    // The receiver may be a long chain: errors point at the method.
    let range = SourceRange(start: nameRange.start, end: range.end)
    if PlaceWords.contains(name), let path = PlacePath(base) {
      try placeCall(path, base.range, name, arguments, into: target, at: range)
      return
    }
    try scratch { () throws(Diagnostic) in
      let window = try window(for: target, range)
      let isDropped = target == nil && PlaceWords.contains(name)
      if arguments.contains(where: \.isSpread) {
        let all = [Argument(.positional(base), range: base.range)] + arguments
        try collect(all[...], window: window, at: range)
        let site = MethodSite(
          name: name, shape: nil, candidates: try methodCandidates(name, nameRange))
        code.emit(.callMethodSpread, window, 0, code.site(site), at: range)
      } else {
        let first = try temporaries(1 + arguments.count, range)
        try values([base] + arguments.map(\.value), into: first)
        if isDropped { refuseDropped(first, name, of: base.range, at: range) }
        code.note(arguments, receiver: base.range, at: range)
        let site = try methodSite(name, arguments, nameRange)
        code.emit(.callMethod, window, 1 + arguments.count, code.site(site), at: range)
      }
      take(window, into: target, at: range)
    }
  }

  func methodSite(
    _ name: String, _ arguments: [Argument], _ range: SourceRange
  ) throws(Diagnostic) -> MethodSite {
    let names = arguments.compactMap(\.name)
    return MethodSite(
      name: name, shape: names.isEmpty ? nil : CallShape(names: names),
      candidates: try methodCandidates(name, range))
  }

  /// Notes whether a call can reach script code.
  private func noteReach(_ callee: Expression) {
    if case .name(let name) = callee.kind, localVariable(name) == nil, capture(name) == nil,
      PlainBuiltins.names.contains(name), globals[name] == nil
    {
      reach = max(reach, .plainBuiltins)
    } else if isBuiltinField(callee) {
      reach = max(reach, .plainBuiltins)
    } else {
      reach = .scripts
    }
  }

  private func isBuiltinField(_ callee: Expression) -> Bool {
    guard case .field(let base, let name, _) = callee.kind else { return false }
    return isBuiltinNamespace(base) && PlainBuiltins.names.contains(name)
  }
}

/// Builtins that are often called with a list or tensor, and never call script code.
enum PlainBuiltins {
  static let names: Set<String> = [
    "abs", "all", "any", "ceil", "concat", "cos", "exp", "float", "floor", "format", "int", "isnan",
    "keys", "len", "log", "mean", "median", "print", "prod", "range", "reversed", "round", "shown",
    "sin", "sqrt", "std", "str", "sum", "tanh", "tensor", "type", "values", "var", "zeros", "zip",
  ]
}

extension Argument {
  /// The expression in it.
  var value: Expression {
    switch kind {
    case .positional(let value), .spread(let value), .named(_, nameRange: _, let value): value
    }
  }

  var name: String? {
    if case .named(let name, _, _) = kind { name } else { nil }
  }

  var isSpread: Bool {
    if case .spread = kind { true } else { false }
  }
}

extension Expression {
  /// The same in parentheses.
  var parenthesized: Expression { Expression(kind, range: range, isParenthesized: true) }
}
