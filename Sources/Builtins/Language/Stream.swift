import Machine

/// Items made one after the other: what `map`, `filter`, `zip` and `enumerate` give over a stream.
///
/// It can be walked once.
final class Stream: ScriptObject {
  private let name: String
  private let sources: [Value]
  private let next: (VirtualMachine) throws -> Value?
  private var isWalked = false

  init(_ name: String, over sources: [Value], next: @escaping (VirtualMachine) throws -> Value?) {
    self.name = name
    self.sources = sources
    self.next = next
  }

  /// Whether walking a value makes its items one after the other.
  static func isStream(_ value: Value) -> Bool {
    guard let object = value.instanceObject?.object else { return false }
    return object.tensorValue == nil
  }

  var typeName: String { "stream" }
  var shown: String { "stream \(name)" }
  var state: ObjectState { .list(sources.map { .value($0) }) }

  func iterate(in machine: VirtualMachine) throws -> (() throws -> Value?) {
    guard !isWalked else {
      throw RuntimeError(
        .value, "the stream \(name) has been walked already",
        hint: "make it again, or a list: "
          + "`xs = list(stream)`")
    }
    isWalked = true
    let next = self.next
    return { [unowned machine] in try next(machine) }
  }

  func visitReferences(_ visit: (Value) -> Void) { sources.forEach(visit) }
}
