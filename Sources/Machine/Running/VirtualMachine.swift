import CMachine
import Catalog
import Tensors

/// Runs chunks of instructions, and is what builtins talk to.
///
/// Not `Sendable`: a machine lives on the thread that made it.
public final class VirtualMachine {
  /// What the two halves share.
  let core: UnsafeMutablePointer<cm_core>
  private let memory = SharedMemory()
  /// Whether the quick half runs what it can; without it a program gives the same, later.
  package var usesQuickHalf = MachineLayout.isAsExpected
  /// Owns all objects.
  public let heap: Heap
  /// What has to happen at the next safepoint.
  let pending: PendingWord
  /// All builtins by name; a global of the same name hides one.
  public let builtins: BuiltinTable
  /// Where shown values, printed text and figures go.
  public var output: any OutputSink
  /// Where files, time and input come from.
  public var outside: any Outside
  /// The session's random numbers: key and position.
  public var generator = RandomGenerator(seed: 0)
  /// Variables of the session's top level.
  public let globals: Globals
  /// What programs may use.
  public var limits = Limits() {
    didSet {
      lastFrame = frames + max(1, min(limits.calls, Limits.frames))
      updateWatch()
    }
  }
  /// Values that builtins hold across calls back into script code.
  public internal(set) var held: [Value] = []
  /// What plot calls draw on, for the builtins that draw.
  public var drawing: Value = .none
  /// Called before an object changes for the first time in a cell, with its state until then.
  public var onFirstChange: ((InstanceObject, ObjectState) -> Void)?
  /// Gives the module of an imported path; the second argument is the importing file.
  public var importer: ((String, String) throws -> Value)?
  /// Our form for a name of another language that has no value here, such as `np`.
  public var foreignHint: ((String) -> String?)?

  /// Builtins and predefined values as script values, by name.
  var predefined: [String: Value] = [:]
  /// Objects that the running cell changed.
  var changedInCell: [ObjectIdentifier: InstanceObject] = [:]
  var changeOrder: [InstanceObject] = []
  /// Objects that the running cell looked at or changed.
  var readInCell: [ObjectIdentifier: InstanceObject] = [:]
  var readOrder: [InstanceObject] = []

  // The stack. The frame at `frames` itself is a floor that never runs.
  let registers: UnsafeMutablePointer<Value>
  let frames: UnsafeMutablePointer<Frame>
  /// The running frame.
  var top: UnsafeMutablePointer<Frame> {
    get { core.pointee.top.shared(as: Frame.self) }
    set { core.pointee.top = newValue.shared(as: cm_frame.self) }
  }
  private(set) var lastFrame: UnsafeMutablePointer<Frame> {
    get { core.pointee.last_frame.shared(as: Frame.self) }
    set { core.pointee.last_frame = newValue.shared(as: cm_frame.self) }
  }
  /// Registers from here on are known to hold no stale value; a call that needs more moves it.
  var cleanFrom: UnsafeMutablePointer<Value> {
    get { core.pointee.clean_from.shared(as: Value.self) }
    set { core.pointee.clean_from = newValue.shared(as: cm_value.self) }
  }
  /// How many library calls that called back into scripts are active.
  var nativeDepth = 0
  /// The newest object when library code last took over: what it made since is held when it calls
  /// back into a script.
  var newestBeforeNative: Unmanaged<HeapObject>?
  /// Taken jumps and calls of the running cell.
  var safepoints: Int {
    get { Int(core.pointee.safepoints) }
    set { core.pointee.safepoints = Int64(newValue) }
  }
  /// Tensor operations of the running cell.
  var operationSafepoints = 0
  /// Turns of loops that no safepoint stops.
  var turns = 0
  /// Whether the error that is being thrown has the running frame in its trace already.
  var isRethrown = false
  /// How many `no_grad` blocks are open.
  var gradientPauses = 0
  /// Number of collections so far.
  var collections = 0

  /// A machine with the builtins of some areas.
  public init(builtins: [BuiltinArea], output: any OutputSink, outside: any Outside) {
    self.builtins = BuiltinTable(builtins)
    globals = Globals(builtins: self.builtins)
    self.output = output
    self.outside = outside
    registers = AddressSpace.reserve(Value.self, count: Limits.registers)
    frames = AddressSpace.reserve(Frame.self, count: Limits.frames + 2)
    core = memory.core
    pending = PendingWord(in: core)
    heap = Heap(memory)
    top = frames
    lastFrame = frames + Limits.frames
    cleanFrom = registers
    let floor = ClosureObject(
      prototype: Prototype(.init(), source: .init(name: "", text: ""), globals: globals))
    heap.adopt(floor)
    frames.initialize(
      to: Frame(
        pc: floor.code, registers: registers, closure: Unmanaged.passUnretained(floor)))
    predefine("inf", .float(.infinity))
    predefine("nan", .float(.nan))
    predefine("pi", .float(.pi))
  }

  deinit {
    pending.retire()
    AddressSpace.release(registers, count: Limits.registers)
    AddressSpace.release(frames, count: Limits.frames + 2)
  }

  /// Gives a name a value that stands behind all variables of that name, like a builtin.
  public func predefine(_ name: String, _ value: Value) {
    predefined[name] = value
  }

  /// Adds a builtin, in the place of one of the same name.
  public func register(_ builtin: Builtin) {
    builtins.add(builtin)
    predefined[builtin.name] = nil
    globals.register(builtin: builtin.name)
  }

  /// The builtin or predefined value of a name.
  public func builtin(named name: String) -> Value? {
    if let value = predefined[name] { return value }
    guard let builtin = builtins[name] else { return nil }
    let value = heap.builtin(builtin)
    predefined[name] = value
    return value
  }

  /// Begins a cell: bindings, changes and safepoints are counted from here on.
  public func beginCell() {
    globals.beginCell()
    changedInCell.removeAll()
    changeOrder.removeAll()
    readInCell.removeAll()
    readOrder.removeAll()
    while gradientPauses > 0 { resumeGradients() }
    pending.bringToForeground()
    clearInterrupt()
    safepoints = 0
    operationSafepoints = 0
    core.pointee.watch_from = 0
  }

  /// Objects that the running cell changed, in order of their first change.
  public var objectsChangedInCell: [InstanceObject] { changeOrder }

  /// Objects that the running cell looked at or changed, in order of first use: their fields,
  /// items and methods, and calls with them as arguments.
  public var objectsReadInCell: [InstanceObject] { readOrder }

  /// Records that a value was looked at, if it is an object.
  @inline(__always)
  func noteRead(_ value: Value) {
    if value.isObject(.instance) { noteObject(value) }
  }

  @inline(never)
  private func noteObject(_ value: Value) {
    guard let object = value.heapObject as? InstanceObject,
      readInCell.updateValue(object, forKey: ObjectIdentifier(object)) == nil
    else { return }
    readOrder.append(object)
  }

  /// Records that a call looks at its callee and arguments.
  func noteReads(_ callee: Value, _ arguments: Arguments) {
    noteRead(callee)
    for value in arguments.positional { noteRead(value) }
    for (_, value) in arguments.named { noteRead(value) }
  }

  /// Called before an object changes: raises its version and, at the first change in a cell,
  /// hands its state to undo.
  public func willChange(_ object: InstanceObject) {
    object.version += 1
    guard changedInCell.updateValue(object, forKey: ObjectIdentifier(object)) == nil else { return }
    changeOrder.append(object)
    onFirstChange?(object, object.object.state)
  }

  /// Shows a value as the prompt does: nothing for `none`, a figure as a picture.
  /// - Throws: `interrupt`.
  public func display(_ value: Value) throws(RuntimeError) {
    guard !value.isNone else { return }
    if let object = value.instanceObject?.object, object.display(value, in: self) { return }
    let text = shown(value)
    try checkInterrupt()
    output.write(text + "\n")
  }
}
