import Catalog
import Machine
import Testing

/// An object with a field that holds a list, and a counter.
private final class Box: ScriptObject {
  var items: Value
  var count = 0

  init(items: Value) { self.items = items }

  var typeName: String { "box" }
  var shown: String { "box of \(count)" }
  var state: ObjectState { .dict([("items", .value(items)), ("count", .int(count))]) }
  var memberNames: [String] { ["items", "count", "add"] }

  func field(_ name: String, in machine: VirtualMachine) throws -> Value? {
    switch name {
    case "items":
      machine.markShared(items)
      return items
    case "count": return .int(count)
    default: return nil
    }
  }

  func setField(_ name: String, to value: Value, in machine: VirtualMachine) throws -> Bool {
    guard name == "items" else { return false }
    items = value
    return true
  }

  func method(_ name: String) -> ObjectMethod? {
    guard name == "add" else { return nil }
    let documentation = Documentation(
      name: "add", parameters: [], summary: "Counts.", example: Example(""))
    return ObjectMethod(documentation, changesObject: true) { object, _, arguments in
      (object as? Box)?.count += arguments.positional[0].int
      return .none
    }
  }

  func visitReferences(_ visit: (Value) -> Void) { visit(items) }
}

@Suite struct ObjectTests {
  private func script() throws -> Script {
    let script = Script()
    let box = script.machine.heap.instance(Box(items: script.machine.heap.list([.int(1)])))
    script.machine.globals["box"] = box
    script.machine.beginCell()
    return script
  }

  @Test func `calls methods and reads fields`() throws {
    #expect(try script().run("box.add(3)\nbox.count\nbox") == "3\nbox of 3\n")
  }

  @Test func `changes a field in its place and binds no name`() throws {
    let script = try script()
    #expect(try script.run("box.items.append(2)\nbox.items[0] = 5\nbox.items") == "[5, 2]\n")
    #expect(script.machine.globals.namesBoundInCell == [])
  }

  @Test func `needs no outer to change an object`() throws {
    let script = try script()
    try script.run("fn f() { box.items.append(2); box.items = [..box.items, 3]; box.add(1) }\nf()")
    #expect(try script.run("box.items\nbox.count") == "[1, 2, 3]\n1\n")
    #expect(script.machine.objectsChangedInCell.isEmpty)
  }

  @Test func `shares an object and copies the list around it`() throws {
    let text = "a = [box, [1]]\nb = a\nb[0].add(1)\nb[1].append(2)\na\nb"
    #expect(try script().run(text) == "[box of 1, [1]]\n[box of 1, [1, 2]]\n")
  }

  @Test func `hands the state to undo at the first change in a cell`() throws {
    let script = try script()
    var states: [Int] = []
    script.machine.onFirstChange = { _, state in
      if case .dict(let fields) = state, case .int(let count) = fields[1].1 { states.append(count) }
    }
    try script.run("box.add(1)\nbox.add(1)")
    try script.run("box.add(1)")
    #expect(states == [0, 2])
    #expect(script.machine.objectsChangedInCell.map(\.version) == [3])
  }

  @Test func `notes the objects that a cell looks at`() throws {
    let script = try script()
    try script.run("1 + 1")
    #expect(script.machine.objectsReadInCell.isEmpty)
    try script.run("fn f() { box.count }\nf()")
    #expect(script.machine.objectsReadInCell.count == 1)
    #expect(script.machine.objectsChangedInCell.isEmpty)
  }
}
