import Tensors

extension LossData {
  /// The views, checked: at least two, `[batch, dimension]`, all of one shape.
  static func checkedViews(_ views: [Tensor], loss: String) throws(LossError) -> [Tensor] {
    guard views.count >= 2 else {
      throw LossError("value", "\(loss): takes at least two views, got \(views.count)")
    }
    for view in views { try checkRows(view, "a view", loss: loss) }
    if let other = views.first(where: { $0.shape != views[0].shape }) {
      throw LossError(
        "shape",
        "\(loss): views must be [batch, dim] of one shape, got \(views[0].shape) and "
          + "\(other.shape)")
    }
    return views
  }

  /// Checks rows `[batch, dimension]` with at least one of each.
  static func checkRows(_ rows: Tensor, _ what: String, loss: String) throws(LossError) {
    guard rows.rank == 2, rows.shape[0] > 0, rows.shape[1] > 0 else {
      throw LossError("shape", "\(loss): \(what) must be [batch, dim], got shape \(rows.shape)")
    }
  }

  /// Checks that there is one label a row.
  static func checkLabels(_ labels: [Int], for rows: Tensor, loss: String) throws(LossError) {
    try checkRows(rows, "the embeddings", loss: loss)
    guard labels.count == rows.shape[0] else {
      throw LossError(
        "shape",
        "\(loss): takes one label a row, got \(rows.shape[0]) rows and \(labels.count) labels")
    }
    guard Set(labels).count < labels.count else {
      throw LossError(
        "value",
        "\(loss): no label comes twice among \(labels.count) rows, so there is no positive pair",
        hint: "an m_per_class_sampler puts several rows of a class into a batch")
    }
  }
}
