import Tensors

private func one(_ body: @escaping (Tensor) throws -> Tensor) -> ReferenceCase {
  ReferenceCase { inputs, _ in [try body(inputs[0])] }
}

/// The rows of `Tests/Reference/statistics.txt`.
nonisolated(unsafe) let statisticsCases: [String: ReferenceCase] = [
  "covariance": ReferenceCase { [try $0[0].covariance(ddof: $1.ints()[0])] },
  "correlation": one { try $0.correlation() },
  "standardized": ReferenceCase {
    [try $0[0].standardized(axes: $1.axes, ddof: $1.ints()[0])]
  },
  "whitened": ReferenceCase {
    let method = Tensor.Whitening(rawValue: $1.words[0]) ?? .cholesky
    let result = try $0[0].whitened(method, groups: Int($1.words[1]) ?? 1)
    // The signs of principal axes are a matter of taste.
    return [method == .pca ? try result.abs() : result]
  },
  "smoothed": ReferenceCase {
    [try $0[0].smoothed(decay: $1.number(0), axis: Int($1.words[1]) ?? 0)]
  },
  "squaredDistances": ReferenceCase { i, _ in [try i[0].squaredDistances(to: i[1])] },
  "sinkhorn": ReferenceCase { i, _ in
    [try i[0].sinkhorn(rows: i[1], columns: i[2], epsilon: 0.5, iterations: 8)]
  },
  "assignment": ReferenceCase(gradient: nil) { i, _ in [try i[0].assignment()] },
]
