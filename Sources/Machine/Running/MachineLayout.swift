import CMachine

extension UnsafeMutablePointer {
  /// The same memory as the type that the other half of the machine has for it.
  ///
  /// Safe for the pairs that `MachineLayout` compares.
  @inline(__always)
  func shared<Other>(as type: Other.Type) -> UnsafeMutablePointer<Other> {
    UnsafeMutableRawPointer(self).assumingMemoryBound(to: type)
  }
}

/// The memory that a machine, its heap and its quick half share; freed with the last of them.
final class SharedMemory {
  let core: UnsafeMutablePointer<cm_core>

  init() {
    core = .allocate(capacity: 1)
    core.initialize(to: cm_core())
  }

  deinit { core.deallocate() }
}

/// Whether the structs of the quick half describe the memory of our classes and values.
///
/// Swift promises the layout of neither classes nor arrays. So one object of each kind is read in
/// both ways before anything relies on it; where they differ, every instruction is done here.
enum MachineLayout {
  /// Compared once; the first machine also fills in which opcodes are done there.
  static let isAsExpected: Bool = {
    guard structsAgree, listsAgree, textsAndDictsAgree, cellsAgree else { return false }
    for opcode in Opcode.allCases { cm_set_operation(opcode.rawValue, opcode.quickOperation) }
    return true
  }()

  private static var structsAgree: Bool {
    MemoryLayout<Value>.stride == MemoryLayout<cm_value>.stride
      && MemoryLayout<Value>.offset(of: \.tag) == MemoryLayout<cm_value>.offset(of: \.tag)
      && MemoryLayout<Instruction>.size == MemoryLayout<cm_instruction>.size
      && MemoryLayout<Instruction>.offset(of: \.b) == MemoryLayout<cm_instruction>.offset(of: \.b)
      && MemoryLayout<Frame>.size == MemoryLayout<cm_frame>.size
      && MemoryLayout<Frame>.offset(of: \.closure) == MemoryLayout<cm_frame>.offset(of: \.closure)
      && Globals.capacity == CM_GLOBALS
      && MemoryLayout<DictTable.Entry>.stride == MemoryLayout<cm_entry>.stride
  }

  private static var listsAgree: Bool {
    let list = ListObject(items: [.int(7), .none])
    guard list.append(.int(9)) else { return false }
    list.isShared = true
    return read(list, as: cm_list.self) { memory in
      memory.object.kind == ObjectKind.list.rawValue && memory.object.is_shared == 1
        && memory.object.is_marked == 0 && memory.object.next == nil
        && list.base == UnsafePointer(memory.base.shared(as: Value.self)) && memory.count == 3
        && memory.room == list.items.capacity && memory.object.is_lent == 0
        && memory.items.pointee.count == 3
        && memory.items + 1 == memory.base.shared(as: cm_array.self)
    }
  }

  private static var textsAndDictsAgree: Bool {
    let text = TextObject(utf8: [65, 66])
    let key = DictKey(text)
    let dict = DictObject(table: DictTable())
    dict.table.set(.int(5), for: key)
    let entry = read(dict, as: cm_dict.self) { memory in
      let places = UnsafeMutableRawPointer(memory.places + 1).assumingMemoryBound(to: UInt32.self)
      let entry = (memory.entries + 1).shared(as: cm_entry.self).pointee
      return memory.count == 1 && memory.entries.pointee.count == 1
        && (0..<Int(memory.places.pointee.count)).filter { places[$0] & 7 == 1 }.count == 1
        && entry.key.tag == Tag.object && entry.value.bits == 5 && entry.hash == Int64(key.hash)
    }
    let long = TextObject(utf8: Array(repeating: 67, count: 40))
    return entry
      && read(text, as: cm_text.self) {
        $0.hash == Int64(key.hash) && $0.short_count == 2 && $0.short_bytes.0 == 65
          && $0.short_bytes.1 == 66 && $0.short_bytes.21 == 0 && $0.is_ascii
      }
      && read(long, as: cm_text.self) { memory in
        let bytes = (memory.utf8 + 1).shared(as: UInt8.self)
        return memory.short_count == UInt8(CM_LONG_TEXT) && memory.utf8.pointee.count == 40
          && bytes[39] == 67
      }
  }

  private static var cellsAgree: Bool {
    let globals = Globals()
    var description = Prototype.Description()
    description.captures = [.capture(0)]
    description.instructions = [Instruction(.return), Instruction(.return)]
    description.guardCount = 1
    description.registerCount = 3
    let prototype = Prototype(description, source: .init(name: "", text: ""), globals: globals)
    let closure = ClosureObject(prototype: prototype)
    let cell = CellObject(value: .int(4))
    return read(cell, as: cm_cell.self) { $0.value.bits == 4 && $0.value.tag == Tag.int }
      && read(closure, as: cm_closure.self) { memory in
        memory.code.shared(as: Instruction.self) == closure.code
          && memory.unguarded_code.shared(as: Instruction.self) == closure.unguardedCode
          && memory.constants.shared(as: Value.self) == closure.constants
          && memory.globals == globals.memory
          && memory.cells.shared(as: Value.self) == closure.cells && memory.capture_count == 1
          && memory.method_sites == closure.methodSites && memory.register_count == 3
          && memory.plain_arity == 0 && memory.names == closure.names
      }
  }

  private static func read<Object: HeapObject, Memory>(
    _ object: Object, as type: Memory.Type, _ check: (Memory) -> Bool
  ) -> Bool {
    withExtendedLifetime(object) {
      check(
        Unmanaged.passUnretained(object).toOpaque().assumingMemoryBound(to: type).pointee)
    }
  }
}

extension Opcode {
  /// What the quick half does for it.
  fileprivate var quickOperation: cm_operation {
    switch self {
    case .move: CM_MOVE
    case .constant: CM_CONSTANT
    case .unset: CM_SET_UNSET
    case .checkSet: CM_CHECK_SET
    case .share: CM_SHARE
    case .getGlobal: CM_GET_GLOBAL
    case .setGlobal: CM_SET_GLOBAL
    case .getCell: CM_GET_CELL
    case .setCell: CM_SET_CELL
    case .getCapture: CM_GET_CAPTURE
    case .setCapture: CM_SET_CAPTURE
    case .add: CM_ADD
    case .subtract: CM_SUBTRACT
    case .multiply: CM_MULTIPLY
    case .divide: CM_DIVIDE
    case .floorDivide: CM_FLOOR_DIVIDE
    case .remainder: CM_REMAINDER
    case .addK: CM_ADD_K
    case .subtractK: CM_SUBTRACT_K
    case .multiplyK: CM_MULTIPLY_K
    case .divideK: CM_DIVIDE_K
    case .floorDivideK: CM_FLOOR_DIVIDE_K
    case .remainderK: CM_REMAINDER_K
    case .kAdd: CM_K_ADD
    case .kSubtract: CM_K_SUBTRACT
    case .kMultiply: CM_K_MULTIPLY
    case .kDivide: CM_K_DIVIDE
    case .negate: CM_NEGATE
    case .not: CM_NOT
    case .equal: CM_EQUAL
    case .notEqual: CM_NOT_EQUAL
    case .less: CM_LESS
    case .lessOrEqual: CM_LESS_OR_EQUAL
    case .greater: CM_GREATER
    case .greaterOrEqual: CM_GREATER_OR_EQUAL
    case .jump: CM_JUMP
    case .jumpIf: CM_JUMP_IF
    case .jumpUnless: CM_JUMP_UNLESS
    case .jumpIfFalse: CM_JUMP_IF_FALSE
    case .jumpIfSet: CM_JUMP_IF_SET
    case .jumpIfObject: CM_JUMP_IF_INSTANCE
    case .jumpUnlessPlace: CM_JUMP_UNLESS_PLACE
    case .jumpUnlessEqual: CM_JUMP_UNLESS_EQUAL
    case .jumpUnlessNotEqual: CM_JUMP_UNLESS_NOT_EQUAL
    case .jumpUnlessLess: CM_JUMP_UNLESS_LESS
    case .jumpUnlessLessOrEqual: CM_JUMP_UNLESS_LESS_OR_EQUAL
    case .jumpUnlessGreater: CM_JUMP_UNLESS_GREATER
    case .jumpUnlessGreaterOrEqual: CM_JUMP_UNLESS_GREATER_OR_EQUAL
    case .jumpUnlessEqualK: CM_JUMP_UNLESS_EQUAL_K
    case .jumpUnlessNotEqualK: CM_JUMP_UNLESS_NOT_EQUAL_K
    case .jumpUnlessLessK: CM_JUMP_UNLESS_LESS_K
    case .jumpUnlessLessOrEqualK: CM_JUMP_UNLESS_LESS_OR_EQUAL_K
    case .jumpUnlessGreaterK: CM_JUMP_UNLESS_GREATER_K
    case .jumpUnlessGreaterOrEqualK: CM_JUMP_UNLESS_GREATER_OR_EQUAL_K
    case .forLoop: CM_FOR_LOOP
    case .call: CM_CALL
    case .callGlobal: CM_CALL_GLOBAL
    case .callMethod: CM_CALL_METHOD
    case .append: CM_APPEND
    case .return: CM_RETURN
    case .listAppend: CM_LIST_APPEND
    case .getIndex: CM_GET_INDEX
    case .setIndex: CM_SET_INDEX
    case .getField: CM_GET_FIELD
    case .setField: CM_SET_FIELD
    case .ownRoot: CM_OWN_ROOT
    case .ownItem: CM_OWN_ITEM
    case .requireObject: CM_REQUIRE_OBJECT
    case .formatValue: CM_FORMAT_VALUE
    case .joinTexts: CM_JOIN_TEXTS
    case .shareIfHidden, .deleteGlobal, .getBuiltin, .makeCell, .closure, .power, .matmul, .bitAnd,
      .bitOr, .plus, .invert, .contains, .notContains, .forPrepare, .forRange, .callNamed,
      .callSpread, .callMethodSpread, .callPlace, .refuseDropped, .checkNotes, .checkResult,
      .newList, .reserveList, .listExtend, .newDict, .dictSet, .dictSpread, .spreadArgument,
      .nameArgument, .unpack, .makeRange, .getIndices, .setIndices,
      .deleteIndex, .deleteIndices, .ownItems, .ownField,
      .writeBackField, .throw, .assertFailed, .enterNoGrad, .leaveNoGrad, .show,
      .importModule, .importMember:
      CM_LEAVE
    }
  }
}
