/// Instructions as text, for tests and for people who work on the compiler.
public enum Disassembler {
  /// A function and those inside it, an instruction a line.
  public static func text(of prototype: Prototype) -> String {
    let description = prototype.description
    let name = description.isTopLevel ? "top level" : description.name ?? "fn"
    var lines = ["\(name): \(description.registerCount) registers"]
    for (index, instruction) in description.instructions.enumerated() {
      lines.append("  \(index)  \(text(of: instruction, at: index, in: description))")
    }
    for handler in description.handlers {
      lines.append(
        "  \(handler.catchesAll ? "finally" : "catch") \(handler.start)..<\(handler.end) → "
          + "\(handler.target), error in R\(handler.register)")
    }
    return ([lines.joined(separator: "\n")] + description.functions.map(text(of:)))
      .joined(separator: "\n\n")
  }

  /// One instruction: its operands by what they mean.
  private static func text(
    of i: Instruction, at index: Int, in description: Prototype.Description
  ) -> String {
    let (a, b, c) = (Int(i.a), Int(i.b), Int(i.c))
    let operands: String
    switch i.opcode {
    case .constant: operands = "R\(a) = \(description.constants[i.wide])"
    case .jump: operands = "→ \(index + 1 + i.wide)"
    case .jumpIf, .jumpUnless, .jumpIfFalse, .jumpIfSet, .jumpIfObject, .jumpUnlessPlace:
      operands = "R\(a) → \(index + 1 + i.jump)"
    case .jumpUnlessEqual, .jumpUnlessNotEqual, .jumpUnlessLess, .jumpUnlessLessOrEqual,
      .jumpUnlessGreater, .jumpUnlessGreaterOrEqual, .forLoop, .append:
      operands = "R\(a) R\(b) → \(index + 1 + i.jump)"
    case .jumpUnlessEqualK, .jumpUnlessNotEqualK, .jumpUnlessLessK, .jumpUnlessLessOrEqualK,
      .jumpUnlessGreaterK, .jumpUnlessGreaterOrEqualK:
      operands = "R\(a) \(description.constants[b]) → \(index + 1 + i.jump)"
    case .addK, .subtractK, .multiplyK, .divideK, .floorDivideK, .remainderK:
      operands = "R\(a) = R\(b), \(description.constants[c])"
    case .kAdd, .kSubtract, .kMultiply, .kDivide:
      operands = "R\(a) = \(description.constants[b]), R\(c)"
    case .getField, .setField, .ownField, .writeBackField, .importMember, .getCell, .getCapture:
      operands = "\(a) \(b) \(description.names[c])"
    case .checkSet, .getBuiltin, .refuseDropped, .requireObject:
      operands = "R\(a) \(description.names[b])"
    case .callMethod, .callMethodSpread, .callPlace:
      operands = "R\(a) \(b) \(description.methodSites[c].name)"
    case .callNamed: operands = "R\(a) \(b) \(description.callShapes[c].names)"
    case .unset, .share, .shareIfHidden, .getGlobal, .setGlobal, .deleteGlobal, .makeCell, .move,
      .setCell, .setCapture, .closure, .add, .subtract, .multiply, .divide, .floorDivide,
      .remainder, .power, .matmul, .bitAnd, .bitOr, .negate, .plus, .invert, .not, .equal,
      .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .contains, .notContains,
      .forPrepare, .forRange, .call, .callGlobal, .callSpread, .return, .checkNotes, .checkResult,
      .newList, .listAppend, .reserveList, .listExtend, .newDict, .dictSet, .dictSpread,
      .spreadArgument, .nameArgument, .unpack, .makeRange, .formatValue, .joinTexts, .getIndex,
      .getIndices, .setIndex, .setIndices, .deleteIndex, .deleteIndices, .ownRoot, .ownItem,
      .ownItems, .throw, .assertFailed, .enterNoGrad, .leaveNoGrad, .show, .importModule:
      operands = "\(a) \(b) \(c)"
    }
    return "\(i.opcode) \(operands)"
  }
}
