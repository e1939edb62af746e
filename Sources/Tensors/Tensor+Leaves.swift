extension Tensor {
  /// Whether the graph of gradients below this tensor reaches a leaf other than those given: then
  /// the result of a derivative with respect to them can itself be differentiated.
  public func dependsOnLeaf(besides leaves: [Tensor]) -> Bool {
    guard let root = node else { return false }
    return BackwardWalk.reachesLeaf(from: root, besides: leaves.map(\.node))
  }
}
