import Diagnostics
import Machine
import Syntax

/// Turns the tree of a cell, file or function into instructions.
///
/// One emitter writes one function; those inside are written by emitters of their own.
public final class Emitter {
  let source: SourceText
  let globals: Globals
  let parent: Emitter?
  let scope: Scope
  var code = Code()

  /// The first free register.
  var nextRegister = 1
  /// Registers of locals; one that closures share holds its cell.
  var registers: [String: Int] = [:]
  /// Variables of the comprehensions around what is being written, innermost last.
  var comprehensionVariables: [(name: String, register: Int)] = []
  /// Variables of the `for` loops around it, innermost last.
  var loopVariables: [[String]] = []
  /// Loops and `finally` blocks around it, innermost last.
  var contexts: [Context] = []
  /// Locals that hold a value for sure.
  var assigned: Set<String> = []
  /// Locals that may be read before they hold a value.
  var needUnset: Set<String> = []
  /// Locals that get a second owner, or are changed in their place.
  var escaping: Set<String> = []
  /// Calls of the function: whether they can reach script code.
  var reach = Reach.nothing
  /// Captured variables in order.
  var captures: [String] = []
  /// The note on the result, and the register of the sizes that the parameters named.
  var resultNote: Note?
  var sizesRegister = 0

  /// What the calls of a function can reach.
  enum Reach: Comparable {
    case nothing
    /// Builtins that call no script code, as long as their names are not taken.
    case plainBuiltins
    case scripts
  }

  init(_ scope: Scope, source: SourceText, globals: Globals, parent: Emitter?) {
    self.scope = scope
    self.source = source
    self.globals = globals
    self.parent = parent
  }

  /// Compiles a cell or file.
  ///
  /// - Parameters:
  ///   - cell: its statements.
  ///   - source: the text they come from, for messages and traces.
  ///   - globals: variables of the top level; the cell's names get slots there.
  ///   - showsValues: whether expression statements at the top show their values; an imported
  ///     file shows nothing.
  /// - Throws: the first error: a `return` outside a function and the like.
  public static func compile(
    cell: [Statement], source: SourceText, globals: Globals, showsValues: Bool = true
  ) throws(Diagnostic) -> Chunk {
    let emitter = Emitter(Scope(topLevel: cell), source: source, globals: globals, parent: nil)
    let end = SourceRange(start: source.utf8.count, end: source.utf8.count)
    for statement in cell {
      try emitter.statement(statement, showsValue: showsValues)
    }
    let register = try emitter.temporary(end)
    emitter.code.load(.none, into: register, at: end)
    emitter.code.emit(.return, register, at: end)
    emitter.code.description.isTopLevel = true
    emitter.code.description.range = SourceRange(start: 0, end: source.utf8.count)
    try emitter.finish(at: end)
    return Chunk(
      main: Prototype(emitter.code.description, source: source, globals: globals))
  }

  // MARK: Registers

  /// Takes a free register.
  func temporary(_ range: SourceRange) throws(Diagnostic) -> Int { try temporaries(1, range) }

  /// Takes neighboring free registers, and returns the first.
  func temporaries(_ count: Int, _ range: SourceRange) throws(Diagnostic) -> Int {
    let first = nextRegister
    nextRegister += count
    guard nextRegister < 60_000 else { throw error(CompilerMessages.tooManyRegisters, range) }
    // One more: the window of a call begins with the callee.
    code.description.registerCount = max(code.description.registerCount, nextRegister + 1)
    return first
  }

  /// Runs `body` and gives back the registers that it took.
  func scratch<Result>(_ body: () throws(Diagnostic) -> Result) throws(Diagnostic) -> Result {
    let mark = nextRegister
    defer { nextRegister = mark }
    return try body()
  }

  func error(
    _ message: String, _ range: SourceRange, hint: String? = nil
  ) -> Diagnostic {
    Diagnostic(kind: .syntax, message: message, source: source, range: range, hint: hint)
  }

  /// What a finished function needs at its head, and whether everything fit.
  func finish(at range: SourceRange) throws(Diagnostic) {
    if let overflow = code.overflow { throw error(overflow, range) }
  }
}

/// What an exit of a block passes on its way.
enum Context {
  case loop(Loop)
  case finalizer(Finalizer)
  /// The body of a `finally`, which no exit may leave.
  case finallyBody

  /// A loop whose exits are not written yet.
  final class Loop {
    var breaks: [Int] = []
    var continues: [Int] = []
  }

  /// A block with code that runs however it is left.
  final class Finalizer {
    /// Register of how it was left: 0 at its end, -1 by an error, else the number of the exit.
    let completion: Int
    /// Register of the error or of the returned value.
    let value: Int
    /// Jumps to the final code.
    var jumps: [Int] = []
    var exits: [Exit] = []

    init(completion: Int, value: Int) {
      self.completion = completion
      self.value = value
    }
  }
}

/// A way out of a block other than its end.
enum Exit {
  case breaking(Context.Loop)
  case continuing(Context.Loop)
  case returning
}

/// What an expression's value is needed for.
enum Ownership {
  /// To be looked at: it keeps its owner.
  case borrow
  /// To be stored: what a variable or container holds gets a second owner.
  case own
  /// To be returned: a local gives up its value.
  case move
}
