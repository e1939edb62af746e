// Indices with several parts, fields, and places: paths from a variable to what a statement
// changes. Register x+1 of a container in register x says whether the path to it has met an
// object: then the change is the object's and no variable is written.

extension VirtualMachine {
  @inline(never)
  func access(_ i: Instruction, _ frame: UnsafeMutablePointer<Frame>) throws(RuntimeError) {
    let r = frame.pointee.registers
    let (a, b, c) = (Int(i.a), Int(i.b), Int(i.c))
    switch i.opcode {
    case .getIndices:
      let operands = operands(r + b + 1, shape: c, frame)
      r[a] = try native { try self.index(r[b], operands) }
    case .setIndices:
      r[a] = unshared(r[a])
      try setIndex(r[a], operands(r + b + 1, shape: c, frame), to: r[b])
    case .deleteIndex:
      r[a] = unshared(r[a])
      try deleteIndex(r[a], [.value(r[b])])
    case .deleteIndices:
      r[a] = unshared(r[a])
      try deleteIndex(r[a], operands(r + b + 1, shape: c, frame))
    case .setField:
      r[a] = unshared(r[a])
      let name = name(c, frame)
      try native { try self.setField(r[a], name, to: r[b]) }
    case .ownRoot:
      r[a] = unshared(r[a])
      r[a + 1] = .bool(r[a].isObject(.instance))
    case .ownItem:
      try own(r + a, in: r + b, at: [.value(r[c])])
    case .ownItems:
      try own(r + a, in: r + a - 2, at: operands(r + b + 1, shape: c, frame))
    case .ownField:
      try own(r + a, in: r + b, field: name(c, frame))
    case .writeBackField:
      let name = name(c, frame)
      if r[a].isObject(.instance), !r[b].isObject(.instance) {
        try native { try self.setField(r[a], name, to: r[b]) }
      }
    default:
      try requireObject(r[a + 1], name: name(b, frame))
    }
  }

  private func own(
    _ child: UnsafeMutablePointer<Value>, in parent: UnsafeMutablePointer<Value>,
    at operands: [IndexOperand]
  ) throws(RuntimeError) {
    let value = try native { try self.index(parent[0], operands) }
    child[0] = unshared(value)
    if !child[0].isIdentical(to: value) { try setIndex(parent[0], operands, to: child[0]) }
    child[1] = .bool(parent[1].bool || child[0].isObject(.instance))
  }

  private func own(
    _ child: UnsafeMutablePointer<Value>, in parent: UnsafeMutablePointer<Value>, field: String
  ) throws(RuntimeError) {
    let value = try native { try self.field(parent[0], field) }
    child[0] = unshared(value)
    if parent[0].isObject(.dict), !child[0].isIdentical(to: value) {
      try native { try self.setField(parent[0], field, to: child[0]) }
    }
    child[1] = .bool(parent[1].bool || child[0].isObject(.instance))
  }

  private func requireObject(_ hasMetObject: Value, name: String) throws(RuntimeError) {
    guard !hasMetObject.bool else { return }
    throw RuntimeError(
      .name, "this changes `\(name)`, which belongs to the surroundings of the function",
      hint: "`outer \(name)` at the start of the function allows it")
  }

  /// The indices whose values stand in registers from `first` on.
  private func operands(
    _ first: UnsafeMutablePointer<Value>, shape: Int, _ frame: UnsafeMutablePointer<Frame>
  ) -> [IndexOperand] {
    var next = first
    func take() -> Value {
      defer { next += 1 }
      return next.pointee
    }
    return prototype(frame).description.indexShapes[shape].parts.map { part in
      switch part {
      case .value: return .value(take())
      case .ellipsis: return .ellipsis
      case .slice(let start, let stop, let step):
        let low = start ? take() : nil
        let high = stop ? take() : nil
        return .slice(low, high, step ? take() : nil)
      }
    }
  }
}
