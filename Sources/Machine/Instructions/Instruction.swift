/// One step of a program: eight bytes.
///
/// In the comments of `Opcode`, `R(x)` is a register, `K` a constant, `G` a global, `N` a name,
/// `P` a function; "→ c" is a jump by `c` instructions from the next one.
public struct Instruction: Sendable {
  /// What it does.
  public var opcode: Opcode
  /// The first operand, mostly the register that is written.
  public var a: UInt16
  /// The second operand.
  public var b: UInt16
  /// The third operand.
  public var c: UInt16

  /// An instruction with its operands.
  @inline(__always)
  public init(_ opcode: Opcode, _ a: Int = 0, _ b: Int = 0, _ c: Int = 0) {
    self.opcode = opcode
    self.a = UInt16(truncatingIfNeeded: a)
    self.b = UInt16(truncatingIfNeeded: b)
    self.c = UInt16(truncatingIfNeeded: c)
  }

  /// Operand `c` as a jump.
  @inline(__always)
  public var jump: Int { Int(Int16(bitPattern: c)) }

  /// Operands `b` and `c` as one 32-bit number: a far jump, or a constant.
  @inline(__always)
  public var wide: Int {
    get { Int(Int32(bitPattern: UInt32(c) << 16 | UInt32(b))) }
    set {
      let bits = UInt32(bitPattern: Int32(truncatingIfNeeded: newValue))
      b = UInt16(truncatingIfNeeded: bits)
      c = UInt16(truncatingIfNeeded: bits >> 16)
    }
  }

  /// The operand that means "left out".
  public static let absent = 0xFFFF
}

/// What an instruction does.
public enum Opcode: UInt8, Sendable, CaseIterable {
  // MARK: Loads and stores
  /// R(a) = R(b)
  case move
  /// R(a) = K(bc)
  case constant
  /// R(a) holds no value
  case unset
  /// `name` error N(b) unless R(a) holds a value
  case checkSet
  /// Marks R(a) as having a second owner
  case share
  /// Marks R(a) where a builtin may have been replaced by a script function
  case shareIfHidden
  /// R(a) = G(b), else the builtin of that name, else a `name` error
  case getGlobal
  /// G(b) = R(a)
  case setGlobal
  /// Forgets G(b)
  case deleteGlobal
  /// R(a) = the builtin N(b), whatever variables there are
  case getBuiltin
  /// R(a) = a new cell that holds R(a)
  case makeCell
  /// R(a) = what the cell R(b) holds; `name` error N(c) if nothing
  case getCell
  /// The cell R(a) holds R(b)
  case setCell
  /// R(a) = what captured cell b holds; `name` error N(c) if nothing
  case getCapture
  /// Captured cell a holds R(b)
  case setCapture
  /// R(a) = a closure of P(b)
  case closure

  // MARK: Arithmetic
  /// R(a) = R(b) + R(c), and so on. With a = b, a text of one owner in R(a) may grow in its place:
  /// written only where the sum goes back to the variable that R(b) was read from
  case add, subtract, multiply, divide, floorDivide, remainder, power, matmul, bitAnd, bitOr
  /// R(a) = R(b) + K(c), and so on
  case addK, subtractK, multiplyK, divideK, floorDivideK, remainderK
  /// R(a) = K(b) + R(c), and so on
  case kAdd, kSubtract, kMultiply, kDivide
  /// R(a) = -R(b), +R(b), ~R(b), not R(b)
  case negate, plus, invert, not
  /// R(a) = R(b) == R(c), and so on
  case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual, contains, notContains

  // MARK: Jumps
  /// → bc
  case jump
  /// → c if R(a) is true
  case jumpIf
  /// → c if R(a) is false
  case jumpUnless
  /// → c if R(a) is the bool `false` itself: the early end of a chain of comparisons
  case jumpIfFalse
  /// → c if R(a) holds a value: a parameter that needs no default
  case jumpIfSet
  /// → c if R(a) is an object, whose change writes no variable
  case jumpIfObject
  /// → c unless R(a) is a list or dict
  case jumpUnlessPlace
  /// → c unless R(a) == R(b), and so on
  case jumpUnlessEqual, jumpUnlessNotEqual, jumpUnlessLess, jumpUnlessLessOrEqual
  case jumpUnlessGreater, jumpUnlessGreaterOrEqual
  /// → c unless R(a) == K(b), and so on
  case jumpUnlessEqualK, jumpUnlessNotEqualK, jumpUnlessLessK, jumpUnlessLessOrEqualK
  case jumpUnlessGreaterK, jumpUnlessGreaterOrEqualK

  // MARK: Loops
  /// Makes R(a)… the state of a loop over R(a) with b targets
  case forPrepare
  /// Makes R(a)… the state of a loop over R(a)..R(a+1) by R(a+2); b: bit 0 inclusive, bit 1 step
  case forRange
  /// R(b) = next item and → c, unless the loop over R(a)… is at its end
  case forLoop

  // MARK: Calls
  /// R(a) = R(a)(R(a+1), … b of them); c is 0 where nothing else can change these values meanwhile
  case call
  /// The same, R(a) being first loaded with G(c), else with the builtin of that name; as with c = 0
  case callGlobal
  /// As `call`; call shape c names the last arguments
  case callNamed
  /// R(a) = R(a)(..R(a+1), ..names and values in R(a+2))
  case callSpread
  /// R(a) = R(a+1).name(R(a+2), …), b arguments with the receiver; method site c
  case callMethod
  /// R(a) = first of R(a+1).name(rest of R(a+1), names and values in R(a+2)); method site c
  case callMethodSpread
  /// Appends R(b) to R(a) and → c, if that is a list with one owner
  case append
  /// R(a) = in-place method of the unshared R(a+1); b arguments with it; method site c. If b is 0:
  /// of R(a+3), with R(a+1) spread, and names and values in R(a+2)
  case callPlace
  /// Error if R(a) is a tensor: the result of N(b) is about to be dropped; N(c) keeps it
  case refuseDropped
  /// Returns R(a)
  case `return`
  /// Checks the noted parameters; R(a) takes the named sizes
  case checkNotes
  /// Checks R(a) against the note on the result; R(b) holds the named sizes
  case checkResult

  // MARK: Building
  /// R(a) = [R(b), … c of them]
  case newList
  /// Appends R(b) to the list R(a)
  case listAppend
  /// Makes room in the list R(a) for the items of the loop whose state is R(b)…
  case reserveList
  /// Appends the items of R(b) to the list R(a)
  case listExtend
  /// R(a) = {}
  case newDict
  /// R(a)[R(b)] = R(c) in the dict R(a)
  case dictSet
  /// Adds the entries of R(b) to the dict R(a)
  case dictSpread
  /// Adds what R(b) spreads to the arguments in R(a+1) and R(a+2)
  case spreadArgument
  /// Adds name K(c) and value R(b) to the named arguments in R(a+2)
  case nameArgument
  /// R(a+1)… = the items of R(a): b before and c behind the spread, which c = absent leaves out
  case unpack
  /// R(a) = R(b)..R(b+1) by R(b+2); c: bit 0 inclusive, bit 1 step
  case makeRange
  /// R(a) = R(b) as text by the format R(c), which absent leaves out
  case formatValue
  /// R(a) = the texts R(b), … c of them, joined
  case joinTexts

  // MARK: Items and fields
  /// R(a) = R(b)[R(c)]
  case getIndex
  /// R(a) = R(b)[R(b+1), …] by index shape c
  case getIndices
  /// R(a)[R(b)] = R(c), where R(a) is first made the only owner
  case setIndex
  /// R(a)[R(b+1), …] = R(b) by index shape c, where R(a) is first made the only owner
  case setIndices
  /// del R(a)[R(b)]
  case deleteIndex
  /// del R(a)[R(b+1), …] by index shape c
  case deleteIndices
  /// R(a) = R(b).N(c)
  case getField
  /// R(a).N(c) = R(b), where R(a) is first made the only owner
  case setField

  // MARK: Places. R(x+1) is a bool: has the path to the container R(x) met an object?
  /// Makes R(a) the only owner of its value
  case ownRoot
  /// R(a) = R(b)[R(c)], made its only owner
  case ownItem
  /// R(a) = R(a-2)[R(b+1), …] by index shape c, made its only owner
  case ownItems
  /// R(a) = R(b).N(c), made its only owner
  case ownField
  /// Hands the changed R(b) back to field N(c) of R(a), if that is an object
  case writeBackField
  /// `name` error N(b) unless the path to R(a) has met an object
  case requireObject

  // MARK: Errors and modes
  /// Throws R(a)
  case `throw`
  /// Throws an `assert` error with message R(a), which absent leaves out
  case assertFailed
  /// Pauses the recording of gradients
  case enterNoGrad
  /// Ends the pause
  case leaveNoGrad
  /// Shows R(a) unless it is `none`
  case show
  /// R(a) = the module of the file R(b)
  case importModule
  /// R(a) = member N(c) of the module R(b)
  case importMember
}
