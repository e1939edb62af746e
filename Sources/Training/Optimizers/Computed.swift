import Tensors

/// New tensors of one shape that `body` computes from others of that shape in one pass.
///
/// A step makes new tensors rather than changing old ones, so that whoever still holds a weight's
/// old value (undo, an average, a graph) keeps it; the memory of dropped ones is used again.
func computed<Element: RealElement>(
  _ outputs: Int, like shape: [Int], from inputs: [Tensor], of type: Element.Type,
  _ body: (
    _ inputs: [UnsafePointer<Element>], _ outputs: [UnsafeMutablePointer<Element>], _ count: Int
  ) -> Void
) throws -> [Tensor] {
  guard !shape.contains(0) else {
    return try (0..<outputs).map { _ in try Tensor.zeros(shape, dtype: Element.dtype) }
  }
  var results: [Tensor] = []
  func lend(_ place: Int, _ sources: [UnsafePointer<Element>]) throws {
    guard place < inputs.count else { return try make(outputs, sources, []) }
    try Element.lend(inputs[place]) { buffer in
      if let start = buffer.baseAddress { try lend(place + 1, sources + [start]) }
    }
  }
  func make(
    _ left: Int, _ sources: [UnsafePointer<Element>],
    _ targets: [UnsafeMutablePointer<Element>]
  ) throws {
    guard left > 0 else {
      body(sources, targets, shape.reduce(1, *))
      return
    }
    let tensor = try Element.tensor(shape: shape) { buffer in
      if let start = buffer.baseAddress { try make(left - 1, sources, targets + [start]) }
    }
    results.append(tensor)
  }
  try lend(0, [])
  // The innermost is done first.
  return results.reversed()
}
