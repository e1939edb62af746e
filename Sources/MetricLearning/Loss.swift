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
  /// Row i of each is a triplet, all `[batch, dimension]`.
  case triplets(anchors: Tensor, positives: Tensor, negatives: Tensor)
  /// Row i of each is a pair, both `[batch, dimension]`, and whether it is of one class.
  case pairs(Tensor, Tensor, same: [Bool])
}

/// The forms of data that a loss takes; the number of values of a call and their types decide
/// which one it is, never what they hold.
public struct LossForms: OptionSet, Sendable {
  /// A bit for each form.
  public let rawValue: Int
  /// The forms of these bits.
  public init(rawValue: Int) { self.rawValue = rawValue }

  /// `LossData.views`.
  public static let views = LossForms(rawValue: 1)
  /// `LossData.labeled`.
  public static let labels = LossForms(rawValue: 2)
  /// `LossData.negatives`.
  public static let negatives = LossForms(rawValue: 4)
  /// `LossData.triplets`.
  public static let triplets = LossForms(rawValue: 8)
  /// `LossData.pairs`.
  public static let pairs = LossForms(rawValue: 16)
}

/// How a loss is made and called: all that help, calls and tests need to know of it.
public struct LossMaker: Sendable {
  /// The maker that scripts call.
  public let entry: Entry<any Loss>
  /// The forms of data that the loss takes.
  public let forms: LossForms
  /// The forms in the words of help and errors: "two views (a, b)".
  public let data: String

  /// A loss of this entry that takes these forms.
  public init(_ entry: Entry<any Loss>, takes forms: LossForms, _ data: String) {
    self.entry = entry
    self.forms = forms
    self.data = data
  }

  /// The script name.
  public var name: String { entry.name }

  /// The error for data in another form.
  /// - Parameter instead: what else to call for such data: "with labels, sup_con(z, y)".
  func wrongForm(instead: String? = nil) -> LossError {
    LossError("type", "\(name): takes \(data)\(instead.map { "; " + $0 } ?? "")")
  }
}

/// A loss: options given once, a value that can be called, named, listed and compared.
public protocol Loss: Sendable {
  /// Entry and data of the losses of this type.
  static var maker: LossMaker { get }
  /// Entry and data of this loss: the type's own unless several entries make one type.
  var maker: LossMaker { get }
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
  /// Entry and data of the losses of this type.
  public var maker: LossMaker { Self.maker }
  /// The script name of the maker: `snt_xent`.
  public var entryName: String { maker.name }
  /// One sentence on what it does.
  public var summary: String { maker.entry.documentation.summary }
}

/// All losses.
public enum LossCatalog {
  /// In the order of the reference page.
  public static let all: [LossMaker] =
    [
      NTXentLoss.maker,
      SNTXentLoss.maker,
      InfoNCELoss.maker,
      SupConLoss.maker,
    ] + MarginSoftmaxLoss.makers + ProxyNCALoss.makers + [
      MagFaceLoss.maker,
      ProxyAnchorLoss.maker,
      SoftTripleLoss.maker,
      ContrastiveLoss.maker,
      TripletLoss.maker,
      MultiSimilarityLoss.maker,
      CircleLoss.maker,
      NCALoss.maker,
      GeneralizedLiftedLoss.maker,
      LiftedStructureLoss.maker,
      TupletMarginLoss.maker,
      AngularLoss.maker,
      NPairsLoss.maker,
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
