import Diagnostics

// What the loop leaves to calls: never inlined, so that its own code stays small.

extension VirtualMachine {
  @inline(never)
  func slowBinary(_ op: BinaryOperation, _ x: Value, _ y: Value) throws(RuntimeError) -> Value {
    if x.tag == Tag.object || y.tag == Tag.object {
      try countOperation()
      noteRead(x)
      noteRead(y)
    }
    return try binary(op, x, y)
  }

  /// `x + y`, where the sum takes the place of `x`: a text that nothing else holds grows there, so
  /// that a loop of additions does not copy it each time.
  @inline(never)
  func slowAdd(_ x: Value, _ y: Value, replacesFirst: Bool) throws(RuntimeError) -> Value {
    if replacesFirst, let text = x.textObject, !text.isShared, let more = y.textObject {
      try checkRoom(text, joined: more)
      heap.append(more, to: text)
      return x
    }
    return try slowBinary(.add, x, y)
  }

  @inline(never)
  func slowUnary(_ op: UnaryOperation, _ x: Value) throws(RuntimeError) -> Value {
    if x.tag == Tag.object { try countOperation() }
    return try unary(op, x)
  }

  @inline(never)
  func slowCompare(_ op: Comparison, _ x: Value, _ y: Value) throws(RuntimeError) -> Value {
    try compare(op, x, y)
  }

  @inline(never)
  func slowDecide(_ op: Comparison, _ x: Value, _ y: Value) throws(RuntimeError) -> Bool {
    try truth(try compare(op, x, y))
  }

  @inline(never)
  func slowTruth(_ x: Value) throws(RuntimeError) -> Bool { try truth(x) }

  @inline(never)
  func slowIndex(_ base: Value, _ key: Value) throws(RuntimeError) -> Value {
    guard base.isObject(.instance) else { return try index(base, key: key) }
    noteRead(base)
    return try native { try self.index(base, [.value(key)]) }
  }

  @inline(never)
  func slowSetIndex(
    _ container: UnsafeMutablePointer<Value>, _ key: Value, _ value: Value
  ) throws(RuntimeError) {
    if container.pointee.isObject(.dict), !container.pointee.isShared,
      !value.isIdentical(to: container.pointee)
    {
      let key = try DictKey(key)
      let isNew = container.pointee.reference(DictObject.self)._withUnsafeGuaranteedRef {
        $0.table.set(value, for: key)
      }
      if isNew { heap.charge(48) }
      return
    }
    container.pointee = unshared(container.pointee)
    try setIndex(container.pointee, key: key, to: value)
  }

  @inline(never)
  func slowField(
    _ base: Value, name: Int, _ frame: UnsafeMutablePointer<Frame>
  ) throws(RuntimeError) -> Value {
    noteRead(base)
    let name = self.name(name, frame)
    guard base.isObject(.instance) else { return try field(base, name) }
    return try native { try self.field(base, name) }
  }

  /// Name N(index) of the running function.
  func name(_ index: Int, _ frame: UnsafeMutablePointer<Frame>) -> String {
    prototype(frame).description.names[index]
  }

  /// The running function.
  func prototype(_ frame: UnsafeMutablePointer<Frame>) -> Prototype {
    frame.pointee.closure.takeUnretainedValue().prototype
  }

  // MARK: Variables

  @inline(never)
  func builtinOrError(
    _ frame: UnsafeMutablePointer<Frame>, slot: Int
  ) throws(RuntimeError) -> Value {
    let globals = frame.pointee.closure._withUnsafeGuaranteedRef { $0.prototype.globals }
    if globals.builtins[slot].tag != Tag.unset { return globals.builtins[slot] }
    let name = globals.names[slot]
    guard let value = builtin(named: name) else {
      var error = unknown(name, globals)
      error.argument = -1
      throw error
    }
    globals.builtins[slot] = value
    return value
  }

  @inline(never)
  func builtin(
    _ frame: UnsafeMutablePointer<Frame>, name index: Int
  ) throws(RuntimeError) -> Value {
    let name = name(index, frame)
    guard let value = builtin(named: name) else {
      throw RuntimeError(
        .name, "there is no builtin `\(name)`", hint: suggestion(for: name, in: builtinNames))
    }
    return value
  }

  @inline(__always)
  func noteBinding(_ frame: UnsafeMutablePointer<Frame>, slot: Int) {
    frame.pointee.closure._withUnsafeGuaranteedRef { $0.prototype.globals.noteBinding(slot) }
  }

  @inline(__always)
  func hidesBuiltin(_ frame: UnsafeMutablePointer<Frame>) -> Bool {
    frame.pointee.closure._withUnsafeGuaranteedRef { $0.prototype.globals.hidesBuiltin }
  }

  @inline(never)
  func deleteGlobal(_ frame: UnsafeMutablePointer<Frame>, slot: Int) throws(RuntimeError) {
    let globals = frame.pointee.closure._withUnsafeGuaranteedRef { $0.prototype.globals }
    guard globals.values[slot].tag != Tag.unset else {
      let name = globals.names[slot]
      throw RuntimeError(
        .name, "there is no variable `\(name)`",
        hint: builtin(named: name) == nil ? nil : "`\(name)` is the builtin already")
    }
    globals.values[slot] = .unset
    globals.noteBinding(slot)
  }

  @inline(never)
  func unsetVariable(_ frame: UnsafeMutablePointer<Frame>, _ index: Int) -> RuntimeError {
    let name = name(index, frame)
    let globals = frame.pointee.closure._withUnsafeGuaranteedRef { $0.prototype.globals }
    let isOutside = globals[name] != nil || builtin(named: name) != nil
    return RuntimeError(
      .name, "`\(name)` has no value yet: it is assigned in this function, so it is local to it",
      hint: isOutside ? "`outer \(name)` at the start of the function means the outer one" : nil)
  }

  private func unknown(_ name: String, _ globals: Globals) -> RuntimeError {
    RuntimeError(
      .name, "there is no `\(name)`",
      hint: foreignHint?(name) ?? suggestion(for: name, in: globals.boundNames + builtinNames))
  }

  /// Names of all builtins and predefined values.
  public var builtinNames: [String] { Array(builtins.keys) + Array(predefined.keys) }

  private func suggestion(for name: String, in candidates: [String]) -> String? {
    nearest(to: name, in: candidates).map { "did you mean `\($0)`?" }
  }

  @inline(never)
  func makeClosure(_ frame: UnsafeMutablePointer<Frame>, _ index: Int) -> Value {
    let outer = frame.pointee.closure.takeUnretainedValue()
    let prototype = outer.prototype.description.functions[index]
    prototype.link(heap)
    let closure = heap.adopt(ClosureObject(prototype: prototype))
    let r = frame.pointee.registers
    for (place, source) in prototype.description.captures.enumerated() {
      closure.cells[place] =
        switch source {
        case .cell(let register): r[register]
        case .capture(let capture): outer.cells[capture]
        case .copyRegister(let register): cell(copying: r[register])
        case .copyCell(let register): cell(copying: r[register].cellValue)
        case .copyGlobal(let slot): cell(copying: outer.globals[slot])
        }
    }
    return .object(closure)
  }

  private func cell(copying value: Value) -> Value {
    value.share()
    return .object(heap.adopt(CellObject(value: value)))
  }
}

/// The candidate nearest to a misspelt name, nil if none is near.
func nearest(to name: String, in candidates: [String]) -> String? {
  Suggestion.nearest(name, in: candidates)
}
