import Machine
import Tensors

/// The tensors to differentiate with respect to.
struct GradientLeaves {
  /// All of them.
  var all: [Tensor] = []
  /// Those made for the purpose; the others belong to a derivative further out, or to an object.
  private(set) var own: [Tensor] = []

  /// Takes a tensor on: as it is if it tracks gradients already, else as a leaf of its own.
  mutating func take(_ tensor: Tensor) -> Tensor {
    let leaf = tensor.tracksGradient ? tensor : tensor.tracked()
    if !tensor.tracksGradient { own.append(leaf) }
    all.append(leaf)
    return leaf
  }
}

/// An argument taken apart into the tensors to differentiate with respect to.
indirect enum GradientTree {
  /// Leaf number `index`; a number gives a number back.
  case leaf(index: Int, isNumber: Bool)
  case list([GradientTree])
  case dict([(key: Value, tree: GradientTree)])
  /// An object whose leaves begin at `index`.
  case object(any WeightOwner, index: Int)
  /// Something without a derivative.
  case constant

  /// Takes a value apart.
  ///
  /// - Parameter leaves: takes the leaves on.
  /// - Returns: the tree, and the value with its tensors replaced by the leaves.
  static func split(
    _ value: Value, into leaves: inout GradientLeaves, in machine: VirtualMachine, _ entry: String
  ) throws -> (GradientTree, Value) {
    if let holder = value.instanceObject?.object as? any WeightOwner {
      let index = leaves.all.count
      leaves.all += holder.ownedWeights.map(\.value)
      return (.object(holder, index: index), value)
    }
    if let number = value.asDouble {
      let leaf = leaves.take(.scalar(number))
      return (.leaf(index: leaves.all.count - 1, isNumber: true), machine.heap.tensor(leaf))
    }
    if let tensor = value.asTensor { return try leaf(tensor, &leaves, machine, entry) }
    if let list = value.listObject {
      if !list.items.isEmpty, NumberLists.isAllNumbers(list.items) {
        guard let tensor = try machine.tensor(fromNumbers: value, dtype: .f32) else {
          return (.constant, value)
        }
        return try leaf(tensor, &leaves, machine, entry)
      }
      var trees: [GradientTree] = []
      var items: [Value] = []
      for item in list.items {
        let (tree, changed) = try split(item, into: &leaves, in: machine, entry)
        trees.append(tree)
        machine.markShared(changed)
        items.append(changed)
      }
      return (.list(trees), machine.heap.list(items))
    }
    if let dict = value.dictObject {
      var trees: [(key: Value, tree: GradientTree)] = []
      var table = DictTable(capacity: dict.table.count)
      for entryOf in dict.table.live {
        let (tree, changed) = try split(entryOf.value, into: &leaves, in: machine, entry)
        trees.append((entryOf.key, tree))
        machine.markShared(changed)
        try table.set(changed, for: entryOf.key)
      }
      return (.dict(trees), machine.heap.dict(table))
    }
    return (.constant, value)
  }

  private static func leaf(
    _ tensor: Tensor, _ leaves: inout GradientLeaves, _ machine: VirtualMachine, _ entry: String
  ) throws -> (GradientTree, Value) {
    guard tensor.dtype.isFloating else {
      throw RuntimeError(
        .type, "\(entry): a tensor of \(tensor.dtype.name) has no derivative",
        hint: "`x.astype(f32)` makes floats of it")
    }
    let leaf = leaves.take(tensor)
    return (.leaf(index: leaves.all.count - 1, isNumber: false), machine.heap.tensor(leaf))
  }

  /// The gradients in the structure of the argument; zeros where the result does not depend on it.
  func joined(
    _ gradients: [Tensor], in machine: VirtualMachine
  ) throws -> Value {
    switch self {
    case .leaf(let index, let isNumber):
      let gradient = gradients[index]
      if isNumber, !gradient.tracksGradient { return .float(try gradient.item()) }
      return machine.heap.tensor(gradient)
    case .list(let trees):
      return machine.heap.list(try trees.map { try $0.joined(gradients, in: machine) })
    case .dict(let trees):
      var table = DictTable(capacity: trees.count)
      for (key, tree) in trees {
        try table.set(try tree.joined(gradients, in: machine), for: key)
      }
      return machine.heap.dict(table)
    case .object(let holder, let index):
      let names = holder.namedWeights.map(\.name)
      if names.count == 1, names[0].isEmpty { return machine.heap.tensor(gradients[index]) }
      var table = DictTable(capacity: names.count)
      for (place, name) in names.enumerated() {
        try table.set(machine.heap.tensor(gradients[index + place]), for: machine.heap.text(name))
      }
      return machine.heap.dict(table)
    case .constant: return .none
    }
  }
}

extension NumberLists {
  /// Whether nested lists hold numbers alone.
  static func isAllNumbers(_ items: [Value]) -> Bool {
    items.allSatisfy { item in
      item.isNumber || item.listObject.map { !$0.items.isEmpty && isAllNumbers($0.items) } == true
    }
  }
}
