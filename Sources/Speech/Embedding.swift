import Tensors

/// Runs a model over items of different lengths, those of one shape together, and puts the results
/// into the order of the items.
///
/// - Parameters:
///   - items: `[channel, time]` or `[dimension]`.
///   - batchSize: how many at a time.
///   - model: takes `[batch, …]` and gives `[batch, dimension]`.
/// - Returns: `[items, dimension]`.
/// - Throws: `SpeechError` for no items or a result of another shape, and whatever the model does.
public func embed(
  _ items: [Tensor], batchSize: Int = 256, model: (Tensor) throws -> Tensor
) throws -> Tensor {
  guard !items.isEmpty else { throw SpeechError("value", "embed: the data is empty") }
  var places: [[Int]: [Int]] = [:]
  var shapes: [[Int]] = []
  for (place, item) in items.enumerated() {
    if places[item.shape] == nil { shapes.append(item.shape) }
    places[item.shape, default: []].append(place)
  }
  var rows: [Tensor] = []
  var order: [Int] = []
  for shape in shapes {
    let group = places[shape] ?? []
    for start in stride(from: 0, to: group.count, by: max(batchSize, 1)) {
      let batch = Array(group[start..<min(start + max(batchSize, 1), group.count)])
      let result = try model(Tensor.stack(batch.map { items[$0] }))
      guard result.rank == 2, result.shape[0] == batch.count else {
        throw SpeechError(
          "shape",
          "embed: the model must give [batch, dim], got \(result.shape) for \(batch.count) items")
      }
      rows.append(result)
      order += batch
    }
  }
  var back = [Int](repeating: 0, count: items.count)
  for (row, place) in order.enumerated() { back[place] = row }
  return try Tensor.concat(rows).take(Tensor(ints: back, shape: [back.count]))
}
