import Diagnostics
import Machine
import Syntax

extension Emitter {
  func whileLoop(
    _ condition: Expression, _ body: Block, at range: SourceRange
  ) throws(Diagnostic) {
    let loop = Context.Loop()
    let start = code.count
    let fails = try jumpsUnless(condition)
    let before = assigned
    contexts.append(.loop(loop))
    try block(body, into: nil)
    contexts.removeLast()
    assigned = before
    for jump in loop.continues { code.patch(jump, to: start) }
    code.jump(to: start, at: condition.range)
    code.patch(fails)
    code.patch(loop.breaks)
  }

  func forLoop(
    _ targets: [Target], _ items: Expression, _ body: Block, at range: SourceRange
  ) throws(Diagnostic) {
    let loop = Context.Loop()
    let before = assigned
    var direct: Int?
    if let name = targets.singleName, case .register(let register)? = localVariable(name.name) {
      direct = register
    }
    try self.loop(over: items, targets: targets, direct: direct, context: loop) {
      (item) throws(Diagnostic) in
      if let name = targets.singleName, direct != nil {
        self.assigned.insert(name.name)
      } else if targets.count == 1, !targets[0].isSpread {
        try self.assign(targets[0], from: item)
      } else {
        try self.unpack(targets, from: item, at: targets.range)
      }
      self.contexts.append(.loop(loop))
      self.loopVariables.append(NameWalk.names(of: targets))
      try self.block(body, into: nil)
      self.loopVariables.removeLast()
      self.contexts.removeLast()
    }
    assigned = before
    code.patch(loop.breaks)
  }

  /// Writes a loop: `body` is given the register of the item.
  ///
  /// - Parameters:
  ///   - direct: the register that takes the item, nil for a new one.
  ///   - context: whose `continue` jumps lead to the next item.
  ///   - room: the register of a new list that will get an item for each one.
  func loop(
    over items: Expression, targets: [Target], direct: Int? = nil,
    context: Context.Loop? = nil, room list: Int? = nil, body: (Int) throws(Diagnostic) -> Void
  ) throws(Diagnostic) {
    let state = try temporaries(3, items.range)
    if case .range(let low, let high, let isInclusive, let step) = items.kind {
      try values([low, high] + (step.map { [$0] } ?? []), into: state)
      let flags = (isInclusive ? 1 : 0) | (step == nil ? 0 : 2)
      code.emit(.forRange, state, flags, at: items.range)
    } else {
      // What it runs over must not change under it.
      try value(items, into: state, as: .own)
      code.emit(.forPrepare, state, targets.count, at: items.range)
    }
    if let list { code.emit(.reserveList, list, state, at: items.range) }
    let item: Int
    if let direct { item = direct } else { item = try temporary(items.range) }
    let enter = code.emit(.jump, at: items.range)
    let start = code.count
    try body(item)
    code.patch(enter)
    if let context { code.patch(context.continues) }
    let back = code.emit(.forLoop, state, item, at: items.range)
    code.patch(back, to: start)
  }

  /// `break` and `continue`
  func leaveLoop(_ range: SourceRange, isBreak: Bool) throws(Diagnostic) {
    for context in contexts.reversed() {
      switch context {
      case .loop(let loop):
        try leave(isBreak ? .breaking(loop) : .continuing(loop), value: nil, at: range)
        return
      case .finallyBody: throw error(CompilerMessages.leavesFinally, range)
      case .finalizer: break
      }
    }
    throw error(
      isBreak ? CompilerMessages.breakOutside : CompilerMessages.continueOutside, range)
  }

  /// Leaves blocks, through the final code of those that have one.
  func leave(_ exit: Exit, value: Int?, at range: SourceRange) throws(Diagnostic) {
    for context in contexts.reversed() {
      switch context {
      case .finallyBody: throw error(CompilerMessages.leavesFinally, range)
      case .finalizer(let finalizer):
        finalizer.exits.append(exit)
        if let value, value != finalizer.value {
          code.emit(.move, finalizer.value, value, at: range)
        }
        code.load(.int(finalizer.exits.count), into: finalizer.completion, at: range)
        finalizer.jumps.append(code.emit(.jump, at: range))
        return
      case .loop(let loop):
        switch exit {
        case .breaking(let left) where left === loop:
          loop.breaks.append(code.emit(.jump, at: range))
          return
        case .continuing(let left) where left === loop:
          loop.continues.append(code.emit(.jump, at: range))
          return
        case .breaking, .continuing, .returning: break
        }
      }
    }
    if let value { code.emit(.return, value, at: range) }
  }
}
