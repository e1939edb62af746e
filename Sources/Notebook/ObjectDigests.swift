import Machine

/// Knows which objects a cell changed, and whether it drew random numbers.
struct ObjectDigests {
  /// An object that a variable reaches.
  private struct Reached {
    let path: String
    let object: InstanceObject
  }

  /// Version and digest of each object when it was last looked at.
  private var known: [ObjectIdentifier: (version: Int, digest: String)] = [:]
  private var seed: UInt64 = 0
  private var position: UInt64 = 0

  /// Notes where the generator stands.
  mutating func beginCell(_ machine: VirtualMachine) {
    seed = machine.generator.key
    position = machine.generator.position
  }

  /// `#= seed N at K` if the generator moved.
  func generatorMoved(_ machine: VirtualMachine) -> Record? {
    let generator = machine.generator
    guard generator.key != seed || generator.position != position else { return nil }
    return .seed(
      Int(Int64(bitPattern: generator.key)), position: Int(Int64(bitPattern: generator.position)))
  }

  /// The objects that changed since the last look, under the shortest path from a variable, and
  /// their digests. Objects under one of the names `bound` are left out: they have a record.
  ///
  /// Objects hold others (an optimizer its parameters), so once one version moved, all that
  /// variables reach are compared.
  ///
  /// - Throws: as `Hashing.digest`: then the next look compares with the last whole one.
  mutating func changes(
    _ machine: VirtualMachine, except bound: Set<String>
  ) throws -> [(path: String, digest: String)] {
    let reached = Self.reach(machine)
    let hasMoved = reached.contains {
      known[ObjectIdentifier($0.object)]?.version != $0.object.version
    }
    guard hasMoved else { return [] }
    var changes: [(path: String, digest: String)] = []
    var seen: [ObjectIdentifier: (version: Int, digest: String)] = [:]
    for item in reached {
      let identity = ObjectIdentifier(item.object)
      let digest = try Hashing.digest(.object(item.object), machine)
      if let before = known[identity], before.digest != digest, !bound.contains(item.path) {
        changes.append((item.path, digest))
      }
      seen[identity] = (item.object.version, digest)
    }
    known = seen
    return changes
  }

  /// Objects that variables reach through lists, dicts and objects; breadth first, so that each
  /// stands under its shortest path.
  private static func reach(_ machine: VirtualMachine) -> [Reached] {
    var reached: [Reached] = []
    var seen: Set<ObjectIdentifier> = []
    var queue: [(path: String, value: Value)] = []
    for name in machine.globals.boundNames {
      if let value = machine.globals[name] { queue.append((name, value)) }
    }
    var next = 0
    while next < queue.count {
      let (path, value) = queue[next]
      next += 1
      guard let object = value.heapObject, seen.insert(ObjectIdentifier(object)).inserted else {
        continue
      }
      if let list = object as? ListObject {
        for (index, item) in list.items.enumerated() where item.tag == Tag.object {
          queue.append(("\(path)[\(index)]", item))
        }
      } else if let dict = object as? DictObject {
        for entry in dict.table.live where entry.value.tag == Tag.object {
          queue.append((path + step(entry.key), entry.value))
        }
      } else if let instance = object as? InstanceObject {
        reached.append(Reached(path: path, object: instance))
        queue += held(by: instance, path, machine)
      }
    }
    return reached
  }

  /// How a key is written behind a place.
  private static func step(_ key: Value) -> String {
    guard let literal = Literal(key) else { return "[…]" }
    if case .text(let name) = literal, Identifiers.isName(name) { return ".\(name)" }
    return "[\(literal.text)]"
  }

  /// Objects that an object holds under a field.
  private static func held(
    by instance: InstanceObject, _ path: String, _ machine: VirtualMachine
  ) -> [(path: String, value: Value)] {
    var held: [Value] = []
    instance.object.visitReferences { if $0.instanceObject != nil { held.append($0) } }
    guard !held.isEmpty else { return [] }
    var found: [(path: String, value: Value)] = []
    for name in instance.object.memberNames {
      guard let field = try? instance.object.field(name, in: machine),
        held.contains(where: { $0.isIdentical(to: field) })
      else { continue }
      found.append(("\(path).\(name)", field))
    }
    return found
  }
}

/// What may be typed as a bare name.
enum Identifiers {
  /// Whether a text is a name that needs no quotes.
  static func isName(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first, first == "_" || first.properties.isAlphabetic
    else { return false }
    return text.unicodeScalars.allSatisfy {
      $0 == "_" || $0.properties.isAlphabetic || $0.properties.numericType != nil
    }
  }
}
