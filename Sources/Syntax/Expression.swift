import Diagnostics

/// A part of a program that has a value, with its place.
public struct Expression: Sendable {
  /// What it is.
  public let kind: Kind
  /// Its place, with parentheses around it.
  public let range: SourceRange
  /// Whether parentheses stand around it. They matter to the meaning in two places: right of `|>`
  /// (`x |> (f(a))` is `f(a)(x)`) and in a call (`(x.f)(a)` reads the field first).
  public var isParenthesized: Bool
  /// Levels of the tree below and with this one.
  let height: Int

  /// An expression of a kind, at a place.
  public init(_ kind: Kind, range: SourceRange, isParenthesized: Bool = false) {
    self.kind = kind
    self.range = range
    self.isParenthesized = isParenthesized
    height = 1 + kind.partsHeight
  }

  /// The kinds of expression. An exhaustive switch over these is how the compiler and the printer
  /// learn of a new one.
  public indirect enum Kind: Sendable {
    /// `none`
    case none
    /// `true` or `false`
    case bool(Bool)
    /// `42`; `-9223372036854775808` is one literal too.
    case int(Int)
    /// `1e-3`
    case float(Double)
    /// `"…"` of any form, with its escapes replaced
    case text(String)
    /// `f"…"`
    case formattedText([FormattedPart])
    /// A name, in NFC.
    case name(String)
    /// `[a, ..b]`, `(a, b)` or bare `a, b`: all build a list.
    case list([Item], form: ListForm)
    /// `{a: 1, "b": 2, ..c}`
    case dict([Entry])
    /// `[element for x in xs if c]`
    case listComprehension(element: Expression, clauses: [Clause])
    /// `{key: value for x in xs if c}`
    case dictComprehension(key: Expression, value: Expression, clauses: [Clause])
    /// `x => e` or `(a, b=1) => { … }`
    case lambda(Function)
    /// `fn(x) { … }`
    case function(Function)
    /// `if c { } else if d { } else { }`, with at least one branch.
    case conditional([Branch], otherwise: Block?)
    /// `try { } catch e { } finally { }`
    case attempt(Attempt)
    /// `no_grad { }`
    case noGrad(Block)
    /// `-x`, `+x`, `~x`
    case unary(UnaryOperator, Expression)
    /// `not x`
    case not(Expression)
    /// Arithmetic: evaluates both sides.
    case binary(BinaryOperator, Expression, Expression)
    /// `and`, `or`: may leave out the right side.
    case logical(LogicalOperator, Expression, Expression)
    /// `a < b <= c`: each operand is evaluated once; with at least one link.
    case comparison(Expression, [ComparisonLink])
    /// `a..b`, `a..=b`, `a..b by c`
    case range(low: Expression, high: Expression, isInclusive: Bool, step: Expression?)
    /// `f(a, name=b, ..c)`; a method call is a call whose callee is a `field`.
    case call(Expression, [Argument])
    /// `x[i, a:b, ...]`, with at least one index.
    case index(Expression, [Index])
    /// `x.name`; the range is that of the name alone.
    case field(Expression, name: String, nameRange: SourceRange)
    /// `value |> stage`; see `Expression.pipedCall`.
    case pipe(value: Expression, stage: Expression)
  }

  /// Callee and arguments, where this stands right of `|>` and takes the value as first argument:
  /// a call without parentheses around it. Nil where the whole is called with the value.
  public var pipedCall: (callee: Expression, arguments: [Argument])? {
    guard !isParenthesized, case .call(let callee, let arguments) = kind else { return nil }
    return (callee, arguments)
  }
}

/// How a list is written.
public enum ListForm: Sendable, Hashable {
  /// `[a, b]`
  case brackets
  /// `(a, b)`
  case parentheses
  /// `a, b`
  case bare
}

/// A stretch of an f-text: text as it stands, or a value with its format.
public enum FormattedPart: Sendable {
  /// Text, with its escapes replaced.
  case literal(String)
  /// `{value}` or `{value:spec}`; the format may hold values (`{x:{width}}`), which have no format
  /// with values of their own.
  case value(Expression, spec: [FormattedPart]?)
}

/// An item of a list or of bare items.
public struct Item: Sendable {
  /// The value, or what is spread.
  public let value: Expression
  /// Whether `..` stands before it.
  public let isSpread: Bool
  /// The place, with the `..`.
  public let range: SourceRange

  /// An item at a place.
  public init(_ value: Expression, isSpread: Bool, range: SourceRange) {
    self.value = value
    self.isSpread = isSpread
    self.range = range
  }
}

/// An entry of a dict.
public struct Entry: Sendable {
  /// The kinds of entry.
  public enum Kind: Sendable {
    /// `word: value`, whose key is the text of the word
    case word(String, value: Expression)
    /// `key: value`
    case computed(key: Expression, value: Expression)
    /// `..d`
    case spread(Expression)
  }
  /// What it is.
  public let kind: Kind
  /// The place.
  public let range: SourceRange

  /// An entry at a place.
  public init(_ kind: Kind, range: SourceRange) {
    self.kind = kind
    self.range = range
  }
}

/// A part of a comprehension, from the outermost loop inward.
public enum Clause: Sendable {
  /// `for targets in items`
  case loop([Target], items: Expression)
  /// `if condition`
  case condition(Expression)
}

/// `if condition { }`, one of the branches of a conditional.
public struct Branch: Sendable {
  /// What decides.
  public let condition: Expression
  /// What runs if it holds.
  public let body: Block

  /// A branch.
  public init(condition: Expression, body: Block) {
    self.condition = condition
    self.body = body
  }
}

/// `try { } catch e { } finally { }`; at least one of the two parts stands.
public struct Attempt: Sendable {
  /// `catch e { }`
  public struct Handler: Sendable {
    /// The name that takes the error, if any.
    public let name: String?
    /// The place of the name.
    public let nameRange: SourceRange?
    /// What runs after an error.
    public let body: Block

    /// A handler.
    public init(name: String?, nameRange: SourceRange?, body: Block) {
      self.name = name
      self.nameRange = nameRange
      self.body = body
    }
  }
  /// What is tried.
  public let body: Block
  /// What runs after an error.
  public let handler: Handler?
  /// What runs in any case.
  public let finally: Block?

  /// An attempt.
  public init(body: Block, handler: Handler?, finally: Block?) {
    self.body = body
    self.handler = handler
    self.finally = finally
  }
}

/// A link of a chain of comparisons: an operator and its right side.
public struct ComparisonLink: Sendable {
  /// How to compare.
  public let comparison: ComparisonOperator
  /// The right side.
  public let operand: Expression

  /// A link.
  public init(_ comparison: ComparisonOperator, _ operand: Expression) {
    self.comparison = comparison
    self.operand = operand
  }
}

/// An argument of a call.
public struct Argument: Sendable {
  /// The kinds of argument.
  public enum Kind: Sendable {
    /// `value`
    case positional(Expression)
    /// `name=value`
    case named(String, nameRange: SourceRange, value: Expression)
    /// `..value`: a list gives positional arguments, a dict named ones
    case spread(Expression)
  }
  /// What it is.
  public let kind: Kind
  /// The place.
  public let range: SourceRange

  /// An argument at a place.
  public init(_ kind: Kind, range: SourceRange) {
    self.kind = kind
    self.range = range
  }
}

/// An index between `[` and `]`.
public struct Index: Sendable {
  /// The kinds of index.
  public enum Kind: Sendable {
    /// `i`
    case value(Expression)
    /// `a:b:step`, any part left out
    case slice(Expression?, Expression?, step: Expression?)
    /// `...`
    case ellipsis
  }
  /// What it is.
  public let kind: Kind
  /// The place.
  public let range: SourceRange

  /// An index at a place.
  public init(_ kind: Kind, range: SourceRange) {
    self.kind = kind
    self.range = range
  }
}
