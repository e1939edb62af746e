import CMachine
import Diagnostics

/// The instructions of a function, or of the top level of a cell or file.
public final class Prototype {
  /// Everything the compiler says about a function.
  public struct Description {
    /// Nil for the top level and for functions without a name.
    public var name: String?
    /// Its parameters, in order.
    public var parameters: [FunctionParameter] = []
    /// The note on its result.
    public var result: TypeNote?
    /// The `##` lines above it.
    public var documentation: String?
    /// What it does, ended by a `return`.
    public var instructions: [Instruction] = []
    /// The place of each instruction.
    public var ranges: [SourceRange] = []
    /// The places of a call's arguments, those by position first, and last that of the callee, by
    /// the place of the call.
    public var argumentRanges: [SourceRange: [SourceRange]] = [:]
    /// The constants K of its instructions.
    public var constants: [Constant] = []
    /// The names N.
    public var names: [String] = []
    /// The functions P inside it.
    public var functions: [Prototype] = []
    /// Where its closures take their cells from.
    public var captures: [CaptureSource] = []
    /// Name of each captured variable.
    public var captureNames: [String] = []
    /// Where errors go on, innermost first.
    public var handlers: [Handler] = []
    /// Forms of calls with names.
    public var callShapes: [CallShape] = []
    /// Forms of indices.
    public var indexShapes: [IndexShape] = []
    /// Its method calls.
    public var methodSites: [MethodSite] = []
    /// Instructions at its head that a call skips whose values nothing else can change.
    public var guardCount = 0
    /// Registers it needs, with the windows of its calls.
    public var registerCount = 1
    /// The place of the whole function.
    public var range = SourceRange(start: 0, end: 0)
    /// Gives its canonical source: equal for two functions that differ in layout alone.
    public var canonicalText: () -> String = { "" }
    /// Whether it is the top level of a cell or file.
    public var isTopLevel = false

    /// An empty function.
    public init() {}
  }

  /// What the compiler says about it.
  public let description: Description
  /// The text it comes from.
  public let source: SourceText
  /// The variables of its top level.
  public let globals: Globals
  /// Number of parameters where a call by position with exactly that many arguments needs no
  /// more care; -1 for others.
  let plainArity: Int
  let code: UnsafeMutablePointer<Instruction>
  /// The constants as values; texts among them are allocated when it first runs.
  let constants: UnsafeMutablePointer<Value>
  /// The method calls, which the description owns, for the quick half of the machine.
  let methodSites: UnsafeMutablePointer<cm_method_site>
  /// The names N as keys of dicts, which `keys` owns.
  let names: UnsafeMutablePointer<UnsafeMutablePointer<cm_text>?>
  private let keys: [TextObject]
  private(set) var isLinked = false
  /// The collection in which its constants were last visited.
  var visitedIn = 0

  /// Copies what the compiler says to where the machine reads it.
  public init(_ description: Description, source: SourceText, globals: Globals) {
    self.description = description
    self.source = source
    self.globals = globals
    let parameters = description.parameters
    plainArity = parameters.contains { $0.isRest } ? -1 : parameters.count
    code = .allocate(capacity: description.instructions.count + 1)
    code.initialize(from: description.instructions, count: description.instructions.count)
    (code + description.instructions.count).initialize(to: Instruction(.return))
    let sites = description.methodSites
    methodSites = .allocate(capacity: sites.count + 1)
    for (index, site) in sites.enumerated() {
      (methodSites + index).initialize(to: site.memory)
    }
    keys = description.names.map { TextObject(utf8: Array($0.utf8)) }
    names = .allocate(capacity: keys.count + 1)
    for (index, key) in keys.enumerated() { (names + index).initialize(to: key.memory) }
    constants = .allocate(capacity: description.constants.count + 1)
    constants.initialize(repeating: .none, count: description.constants.count + 1)
  }

  deinit {
    code.deallocate()
    constants.deallocate()
    names.deallocate()
    methodSites.deallocate()
  }

  /// Name, parameters with notes and defaults, and the result's note:
  /// `loss(a: f32[n, d], b, scale=5) -> f32[]`.
  public var signature: String {
    FunctionParameter.signature(
      description.name, description.parameters, result: description.result)
  }

  /// Source of the whole function.
  public var text: String { source.text(in: description.range) }

  /// Makes values of the constants.
  func link(_ heap: Heap) {
    guard !isLinked else { return }
    isLinked = true
    for (index, constant) in description.constants.enumerated() {
      constants[index] =
        switch constant {
        case .none: .none
        case .bool(let value): .bool(value)
        case .int(let value): .int(value)
        case .float(let bits): .float(Double(bitPattern: bits))
        case .text(let text): heap.text(text)
        }
      // The function itself holds them: a text that is loaded must not grow in its place.
      constants[index].share()
    }
  }

  /// The place of the instruction before `pc`.
  func range(before pc: UnsafeMutablePointer<Instruction>) -> SourceRange {
    let index = code.distance(to: pc) - 1
    guard description.ranges.indices.contains(index) else { return description.range }
    return description.ranges[index]
  }
}
