import Machine
import Tensors
import Training

/// A stream of batches: each walk is an epoch, in an order drawn when it begins.
final class LoaderObject: ScriptObject {
  private let loader: Loader

  init(_ loader: Loader) {
    self.loader = loader
  }

  var typeName: String { "loader" }
  var count: Int? { loader.batchCount }

  var shown: String {
    var text = "loader: \(loader.batchCount) batches of \(loader.batchSize)"
    if loader.viewCount > 1 { text += ", \(loader.viewCount) views" }
    if !loader.augmentations.isEmpty {
      text += " by \(loader.augmentations.map(\.call).joined(separator: ", "))"
    }
    return text
  }

  var state: ObjectState {
    .list([
      .int(loader.batchSize), .int(loader.viewCount), .bool(loader.isShuffled),
      .bool(loader.dropsLast), .list(loader.augmentations.map { .text($0.call) }),
      .list(loader.items.map(ObjectState.tensor)),
      .list((loader.labels ?? []).map(ObjectState.int)),
    ])
  }

  func iterate(in machine: VirtualMachine) throws -> (() throws -> Value?) {
    var epoch = try machine.drawing { try loader.epoch(using: &$0) }[...]
    return { [unowned machine, loader] in
      guard let indices = epoch.popFirst() else { return nil }
      let batch = try machine.drawing { try loader.batch(indices, using: &$0) }
      let views = batch.views.map { machine.heap.tensor($0) }
      var entries: [(String, Value)] = [("views", machine.heap.list(views))]
      if let first = batch.views.first { entries.append(("x", machine.heap.tensor(first))) }
      if let labels = batch.labels {
        entries.append(
          ("labels", machine.heap.tensor(try Tensor(ints: labels, shape: [labels.count]))))
      }
      entries.append(
        ("indices", machine.heap.tensor(try Tensor(ints: indices, shape: [indices.count]))))
      return try machine.dict(entries)
    }
  }
}
