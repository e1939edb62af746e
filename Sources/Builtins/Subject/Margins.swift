import Catalog
import Machine
import MetricLearning

/// Margins: values that plug into any contrastive loss.
enum Margins {
  static let all: [Builtin] = MarginCatalog.all.map { entry in
    Builtin(entry) { margin, machine in
      machine.heap.instance(MarginObject(margin))
    }
  }
}
