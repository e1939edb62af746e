import Diagnostics
import Machine
import Notebook

/// Runs scripts inside a Swift program.
///
/// ```swift
/// let interpreter = Interpreter(seed: 7)
/// interpreter["n"] = .int(3)
/// let output = try interpreter.run("x = randn(n); x.shape")   // "[3]\n"
/// ```
///
/// Not `Sendable`: it lives on the thread that made it. Deep recursion in scripts needs the stack
/// that `Machine.onLargeStack` gives.
public final class Interpreter {
  private let session: Session

  /// An interpreter whose random numbers start at `seed`, with functions of the program's own.
  ///
  /// - Parameters:
  ///   - allowedPaths: paths outside the working folder that scripts may write.
  ///   - functions: builtins beside the usual ones.
  public init(seed: Int = 0, allowedPaths: [String] = [], functions: [Builtin] = []) {
    var options = SessionOptions()
    options.seed = seed
    options.allowedPaths = allowedPaths
    options.functions = functions
    session = Session(options, screen: NoScreen())
  }

  /// Runs a script's cells; gives what they printed and showed.
  ///
  /// Variables stay for the next run, also where this one fails.
  /// - Throws: the error that ended the run, with its place.
  @discardableResult
  public func run(_ code: String, name: String = "script") throws(Diagnostic) -> String {
    let submission = session.submit(code, name: name)
    if let error = submission.diagnostics.last(where: { $0.severity == .error }) { throw error }
    return submission.outcomes.map(\.output).joined()
  }

  /// A variable of the top level: nil where there is none. Setting nil forgets it.
  public subscript(name: String) -> ScriptValue? {
    get { session.machine.globals[name].map { ScriptValue($0, in: session.machine) } }
    set { session.machine.globals[name] = newValue?.value(in: session.machine) }
  }
}
