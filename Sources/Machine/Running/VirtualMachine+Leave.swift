import Diagnostics
import Tensors

// Errors, modes, what is shown and imported.

extension VirtualMachine {
  @inline(never)
  func leave(_ i: Instruction, _ frame: UnsafeMutablePointer<Frame>) throws(RuntimeError) {
    let r = frame.pointee.registers
    let (a, b, c) = (Int(i.a), Int(i.b), Int(i.c))
    switch i.opcode {
    case .throw:
      throw try thrownError(r[a])
    case .assertFailed:
      throw try assertion(a == Instruction.absent ? nil : r[a], frame)
    case .enterNoGrad:
      pauseGradients()
    case .leaveNoGrad:
      resumeGradients()
    case .show:
      try native { try self.display(r[a]) }
    case .importModule:
      r[a] = try module(r[b], frame)
    default:
      guard let module = r[b].heapObject as? ModuleObject else { return }
      let name = name(c, frame)
      guard let member = module.members[name] else {
        throw RuntimeError(
          .name, "the module \(module.name) has no `\(name)`",
          hint: nearest(to: name, in: Array(module.members.keys)).map { "did you mean `\($0)`?" })
      }
      r[a] = member
    }
  }

  private func pauseGradients() {
    GradientRecording.pause()
    gradientPauses += 1
  }

  func resumeGradients() {
    GradientRecording.resume()
    gradientPauses -= 1
  }

  /// The error of a failed `assert`, with the condition as it is written.
  private func assertion(
    _ message: Value?, _ frame: UnsafeMutablePointer<Frame>
  ) throws(RuntimeError) -> RuntimeError {
    if let message { return RuntimeError(.assert, try printed(message)) }
    let prototype = prototype(frame)
    let text = prototype.source.text(in: prototype.range(before: frame.pointee.pc))
    return RuntimeError(.assert, "this does not hold: \(text)")
  }

  private func module(
    _ path: Value, _ frame: UnsafeMutablePointer<Frame>
  ) throws(RuntimeError) -> Value {
    let prototype = prototype(frame)
    guard let path = path.string,
      let importer
    else { throw RuntimeError(.io, "nothing can be imported here") }
    return try native { try importer(path, prototype.source.name) }
  }
}
