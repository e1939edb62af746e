// Variables: globals, cells that closures share, and what stands for a name without a value.

extension VirtualMachine {
  /// The variables of a function's file, and the cells that it captured.
  func variables(
    of frame: UnsafeMutablePointer<Frame>
  ) -> (globals: UnsafeMutablePointer<Value>, cells: UnsafeMutablePointer<Value>) {
    frame.pointee.closure._withUnsafeGuaranteedRef { ($0.globals, $0.cells) }
  }

  /// What a variable that closures share holds.
  func checked(
    _ value: Value, _ frame: UnsafeMutablePointer<Frame>, name: Int
  ) throws(RuntimeError) -> Value {
    if value.tag == Tag.unset { throw unsetVariable(frame, name) }
    return value
  }

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
  public var builtinNames: [String] { builtins.names + Array(predefined.keys) }

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
