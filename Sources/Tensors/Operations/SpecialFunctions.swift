import CKernels

extension Operation {
  /// The gamma function's kin and the inverse of the error function.
  static let specialFunctions: [Operation] = [lgamma, polygamma, erfinv]

  static let lgamma = unary(
    "lgamma", CK_LGAMMA, "log |gamma(x)|", keeps: .inputs
  ) { r in try r.gradient * r.inputs[0].polygamma(0) }

  // The rule raises the order, so that all derivatives are known.
  static let polygamma: Operation = Operation(
    "polygamma", "the derivative of digamma of an order from 0", keeps: .inputs,
    forward: { inputs, attributes in
      let x = try inputs[0].rowMajor(as: inputs[0].dtype)
      let out = try Tensor(
        uninitialized: x.shape, count: x.count, dtype: x.dtype, for: "polygamma")
      let status = ck_polygamma(
        x.dtype.kernelType, Int32(attributes.sizes[0]), x.count, x.pointer, out.pointer)
      withExtendedLifetime((x.storage, out.storage)) {}
      if status == CK_UNSUPPORTED {
        throw TensorError.value("polygamma: the derivatives end at the order 24")
      }
      try TensorError.check(status, in: "polygamma")
      return out
    }
  ) { r in
    let next = Attributes(sizes: [r.attributes.sizes[0] + 1])
    return [try r.gradient * polygamma([r.inputs[0]], next)]
  }

  static let erfinv = unary(
    "erfinv", CK_ERFINV, "the inverse of erf", keeps: .output
  ) { r in try r.gradient * (0.886226925452758 * r.output.square().exp()) }
}

extension Tensor {
  /// `log |gamma(x)|`; infinite at 0 and the negative integers.
  public func lgamma() throws(TensorError) -> Tensor { try Operation.lgamma([self]) }

  /// The derivative of `lgamma`.
  public func digamma() throws(TensorError) -> Tensor { try polygamma(0) }

  /// The derivative of `digamma` of an order in 0...24; NaN at the negative integers.
  public func polygamma(_ order: Int) throws(TensorError) -> Tensor {
    if !(0...24 ~= order) {
      throw .value("polygamma: the order must be in 0...24, got \(order)")
    }
    return try Operation.polygamma(
      [astype(dtype.floating)], Attributes(sizes: [order]))
  }

  /// The inverse of `erf`: infinite at -1 and 1, NaN beyond.
  public func erfinv() throws(TensorError) -> Tensor { try Operation.erfinv([self]) }
}
