import Machine

/// Calls a function for what stands at the same place of several trees.
struct TreeMap {
  private let function: Value
  private let machine: VirtualMachine

  init(_ function: Value, _ machine: VirtualMachine) {
    self.function = function
    self.machine = machine
  }

  /// What the function gives for each place, in the structure of the first tree; `path` leads there.
  func mapped(_ trees: [Value], _ path: String) throws -> Value {
    let trees = try trees.map(opened)
    let first = trees[0]
    let isOnePlace = trees.contains { $0.asTensor != nil } && trees.allSatisfy(isPlace)
    if !isOnePlace, let list = first.listObject {
      for tree in trees where tree.listObject?.items.count != list.items.count {
        throw differ(first, tree, path)
      }
      let results = try list.items.indices.map { place in
        try mapped(trees.compactMap { $0.listObject?.items[place] }, "\(path)[\(place)]")
      }
      return machine.heap.list(results)
    }
    if let dict = first.dictObject { return try mapped(dict.table, trees, path) }
    for tree in trees where tree.dictObject != nil || tree.listObject != nil && !isOnePlace {
      throw differ(first, tree, path)
    }
    let result = try machine.call(function, Arguments(trees))
    machine.markShared(result)
    return result
  }

  private func mapped(_ table: DictTable, _ trees: [Value], _ path: String) throws -> Value {
    var results = DictTable(capacity: table.count)
    for entry in table.live {
      let items = try trees.map { tree in
        guard let other = tree.dictObject?.table, other.count == table.count,
          let item = try other.value(for: entry.key)
        else { throw differ(trees[0], tree, path) }
        return item
      }
      let key = entry.key.string ?? entry.key.described
      try results.set(try mapped(items, "\(path).\(key)"), for: entry.key)
    }
    return machine.heap.dict(results)
  }

  /// A model as the dict of its weights; another value as it is.
  private func opened(_ tree: Value) throws -> Value {
    guard let owner = tree.instanceObject?.object as? any WeightOwner else { return tree }
    let weights = owner.namedWeights
    if weights.count == 1, weights[0].name.isEmpty { return tree }
    var table = DictTable(capacity: weights.count)
    for (name, weight) in weights {
      try table.set(machine.heap.tensor(weight.value), for: machine.heap.text(name))
    }
    return machine.heap.dict(table)
  }

  /// Whether a value stands for one tensor.
  private func isPlace(_ value: Value) -> Bool {
    value.asTensor != nil || value.isNumber
      || value.listObject.map { NumberLists.isAllNumbers($0.items) } == true
  }

  private func differ(_ first: Value, _ tree: Value, _ path: String) -> RuntimeError {
    RuntimeError(
      .value,
      "tree_map: the trees differ at \(path.isEmpty ? "the top" : "x\(path)"): "
        + "\(first.described) and \(tree.described)")
  }
}
