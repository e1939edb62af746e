import Catalog
import Tensors

/// Runs chunks of instructions, and is what builtins talk to.
///
/// Not `Sendable`: a machine lives on the thread that made it.
public final class VirtualMachine {
  public let heap = Heap()
  /// All builtins by name; a global of the same name hides one.
  public let builtins: [String: Builtin]
  public var output: any OutputSink
  public var outside: any Outside
  /// The session's random numbers: key and position.
  public var generator = RandomGenerator(seed: 0)
  /// Values that builtins hold across calls back into script code.
  public internal(set) var held: [Value] = []

  /// A machine with `builtins`.
  public init(builtins: [Builtin], output: any OutputSink, outside: any Outside) {
    self.builtins = Dictionary(builtins.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
    self.output = output
    self.outside = outside
  }
}
