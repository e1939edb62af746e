import Diagnostics
import Machine
import Syntax

// `try`, `no_grad`: blocks that errors and exits pass on their way.

extension Emitter {
  /// `try { } catch e { } finally { }`; R(target) = its value.
  func attempt(
    _ attempt: Attempt, into target: Int?, as ownership: Ownership, at range: SourceRange
  ) throws(Diagnostic) {
    guard let finally = attempt.finally else {
      try caught(attempt, into: target, as: ownership)
      return
    }
    try finalized(range) { () throws(Diagnostic) in
      try self.caught(attempt, into: target, as: .own)
    } final: { () throws(Diagnostic) in
      self.contexts.append(.finallyBody)
      defer { self.contexts.removeLast() }
      try self.block(finally, into: nil)
    }
  }

  /// `no_grad { }`; R(target) = its value.
  func noGrad(
    _ block: Block, into target: Int?, at range: SourceRange
  ) throws(Diagnostic) {
    code.emit(.enterNoGrad, at: range)
    try finalized(range) { () throws(Diagnostic) in
      try self.block(block, into: target, as: .own)
    } final: { () throws(Diagnostic) in
      self.code.emit(.leaveNoGrad, at: range)
    }
  }

  /// `try { } catch e { }`
  private func caught(
    _ attempt: Attempt, into target: Int?, as ownership: Ownership
  ) throws(Diagnostic) {
    guard let handler = attempt.handler else {
      try block(attempt.body, into: target, as: ownership)
      return
    }
    let before = assigned
    let start = code.count
    try block(attempt.body, into: target, as: ownership)
    let end = code.emit(.jump, at: attempt.body.range)
    let afterBody = assigned
    assigned = before
    try scratch { () throws(Diagnostic) in
      let error = try temporary(handler.body.range)
      code.description.handlers.append(
        Handler(
          start: start, end: end, target: code.count, register: error, catchesAll: false))
      if let name = handler.name {
        try store(name, from: error, at: handler.nameRange ?? handler.body.range)
      }
      try block(handler.body, into: target, as: ownership)
    }
    assigned.formIntersection(afterBody)
    code.patch(end)
  }

  /// Writes code and what runs however it is left: at its end, by an error, or by an exit.
  private func finalized(
    _ range: SourceRange, body: () throws(Diagnostic) -> Void,
    final: () throws(Diagnostic) -> Void
  ) throws(Diagnostic) {
    try scratch { () throws(Diagnostic) in
      let completion = try temporaries(2, range)
      let value = completion + 1
      let finalizer = Context.Finalizer(completion: completion, value: value)
      let before = assigned
      let start = code.count
      contexts.append(.finalizer(finalizer))
      try body()
      contexts.removeLast()
      code.load(.int(0), into: completion, at: range)
      let end = code.emit(.jump, at: range)
      // The jump belongs to it: an interrupt may take effect there.
      code.description.handlers.append(
        Handler(start: start, end: end + 1, target: code.count, register: value, catchesAll: true))
      code.load(.int(-1), into: completion, at: range)
      code.patch(end)
      code.patch(finalizer.jumps)
      let afterBody = assigned
      assigned = before
      try final()
      assigned.formUnion(afterBody)
      let isError = code.emit(
        .jumpUnlessEqualK, completion, code.constant(.int(-1)), at: range)
      code.emit(.throw, value, at: range)
      code.patch(isError)
      for (index, exit) in finalizer.exits.enumerated() {
        let isOther = code.emit(
          .jumpUnlessEqualK, completion, code.constant(.int(index + 1)), at: range)
        try leave(exit, value: value, at: range)
        code.patch(isOther)
      }
    }
  }
}
