import Catalog
import Tensors

/// InfoNCE: each query against its key and negatives.
///
///     ℓ_i = −log( e^{s l(q_i, k_i)} / (e^{s l(q_i, k_i)} + Σ_n e^{s l(q_i, n)}) )
///
/// Negatives are the other keys, or those given (then the other keys only with `inBatch`).
public struct InfoNCELoss: ContrastLoss {
  /// The name without margin and scale.
  public static let title = "InfoNCE"
  /// The scale where neither `scale=` nor `temperature=` is given.
  public static let defaultScale = 5.0
  /// Entry and data.
  public static let maker = LossMaker(
    entry, takes: [.views, .negatives],
    "queries and keys (q, k), or with negatives (q, k, negatives)")

  private static let entry = Entry<any Loss>(
    "info_nce", PositiveOption("scale", defaultText: "5"),
    PositiveOption("temperature", defaultText: "0.2"), ContrastOptions.marginParameter,
    Flag("in_batch"), Reduction.parameter, ContrastOptions.normalizeParameter,
    ContrastOptions.weightsParameter, ContrastOptions.maskParameter,
    summary: "Picks each query's key out of negatives: the other keys, or given ones.",
    details: """
      info_nce(q, k): the other keys are the negatives, as in nt_xent(q, k). info_nce(q, k,
      negatives): negatives [M, dim] shared by all queries, or [batch, M, dim], one set a query;
      the denominator is the own key and these, with in_batch=true also the other keys. A unit is
      a query. Give scale or temperature = 1 / scale, never both. weights= and mask= are those of
      the given negatives, [M] and [batch, M], or of the keys where none are given.
      \(ContrastOptions.negativesText)
      """,
    example: Example(
      "info_nce([[1.0, 0.0]], [[1.0, 0.0]], [[0.0, 1.0]], scale=1)", prints: "0.3132617"),
    source: Citation(
      "van den Oord et al.", 2018, "Representation Learning with Contrastive Predictive Coding",
      "arxiv.org/abs/1807.03748"),
    related: ["nt_xent", "snt_xent"]
  ) { scale, temperature, margin, inBatch, reduction, normalizes, weights, mask in
    var options = try ContrastOptions(
      loss: "info_nce", scale: scale, temperature: temperature, margin: margin,
      reduction: reduction, normalizes: normalizes)
    options.weights = weights
    options.mask = mask
    return InfoNCELoss(options: options, inBatch: inBatch)
  }

  /// Scale, margin and what else the losses share.
  public let options: ContrastOptions
  /// Whether the other keys are negatives beside the given ones.
  public let inBatch: Bool

  /// The loss with these options.
  public init(options: ContrastOptions, inBatch: Bool = false) {
    self.options = options
    self.inBatch = inBatch
  }

  /// The maker's call as it would be typed.
  public var call: String {
    let arguments =
      options.arguments(default: Self.defaultScale) + (inBatch ? ["in_batch=true"] : [])
    return "info_nce(\(arguments.joined(separator: ", ")))"
  }

  /// The value for data of the forms that the entry names.
  public func callAsFunction(_ data: LossData) throws -> Tensor {
    switch data {
    case .views(let views):
      let views = try LossData.checkedViews(views, loss: "info_nce")
      guard views.count == 2 else {
        throw LossError("value", "info_nce: takes queries and keys, got \(views.count) views")
      }
      return try oneSided(views[0], views[1], options, loss: "info_nce")
    case .negatives(let queries, let keys, let negatives):
      let pair = try LossData.checkedViews([queries, keys], loss: "info_nce")
      try check(negatives, for: queries)
      let isShared = negatives.rank == 2
      return try isShared && inBatch
        ? withOtherKeys(pair[0], pair[1], negatives)
        : withOwnKey(pair[0], pair[1], negatives, isShared: isShared)
    case .labeled, .triplets, .pairs:
      throw maker.wrongForm()
    }
  }

  private func check(_ negatives: Tensor, for queries: Tensor) throws(LossError) {
    let batch = queries.shape[0]
    let dimension = queries.shape[1]
    let fits =
      negatives.rank == 2
      ? negatives.shape[0] > 0 && negatives.shape[1] == dimension
      : negatives.rank == 3 && negatives.shape[0] == batch && negatives.shape[1] > 0
        && negatives.shape[2] == dimension
    guard fits else {
      throw LossError(
        "shape",
        "info_nce: 'negatives' must be [M, \(dimension)] or [\(batch), M, \(dimension)], "
          + "got \(negatives.shape)")
    }
  }

  private func withOtherKeys(
    _ queries: Tensor, _ keys: Tensor, _ negatives: Tensor
  ) throws -> Tensor {
    let batch = queries.shape[0]
    return try Contrast(
      anchors: [queries], candidates: [keys, negatives],
      groups: PairGroups(
        rows: Array(0..<batch), columns: Array(0..<batch + negatives.shape[0])),
      denominator: .everything, options: options, loss: "info_nce",
      weights: try withKeys(options.negatives(loss: "info_nce"), batch)
    ).value()
  }

  /// Weights and mask of the negatives, with all keys in full before them.
  private func withKeys(_ given: NegativeWeights?, _ batch: Int) throws -> NegativeWeights? {
    guard var weights = given else { return nil }
    weights.candidates = weights.candidates.map {
      [Double](repeating: 1, count: batch) + $0
    }
    if let mask = weights.mask, mask.rank == 2, mask.shape[0] == batch {
      let keys = try Tensor.ones([batch, batch], dtype: .bool)
      weights.mask = try Tensor.concat([keys, mask], axis: 1)
    }
    return weights
  }

  /// log(1 + exp(L − l)), L over the negatives, l the own key's logit; with the other keys,
  /// whose share is a term t = K − l, log(1 + exp(L − K)) + t.
  private func withOwnKey(
    _ queries: Tensor, _ keys: Tensor, _ negatives: Tensor, isShared: Bool
  ) throws -> Tensor {
    let unreduced = try ContrastOptions(
      loss: "info_nce", scale: options.scale, margin: options.margin, reduction: .none,
      normalizes: options.normalizes)
    let queryRows = options.normalizes ? try normalizedRows(queries) : queries
    let keyRows = options.normalizes ? try normalizedRows(keys) : keys
    var own = try (queryRows * keyRows).sum(axes: [1])
    if let margin = options.margin { own = try margin.applied(to: own) }
    let logit = try own.multiplying(.float(options.scale))
    let others =
      isShared
      ? try Contrast(
        anchors: [queries], candidates: [negatives], groups: nil, denominator: .everything,
        options: ContrastOptions(
          loss: "info_nce", scale: options.scale, reduction: .none,
          normalizes: options.normalizes), loss: "info_nce",
        weights: options.negatives(loss: "info_nce")
      ).value()
      : try ownNegatives(queryRows, negatives)
    if !inBatch { return try options.reduction.applied(to: others.subtracting(logit).softplus()) }
    let term = try oneSided(queries, keys, unreduced, loss: "info_nce")
    return try options.reduction.applied(
      to: others.subtracting(logit + term).softplus().adding(term))
  }

  /// L of each query over its own negatives `[batch, M, dimension]`.
  private func ownNegatives(_ queries: Tensor, _ negatives: Tensor) throws -> Tensor {
    let shape = negatives.shape
    let flat = try negatives.reshape([shape[0] * shape[1], shape[2]])
    let unit = options.normalizes ? try normalizedRows(flat) : flat
    let logits = try unit.reshape(shape).matmul(queries.unsqueeze(2)).squeeze(axes: [2])
    return try counted(logits.multiplying(.float(options.scale))).logSumExp(axes: [1])
  }

  /// Logits of own negatives `[batch, M]` with their weights and mask.
  private func counted(_ logits: Tensor) throws -> Tensor {
    var counted = logits
    if let weights = options.weights {
      guard weights.shape == logits.shape || weights.shape == [logits.shape[1]] else {
        throw LossError(
          "shape",
          "info_nce: for negatives of its own for each query 'weights' must be "
            + "[\(logits.shape[1])] or \(logits.shape), got \(weights.shape)")
      }
      guard weights.doubles().allSatisfy({ $0 >= 0 && $0.isFinite }) else {
        throw LossError("value", "info_nce: 'weights' must be finite numbers ≥ 0")
      }
      counted = try counted + weights.detached().astype(counted.dtype).log()
    }
    if let mask = options.mask {
      guard mask.dtype == .bool, mask.shape == logits.shape else {
        throw LossError(
          "shape",
          "info_nce: 'mask' must be bool \(logits.shape), got \(mask.dtype.name) \(mask.shape)")
      }
      counted = try .where_(mask, counted, .scalar(-.infinity, dtype: counted.dtype))
    }
    return counted
  }
}
