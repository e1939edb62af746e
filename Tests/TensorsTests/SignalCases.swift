import Tensors

private func one(_ body: @escaping (Tensor) throws -> Tensor) -> ReferenceCase {
  ReferenceCase { inputs, _ in [try body(inputs[0])] }
}

private func along(_ body: @escaping (Tensor, Int) throws -> Tensor) -> ReferenceCase {
  ReferenceCase { [try body($0[0], $1.ints().first ?? -1)] }
}

private func pool(_ body: @escaping (Tensor, [Int], [Int], [Int]) throws -> Tensor)
  -> ReferenceCase
{
  ReferenceCase { inputs, words in
    let sizes = words.words.map { $0.split(separator: ",").compactMap { Int($0) } }
    return [try body(inputs[0], sizes[0], sizes[1], sizes[2])]
  }
}

private func slide(_ body: @escaping (Tensor, Tensor, Tensor.Overlap) throws -> Tensor)
  -> ReferenceCase
{
  ReferenceCase { [try body($0[0], $0[1], Tensor.Overlap(rawValue: $1.words[0]) ?? .full)] }
}

private func transform(inverse: Bool, imaginaryAlone: Bool = false) -> ReferenceCase {
  ReferenceCase { inputs, words in
    let n = words.has("n") ? words.ints(after: "n")[0] : nil
    let y = try Tensor.fft(
      ComplexParts(inputs[0], inputs[1]), n: n, axis: words.ints()[0], inverse: inverse)
    return imaginaryAlone ? [y.im] : [y.re, y.im]
  }
}

private func attention(causal: Bool = false) -> ReferenceCase {
  ReferenceCase { i, _ in
    [try i[0].attention(i[1], i[2], mask: i.count > 3 ? i[3] : nil, causal: causal)]
  }
}

/// The rows of `Tests/Reference/signals.txt`.
nonisolated(unsafe) let signalCases: [String: ReferenceCase] = [
  "conv2d": ReferenceCase { i, words in
    let o = words.ints()
    return [
      try i[0].conv2d(
        i[1], bias: i[2], stride: Pair(o[0], o[1]), padding: Pair(o[2], o[3]),
        dilation: Pair(o[4], o[5]), groups: o[6])
    ]
  },
  "convTranspose2d": ReferenceCase { i, words in
    let o = words.ints()
    return [
      try i[0].convTranspose2d(
        i[1], bias: i[2], stride: Pair(o[0], o[1]), padding: Pair(o[2], o[3]),
        outputPadding: Pair(o[6], o[7]), dilation: Pair(o[4], o[5]), groups: o[8])
    ]
  },
  "convTranspose1d": ReferenceCase { i, words in
    let o = words.ints()
    return [
      try i[0].convTranspose1d(
        i[1], bias: i[2], stride: o[0], padding: o[1], outputPadding: o[3], dilation: o[2],
        groups: o[4])
    ]
  },
  "convolve": slide { try $0.convolve($1, $2) }, "correlate": slide { try $0.correlate($1, $2) },
  "maxPool": pool { try $0.maxPool($1, stride: $2, padding: $3) },
  "averagePool": pool { try $0.averagePool($1, stride: $2, padding: $3) },
  "resize nearest": ReferenceCase { [try $0[0].resize($1.ints(), linear: false)] },
  "resize linear": ReferenceCase { [try $0[0].resize($1.ints(), linear: true)] },
  "interpolated": ReferenceCase { i, _ in [try i[0].interpolated(i[1], i[2])] },
  "layerNorm": ReferenceCase { i, _ in [try i[0].layerNorm(weight: i[1], bias: i[2])] },
  "layerNorm plain": one { try $0.layerNorm(epsilon: 0.1) },
  "rmsNorm": ReferenceCase { i, _ in [try i[0].rmsNorm(weight: i[1])] },
  "groupNorm": ReferenceCase { i, words in
    [try i[0].groupNorm(groups: words.ints()[0], weight: i[1], bias: i[2])]
  },
  "instanceNorm": ReferenceCase { i, _ in [try i[0].instanceNorm(weight: i[1], bias: i[2])] },
  "attention": attention(), "attention mask": attention(),
  "attention causal": attention(causal: true),
  "gruCell": ReferenceCase { i, _ in [try i[0].gruCell(i[1], i[2], i[3], i[4], i[5])] },
  "statisticsPool": one { try $0.statisticsPool() },
  "fft": transform(inverse: false), "fft im": transform(inverse: false, imaginaryAlone: true),
  "ifft": transform(inverse: true),
  "rfft": ReferenceCase { i, words in
    let y = try i[0].rfft(axis: words.ints()[0])
    return [y.re, y.im]
  },
  "rfft im": along { try $0.rfft(axis: $1).im },
  "irfft": ReferenceCase { i, words in
    [
      try Tensor.irfft(
        ComplexParts(i[0], i[1]), n: words.ints(after: "n")[0], axis: words.ints()[0])
    ]
  },
  "dct": along { try $0.dct(axis: $1) }, "idct": along { try $0.idct(axis: $1) },
  "powerSpectrum": along { try $0.powerSpectrum(axis: $1) },
  "fftShift": ReferenceCase { [try $0[0].fftShift(axes: $1.ints())] },
]
