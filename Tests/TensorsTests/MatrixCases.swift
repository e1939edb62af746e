import Tensors

private func one(_ body: @escaping (Tensor) throws -> Tensor) -> ReferenceCase {
  ReferenceCase { inputs, _ in [try body(inputs[0])] }
}

private func two(_ body: @escaping (Tensor, Tensor) throws -> Tensor) -> ReferenceCase {
  ReferenceCase { inputs, _ in [try body(inputs[0], inputs[1])] }
}

/// The rows of `Tests/Reference/matrices.txt`.
nonisolated(unsafe) let matrixCases: [String: ReferenceCase] = [
  "solve": two { try $0.solve($1) },
  "solveTriangular": ReferenceCase { [try $0[0].solveTriangular($0[1], lower: $1.has("lower"))] },
  "inv": one { try $0.inv() }, "det": one { try $0.det() },
  "slogdet": ReferenceCase { i, _ in
    let (sign, size) = try i[0].slogdet()
    return [size, sign]
  },
  "cholesky": one { try $0.cholesky() },
  "qr q": one { try $0.qr().q }, "qr r": one { try $0.qr().r },
  "svd s": one { try $0.svd().s }, "svd u": one { try $0.svd().u.abs() },
  "svd vt": one { try $0.svd().vt.abs() },
  "svd whole": one {
    let (u, s, vt) = try $0.svd()
    return try (u * s.unsqueeze(-2)).matmul(vt)
  },
  "eigh values": one { try $0.eigh().values },
  "eigh vectors": one { try $0.eigh().vectors.abs() },
  "eigh whole": one {
    let (w, v) = try $0.eigh()
    return try (v * w.unsqueeze(-2)).matmul(v.swapAxes(-1, -2))
  },
  "pinv": one { try $0.pinv() }, "lstsq": two { try $0.lstsq($1) },
  "matrixRank": ReferenceCase(gradient: nil) { i, _ in [try i[0].matrixRank()] },
  "cond": one { try $0.cond() },
  "matrixPower": ReferenceCase { [try $0[0].matrixPower($1.ints()[0])] },
  "expm": one { try $0.expm() }, "kron": two { try $0.kron($1) },
  "cross": ReferenceCase { [try $0[0].cross($0[1], axis: $1.ints().first ?? -1)] },
  "blockDiagonal": ReferenceCase { i, _ in [try Tensor.blockDiagonal(i)] },
  "trace": one { try $0.diagonal().sum(axes: [-1]) },
  "einsum": ReferenceCase { [try Tensor.einsum($1.words[0], $0)] },
  "tensordot": ReferenceCase {
    if $1.has("none") { return [try $0[0].tensordot($0[1], axes: [], others: [])] }
    let others = $1.words[1].split(separator: ",").compactMap { Int($0) }
    return [try $0[0].tensordot($0[1], axes: $1.ints(), others: others)]
  },
]
