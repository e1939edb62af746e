import Diagnostics
import Machine
import Syntax

/// A path from a variable to what a statement changes: `x[0].runs[i]`.
struct PlacePath {
  /// A step of a path.
  enum Step {
    case index([Index], SourceRange)
    case field(String, SourceRange)
  }
  let root: Identifier
  let steps: [Step]

  /// The path of a place; nil for any other expression.
  init?(_ place: Expression) {
    switch place.kind {
    case .name(let name):
      root = Identifier(name, range: place.range)
      steps = []
    case .index(let base, let indices):
      guard let path = PlacePath(base) else { return nil }
      root = path.root
      steps = path.steps + [.index(indices, place.range)]
    case .field(let base, let name, let range):
      guard let path = PlacePath(base) else { return nil }
      root = path.root
      steps = path.steps + [.field(name, range)]
    default: return nil
    }
  }

  private init(root: Identifier, steps: [Step]) {
    self.root = root
    self.steps = steps
  }

  /// The path without its last step.
  var container: PlacePath { PlacePath(root: root, steps: steps.dropLast()) }

  /// The expressions between the brackets, in order.
  var keys: [Expression] {
    steps.flatMap { step -> [Expression] in
      if case .index(let indices, _) = step { indices.flatMap(\.expressions) } else { [] }
    }
  }
}

/// A step whose keys stand in registers.
enum KeyedStep {
  /// One key in a register.
  case item(Int, SourceRange)
  /// Keys from `slot + 1` on; R(slot) is free for the value.
  case items(slot: Int, IndexShape, SourceRange)
  case field(String, SourceRange)
}

extension Emitter {
  /// `place = R(value)`
  func set(_ place: Expression, from value: Int, at range: SourceRange) throws(Diagnostic) {
    guard let path = PlacePath(place), !path.steps.isEmpty else {
      try setTemporary(place, from: value, at: range)
      return
    }
    escaping.insert(path.root.name)
    let steps = try keyed(path)
    try write(path, steps, from: value, at: range)
  }

  /// A place whose root is no variable: `models[0]()…` and the like; only objects can be there.
  private func setTemporary(
    _ place: Expression, from value: Int, at range: SourceRange
  ) throws(Diagnostic) {
    switch place.kind {
    case .field(let base, let name, let nameRange):
      let container = try temporary(range)
      try self.value(base, into: container)
      code.emit(.setField, container, value, code.name(name), at: nameRange)
    case .index(let base, let indices):
      let container = try temporary(range)
      try self.value(base, into: container)
      let slot = try temporaries(1 + indices.flatMap(\.expressions).count, range)
      try values(indices.flatMap(\.expressions), into: slot + 1)
      code.emit(.move, slot, value, at: range)
      code.emit(.setIndices, container, slot, code.shape(indices.shape), at: range)
    default: throw error("this cannot be assigned", range)
    }
  }

  /// `place op= e`
  func augmented(
    _ place: Expression, _ op: BinaryOperator, _ value: Expression, at range: SourceRange
  ) throws(Diagnostic) {
    if case .name(let name) = place.kind {
      let result = Expression(.binary(op, place, value), range: range)
      if case .register(let register)? = localVariable(name) {
        try self.value(result, into: register)
        assigned.insert(name)
      } else if try !addInPlace(name, result, at: place.range) {
        let register = try temporary(range)
        try self.value(result, into: register)
        try store(name, from: register, at: place.range)
      }
      return
    }
    guard let path = PlacePath(place) else { throw error("this cannot be assigned", place.range) }
    escaping.insert(path.root.name)
    let steps = try keyed(path)
    let current = try temporary(range)
    try read(path, steps, into: current)
    if runsScripts([value]) { code.emit(.share, current, at: place.range) }
    let operand = try self.operand(value)
    // Not over what was read: the container may be another's too, and a text would grow in both.
    let result = try temporary(range)
    code.emit(
      op.opcode, result, current, operand, at: source.operatorRange(after: place, before: value))
    try write(path, steps, from: result, at: range)
  }

  /// `del place`
  func delete(_ place: Expression) throws(Diagnostic) {
    if case .name(let name) = place.kind {
      if !mayWrite(name) { throw error("`del` of `\(name)` needs `outer \(name)`", place.range) }
      try forget(name, at: place.range)
      return
    }
    guard let path = PlacePath(place) else { throw error("this cannot be deleted", place.range) }
    escaping.insert(path.root.name)
    try scratch { () throws(Diagnostic) in
      let steps = try keyed(path)
      let walk = try own(path.container, steps.dropLast(), at: place.range)
      switch steps[steps.count - 1] {
      case .item(let key, let range):
        code.emit(.deleteIndex, walk.container, key, at: range)
      case .items(let slot, let shape, let range):
        code.emit(.deleteIndices, walk.container, slot, code.shape(shape), at: range)
      case .field(let name, let range):
        let key = try temporary(range)
        code.load(.text(name), into: key, at: range)
        code.emit(.deleteIndex, walk.container, key, at: range)
      }
      try finish(walk, path.root, at: place.range)
    }
  }

  /// `place.word(arguments)`: changes a list or dict in its place, else an ordinary method call.
  func placeCall(
    _ path: PlacePath, _ base: SourceRange, _ name: String, _ arguments: [Argument],
    into target: Int?, at range: SourceRange
  ) throws(Diagnostic) {
    escaping.insert(path.root.name)
    if arguments.contains(where: \.isSpread) {
      try placeSpreadCall(path, base, name, arguments, into: target, at: range)
      return
    }
    let appends =
      name == "append" && path.steps.isEmpty && arguments.count == 1 && arguments[0].name == nil
    try scratch { () throws(Diagnostic) in
      let steps = try keyed(path)
      let window = try temporaries(2 + arguments.count, range)
      var ends: [Int] = []
      var appended: Int?
      if appends, target == nil, case .register(let list)? = localVariable(path.root.name) {
        ends.append(try append(arguments[0].value, to: list, copy: window + 2, at: range))
        try read(path, steps, into: window + 1)
      } else {
        for (index, argument) in arguments.enumerated() {
          try value(argument.value, into: window + 2 + index, as: .own)
        }
        try read(path, steps, into: window + 1)
        if appends, mayWrite(path.root.name) {
          appended = code.emit(.append, window + 1, window + 2, at: range)
        }
      }
      let site = code.site(try methodSite(name, arguments, range))
      let isOther = code.emit(.jumpUnlessPlace, window + 1, at: range)
      try scratch { () throws(Diagnostic) in
        let walk = try own(path, steps[...], at: range)
        code.emit(.move, window + 1, walk.container, at: range)
        code.emit(.callPlace, window, 1 + arguments.count, site, at: range)
        try finish(walk, path.root, at: range)
      }
      ends.append(code.emit(.jump, at: range))
      if let appended {
        code.patch(appended)
        try store(path.root.name, from: window + 1, at: range)
        if target != nil { code.load(.none, into: window, at: range) }
        ends.append(code.emit(.jump, at: range))
      }
      code.patch(isOther)
      if target == nil { refuseDropped(window + 1, name, of: base, at: range) }
      code.emit(.callMethod, window, 1 + arguments.count, site, at: range)
      code.patch(ends)
      if let target { code.emit(.move, target, window, at: range) }
    }
  }

  /// The same where arguments are spread: `xs.append(..ys)`.
  private func placeSpreadCall(
    _ path: PlacePath, _ base: SourceRange, _ name: String, _ arguments: [Argument],
    into target: Int?, at range: SourceRange
  ) throws(Diagnostic) {
    try scratch { () throws(Diagnostic) in
      let steps = try keyed(path)
      let window = try temporary(range)
      try collect(arguments[...], window: window, at: range)
      let receiver = try temporary(range)
      try read(path, steps, into: receiver)
      let site = code.site(try methodSite(name, [], range))
      let isOther = code.emit(.jumpUnlessPlace, receiver, at: range)
      try scratch { () throws(Diagnostic) in
        let walk = try own(path, steps[...], at: range)
        code.emit(.move, receiver, walk.container, at: range)
        code.emit(.callPlace, window, 0, site, at: range)
        try finish(walk, path.root, at: range)
      }
      let end = code.emit(.jump, at: range)
      code.patch(isOther)
      if target == nil { refuseDropped(receiver, name, of: base, at: range) }
      let all = try temporary(range)
      code.emit(.newList, all, receiver, 1, at: range)
      code.emit(.listExtend, all, window + 1, at: range)
      code.emit(.move, window + 1, all, at: range)
      code.emit(.callMethodSpread, window, 0, site, at: range)
      code.patch(end)
      if let target { code.emit(.move, target, window, at: range) }
    }
  }

  /// Refuses a statement that drops what a method of a tensor gives, and says how it keeps it.
  func refuseDropped(
    _ receiver: Int, _ name: String, of base: SourceRange, at range: SourceRange
  ) {
    let place = source.text(in: base)
    // The place of a call of a method begins at its name.
    let call = source.text(in: range)
    let isShort = place.count + call.count <= 60 && !call.contains("\n")
    let kept = "\(place) = \(place).\(isShort ? call : "\(name)(…)")"
    code.emit(.refuseDropped, receiver, code.name(name), code.name(kept), at: range)
  }

  /// `list.append(item)` for a list in a register: gives the jump that is taken if one instruction
  /// did it, which it does for a list of one owner. R(copy) = the item for the case that it did not.
  private func append(
    _ item: Expression, to list: Int, copy: Int, at range: SourceRange
  ) throws(Diagnostic) -> Int {
    let register = try operand(item)
    if !isFresh(item) { code.emit(.share, register, at: item.range) }
    let isDone = code.emit(.append, list, register, at: range)
    code.emit(.move, copy, register, at: range)
    return isDone
  }

  // MARK: Walks

  /// Evaluates the keys of a path, each once, into registers.
  private func keyed(_ path: PlacePath) throws(Diagnostic) -> [KeyedStep] {
    var steps: [KeyedStep] = []
    for step in path.steps {
      switch step {
      case .field(let name, let range): steps.append(.field(name, range))
      case .index(let indices, let range):
        if indices.count == 1, case .value(let key) = indices[0].kind {
          let register: Int
          if case .name(let name) = key.kind, isOwnLocal(name) {
            register = try operand(key)
          } else {
            register = try temporary(range)
            try value(key, into: register, as: .own)
          }
          steps.append(.item(register, range))
          continue
        }
        let parts = indices.flatMap(\.expressions)
        let slot = try temporaries(1 + parts.count, range)
        for (index, part) in parts.enumerated() {
          try value(part, into: slot + 1 + index, as: .own)
        }
        steps.append(.items(slot: slot, indices.shape, range))
      }
    }
    return steps
  }

  /// R(target) = the value at a path.
  private func read(
    _ path: PlacePath, _ steps: [KeyedStep], into target: Int
  ) throws(Diagnostic) {
    try load(path.root.name, into: target, at: path.root.range)
    for step in steps {
      switch step {
      case .item(let key, let range): code.emit(.getIndex, target, target, key, at: range)
      case .items(let slot, let shape, let range):
        code.emit(.move, slot, target, at: range)
        code.emit(.getIndices, target, slot, code.shape(shape), at: range)
      case .field(let name, let range):
        code.emit(.getField, target, target, code.name(name), at: range)
      }
    }
  }

  /// `path.last = R(value)`
  private func write(
    _ path: PlacePath, _ steps: [KeyedStep], from value: Int, at range: SourceRange
  ) throws(Diagnostic) {
    try scratch { () throws(Diagnostic) in
      if steps.count == 1, case .item(let key, let place) = steps[0],
        case .register(let register)? = localVariable(path.root.name)
      {
        // The usual case: an item of a local.
        checkSet(path.root.name, register, path.root.range)
        code.emit(.setIndex, register, key, value, at: place)
        return
      }
      let walk = try own(path.container, steps.dropLast(), at: range)
      switch steps[steps.count - 1] {
      case .item(let key, let place):
        code.emit(.setIndex, walk.container, key, value, at: place)
      case .items(let slot, let shape, let place):
        code.emit(.move, slot, value, at: place)
        code.emit(.setIndices, walk.container, slot, code.shape(shape), at: place)
      case .field(let name, let place):
        code.emit(.setField, walk.container, value, code.name(name), at: place)
      }
      try finish(walk, path.root, at: range)
    }
  }

  /// The containers on the way to what is changed, each the only owner of its value; two registers
  /// each, the second says whether the path has met an object.
  private struct Walk {
    let first: Int
    let container: Int
    /// Fields by which a container was reached, with its register and that of the one before.
    let fields: [(parent: Int, child: Int, name: String, range: SourceRange)]
  }

  private func own(
    _ path: PlacePath, _ steps: ArraySlice<KeyedStep>, at range: SourceRange
  ) throws(Diagnostic) -> Walk {
    let first = try temporaries(2 * (steps.count + 1), range)
    var container = first
    var fields: [(parent: Int, child: Int, name: String, range: SourceRange)] = []
    try load(path.root.name, into: first, at: path.root.range)
    code.emit(.ownRoot, first, at: path.root.range)
    for step in steps {
      let child = container + 2
      switch step {
      case .item(let key, let place): code.emit(.ownItem, child, container, key, at: place)
      case .items(let slot, let shape, let place):
        code.emit(.ownItems, child, slot, code.shape(shape), at: place)
      case .field(let name, let place):
        code.emit(.ownField, child, container, code.name(name), at: place)
        fields.append((container, child, name, place))
      }
      container = child
    }
    if !mayWrite(path.root.name) {
      code.emit(.requireObject, container, code.name(path.root.name), at: path.root.range)
    }
    return Walk(first: first, container: container, fields: fields)
  }

  /// Hands changed values back to the objects and the variable that they come from.
  private func finish(
    _ walk: Walk, _ root: Identifier, at range: SourceRange
  ) throws(Diagnostic) {
    for field in walk.fields.reversed() {
      code.emit(
        .writeBackField, field.parent, field.child, code.name(field.name), at: field.range)
    }
    guard mayWrite(root.name) else { return }
    // A path that has met an object writes no variable.
    let isObjects = code.emit(.jumpIf, walk.container + 1, at: range)
    try store(root.name, from: walk.first, at: root.range)
    code.patch(isObjects)
  }
}
