import Diagnostics

extension VirtualMachine {
  /// Goes on at the handler nearest to where an error happened, with the error in its register.
  ///
  /// - Parameter base: the frame above which handlers are looked for.
  /// - Throws: the error, with the frames up to `base` in its trace, if there is none.
  @inline(never)
  func unwind(
    _ thrown: RuntimeError, to base: UnsafeMutablePointer<Frame>
  ) throws(RuntimeError) {
    var error = placed(thrown)
    while true {
      let prototype = prototype(top)
      let pc = top.pointee.pc
      if isRethrown {
        isRethrown = false
      } else {
        note(prototype, pc, in: &error)
      }
      let index = prototype.code.distance(to: pc) - 1
      if let handler = prototype.description.handlers.first(where: {
        $0.start <= index && index < $0.end && ($0.catchesAll || error.isCatchable)
      }) {
        top.pointee.pc = prototype.code + handler.target
        top.pointee.registers[handler.register] = heap.error(error)
        return
      }
      let isLast = top == base
      top -= 1
      if isLast { throw error }
    }
  }

  /// Adds the running place to a trace; a trace of an endless recursion keeps both its ends.
  private func note(
    _ prototype: Prototype, _ pc: UnsafeMutablePointer<Instruction>, in error: inout RuntimeError
  ) {
    let limit = 100
    if error.trace.count > limit { error.trace.remove(at: limit / 2) }
    let name = prototype.description.isTopLevel ? nil : prototype.description.name ?? "fn"
    var range = prototype.range(before: pc)
    if let argument = error.argument {
      // It is about the innermost call alone.
      error.argument = nil
      let places = prototype.description.argumentRanges[range] ?? []
      let place = argument < 0 ? places.count - 1 : argument
      if error.trace.isEmpty, places.indices.contains(place) { range = places[place] }
    }
    error.trace.append(TraceEntry(source: prototype.source, range: range, function: name))
  }

  /// What the value of a `throw` means as an error.
  func thrownError(_ value: Value) throws(RuntimeError) -> RuntimeError {
    switch value.heapObject {
    case let object as ErrorObject:
      isRethrown = !object.error.trace.isEmpty
      return object.error
    case let text as TextObject:
      return RuntimeError(.user, text.string)
    default:
      return RuntimeError(
        .type, "`throw` takes a text or an error, got a value of type \(typeName(value))",
        hint: "`throw error(\"message\", kind=\"value\")`")
    }
  }
}

extension RuntimeError {
  /// Whether `catch` takes it: all but an interrupt and an expired time limit.
  var isCatchable: Bool { safepoint == nil && kind != .interrupt }
}
