import Catalog
import Machine
import Tensors

extension BuiltinCatalog {
  static let quantiles = Builtin(
    "quantile", AnyValue("x", accepts: "numbers or a tensor"),
    AnyValue("q", accepts: "a number in 0…1, or a list of them"), AxesArgument(),
    Flag("keepdims"),
    summary: "The value below which a share `q` of the elements lies.",
    details: "Between two elements it interpolates linearly; a list of shares gives a list. Where "
      + "an element is nan it is nan.",
    example: Example("quantile([1, 2, 3, 4], 0.25)", prints: "1.75"), related: ["median"]
  ) { machine, x, shares, axes, keepsAxes in
    if let share = shares.number?.asDouble {
      return try quantile(x, share, axes, keepsAxes, "quantile", machine)
    }
    return machine.heap.list(
      try machine.items(of: shares).map { item in
        guard let share = item.number?.asDouble else {
          throw RuntimeError(.type, "quantile: 'q' must be numbers, got \(item.described)")
        }
        return try quantile(x, share, axes, keepsAxes, "quantile", machine)
      })
  }

  static func quantile(
    _ x: Value, _ share: Double, _ axes: [Int]?, _ keepsAxes: Bool, _ name: String,
    _ machine: VirtualMachine
  ) throws -> Value {
    guard share >= 0 && share <= 1 else {
      throw RuntimeError(
        .value, "\(name): 'q' must lie in 0…1, got \(NumberText.shortest(share))")
    }
    if axes == nil, !keepsAxes, let numbers = NumberLists.numbers(x) {
      return .float(try NumberLists.quantile(numbers.map { $0.asDouble ?? .nan }, share, name))
    }
    var tensor = try machine.tensorOperand(x, name)
    if !tensor.dtype.isFloating { tensor = try tensor.astype(.f32) }
    let (rows, kept, whole) = try tensor.gathered(axes, name)
    let sorted = try rows.sort(axis: -1)
    let count = sorted.shape[sorted.rank - 1]
    guard count > 0 else { throw RuntimeError(.value, "\(name) of nothing") }
    func element(_ place: Int) throws -> Tensor { try sorted.indexed([.ellipsis, .at(place)]) }
    let position = share * Double(count - 1)
    let low = Int(position)
    let weight = position - Double(low)
    let (lower, last) = (try element(low), try element(count - 1))
    let between =
      weight == 0 ? lower : try lower + (element(min(low + 1, count - 1)) - lower) * weight
    // Sorted, nan comes last.
    let result = try Tensor.where_(last.isnan(), last, between)
    return machine.heap.tensor(try result.reshape(keepsAxes ? whole : kept))
  }
}

extension Tensor {
  /// With some axes, or all, as one at the end; and the shapes of a result without them, and with
  /// each as one of size 1.
  fileprivate func gathered(
    _ axes: [Int]?, _ name: String
  ) throws -> (rows: Tensor, kept: [Int], whole: [Int]) {
    let places = (axes ?? Array(0..<rank)).map { $0 < 0 ? $0 + rank : $0 }
    guard places.allSatisfy({ $0 >= 0 && $0 < rank }), Set(places).count == places.count else {
      throw TensorError.index(
        "\(name): the axes must be different ones of \(-rank)…\(rank - 1), "
          + "got \(axes ?? [])")
    }
    let rest = (0..<rank).filter { !places.contains($0) }
    let kept = rest.map { shape[$0] }
    let size = places.reduce(1) { $0 * shape[$1] }
    let whole = (0..<rank).map { places.contains($0) ? 1 : shape[$0] }
    return (try transpose(rest + places).reshape(kept + [size]), kept, whole)
  }
}
