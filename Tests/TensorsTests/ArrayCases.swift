import Tensors

private func one(_ body: @escaping (Tensor) throws -> Tensor) -> ReferenceCase {
  ReferenceCase { inputs, _ in [try body(inputs[0])] }
}

private func along(_ body: @escaping (Tensor, Int) throws -> Tensor) -> ReferenceCase {
  ReferenceCase { [try body($0[0], $1.ints().first ?? -1)] }
}

private func grouped(_ body: @escaping (Tensor, Tensor, Int?) throws -> Tensor) -> ReferenceCase {
  ReferenceCase { [try body($0[0], $0[1], $1.ints().first)] }
}

private func padded(_ mode: Tensor.Padding) -> ReferenceCase {
  ReferenceCase { inputs, words in
    let widths = words.ints()
    let pairs = stride(from: 0, to: widths.count, by: 2).map { (widths[$0], widths[$0 + 1]) }
    return [try inputs[0].pad(pairs, mode: mode)]
  }
}

/// The rows of `Tests/Reference/arrays.txt`.
nonisolated(unsafe) let arrayCases: [String: ReferenceCase] = [
  "lgamma": one { try $0.lgamma() }, "digamma": one { try $0.digamma() },
  "polygamma": along { try $0.polygamma($1) }, "erfinv": one { try $0.erfinv() },
  "cumprod": along { try $0.cumprod(axis: $1) }, "cummax": along { try $0.cummax(axis: $1) },
  "cummin": along { try $0.cummin(axis: $1) },
  "logcumsumexp": along { try $0.logCumSumExp(axis: $1) },
  "sparsemax": along { try $0.sparsemax(axis: $1) },
  "diff": ReferenceCase { [try $0[0].diff(order: $1.ints()[0], axis: Int($1.words[1]) ?? 0)] },
  "trapezoid": along { try $0.trapezoid(axis: $1) },
  "trapezoid x": ReferenceCase { [try $0[0].trapezoid($0[1], axis: $1.ints()[0])] },
  "pad reflect": padded(.reflect), "pad replicate": padded(.replicate),
  "pad circular": padded(.circular),
  "meshgrid": ReferenceCase { i, _ in try Tensor.meshgrid(i) },
  "meshgrid cartesian": ReferenceCase { i, _ in try Tensor.meshgrid(i, cartesian: true) },
  "diag": along { try $0.diag($1) },
  "rot90": ReferenceCase {
    [try $0[0].rot90($1.ints()[0], axes: $1.has("axes") ? $1.ints(after: "axes") : [0, 1])]
  },
  "unfold": ReferenceCase {
    let options = $1.ints()
    return [try $0[0].unfold(size: options[0], step: options[1], axis: options[2])]
  },
  "isin": ReferenceCase(gradient: nil) { i, _ in [try i[0].isin(i[1])] },
  "segmentSum": grouped { try $0.segmentSum($1, count: $2) },
  "segmentMean": grouped { try $0.segmentMean($1, count: $2) },
  "segmentMax": grouped { try $0.segmentMax($1, count: $2) },
  "histogram": ReferenceCase(gradient: nil) { i, words in
    let range = words.words.count > 1 ? (words.number(1), words.number(2)) : nil
    let found = try i[0].histogram(bins: words.ints()[0], range: range)
    return [found.counts, found.edges]
  },
  "histogram edges": ReferenceCase(gradient: nil) { i, _ in [try i[0].histogram(edges: i[1])] },
  "rankData": ReferenceCase(gradient: nil) { [try $0[0].rankData(axis: $1.ints().first ?? -1)] },
]
