import Catalog
import Machine

/// A machine without builtins, for tests of what values mean.
final class Bench {
  let machine: VirtualMachine

  init() {
    machine = VirtualMachine(builtins: [], output: TextSink(), outside: FileAccess())
  }

  /// A text.
  func text(_ string: String) -> Value { machine.heap.text(string) }

  /// A list.
  func list(_ items: Value...) -> Value { machine.heap.list(items) }

  /// A list of ints.
  func ints(_ items: Int...) -> Value { machine.heap.list(items.map { .int($0) }) }

  /// A dict of text keys.
  func dict(_ entries: [(String, Value)]) -> Value {
    var table = DictTable()
    for (key, value) in entries {
      // A text is always a key.
      try? table.set(value, for: text(key))
    }
    return machine.heap.dict(table)
  }

  /// A half-open range of ints.
  func range(_ start: Int, _ end: Int, by step: Int? = nil) throws -> Value {
    try machine.makeRange(.int(start), .int(end), by: step.map { .int($0) }, inclusive: false)
  }
}

/// What `body` throws, as `kind: message`, with ` / hint` behind it; "nothing" if it throws nothing.
func failure(_ body: () throws -> Void) -> String {
  do {
    try body()
    return "nothing"
  } catch let error as RuntimeError {
    return "\(error.kindName): \(error.message)" + (error.hint.map { " / \($0)" } ?? "")
  } catch let error as any SubjectError {
    return "\(error.kindName): \(error.message)"
  } catch {
    return "\(error)"
  }
}
