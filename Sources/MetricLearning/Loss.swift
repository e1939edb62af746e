import Catalog
import Tensors

/// What a loss is computed from, in the forms that its entry names.
public enum LossData: Sendable {
  /// Two or more views of the same items, each `[batch, dimension]`; row i of each is item i.
  case views([Tensor])
  /// Embeddings `[batch, dimension]` with one class number a row.
  case labeled(Tensor, labels: [Int])
  /// Queries and their keys `[batch, dimension]`, and negatives: `[M, dimension]` for all queries,
  /// or `[batch, M, dimension]`, one set a query.
  case negatives(queries: Tensor, keys: Tensor, negatives: Tensor)
}

/// A loss: options given once, a value that can be called, named, listed and compared.
public protocol Loss: Sendable {
  /// The maker that scripts call.
  static var entry: Entry<any Loss> { get }
  /// How tables and legends name it: `SNT-Xent-AM(0.1)`.
  var name: String { get }
  /// The maker's call as it would be typed, defaults left out: `snt_xent(margin=am(0.1))`.
  var call: String { get }
  /// The value, `[]` or with `reduction="none"` one number a unit; differentiable once.
  ///
  /// f64 data gives an f64 value, any other an f32 one.
  /// - Throws: `LossError` for data of a form or shape that it does not take.
  func callAsFunction(_ data: LossData) throws -> Tensor
}

extension Loss {
  /// The script name of the maker: `snt_xent`.
  public var entryName: String { Self.entry.name }
  /// One sentence on what it does.
  public var summary: String { Self.entry.documentation.summary }
}

/// All losses.
public enum LossCatalog {
  /// In the order of the reference page.
  public static let all: [Entry<any Loss>] = [
    NTXentLoss.entry,
    SNTXentLoss.entry,
    InfoNCELoss.entry,
    SupConLoss.entry,
  ]
}

/// Data or options that a loss cannot work with.
public struct LossError: SubjectError, Equatable, CustomStringConvertible {
  /// The error's kind, as the language names it.
  public let kindName: String
  /// What happened, with the values.
  public let message: String
  /// What to do, where that is known.
  public let hint: String?

  /// `kindName` is `shape`, `type` or `value`.
  public init(_ kindName: String, _ message: String, hint: String? = nil) {
    self.kindName = kindName
    self.message = message
    self.hint = hint
  }

  /// The message.
  public var description: String { message }
}
