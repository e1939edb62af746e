import Catalog
import Diagnostics
import Machine
import Syntax

/// Follows outlines of values through a script: types, numbers, texts, lengths and shapes as far as
/// they are known without running, and reports calls and operations that cannot succeed.
///
/// Straight-line code is followed exactly; what branches disagree about, what a loop changes and
/// what functions write by `outer` is unknown. A function's body is looked at by itself, with what
/// the notes on its parameters say, and once more at each call whose arguments are known.
final class OutlineCheck {
  /// Statements and expressions to look at before the check of calls stops going into functions.
  static let stepLimit = 200_000
  /// Calls inside calls that are followed.
  static let depthLimit = 8

  let source: SourceText
  let builtins: [String: Builtin]
  let rules: [String: OutlineRule]
  /// Reads the file of an import; nil where it cannot be read.
  let read: (String) -> SourceText?
  private let cells: [[Statement]]
  private(set) var diagnostics: [Diagnostic] = []
  private var reported: Set<String> = []

  /// Functions of the script, by number.
  var closures: [OutlineClosure] = []
  /// Functions whose calls are being followed, with the places of the calls, innermost last.
  var calls: [(function: Int, range: SourceRange)] = []
  /// What surrounds the code that is looked at.
  var frame: OutlineFrame
  /// Variables of the comprehensions around it, innermost last.
  var comprehensions: [[String: Outline]] = []
  /// Over 0: what is found is not reported.
  var muted = 0
  var steps = 0
  /// How often each name of the top level is bound.
  let globalBinds: [String: Int]
  /// Names that functions write by `outer`.
  let outerNames: Set<String>

  init(
    _ cells: [[Statement]], source: SourceText, builtins: [String: Builtin],
    rules: [String: OutlineRule], read: @escaping (String) -> SourceText?
  ) {
    self.cells = cells
    self.read = read
    self.source = source
    self.builtins = builtins
    self.rules = rules
    let all = cells.flatMap { $0 }
    globalBinds = Bindings.counts { $0.visit(all) }
    outerNames = Bindings.outerNames { $0.visit(all) }
    frame = OutlineFrame(scope: nil, parent: nil, binds: globalBinds)
  }

  /// Looks at all cells in order; of those in `failing` nothing is reported.
  func run(failing: Set<Int>) {
    for (index, statements) in cells.enumerated() {
      if failing.contains(index) { muted += 1 }
      _ = execute(statements, givesValue: false, isShown: true)
      if failing.contains(index) { muted -= 1 }
    }
  }

  // MARK: Reports

  /// Whether what is looked at runs whenever the code around it does.
  private var mayReport: Bool { muted == 0 && !(frame.isCall && frame.conditions > 0) }

  func report(
    _ kind: ErrorKind, _ message: String, at range: SourceRange, hint: String? = nil,
    severity: Diagnostic.Severity = .error
  ) {
    guard mayReport, reported.insert("\(range.start) \(message)").inserted else { return }
    var diagnostic = Diagnostic(
      severity: severity, kind: kind, message: message, source: source, range: range, hint: hint)
    if let call = calls.first {
      diagnostic.notes = [Diagnostic.Note("in this call", range: call.range)]
    }
    diagnostics.append(diagnostic)
  }

  func report(_ error: some SubjectError, at range: SourceRange) {
    report(
      ErrorKind(rawValue: error.kindName) ?? .value, error.message, at: range, hint: error.hint)
  }

  /// Runs a body whose errors do not count.
  func unreported<Result>(_ isMuted: Bool, _ body: () -> Result) -> Result {
    guard isMuted else { return body() }
    muted += 1
    defer { muted -= 1 }
    return body()
  }

  /// Runs a body that may not run when the code around it does.
  func perhaps<Result>(_ body: () -> Result) -> Result {
    frame.conditions += 1
    defer { frame.conditions -= 1 }
    return body()
  }

  // MARK: Names

  /// What is known of the value of a name.
  func lookup(_ name: String) -> Outline {
    for variables in comprehensions.reversed() {
      if let value = variables[name] { return value }
    }
    var current = frame
    while let scope = current.scope {
      if scope.isLocal(name) {
        let value = current.values[name] ?? .unknown
        if current === frame { return value }
        let isTrusted = current.isBoundOnce(name) && !outerNames.contains(name)
        return isTrusted ? value.withoutItems : .unknown
      }
      guard let parent = current.parent else { return .unknown }
      current = parent
    }
    return lookupGlobal(name, in: current)
  }

  private func lookupGlobal(_ name: String, in top: OutlineFrame) -> Outline {
    if outerNames.contains(name) { return .unknown }
    let isBuiltin = builtins[name] != nil
    if frame.isLive { return top.values[name] ?? (isBuiltin ? .builtin(name) : .unknown) }
    guard let count = globalBinds[name] else { return isBuiltin ? .builtin(name) : .unknown }
    guard count == 1, let value = top.values[name] else { return .unknown }
    return value.withoutItems
  }

  /// Whether a name means a variable of the function that is looked at, or of the top level where
  /// that is.
  func isOwn(_ name: String) -> Bool {
    if comprehensions.contains(where: { $0[name] != nil }) { return true }
    guard let scope = frame.scope else { return true }
    return scope.isLocal(name) || scope.outers.contains(name)
  }

  func bind(_ name: String, to value: Outline) {
    if let scope = frame.scope, !scope.isLocal(name) { return }
    frame.values[name] = value
  }

  /// Forgets what is known of names that some code binds, and of the items of lists and dicts that
  /// it changes.
  func forget(_ changes: OutlineChanges) {
    for name in changes.bound where frame.scope?.isLocal(name) ?? true {
      frame.values[name] = .unknown
    }
    for name in changes.changed {
      if case .list? = frame.values[name] { frame.values[name] = .list(nil) }
      if case .dict? = frame.values[name] { frame.values[name] = .dict(nil) }
    }
  }
}

extension Outline {
  /// What stays known where the items of a list or dict may have changed meanwhile.
  fileprivate var withoutItems: Outline {
    switch self {
    case .list: .list(nil)
    case .dict: .dict(nil)
    case .unknown, .none, .bool, .int, .float, .text, .range, .tensor, .function, .builtin, .model,
      .object:
      self
    }
  }
}

/// The variables of the top level or of a function while its code is looked at.
final class OutlineFrame {
  /// Nil at the top level.
  let scope: Scope?
  let parent: OutlineFrame?
  private let binds: [String: Int]
  /// Whether this is a call with arguments, rather than a function by itself.
  let isCall: Bool
  /// Whether the variables around it hold what they hold at the call.
  let isLive: Bool
  var values: [String: Outline] = [:]
  /// How many conditions stand around the place that is looked at.
  var conditions = 0
  /// What `return` statements give.
  var returns: [Outline] = []

  init(
    scope: Scope?, parent: OutlineFrame?, binds: [String: Int], isCall: Bool = false,
    isLive: Bool = true
  ) {
    self.scope = scope
    self.parent = parent
    self.binds = binds
    self.isCall = isCall
    self.isLive = isLive
  }

  /// Whether a local gets its value once.
  func isBoundOnce(_ name: String) -> Bool { binds[name, default: 0] <= 1 }
}

/// A function of the script with what surrounded it when it was made.
struct OutlineClosure {
  let function: Function
  let name: String?
  let frame: OutlineFrame
  let comprehensions: [[String: Outline]]
  /// The text it stands in.
  let source: SourceText
  /// Whether that is another file: then its body is not followed.
  let isImported: Bool

  /// `f(a, b=1)`: as errors of calls show it.
  var signature: String {
    FunctionParameter.signature(
      name, function.parameters.map { FunctionParameter($0, in: source) },
      result: function.result.map(TypeNote.init))
  }
}

/// Names that some code binds, and names whose values it changes in their place.
struct OutlineChanges {
  var bound: Set<String> = []
  var changed: Set<String> = []
}

/// What code binds.
enum Bindings {
  /// How often each name is bound.
  static func counts(_ walk: (NameWalk) -> Void) -> [String: Int] {
    var counts: [String: Int] = [:]
    walk(
      NameWalk { event in
        switch event {
        case .bind(let name), .delete(let name): counts[name.name, default: 0] += 1
        case .read, .method, .change, .outer, .function, .enterLoop, .leaveLoop,
          .enterComprehension, .leaveComprehension:
          break
        }
      })
    return counts
  }

  /// Names that functions inside write by `outer`.
  static func outerNames(_ walk: (NameWalk) -> Void) -> Set<String> {
    var names: Set<String> = []
    walk(
      NameWalk { event in
        guard case .function(let function) = event else { return }
        names.formUnion(Scope(function).outers)
        names.formUnion(outerNames { $0.visit(function) })
      })
    return names
  }

  /// Names that code binds, and names whose values it changes in their place.
  static func changes(_ walk: (NameWalk) -> Void) -> OutlineChanges {
    var changes = OutlineChanges()
    walk(
      NameWalk { event in
        switch event {
        case .bind(let name), .delete(let name): changes.bound.insert(name.name)
        case .change(let name): changes.changed.insert(name.name)
        case .read, .method, .outer, .function, .enterLoop, .leaveLoop, .enterComprehension,
          .leaveComprehension:
          break
        }
      })
    return changes
  }
}
