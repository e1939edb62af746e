import Diagnostics

/// A statement, with its place.
public struct Statement: Sendable {
  /// What it is.
  public let kind: Kind
  /// Its place, without a `;` after it.
  public let range: SourceRange
  /// Levels of the tree below and with this one.
  let height: Int

  /// A statement of a kind, at a place.
  public init(_ kind: Kind, range: SourceRange) {
    self.kind = kind
    self.range = range
    height = 1 + kind.partsHeight
  }

  /// The kinds of statement.
  public indirect enum Kind: Sendable {
    /// A value, shown at the top level of a cell unless `;` follows.
    case expression(Expression, isSilenced: Bool)
    /// `a = b, c = e`: the lists of targets from left to right, at least one, and the value.
    /// A list of one target that is no spread takes the value itself; any other unpacks it.
    case assignment([[Target]], value: Expression)
    /// `place += e`
    case augmented(Expression, BinaryOperator, value: Expression)
    /// `fn name(a) { }` or `fn name(a) = e`
    case definition(Definition)
    /// `while c { }`
    case whileLoop(Expression, Block)
    /// `for targets in items { }`; one target that is no spread takes the item (of a dict, the
    /// key), others unpack it (of a dict, two take key and value).
    case forLoop([Target], items: Expression, Block)
    /// `return`, `return e`
    case returning(Expression?)
    /// `break`
    case breaking
    /// `continue`
    case continuing
    /// `throw e`
    case throwing(Expression)
    /// `assert c, "message"`
    case assertion(Expression, message: Expression?)
    /// `outer a, b`
    case outer([Identifier])
    /// `del a, b[i]`: places
    case delete([Expression])
    /// `import "lib.mscript" as lib`
    case importing(Import)
  }
}

/// A name, in NFC, with its place.
public struct Identifier: Sendable {
  /// The name.
  public let name: String
  /// Its place.
  public let range: SourceRange

  /// A name at a place.
  public init(_ name: String, range: SourceRange) {
    self.name = name
    self.range = range
  }
}

/// Statements between braces.
public struct Block: Sendable {
  /// What stands between the braces.
  public let statements: [Statement]
  /// The place, with the braces.
  public let range: SourceRange
  /// Levels of the highest statement.
  let height: Int

  /// A block at a place.
  public init(_ statements: [Statement], range: SourceRange) {
    self.statements = statements
    self.range = range
    height = statements.map(\.height).max() ?? 0
  }

  /// The expression whose value is the block's: the last statement, if that is one.
  public var result: Expression? {
    guard case .expression(let expression, isSilenced: _)? = statements.last?.kind else {
      return nil
    }
    return expression
  }
}

/// What an assignment or a loop binds.
public struct Target: Sendable {
  /// The kinds of target.
  public indirect enum Kind: Sendable {
    /// A name, an index or a field.
    case place(Expression)
    /// `..name` takes what is left, as a list.
    case spread(Identifier)
    /// `[a, b]` or `(a, b)` unpacks.
    case list([Target], form: ListForm)
  }
  /// What it is.
  public let kind: Kind
  /// The place in the text.
  public let range: SourceRange

  /// A target at a place in the text.
  public init(_ kind: Kind, range: SourceRange) {
    self.kind = kind
    self.range = range
  }
}

/// Parameters, notes and body of a function or lambda.
public struct Function: Sendable {
  /// What a function computes.
  public enum Body: Sendable {
    /// `{ … }`
    case block(Block)
    /// `= e` or `=> e`
    case expression(Expression)
  }
  /// From left to right; at most one takes the rest, those after it go by name only.
  public let parameters: [Parameter]
  /// `-> note`
  public let result: Note?
  /// What it computes.
  public let body: Body
  /// From its first parameter's parenthesis, or `fn`, to the end of its body.
  public let range: SourceRange

  /// A function.
  public init(parameters: [Parameter], result: Note?, body: Body, range: SourceRange) {
    self.parameters = parameters
    self.result = result
    self.body = body
    self.range = range
  }
}

/// `fn name(a) { }`, with the `##` lines above it.
public struct Definition: Sendable {
  /// Its name.
  public let name: Identifier
  /// Parameters and body.
  public let function: Function
  /// The `##` lines directly above, without the marks, joined by newlines.
  public let documentation: String?

  /// A definition.
  public init(name: Identifier, function: Function, documentation: String?) {
    self.name = name
    self.function = function
    self.documentation = documentation
  }
}

/// A parameter of a function.
public struct Parameter: Sendable {
  /// Its name.
  public let name: Identifier
  /// Whether it is `..name`, which takes the positional arguments that are left.
  public let isRest: Bool
  /// `: note`
  public let note: Note?
  /// `= e`, evaluated at each call that leaves it out
  public let defaultValue: Expression?
  /// The place of all of it.
  public let range: SourceRange

  /// A parameter.
  public init(
    name: Identifier, isRest: Bool, note: Note?, defaultValue: Expression?, range: SourceRange
  ) {
    self.name = name
    self.isRest = isRest
    self.note = note
    self.defaultValue = defaultValue
    self.range = range
  }
}

/// What a parameter or a result has to be: a type, or a dtype with sizes.
public struct Note: Sendable {
  /// A size in a note.
  public enum Size: Sendable, Hashable {
    /// A name, which is one size within a call.
    case name(String)
    /// Exactly this size.
    case int(Int)
    /// `...`: any number of axes.
    case rest
  }
  /// The word: a type, an object's type name, or a dtype.
  public let name: Identifier
  /// What stands between `[` and `]`; nil without brackets.
  public let sizes: [Size]?
  /// The place of all of it.
  public let range: SourceRange

  /// A note.
  public init(name: Identifier, sizes: [Size]?, range: SourceRange) {
    self.name = name
    self.sizes = sizes
    self.range = range
  }
}

/// `import "lib.mscript" as lib` or `import "lib.mscript": a, b`
public struct Import: Sendable {
  /// What an import binds.
  public enum Bound: Sendable {
    /// The module, under a name.
    case module(Identifier)
    /// Some of its names.
    case names([Identifier])
  }
  /// The path, relative to the importing file.
  public let path: String
  /// The place of the path.
  public let pathRange: SourceRange
  /// What it binds.
  public let bound: Bound

  /// An import.
  public init(path: String, pathRange: SourceRange, bound: Bound) {
    self.path = path
    self.pathRange = pathRange
    self.bound = bound
  }
}
