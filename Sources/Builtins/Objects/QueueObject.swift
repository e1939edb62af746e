import Catalog
import Machine
import Tensors

/// The last rows that went in, oldest first: what `momentum_queue(size=, dim=)` gives.
///
/// In expressions it is its rows, so that a loss takes it as negatives.
final class QueueObject: ScriptObject {
  /// The number of rows it holds, always all of them.
  let size: Int
  /// `[size, dim]`, oldest first.
  private(set) var rows: Tensor

  /// A full queue of these rows.
  init(_ rows: Tensor) {
    size = rows.shape[0]
    self.rows = rows
  }

  var typeName: String { "queue" }
  var shown: String { "momentum_queue(size=\(size), dim=\(rows.shape[1]))" }
  var state: ObjectState { .tensor(rows) }
  func restore(_ state: ObjectState) { if case .tensor(let kept) = state { rows = kept } }
  var tensorValue: Tensor? { rows }
  var count: Int? { size }
  var memberNames: [String] { ["rows"] + Self.methods.names }
  func method(_ name: String) -> ObjectMethod? { Self.methods[name] }

  func field(_ name: String, in machine: VirtualMachine) throws -> Value? {
    name == "rows" ? machine.heap.tensor(rows) : nil
  }

  /// Puts rows in; the oldest leave.
  /// - Throws: a `shape` error for rows of another length.
  func push(_ new: Tensor) throws {
    guard new.rank == 2, new.shape[1] == rows.shape[1] else {
      throw RuntimeError(
        .shape,
        "push: a queue of rows of \(rows.shape[1]) takes [row, \(rows.shape[1])], "
          + "got \(new.shape)")
    }
    let fresh = try new.detached().astype(rows.dtype)
    let all = try Tensor.concat([rows, fresh])
    rows = try all.indexed([.slice(start: all.shape[0] - size, end: nil, step: 1)]).contiguous()
  }

  private static let methods = MethodTable([
    ObjectMethod(
      "push", of: QueueObject.self, TensorArgument("z", "[row, dim]"), changesObject: true,
      summary: "Puts rows in, without their gradients; as many of the oldest leave.",
      example: Example(
        "q = momentum_queue(size=2, dim=1)\nq.push([[1.0], [2.0], [3.0]])\nq.rows.tolist()",
        prints: "[[2.0], [3.0]]"),
      related: ["momentum_queue", "moco"]
    ) { queue, _, rows in
      try queue.push(rows)
      return .none
    }
  ])
}
