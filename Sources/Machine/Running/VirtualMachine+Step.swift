import CMachine

extension VirtualMachine {
  /// Runs the top frame until the frame `base` returns.
  ///
  /// `cm_run` does the usual instructions for as long as they come one after the other; here is
  /// every instruction whole, one at a time. Each of the two leaves the machine as the other would,
  /// and a program gives the same with either alone.
  func execute(from base: UnsafeMutablePointer<Frame>) throws(RuntimeError) -> Value {
    while true {
      do throws(RuntimeError) {
        while true {
          if usesQuickHalf {
            core.pointee.base = UnsafeMutableRawPointer(base).assumingMemoryBound(to: cm_frame.self)
            cm_run(core)
          }
          let frame = top
          let i = frame.pointee.pc.pointee
          frame.pointee.pc += 1
          if i.opcode == .return, frame == base {
            top = frame - 1
            return frame.pointee.registers[Int(i.a)]
          }
          try step(i, frame)
        }
      } catch {
        try unwind(error, to: base)
      }
    }
  }

  /// Does one instruction of the top frame, whose program counter stands behind it already.
  @inline(never)
  private func step(
    _ i: Instruction, _ frame: UnsafeMutablePointer<Frame>
  ) throws(RuntimeError) {
    let r = frame.pointee.registers
    let k = frame.pointee.closure._withUnsafeGuaranteedRef { $0.constants }
    let (a, b, c) = (Int(i.a), Int(i.b), Int(i.c))
    switch i.opcode {
    case .move: r[a] = r[b]
    case .constant: r[a] = k[i.wide]
    case .unset: r[a] = .unset
    case .share: r[a].share()
    case .checkSet:
      if r[a].tag == Tag.unset { throw unsetVariable(frame, b) }
    case .shareIfHidden:
      if hidesBuiltin(frame) { r[a].share() }
    case .getGlobal:
      let value = variables(of: frame).globals[b]
      r[a] = value.tag != Tag.unset ? value : try builtinOrError(frame, slot: b)
    case .setGlobal:
      variables(of: frame).globals[b] = r[a]
      noteBinding(frame, slot: b)
    case .deleteGlobal: try deleteGlobal(frame, slot: b)
    case .getBuiltin: r[a] = try builtin(frame, name: b)
    case .makeCell: r[a] = .object(heap.adopt(CellObject(value: r[a])))
    case .getCell: r[a] = try checked(r[b].cellValue, frame, name: c)
    case .setCell: r[a].cellValue = r[b]
    case .getCapture: r[a] = try checked(variables(of: frame).cells[b].cellValue, frame, name: c)
    case .setCapture: variables(of: frame).cells[a].cellValue = r[b]
    case .closure: r[a] = makeClosure(frame, b)

    case .add: r[a] = try slowAdd(r[b], r[c], replacesFirst: a == b)
    case .subtract: r[a] = try slowBinary(.subtract, r[b], r[c])
    case .multiply: r[a] = try slowBinary(.multiply, r[b], r[c])
    case .divide: r[a] = try slowBinary(.divide, r[b], r[c])
    case .floorDivide: r[a] = try slowBinary(.floorDivide, r[b], r[c])
    case .remainder: r[a] = try slowBinary(.remainder, r[b], r[c])
    case .power: r[a] = try slowBinary(.power, r[b], r[c])
    case .matmul: r[a] = try slowBinary(.matmul, r[b], r[c])
    case .bitAnd: r[a] = try slowBinary(.bitAnd, r[b], r[c])
    case .bitOr: r[a] = try slowBinary(.bitOr, r[b], r[c])
    case .addK: r[a] = try slowBinary(.add, r[b], k[c])
    case .subtractK: r[a] = try slowBinary(.subtract, r[b], k[c])
    case .multiplyK: r[a] = try slowBinary(.multiply, r[b], k[c])
    case .divideK: r[a] = try slowBinary(.divide, r[b], k[c])
    case .floorDivideK: r[a] = try slowBinary(.floorDivide, r[b], k[c])
    case .remainderK: r[a] = try slowBinary(.remainder, r[b], k[c])
    case .kAdd: r[a] = try slowBinary(.add, k[b], r[c])
    case .kSubtract: r[a] = try slowBinary(.subtract, k[b], r[c])
    case .kMultiply: r[a] = try slowBinary(.multiply, k[b], r[c])
    case .kDivide: r[a] = try slowBinary(.divide, k[b], r[c])
    case .negate: r[a] = try slowUnary(.negate, r[b])
    case .plus: r[a] = try slowUnary(.plus, r[b])
    case .invert: r[a] = try slowUnary(.invert, r[b])
    case .not: r[a] = .bool(try !truth(r[b]))

    case .equal: r[a] = try compare(.equal, r[b], r[c])
    case .notEqual: r[a] = try compare(.notEqual, r[b], r[c])
    case .less: r[a] = try compare(.less, r[b], r[c])
    case .lessOrEqual: r[a] = try compare(.lessOrEqual, r[b], r[c])
    case .greater: r[a] = try compare(.greater, r[b], r[c])
    case .greaterOrEqual: r[a] = try compare(.greaterOrEqual, r[b], r[c])
    case .contains: r[a] = try compare(.contains, r[b], r[c])
    case .notContains: r[a] = try compare(.notContains, r[b], r[c])

    case .jump: try jump(frame, by: i.wide)
    case .jumpIf: try jump(frame, i, if: truth(r[a]))
    case .jumpUnless: try jump(frame, i, if: !truth(r[a]))
    case .jumpIfFalse: try jump(frame, i, if: r[a].tag == Tag.bool && !r[a].bool)
    case .jumpIfSet: try jump(frame, i, if: r[a].tag != Tag.unset)
    case .jumpIfObject: try jump(frame, i, if: r[a].isObject(.instance))
    case .jumpUnlessPlace:
      try jump(frame, i, if: !r[a].isObject(.list) && !r[a].isObject(.dict))
    case .jumpUnlessEqual: try jump(frame, i, unless: .equal, r[a], r[b])
    case .jumpUnlessNotEqual: try jump(frame, i, unless: .notEqual, r[a], r[b])
    case .jumpUnlessLess: try jump(frame, i, unless: .less, r[a], r[b])
    case .jumpUnlessLessOrEqual: try jump(frame, i, unless: .lessOrEqual, r[a], r[b])
    case .jumpUnlessGreater: try jump(frame, i, unless: .greater, r[a], r[b])
    case .jumpUnlessGreaterOrEqual: try jump(frame, i, unless: .greaterOrEqual, r[a], r[b])
    case .jumpUnlessEqualK: try jump(frame, i, unless: .equal, r[a], k[b])
    case .jumpUnlessNotEqualK: try jump(frame, i, unless: .notEqual, r[a], k[b])
    case .jumpUnlessLessK: try jump(frame, i, unless: .less, r[a], k[b])
    case .jumpUnlessLessOrEqualK: try jump(frame, i, unless: .lessOrEqual, r[a], k[b])
    case .jumpUnlessGreaterK: try jump(frame, i, unless: .greater, r[a], k[b])
    case .jumpUnlessGreaterOrEqualK: try jump(frame, i, unless: .greaterOrEqual, r[a], k[b])

    case .forPrepare: try prepareLoop(r + a, targets: b)
    case .forRange: try prepareRange(r + a, flags: b)
    case .forLoop:
      guard let item = try nextItem(r + a) else { return }
      r[b] = item
      try jump(frame, by: i.jump)

    case .call, .callGlobal, .callMethod, .callNamed, .callSpread, .callMethodSpread:
      try call(i, frame)
    case .callPlace: try callPlace(r + a, count: b, site: c, frame)
    case .append:
      if r[a].isObject(.list), append(r[b], to: r[a]) { try jump(frame, by: i.jump) }
    case .refuseDropped: try refuseDropped(r[a], name: b, kept: c, frame)
    case .return:
      r[0] = r[a]
      top = frame - 1
    case .checkNotes: try checkNotes(frame, sizes: a)
    case .checkResult: try checkResult(frame, result: a, sizes: b)

    case .newList: r[a] = heap.list(Array(UnsafeBufferPointer(start: r + b, count: c)))
    case .newDict: r[a] = heap.dict(DictTable())
    case .listAppend: _ = append(r[b], to: r[a])
    case .reserveList: reserveList(r[a], r + b)
    case .listExtend, .dictSet, .dictSpread, .spreadArgument, .nameArgument, .unpack, .makeRange,
      .formatValue, .joinTexts:
      try build(i, frame)

    case .getIndex: r[a] = try slowIndex(r[b], r[c])
    case .setIndex: try slowSetIndex(r + a, r[b], r[c])
    case .getField: r[a] = try slowField(r[b], name: c, frame)
    case .getIndices, .setIndices, .deleteIndex, .deleteIndices, .setField, .ownRoot, .ownItem,
      .ownItems, .ownField, .writeBackField, .requireObject:
      try access(i, frame)

    case .throw, .assertFailed, .enterNoGrad, .leaveNoGrad, .show, .importModule, .importMember:
      try leave(i, frame)
    }
  }

  // MARK: Jumps: each counts, and looks at the pending word

  private func jump(
    _ frame: UnsafeMutablePointer<Frame>, by distance: Int
  ) throws(RuntimeError) {
    // Before the jump: an error belongs to where it starts.
    try countSafepoint()
    frame.pointee.pc += distance
  }

  private func jump(
    _ frame: UnsafeMutablePointer<Frame>, _ i: Instruction, if condition: Bool
  ) throws(RuntimeError) {
    if condition { try jump(frame, by: i.jump) }
  }

  private func jump(
    _ frame: UnsafeMutablePointer<Frame>, _ i: Instruction, unless comparison: Comparison,
    _ x: Value, _ y: Value
  ) throws(RuntimeError) {
    if try !truth(compare(comparison, x, y)) { try jump(frame, by: i.jump) }
  }
}
