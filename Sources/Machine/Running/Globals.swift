import CMachine

/// The variables of a session or of an imported file, in slots that instructions name.
public final class Globals {
  /// Most variables a session can have: slots are 16-bit operands.
  public static let capacity = 1 << 16

  /// Names by slot.
  public private(set) var names: [String] = []
  private var slots: [String: Int] = [:]
  /// Values by slot, the cell in which each was last bound, and the number of the running cell: what
  /// the quick half of the machine reads.
  let memory: UnsafeMutablePointer<cm_globals>
  /// Values by slot; never moves. A slot without a value holds `Value.unset`.
  let values: UnsafeMutablePointer<Value>
  /// What stands for a slot without a value: the builtin of its name, once it was asked for.
  let builtins: UnsafeMutablePointer<Value>
  /// The cell in which each slot was last bound.
  let boundIn: UnsafeMutablePointer<UInt32>
  /// How often a slot was bound in a new cell or forgotten; raised by every rebinding.
  public private(set) var versions: [Int] = []
  /// The builtins, which a variable may hide.
  private let builtinTable: BuiltinTable
  /// Whether a variable has had the name of a builtin, so that calls of that name may reach script
  /// code.
  private(set) var hidesBuiltin = false
  /// The text that runs: what a binding that hides a builtin is remembered by.
  var runningText = ""
  /// Names of the texts that bound a variable with the name of a builtin, by slot.
  private var hidingTexts: [Int: String] = [:]
  /// The collection in which the variables were last visited.
  var visitedIn = 0
  /// Number of the running cell.
  private(set) var cell: UInt32 {
    get { memory.pointee.cell }
    set { memory.pointee.cell = newValue }
  }
  /// Slots bound or forgotten in the running cell, in order.
  private(set) var boundSlots: [Int] = []

  /// No variables yet, with these builtins behind them.
  public init(builtins table: BuiltinTable = BuiltinTable([])) {
    builtinTable = table
    memory = UnsafeMutableRawPointer(AddressSpace.reserve(UInt8.self, count: CM_GLOBALS_SIZE))
      .assumingMemoryBound(to: cm_globals.self)
    values = cm_values(memory).shared(as: Value.self)
    boundIn = cm_bound_in(memory)
    builtins = AddressSpace.reserve(Value.self, count: Self.capacity)
    memory.pointee.cell = 1
  }

  deinit {
    AddressSpace.release(memory.shared(as: UInt8.self), count: CM_GLOBALS_SIZE)
    AddressSpace.release(builtins, count: Self.capacity)
  }

  /// Slot of a variable; a new one if there is none yet. Nil when there are too many.
  public func slot(of name: String) -> Int? {
    if let slot = slots[name] { return slot }
    guard names.count < Self.capacity - 1 else { return nil }
    let slot = names.count
    names.append(name)
    versions.append(0)
    slots[name] = slot
    values[slot] = .unset
    builtins[slot] = .unset
    return slot
  }

  /// Value of a variable; nil if it has none.
  public subscript(name: String) -> Value? {
    get {
      guard let slot = slots[name], values[slot].tag != Tag.unset else { return nil }
      return values[slot]
    }
    set {
      guard let slot = slot(of: name) else { return }
      values[slot] = newValue ?? .unset
      noteBinding(slot)
    }
  }

  /// Names that have a value, in order of their first mention.
  public var boundNames: [String] {
    names.indices.filter { values[$0].tag != Tag.unset }.map { names[$0] }
  }

  /// Takes in that there is another builtin of a name.
  func register(builtin name: String) {
    guard let slot = slots[name] else { return }
    builtins[slot] = .unset
    if values[slot].tag != Tag.unset { hidesBuiltin = true }
  }

  /// How often a variable was bound; raised once a cell.
  public func version(of name: String) -> Int { slots[name].map { versions[$0] } ?? 0 }

  /// Begins a cell: what is bound from here on belongs to it.
  public func beginCell() {
    cell &+= 1
    boundSlots.removeAll()
  }

  /// Names that the running cell bound or forgot, in order of binding.
  public var namesBoundInCell: [String] { boundSlots.map { names[$0] } }

  /// Records that a slot was bound.
  @inline(__always)
  func noteBinding(_ slot: Int) {
    if boundIn[slot] != cell { noteFirstBinding(slot) }
  }

  @inline(never)
  private func noteFirstBinding(_ slot: Int) {
    boundIn[slot] = cell
    versions[slot] += 1
    boundSlots.append(slot)
    if builtinTable.contains(names[slot]) {
      hidesBuiltin = true
      hidingTexts[slot] = runningText
    }
  }

  /// The name of the cell or file that last bound a variable with the name of a builtin.
  func textHiding(_ name: String) -> String? { slots[name].flatMap { hidingTexts[$0] } }
}
