import Tensors

/// Rows `[n, dimension]` divided by their L2 norm; a zero row stays zero and gets no gradient.
/// First order only.
public func normalizedRows(_ rows: Tensor) throws -> Tensor {
  rows.dtype == .f64
    ? try normalizedRows(rows, of: Double.self)
    : try normalizedRows(rows.astype(.f32), of: Float.self)
}

private func normalizedRows<Element: ContrastElement>(
  _ rows: Tensor, of type: Element.Type
) throws -> Tensor {
  let unit = try UnitRows<Element>([rows], normalize: true)
  let output = try Element.tensor(shape: rows.shape) { buffer in
    buffer.baseAddress?.update(from: unit.values.start, count: buffer.count)
  }
  return CustomOperation(name: "normalize", inputs: [rows], output: output) { gradient in
    let workspace = try Workspace<Element>(repeating: 0, count: rows.count)
    try Element.lend(gradient.astype(Element.dtype)) { source in
      if let start = source.baseAddress {
        workspace.start.update(from: start, count: source.count)
      }
    }
    try unit.pullBack(workspace)
    return [
      try Element.tensor(shape: rows.shape) { buffer in
        buffer.baseAddress?.update(from: workspace.start, count: buffer.count)
      }
    ]
  }.tensor
}

extension Margin {
  /// The logit of each cosine, in f64 where the cosines are, else f32. First order only.
  public func applied(to cosines: Tensor) throws -> Tensor {
    let dtype: DType = cosines.dtype == .f64 ? .f64 : .f32
    let logits = cosines.doubles().map(logit)
    let output = try Tensor(logits.map(\.value), shape: cosines.shape, dtype: dtype)
    return CustomOperation(
      name: Self.entry.name, inputs: [try cosines.astype(dtype)], output: output
    ) { gradient in
      let values = zip(gradient.doubles(), logits).map { $0 * $1.slope }
      return [try Tensor(values, shape: cosines.shape, dtype: dtype)]
    }.tensor
  }
}
