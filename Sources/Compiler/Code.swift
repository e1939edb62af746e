import Diagnostics
import Machine
import Syntax

/// The instructions of a function while they are written.
struct Code {
  var description = Prototype.Description()
  private var constantIndex: [Constant: Int] = [:]
  private var nameIndex: [String: Int] = [:]
  private var shapeIndex: [CallShape: Int] = [:]
  private var indexShapeIndex: [IndexShape: Int] = [:]
  /// Whether an operand or a jump did not fit.
  private(set) var overflow: String?

  /// The place of the next instruction.
  var count: Int { description.instructions.count }

  /// Writes an instruction and returns its place.
  @discardableResult
  mutating func emit(
    _ opcode: Opcode, _ a: Int = 0, _ b: Int = 0, _ c: Int = 0, at range: SourceRange
  ) -> Int {
    description.instructions.append(Instruction(opcode, a, b, c))
    description.ranges.append(range)
    return count - 1
  }

  /// Notes where the arguments of a call stand, and last the callee, for errors about one of them.
  mutating func note(
    _ arguments: [Argument], receiver: SourceRange? = nil, callee: SourceRange? = nil,
    at range: SourceRange
  ) {
    let isNamed = arguments.filter { $0.name != nil }
    let byPosition = arguments.filter { $0.name == nil }
    let places = (byPosition + isNamed).map(\.range)
    description.argumentRanges[range] =
      (receiver.map { [$0] } ?? []) + places + [callee ?? range]
  }

  /// R(a) = a constant.
  mutating func load(_ constant: Constant, into a: Int, at range: SourceRange) {
    var instruction = Instruction(.constant, a)
    instruction.wide = self.constant(constant)
    description.instructions.append(instruction)
    description.ranges.append(range)
  }

  /// Jumps back to an instruction.
  mutating func jump(to target: Int, at range: SourceRange) {
    let place = emit(.jump, at: range)
    description.instructions[place].wide = target - place - 1
  }

  /// Makes the jump at `place` lead to the next instruction.
  mutating func patch(_ place: Int) { patch(place, to: count) }

  /// Makes the jumps lead to the next instruction.
  mutating func patch(_ places: [Int]) {
    for place in places { patch(place) }
  }

  mutating func patch(_ place: Int, to target: Int) {
    let distance = target - place - 1
    if description.instructions[place].opcode == .jump {
      description.instructions[place].wide = distance
    } else if let short = Int16(exactly: distance) {
      description.instructions[place].c = UInt16(bitPattern: short)
    } else {
      overflow = CompilerMessages.tooLong
    }
  }

  /// Writes instructions before all others; jumps stay right because they are relative.
  mutating func prepend(_ instructions: [Instruction], at range: SourceRange) {
    description.instructions.insert(contentsOf: instructions, at: 0)
    description.ranges.insert(
      contentsOf: Array(repeating: range, count: instructions.count), at: 0)
    for index in description.handlers.indices {
      description.handlers[index].start += instructions.count
      description.handlers[index].end += instructions.count
      description.handlers[index].target += instructions.count
    }
  }

  mutating func constant(_ constant: Constant) -> Int {
    Self.intern(constant, &constantIndex, &description.constants)
  }

  mutating func name(_ name: String) -> Int {
    checked(Self.intern(name, &nameIndex, &description.names))
  }

  mutating func site(_ site: MethodSite) -> Int {
    description.methodSites.append(site)
    return checked(description.methodSites.count - 1)
  }

  mutating func shape(_ shape: CallShape) -> Int {
    checked(Self.intern(shape, &shapeIndex, &description.callShapes))
  }

  mutating func shape(_ shape: IndexShape) -> Int {
    checked(Self.intern(shape, &indexShapeIndex, &description.indexShapes))
  }

  mutating func function(_ prototype: Prototype) -> Int {
    description.functions.append(prototype)
    return checked(description.functions.count - 1)
  }

  private mutating func checked(_ index: Int) -> Int {
    if index >= Instruction.absent { overflow = CompilerMessages.tooManyConstants }
    return index
  }

  private static func intern<Item: Hashable>(
    _ item: Item, _ index: inout [Item: Int], _ items: inout [Item]
  ) -> Int {
    if let known = index[item] { return known }
    items.append(item)
    index[item] = items.count - 1
    return items.count - 1
  }
}
