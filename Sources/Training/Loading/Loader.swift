import Tensors

/// What a training step sees.
public struct LoadedBatch {
  /// One tensor a view, all of one shape `[batch, …]`; row i of each is item `indices[i]`.
  public let views: [Tensor]
  /// The class number of each row, where the data has labels.
  public let labels: [Int]?
  /// The place of each row in the data.
  public let indices: [Int]
}

/// Cuts data into batches, in a new random order each epoch, with views that are drawn anew.
public struct Loader: Sendable {
  /// The items, f32.
  public let items: [Tensor]
  /// One class number an item.
  public let labels: [Int]?
  /// Items a batch.
  public let batchSize: Int
  /// How many views of each item a batch holds.
  public let viewCount: Int
  /// Applied in order to each item of each view.
  public let augmentations: [any Augmentation]
  /// Whether each epoch draws its order.
  public let isShuffled: Bool
  /// Whether the last batch is left out where it is not full; kept by default, as in PyTorch.
  public let dropsLast: Bool
  private let channels: Int

  /// - Parameters:
  ///   - items: `[channel, time]` of any lengths, or `[dimension]`, of one number of channels.
  ///   - augmentations: applied in order to each item of each view. Items of different lengths
  ///     need a `random_crop` among them.
  /// - Throws: `TrainingError` for no items, items that do not fit each other, impossible sizes.
  public init(
    items: [Tensor], labels: [Int]? = nil, batchSize: Int, viewCount: Int = 1,
    augmentations: [any Augmentation] = [], isShuffled: Bool = true, dropsLast: Bool = false
  ) throws {
    guard let first = items.first else {
      throw TrainingError("value", "loader: the data is empty")
    }
    guard first.rank == 1 || first.rank == 2,
      let channels = first.shape.first, channels > 0,
      items.allSatisfy({ $0.rank == first.rank && $0.shape[0] == channels && $0.count > 0 })
    else {
      throw TrainingError(
        "shape",
        "loader: items must be [channel, time] or [dim] with one number of channels, got "
          + "\(first.shape) and others")
    }
    guard batchSize >= 1 else {
      throw TrainingError("value", "loader: 'batch_size' must be ≥ 1, got \(batchSize)")
    }
    guard viewCount >= 1 else {
      throw TrainingError("value", "loader: 'views' must be ≥ 1, got \(viewCount)")
    }
    if let labels, labels.count != items.count {
      throw TrainingError(
        "shape",
        "loader: takes one label an item, got \(items.count) items and "
          + "\(labels.count) labels")
    }
    if dropsLast, items.count < batchSize {
      throw TrainingError(
        "value",
        "loader: \(items.count) items do not fill one batch of \(batchSize), and "
          + "drop_last leaves it out")
    }
    self.items = try items.map { try $0.astype(.f32).contiguous().detached() }
    self.labels = labels
    self.batchSize = batchSize
    self.viewCount = viewCount
    self.augmentations = augmentations
    self.isShuffled = isShuffled
    self.dropsLast = dropsLast
    self.channels = channels
  }

  /// The number of batches of an epoch.
  public var batchCount: Int {
    dropsLast ? items.count / batchSize : (items.count + batchSize - 1) / batchSize
  }

  /// The order of one epoch, drawn now if it is a random one.
  public func epoch(using generator: inout RandomGenerator) throws -> [[Int]] {
    let order =
      isShuffled ? try generator.permutation(items.count).ints() : Array(items.indices)
    return (0..<batchCount).map { batch in
      Array(order[batch * batchSize..<min((batch + 1) * batchSize, order.count)])
    }
  }

  /// The items at `indices`, with each view drawn.
  public func batch(
    _ indices: [Int], using generator: inout RandomGenerator
  ) throws -> LoadedBatch {
    var views: [Tensor] = []
    for _ in 0..<viewCount {
      var batch = FrameBatch(indices.map { items[$0] }, channels: channels)
      for augmentation in augmentations { try augmentation.apply(to: &batch, using: &generator) }
      views.append(try batch.tensor(shape(of: batch)))
    }
    return LoadedBatch(
      views: views, labels: labels.map { labels in indices.map { labels[$0] } }, indices: indices)
  }

  private func shape(of batch: FrameBatch) throws(TrainingError) -> [Int] {
    if items[0].rank == 1 { return [batch.count, channels] }
    let shortest = batch.lengths.min() ?? 0
    let longest = batch.lengths.max() ?? 0
    guard shortest == longest else {
      throw TrainingError(
        "shape",
        "loader: a batch needs items of one length, got \(shortest) to \(longest) frames",
        hint: "add augment=[random_crop(size=\(shortest))]")
    }
    return [batch.count, channels, shortest]
  }
}
