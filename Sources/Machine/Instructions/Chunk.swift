import CMachine
import Diagnostics

/// A constant of a program, before a heap holds it.
public enum Constant: Hashable, Sendable {
  case none
  case bool(Bool)
  case int(Int)
  /// The bits of a float, so that -0.0 and NaN are constants of their own.
  case float(UInt64)
  case text(String)

  /// Texts are one constant only if their code points are the same: Swift's own equality takes
  /// them as equal after normalising.
  public static func == (a: Constant, b: Constant) -> Bool {
    switch (a, b) {
    case (.none, .none): true
    case (.bool(let x), .bool(let y)): x == y
    case (.int(let x), .int(let y)): x == y
    case (.float(let x), .float(let y)): x == y
    case (.text(let x), .text(let y)): x.utf8.elementsEqual(y.utf8)
    case (.none, _), (.bool, _), (.int, _), (.float, _), (.text, _): false
    }
  }

  /// Hashes what `==` compares.
  public func hash(into hasher: inout Hasher) {
    switch self {
    case .none: hasher.combine(0)
    case .bool(let value): hasher.combine(value)
    case .int(let value): hasher.combine(value)
    case .float(let bits): hasher.combine(bits)
    case .text(let text): for byte in text.utf8 { hasher.combine(byte) }
    }
  }
}

/// Where a closure takes one of its cells from when it is made.
public enum CaptureSource: Sendable, Equatable {
  /// The cell in a register of the enclosing function.
  case cell(Int)
  /// A captured cell of the enclosing function.
  case capture(Int)
  /// A new cell with a copy of a register: a loop variable.
  case copyRegister(Int)
  /// A new cell with a copy of what a cell in a register holds.
  case copyCell(Int)
  /// A new cell with a copy of a global: a loop variable of the top level.
  case copyGlobal(Int)
}

/// A place in a function where errors of a stretch of instructions go on.
public struct Handler: Sendable {
  /// The instructions it covers.
  public var start: Int
  /// The first instruction that it does not cover.
  public var end: Int
  /// Where it goes on.
  public var target: Int
  /// The register that takes the error.
  public var register: Int
  /// Whether it runs for interrupts and expired time limits too: a `finally`.
  public var catchesAll: Bool

  /// A handler.
  public init(start: Int, end: Int, target: Int, register: Int, catchesAll: Bool) {
    self.start = start
    self.end = end
    self.target = target
    self.register = register
    self.catchesAll = catchesAll
  }
}

/// The form of a call with named arguments: their names, which go with the last values.
public struct CallShape: Hashable, Sendable {
  /// Names of the last arguments, in order.
  public var names: [String]

  /// A call whose last arguments have these names.
  public init(names: [String]) { self.names = names }
}

/// The form of the indices between `[` and `]`; their values stand in consecutive registers.
public struct IndexShape: Hashable, Sendable {
  /// The kinds of index.
  public enum Part: Hashable, Sendable {
    case value
    /// Which of the three parts of a slice stand.
    case slice(start: Bool, stop: Bool, step: Bool)
    case ellipsis
  }
  /// The indices, in order.
  public var parts: [Part]

  /// Indices of these kinds.
  public init(parts: [Part]) { self.parts = parts }
}

/// A variable in which a method call looks for "the nearest function of that name".
public enum MethodCandidate: Hashable, Sendable {
  case register(Int)
  case cell(Int)
  case capture(Int)
  case global(Int)

  /// The same for the quick half of the machine.
  fileprivate var place: (kind: Int, index: Int) {
    switch self {
    case .register(let index): (CM_REGISTER, index)
    case .cell(let index): (CM_LOCAL_CELL, index)
    case .capture(let index): (CM_CAPTURE, index)
    case .global(let index): (CM_GLOBAL, index)
    }
  }
}

/// A call `x.name(…)` in the program.
public final class MethodSite {
  /// The name behind the dot.
  public let name: String
  /// The named arguments, nil if there are none.
  public let shape: CallShape?
  /// Variables of that name, the nearest first; the builtin comes last.
  public let candidates: [MethodCandidate]
  /// The builtin of that name, once it was looked up.
  var builtin = Value.unset
  /// Whether lists or dicts have a method of that name themselves.
  let isTypeMethod: Bool
  /// The name as a key of a dict.
  let key: DictKey
  private let keyText: TextObject

  /// A method call.
  public init(name: String, shape: CallShape?, candidates: [MethodCandidate]) {
    self.name = name
    self.shape = shape
    self.candidates = candidates
    isTypeMethod = PlaceWord.all.contains(name) || VirtualMachine.dictMethods.contains(name)
    keyText = TextObject(utf8: Array(name.utf8))
    key = DictKey(keyText)
  }

  /// What the quick half of the machine needs to know; this object owns the name.
  var memory: cm_method_site {
    var memory = cm_method_site()
    memory.name = keyText.memory
    memory.is_plain = shape == nil
    memory.is_type_method = isTypeMethod
    let (kind, index) = candidates.first?.place ?? (CM_NOWHERE, 0)
    memory.candidate = UInt8(truncatingIfNeeded: kind)
    memory.candidate_index = UInt16(truncatingIfNeeded: index)
    return memory
  }

  /// The function that a dict keeps under the name; nil for other values, and for names of methods
  /// that dicts have themselves.
  func member(of receiver: Value) -> Value? {
    guard receiver.isObject(.dict), !isTypeMethod else { return nil }
    let member = receiver.reference(DictObject.self)._withUnsafeGuaranteedRef {
      $0.table.value(for: key)
    }
    guard let member, member.tag == Tag.object else { return nil }
    switch member.objectKind {
    case .closure, .builtin, .boundMethod: return member
    case .text, .list, .dict, .range, .tensor, .error, .instance, .module, .cell, .iterator:
      return nil
    }
  }
}

/// What a note on a parameter or a result asks for.
public struct TypeNote: Sendable {
  /// A size in a note.
  public enum Size: Hashable, Sendable {
    case name(String)
    case int(Int)
    case rest
  }
  /// A type, an object's type name, or a dtype.
  public var name: String
  /// Nil without brackets.
  public var sizes: [Size]?

  /// A note.
  public init(name: String, sizes: [Size]?) {
    self.name = name
    self.sizes = sizes
  }
}

/// A parameter of a script function.
public struct FunctionParameter: Sendable {
  /// The name.
  public var name: String
  /// Whether it takes the positional arguments that are left, as a list.
  public var isRest: Bool
  /// Whether a call may leave it out.
  public var hasDefault: Bool
  /// Whether the default is the literal `none`, so that `none` passes the note.
  public var defaultsToNone: Bool
  /// What it has to be.
  public var note: TypeNote?
  /// The text of the default, for signatures.
  public var defaultText: String?

  /// A parameter.
  public init(
    name: String, isRest: Bool = false, hasDefault: Bool = false, defaultsToNone: Bool = false,
    note: TypeNote? = nil, defaultText: String? = nil
  ) {
    self.name = name
    self.isRest = isRest
    self.hasDefault = hasDefault
    self.defaultsToNone = defaultsToNone
    self.note = note
    self.defaultText = defaultText
  }
}

extension FunctionParameter {
  /// As the parameter is written.
  var text: String {
    if isRest { return "..\(name)" }
    guard let note else { return name + (defaultText.map { "=\($0)" } ?? "") }
    return "\(name): \(note.text)" + (defaultText.map { " = \($0)" } ?? "")
  }

  /// Name, parameters and the result's note, as help and errors show them.
  public static func signature(
    _ name: String?, _ parameters: [FunctionParameter], result: TypeNote?
  ) -> String {
    let list = parameters.map(\.text).joined(separator: ", ")
    return "\(name ?? "fn")(\(list))" + (result.map { " -> \($0.text)" } ?? "")
  }
}

extension TypeNote {
  /// As the note is written: `f32[batch, 64]`.
  public var text: String {
    guard let sizes else { return name }
    let words = sizes.map { size in
      switch size {
      case .name(let name): name
      case .int(let value): String(value)
      case .rest: "..."
      }
    }
    return "\(name)[\(words.joined(separator: ", "))]"
  }
}

/// A program that a machine can run: the instructions of a cell or file.
public final class Chunk {
  /// The top level.
  public let main: Prototype

  /// A program whose top level is `main`.
  public init(main: Prototype) { self.main = main }

  /// The text it comes from.
  public var source: SourceText { main.source }
}
