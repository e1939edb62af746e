import Machine
import Tensors

/// A stream of random numbers with a key of its own: what `random(n)` gives.
final class RandomStream: ScriptObject {
  /// Where it stands.
  var generator: RandomGenerator

  init(_ seed: Int) {
    generator = RandomGenerator(seed: UInt64(bitPattern: Int64(seed))).fork(stream: 1)
  }

  var typeName: String { "random" }
  var shown: String { "random stream at \(generator.position)" }
  var state: ObjectState {
    .list([
      .int(Int(Int64(bitPattern: generator.key))), .int(Int(Int64(bitPattern: generator.position))),
    ])
  }

  func restore(_ state: ObjectState) {
    guard case .list(let parts) = state, parts.count == 2, case .int(let key) = parts[0],
      case .int(let position) = parts[1]
    else { return }
    generator = RandomGenerator(
      seed: UInt64(bitPattern: Int64(key)), at: UInt64(bitPattern: Int64(position)))
  }

  var memberNames: [String] { ["position"] }

  func field(_ name: String, in machine: VirtualMachine) throws -> Value? {
    name == "position" ? .int(Int(Int64(bitPattern: generator.position))) : nil
  }
}
