extension VirtualMachine {
  /// Runs the top frame until the frame `base` returns.
  ///
  /// Program counter, registers, constants, globals and cells live in local variables: as
  /// properties they cost up to 1.7 times the run time. Every taken jump and every call reads the
  /// pending word. That is what stops a program, and it also keeps the compiler from turning
  /// "add to the program counter if" into a conditional move, after which the next instruction
  /// waits for the data and loops run 3 times slower; `Benchmarks` would show it.
  func execute(from base: UnsafeMutablePointer<Frame>) throws(RuntimeError) -> Value {
    var frame = top
    var context = Context(frame)
    var pc = context.pc
    var r = context.registers
    var k = context.constants
    var g = context.globals
    var cells = context.cells
    var count = safepoints
    let pending = pending

    @inline(__always) func a(_ i: Instruction) -> Int { Int(i.a) }
    @inline(__always) func b(_ i: Instruction) -> Int { Int(i.b) }
    @inline(__always) func c(_ i: Instruction) -> Int { Int(i.c) }
    @inline(__always) func jump(_ distance: Int) throws(RuntimeError) {
      // Before the jump: an error belongs to where it starts.
      count &+= 1
      if pending.isSet { try safepoint(count) }
      pc += distance
    }
    @inline(__always) func reload() {
      frame = top
      context = Context(frame)
      (pc, r, k) = (context.pc, context.registers, context.constants)
      (g, cells) = (context.globals, context.cells)
    }
    @inline(__always)
    func call(
      _ window: UnsafeMutablePointer<Value>, count argumentCount: Int, isUnguarded: Bool
    ) throws(RuntimeError) {
      count &+= 1
      if window[0].isObject(.closure) {
        let closure = window[0].reference(ClosureObject.self)
        let (arity, size) = closure._withUnsafeGuaranteedRef { ($0.plainArity, $0.registerCount) }
        if arity == argumentCount, frame < lastFrame, window + size <= cleanFrom {
          frame.pointee.pc = pc
          frame += 1
          top = frame
          r = window
          closure._withUnsafeGuaranteedRef {
            pc = isUnguarded ? $0.unguardedCode : $0.code
            k = $0.constants
            g = $0.globals
            cells = $0.cells
          }
          frame.pointee = Frame(pc: pc, registers: r, closure: closure)
          if pending.isSet { try safepoint(count) }
          return
        }
      }
      frame.pointee.pc = pc
      safepoints = count
      let entered = try enter(window, count: argumentCount, shape: nil)
      count = safepoints
      if entered { reload() }
      if pending.isSet { try safepoint(count) }
    }

    @inline(__always) func callSlowly(_ i: Instruction) throws(RuntimeError) {
      count &+= 1
      frame.pointee.pc = pc
      safepoints = count
      let entered = try enter(i, frame)
      count = safepoints
      if entered { reload() }
      if pending.isSet { try safepoint(count) }
    }

    while true {
      do throws(RuntimeError) {
        while true {
          let i = pc.pointee
          pc += 1
          switch i.opcode {
          case .move:
            r[a(i)] = r[b(i)]
          case .constant:
            r[a(i)] = k[i.wide]
          case .unset:
            r[a(i)] = .unset
          case .checkSet:
            if r[a(i)].tag == Tag.unset { throw unsetVariable(frame, b(i)) }
          case .share:
            r[a(i)].share()
          case .shareIfHidden:
            if hidesBuiltin(frame) { r[a(i)].share() }
          case .getGlobal:
            let value = g[b(i)]
            r[a(i)] = value.tag != Tag.unset ? value : try builtinOrError(frame, slot: b(i))
          case .setGlobal:
            g[b(i)] = r[a(i)]
            noteBinding(frame, slot: b(i))
          case .deleteGlobal:
            try deleteGlobal(frame, slot: b(i))
          case .getBuiltin:
            r[a(i)] = try builtin(frame, name: b(i))
          case .makeCell:
            r[a(i)] = .object(heap.adopt(CellObject(value: r[a(i)])))
          case .getCell:
            let value = r[b(i)].cellValue
            if value.tag == Tag.unset { throw unsetVariable(frame, c(i)) }
            r[a(i)] = value
          case .setCell:
            r[a(i)].cellValue = r[b(i)]
          case .getCapture:
            let value = cells[b(i)].cellValue
            if value.tag == Tag.unset { throw unsetVariable(frame, c(i)) }
            r[a(i)] = value
          case .setCapture:
            cells[a(i)].cellValue = r[b(i)]
          case .closure:
            r[a(i)] = makeClosure(frame, b(i))

          case .add:
            let x = r[b(i)], y = r[c(i)]
            if let sum = Fast.add(x, y) {
              r[a(i)] = sum
            } else {
              r[a(i)] = try slowAdd(x, y, replacesFirst: i.a == i.b)
            }
          case .subtract:
            let x = r[b(i)], y = r[c(i)]
            r[a(i)] = try arithmetic(Fast.subtract(x, y), .subtract, x, y)
          case .multiply:
            let x = r[b(i)], y = r[c(i)]
            r[a(i)] = try arithmetic(Fast.multiply(x, y), .multiply, x, y)
          case .divide:
            let x = r[b(i)], y = r[c(i)]
            r[a(i)] = try arithmetic(Fast.divide(x, y), .divide, x, y)
          case .floorDivide:
            let x = r[b(i)], y = r[c(i)]
            r[a(i)] = try arithmetic(Fast.floorDivide(x, y), .floorDivide, x, y)
          case .remainder:
            let x = r[b(i)], y = r[c(i)]
            r[a(i)] = try arithmetic(Fast.remainder(x, y), .remainder, x, y)
          case .power:
            r[a(i)] = try slowBinary(.power, r[b(i)], r[c(i)])
          case .matmul:
            r[a(i)] = try slowBinary(.matmul, r[b(i)], r[c(i)])
          case .bitAnd:
            r[a(i)] = try slowBinary(.bitAnd, r[b(i)], r[c(i)])
          case .bitOr:
            r[a(i)] = try slowBinary(.bitOr, r[b(i)], r[c(i)])
          case .addK:
            let x = r[b(i)], y = k[c(i)]
            r[a(i)] = try arithmetic(Fast.add(x, y), .add, x, y)
          case .subtractK:
            let x = r[b(i)], y = k[c(i)]
            r[a(i)] = try arithmetic(Fast.subtract(x, y), .subtract, x, y)
          case .multiplyK:
            let x = r[b(i)], y = k[c(i)]
            r[a(i)] = try arithmetic(Fast.multiply(x, y), .multiply, x, y)
          case .divideK:
            let x = r[b(i)], y = k[c(i)]
            r[a(i)] = try arithmetic(Fast.divide(x, y), .divide, x, y)
          case .floorDivideK:
            let x = r[b(i)], y = k[c(i)]
            r[a(i)] = try arithmetic(Fast.floorDivide(x, y), .floorDivide, x, y)
          case .remainderK:
            let x = r[b(i)], y = k[c(i)]
            r[a(i)] = try arithmetic(Fast.remainder(x, y), .remainder, x, y)
          case .negate:
            r[a(i)] = try slowUnary(.negate, r[b(i)])
          case .plus:
            r[a(i)] = try slowUnary(.plus, r[b(i)])
          case .invert:
            r[a(i)] = try slowUnary(.invert, r[b(i)])
          case .not:
            r[a(i)] = .bool(try !isTrue(r[b(i)]))

          case .equal:
            let x = r[b(i)], y = r[c(i)]
            r[a(i)] = try compared(Fast.equal(x, y), .equal, x, y)
          case .notEqual:
            let x = r[b(i)], y = r[c(i)]
            r[a(i)] = try compared(Fast.equal(x, y).map { !$0 }, .notEqual, x, y)
          case .less:
            let x = r[b(i)], y = r[c(i)]
            r[a(i)] = try compared(Fast.less(x, y), .less, x, y)
          case .lessOrEqual:
            let x = r[b(i)], y = r[c(i)]
            r[a(i)] = try compared(Fast.lessOrEqual(x, y), .lessOrEqual, x, y)
          case .greater:
            let x = r[b(i)], y = r[c(i)]
            r[a(i)] = try compared(Fast.less(y, x), .greater, x, y)
          case .greaterOrEqual:
            let x = r[b(i)], y = r[c(i)]
            r[a(i)] = try compared(Fast.lessOrEqual(y, x), .greaterOrEqual, x, y)
          case .contains:
            r[a(i)] = try slowCompare(.contains, r[b(i)], r[c(i)])
          case .notContains:
            r[a(i)] = try slowCompare(.notContains, r[b(i)], r[c(i)])

          case .jump:
            try jump(i.wide)
          case .jumpIf:
            if try isTrue(r[a(i)]) { try jump(i.jump) }
          case .jumpUnless:
            if try !isTrue(r[a(i)]) { try jump(i.jump) }
          case .jumpIfFalse:
            if r[a(i)].tag == Tag.bool, !r[a(i)].bool { try jump(i.jump) }
          case .jumpIfSet:
            if r[a(i)].tag != Tag.unset { try jump(i.jump) }
          case .jumpIfObject:
            if r[a(i)].isObject(.instance) { try jump(i.jump) }
          case .jumpUnlessPlace:
            if !r[a(i)].isObject(.list), !r[a(i)].isObject(.dict) { try jump(i.jump) }
          case .jumpUnlessEqual:
            let x = r[a(i)], y = r[b(i)]
            if try !decided(Fast.equal(x, y), .equal, x, y) { try jump(i.jump) }
          case .jumpUnlessNotEqual:
            let x = r[a(i)], y = r[b(i)]
            if try !decided(Fast.equal(x, y).map { !$0 }, .notEqual, x, y) { try jump(i.jump) }
          case .jumpUnlessLess:
            let x = r[a(i)], y = r[b(i)]
            if try !decided(Fast.less(x, y), .less, x, y) { try jump(i.jump) }
          case .jumpUnlessLessOrEqual:
            let x = r[a(i)], y = r[b(i)]
            if try !decided(Fast.lessOrEqual(x, y), .lessOrEqual, x, y) { try jump(i.jump) }
          case .jumpUnlessGreater:
            let x = r[a(i)], y = r[b(i)]
            if try !decided(Fast.less(y, x), .greater, x, y) { try jump(i.jump) }
          case .jumpUnlessGreaterOrEqual:
            let x = r[a(i)], y = r[b(i)]
            if try !decided(Fast.lessOrEqual(y, x), .greaterOrEqual, x, y) { try jump(i.jump) }
          case .jumpUnlessEqualK:
            let x = r[a(i)], y = k[b(i)]
            if try !decided(Fast.equal(x, y), .equal, x, y) { try jump(i.jump) }
          case .jumpUnlessNotEqualK:
            let x = r[a(i)], y = k[b(i)]
            if try !decided(Fast.equal(x, y).map { !$0 }, .notEqual, x, y) { try jump(i.jump) }
          case .jumpUnlessLessK:
            let x = r[a(i)], y = k[b(i)]
            if try !decided(Fast.less(x, y), .less, x, y) { try jump(i.jump) }
          case .jumpUnlessLessOrEqualK:
            let x = r[a(i)], y = k[b(i)]
            if try !decided(Fast.lessOrEqual(x, y), .lessOrEqual, x, y) { try jump(i.jump) }
          case .jumpUnlessGreaterK:
            let x = r[a(i)], y = k[b(i)]
            if try !decided(Fast.less(y, x), .greater, x, y) { try jump(i.jump) }
          case .jumpUnlessGreaterOrEqualK:
            let x = r[a(i)], y = k[b(i)]
            if try !decided(Fast.lessOrEqual(y, x), .greaterOrEqual, x, y) { try jump(i.jump) }

          case .forPrepare:
            try prepareLoop(r + a(i), targets: b(i))
          case .forRange:
            try prepareRange(r + a(i), flags: b(i))
          case .forLoop:
            let state = r + a(i)
            let item: Value
            if state[0].tag == Tag.int {
              // A range of ints: next item, number of items left, step.
              if state[1].int == 0 { continue }
              item = state[0]
              state[0] = .int(state[0].int &+ state[2].int)
              state[1] = .int(state[1].int &- 1)
            } else {
              safepoints = count
              guard let next = try nextItem(state) else { continue }
              count = safepoints
              item = next
            }
            r[b(i)] = item
            try jump(i.jump)

          case .call:
            try call(r + a(i), count: b(i), isUnguarded: i.c == 0)
          case .callGlobal:
            let callee = g[c(i)]
            r[a(i)] = callee.tag != Tag.unset ? callee : try builtinOrError(frame, slot: c(i))
            try call(r + a(i), count: b(i), isUnguarded: true)
          case .callMethod:
            let window = r + a(i)
            let argumentCount = directMethod(window, count: b(i), site: c(i), frame)
            if argumentCount >= 0 {
              try call(window, count: argumentCount, isUnguarded: false)
            } else {
              try callSlowly(i)
            }
          case .callNamed, .callSpread, .callMethodSpread:
            try callSlowly(i)
          case .append:
            if r[a(i)].isObject(.list), append(r[b(i)], to: r[a(i)]) { try jump(i.jump) }
          case .callPlace:
            frame.pointee.pc = pc
            safepoints = count
            try callPlace(r + a(i), count: b(i), site: c(i), frame)
            count = safepoints
          case .refuseDropped:
            try refuseDropped(r[a(i)], name: b(i), kept: c(i), frame)
          case .return:
            r[0] = r[a(i)]
            if frame == base {
              safepoints = count
              top = frame - 1
              return r[0]
            }
            top = frame - 1
            reload()
          case .checkNotes:
            try checkNotes(frame, sizes: a(i))
          case .checkResult:
            try checkResult(frame, result: a(i), sizes: b(i))

          case .newList:
            let items = UnsafeBufferPointer(start: r + b(i), count: c(i))
            r[a(i)] = heap.list(Array(items))
          case .newDict:
            r[a(i)] = heap.dict(DictTable())
          case .listAppend:
            _ = append(r[b(i)], to: r[a(i)])
          case .reserveList:
            reserveList(r[a(i)], r + b(i))
          case .listExtend, .dictSet, .dictSpread, .spreadArgument, .nameArgument,
            .unpack, .makeRange, .formatValue, .joinTexts:
            safepoints = count
            try build(i, frame)
            count = safepoints

          case .getIndex:
            let base = r[b(i)], key = r[c(i)]
            if key.tag == Tag.int, base.isObject(.list), let item = base.listItem(key.int) {
              r[a(i)] = item
            } else {
              safepoints = count
              r[a(i)] = try slowIndex(base, key)
              count = safepoints
            }
          case .setIndex:
            let key = r[b(i)], value = r[c(i)]
            if key.tag == Tag.int, r[a(i)].isObject(.list),
              r[a(i)].setListItem(key.int, value)
            {
              continue
            }
            try slowSetIndex(r + a(i), key, value)
          case .getField:
            safepoints = count
            r[a(i)] = try slowField(r[b(i)], name: c(i), frame)
            count = safepoints
          case .getIndices, .setIndices, .deleteIndex, .deleteIndices, .setField, .ownRoot,
            .ownItem, .ownItems, .ownField, .writeBackField, .requireObject:
            safepoints = count
            try access(i, frame)
            count = safepoints

          case .throw, .assertFailed, .enterNoGrad, .leaveNoGrad, .show, .importModule,
            .importMember:
            frame.pointee.pc = pc
            safepoints = count
            try leave(i, frame)
            count = safepoints
          }
        }
      } catch {
        frame.pointee.pc = pc
        safepoints = max(safepoints, count)
        try unwind(error, to: base)
        reload()
        count = safepoints
      }
    }
  }
}
