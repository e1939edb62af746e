import Catalog
import Machine

/// Loops that show how far they are.
enum Progress {
  static let all: [Builtin] = [
    Builtin(
      "progress",
      AnyValue("xs", accepts: "a list, a range, a loader: anything a loop runs over"),
      Text("label", default: "", passing: .named),
      summary: "Runs over a sequence and shows how far the loop is.",
      details: """
        A stream of the same items. What it shows is for the eye: it is no output, is never \
        recorded and reads no clock. `p.note = text` puts a text behind the bar.
        """,
      example: Example(
        "total = 0\nfor k in progress(1..=3, label=\"adding\") { total += k }\ntotal",
        prints: "6"),
      related: ["enumerate", "loader"]
    ) { machine, items, label in
      machine.markShared(items)
      return machine.heap.instance(ProgressObject(items: items, label: label))
    }
  ]
}

/// A sequence that reports each item taken from it.
final class ProgressObject: ScriptObject {
  private let items: Value
  private let label: String
  /// Shown behind the bar.
  private var note = ""

  init(items: Value, label: String) {
    self.items = items
    self.label = label
  }

  var typeName: String { "stream" }
  var shown: String { label.isEmpty ? "progress" : "progress \"\(label)\"" }
  var state: ObjectState { .dict([("items", .value(items)), ("label", .text(label))]) }
  var memberNames: [String] { ["label", "note"] }

  var count: Int? { Self.length(of: items) }

  func field(_ name: String, in machine: VirtualMachine) throws -> Value? {
    switch name {
    case "label": machine.heap.text(label)
    case "note": machine.heap.text(note)
    default: nil
    }
  }

  func setField(_ name: String, to value: Value, in machine: VirtualMachine) throws -> Bool {
    guard name == "note" else { return false }
    note = try value.string ?? machine.printed(value)
    return true
  }

  func iterate(in machine: VirtualMachine) throws -> (() throws -> Value?) {
    let source = try machine.iterate(items)
    let total = Self.length(of: items)
    var done = 0
    return { [self] in
      let item = try source.next()
      machine.output.progress(
        label: label, done: done, total: item == nil ? done : total, note: note)
      done += 1
      return item
    }
  }

  func visitReferences(_ visit: (Value) -> Void) { visit(items) }

  private static func length(of items: Value) -> Int? {
    switch items.heapObject {
    case let list as ListObject: list.items.count
    case let dict as DictObject: dict.table.count
    case let range as RangeObject: range.count
    case let text as TextObject: text.string.unicodeScalars.count
    case let tensor as TensorObject: tensor.tensor.shape.first
    case let instance as InstanceObject: instance.object.count
    default: nil
    }
  }
}
