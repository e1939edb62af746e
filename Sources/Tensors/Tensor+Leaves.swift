extension Tensor {
  /// Whether the graph of gradients below this tensor reaches a leaf other than those given: then
  /// the result of a derivative with respect to them can itself be differentiated.
  public func dependsOnLeaf(besides leaves: [Tensor]) -> Bool {
    guard let root = node else { return false }
    var seen = Set(leaves.compactMap { $0.node.map(ObjectIdentifier.init) })
    guard seen.insert(ObjectIdentifier(root)).inserted else { return false }
    var waiting = [root]
    while let node = waiting.popLast() {
      if node.operation == nil { return true }
      for input in node.inputs {
        if let next = input.node, seen.insert(ObjectIdentifier(next)).inserted {
          waiting.append(next)
        }
      }
    }
    return false
  }
}
