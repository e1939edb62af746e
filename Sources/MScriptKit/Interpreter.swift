import Catalog
import Diagnostics
import Machine
import Notebook

/// Runs scripts inside a Swift program.
///
/// ```swift
/// let interpreter = try Interpreter(seed: 7)
/// interpreter["n"] = .int(3)
/// let output = try interpreter.run("x = randn(n); x.shape")   // "[3]\n"
/// ```
///
/// Scripts run on a thread of the interpreter's own with a large stack. Several interpreters are
/// independent of each other, and each may be used from any thread: calls wait for their turn, but
/// for `interrupt`.
public final class Interpreter: Sendable {
  // Touched on the thread alone, but for `VirtualMachine.interrupt`, which only stores.
  nonisolated(unsafe) private let session: Session
  nonisolated(unsafe) private let screen: OutputScreen
  nonisolated(unsafe) private var isRunning = false
  private let thread: ScriptThread

  /// An interpreter whose random numbers start at `seed`.
  ///
  /// - Parameters:
  ///   - allowedPaths: paths outside the working folder that scripts may write.
  ///   - limits: what one run may use.
  /// - Throws: where the system has no room for another thread.
  public init(
    seed: Int = 0, allowedPaths: [String] = [], limits: InterpreterLimits = .init()
  ) throws {
    var options = SessionOptions()
    options.seed = seed
    options.allowedPaths = allowedPaths
    options.isRecorded = false
    options.set(limits)
    thread = try ScriptThread()
    let screen = OutputScreen()
    self.screen = screen
    session = Session(options, screen: screen)
  }

  /// What one run may use; a change holds from the next run on.
  public var limits: InterpreterLimits {
    get {
      thread.run {
        InterpreterLimits(
          seconds: session.options.timeLimit, bytes: session.options.memoryLimit,
          calls: session.options.callLimit)
      }
    }
    set { thread.run { session.options.set(newValue) } }
  }

  /// Gets what scripts print and show, piece by piece as it comes, on the interpreter's thread.
  public var onOutput: (@Sendable (String) -> Void)? {
    get { thread.run { screen.onOutput } }
    set { thread.run { screen.onOutput = newValue } }
  }

  /// Runs a script's cells; gives what they printed and showed.
  ///
  /// Variables stay for the next run, also where this one fails.
  /// - Parameter name: what errors call the text.
  /// - Throws: the error that ended the run, with its place.
  @discardableResult
  public func run(_ code: String, name: String = "script") throws(Diagnostic) -> String {
    try perform { () throws(Diagnostic) in
      let submission = session.submit(code, name: name)
      if let error = submission.diagnostics.last(where: { $0.severity == .error }) { throw error }
      return submission.outcomes.map(\.output).joined()
    }
  }

  /// Calls a function of the scripts' top level, or a builtin.
  /// - Throws: what the function throws; `name` where there is none.
  public func call(
    _ name: String, _ arguments: any ScriptConvertible...
  ) throws(Diagnostic) -> ScriptValue {
    let values = arguments.map(\.scriptValue)
    return try perform { () throws(Diagnostic) in
      let machine = session.machine
      guard let function = machine.globals[name] ?? machine.builtin(named: name) else {
        throw Diagnostic(kind: .name, message: "there is no function `\(name)`")
      }
      machine.limits.deadline = session.options.timeLimit.map { .now + .seconds($0) }
      machine.beginCell()
      // Nothing collects before the call, which holds its arguments.
      let arguments = Arguments(values.map { $0.value(in: machine) })
      do throws(RuntimeError) {
        return ScriptValue(try machine.call(function, arguments), in: machine)
      } catch {
        throw Diagnostic(error)
      }
    }
  }

  /// Stops the script that runs, at its next jump or call or inside its tensor operation: its run
  /// throws an error of kind `interrupt`. Does nothing where none runs. May be called from any thread.
  public func interrupt() { session.machine.interrupt() }

  /// A variable of the top level: nil where there is none. Setting nil forgets it.
  public subscript(name: String) -> ScriptValue? {
    get {
      thread.run { session.machine.globals[name].map { ScriptValue($0, in: session.machine) } }
    }
    set {
      thread.run { session.machine.globals[name] = newValue?.value(in: session.machine) }
    }
  }

  /// A variable as a Swift value: `let rate: Double? = try interpreter.value("rate")`. Nil where
  /// there is no such variable.
  /// - Throws: `type` where it is of another type.
  public func value<Result: ScriptConvertible>(
    _ name: String, as type: Result.Type = Result.self
  ) throws(Diagnostic) -> Result? {
    guard let found = self[name] else { return nil }
    guard let value = Result(scriptValue: found) else {
      throw Diagnostic(
        kind: .type, message: "`\(name)` is \(found.typeName), which is no \(Result.self)")
    }
    return value
  }

  /// Adds a function that scripts can call, in the place of one of the same name.
  func register(_ builtin: Builtin) { thread.run { session.machine.register(builtin) } }

  /// Runs `body` on the thread, once the runs before it have ended.
  private func perform<Result>(
    _ body: () throws(Diagnostic) -> Result
  ) throws(Diagnostic) -> Result {
    try thread.run { () -> Swift.Result<Result, Diagnostic> in
      guard !isRunning else {
        return .failure(
          Diagnostic(
            kind: .limit, message: "this interpreter is running already",
            hint: "a registered function cannot run the interpreter that calls it"))
      }
      isRunning = true
      defer { isRunning = false }
      return Swift.Result(catching: body)
    }.get()
  }
}

extension SessionOptions {
  fileprivate mutating func set(_ limits: InterpreterLimits) {
    timeLimit = limits.seconds
    memoryLimit = limits.bytes
    callLimit = limits.calls
  }
}

/// Hands on what scripts print.
private final class OutputScreen: Screen {
  var onOutput: (@Sendable (String) -> Void)?

  func write(_ text: String) { onOutput?(text) }
  func progress(label: String, done: Int, total: Int?, note: String) {}
  func show(_ figure: ShownFigure) {}
}
