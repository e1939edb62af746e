import Builtins
import Machine

extension FuzzTarget {
  /// JSON texts: what reads is written and read to the same text.
  static let json = FuzzTarget(
    "json",
    seeds: {
      ["[1, 2.5, null, true]", "{\"a\": {\"b\": [\"\\u00e9\\n\", -1e300, 9223372036854775807]}}"]
        .map { Array($0.utf8) }
    }
  ) { bytes in
    let machine = VirtualMachine(
      builtins: BuiltinCatalog.areas, output: TextSink(), outside: FileAccess())
    guard let read = machine.builtin(named: "from_json"),
      let write = machine.builtin(named: "to_json")
    else { throw FuzzFinding("no JSON") }
    let text = machine.heap.text(utf8: Array(String(decoding: bytes, as: UTF8.self).utf8))
    guard let value = try? machine.call(read, Arguments([text])) else { return }
    guard let once = try? machine.call(write, Arguments([value])) else { return }
    let again = try machine.call(read, Arguments([once]))
    let twice = try machine.call(write, Arguments([again]))
    guard twice.string == once.string else {
      throw FuzzFinding("\(once.string ?? "") became \(twice.string ?? "")")
    }
  }
}
