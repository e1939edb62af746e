import Catalog
import Machine
import Tensors

extension BuiltinCatalog {
  /// Fourier and cosine transforms, frequencies and windows.
  static let spectral: [Builtin] = [
    transform(
      "fft", "The discrete Fourier transform.", inverse: false, "fft([1.0, 0.0, 1.0, 0.0])",
      "[2.0, 0.0, 2.0, 0.0]"),
    transform(
      "ifft", "The inverse of `fft`, divided by n.", inverse: true,
      "ifft([4.0, 0.0, 0.0, 0.0])", "[1.0, 1.0, 1.0, 1.0]"),
    Builtin(
      "rfft", TensorArgument("x"), OptionalInteger("n"), Integer("axis", default: -1),
      summary: "The first n / 2 + 1 elements of the transform of a real tensor, as (re, im).",
      example: Example(
        "re, im = rfft([1.0, 0.0, 1.0, 0.0])\nre.tolist()", prints: "[2.0, 0.0, 2.0]"),
      related: ["irfft", "fft", "power_spectrum", "rfftfreq"]
    ) { machine, x, n, axis in pair(try x.rfft(n: n, axis: axis), machine) },
    Builtin(
      "irfft", ComplexArgument("x"), OptionalInteger("n"), Integer("axis", default: -1),
      summary: "The real tensor of n elements whose `rfft` this is.",
      details: "n is 2 (k − 1) for k elements unless given.",
      example: Example(
        "irfft(rfft([1.0, 2.0, 3.0, 4.0])).tolist()", prints: "[1.0, 2.0, 3.0, 4.0]"),
      related: ["rfft", "ifft"]
    ) { machine, x, n, axis in machine.heap.tensor(try Tensor.irfft(x, n: n, axis: axis)) },
    plane("fft2", "The Fourier transform over the last two axes.", inverse: false),
    plane("ifft2", "The inverse of `fft2`.", inverse: true),
    frequencies("fftfreq", halved: false, "[0.0, 0.25, -0.5, -0.25]"),
    frequencies("rfftfreq", halved: true, "[0.0, 0.25, 0.5]"),
    Builtin(
      "fftshift", TensorArgument("x"), AxesArgument(),
      summary: "The frequency 0 moved to the middle, along all axes or those given.",
      example: Example("fftshift([0, 1, -2, -1]).tolist()", prints: "[-2, -1, 0, 1]"),
      related: ["fft", "fftfreq", "roll"]
    ) { machine, x, axes in machine.heap.tensor(try x.fftShift(axes: axes)) },
    Builtin(
      "power_spectrum", TensorArgument("x"), OptionalInteger("n"), Integer("axis", default: -1),
      summary: "The squared size of the `rfft`.",
      example: Example("power_spectrum([1.0, 0.0, 1.0, 0.0]).tolist()", prints: "[4.0, 0.0, 4.0]"),
      related: ["rfft", "hann"]
    ) { machine, x, n, axis in machine.heap.tensor(try x.powerSpectrum(n: n, axis: axis)) },
    cosine("dct", "The discrete cosine transform of type 2, orthonormal.", "[2.0, 0.0, 0.0, 0.0]") {
      try $0.dct(axis: $1)
    },
    cosine("idct", "The inverse of `dct`, and its transpose.", "[3.0, 1.0]") {
      try $0.idct(axis: $1)
    },
    window("hann", 0.5, "f32[5]\n  0.0  0.5  1.0  0.5  0.0"),
    window("hamming", 0.54, "f32[5]\n  0.08  0.54  1.00  0.54  0.08"),
  ]

  private static func pair(_ parts: ComplexParts, _ machine: VirtualMachine) -> Value {
    machine.heap.list([machine.heap.tensor(parts.re), machine.heap.tensor(parts.im)])
  }

  private static func transform(
    _ name: String, _ summary: String, inverse: Bool, _ call: String, _ shown: String
  ) -> Builtin {
    Builtin(
      name, ComplexArgument("x"), OptionalInteger("n"), Integer("axis", default: -1),
      summary: "\(summary)",
      details: "Gives (re, im). Along an axis, of n elements: cut, or filled up "
        + "with zeros.",
      example: Example("re, im = \(call)\nre.tolist()", prints: shown),
      related: [inverse ? "fft" : "ifft", "rfft", "fft2", "fftfreq"]
    ) { machine, x, n, axis in
      pair(try Tensor.fft(x, n: n, axis: axis, inverse: inverse), machine)
    }
  }

  private static func plane(_ name: String, _ summary: String, inverse: Bool) -> Builtin {
    Builtin(
      name, ComplexArgument("x"), summary: summary, details: "Gives (re, im).",
      example: Example(
        "re, im = \(name)([[1.0, 0.0], [0.0, 0.0]])\nre.tolist()",
        prints: inverse ? "[[0.25, 0.25], [0.25, 0.25]]" : "[[1.0, 1.0], [1.0, 1.0]]"),
      related: [inverse ? "fft2" : "ifft2", "fft"]
    ) { machine, x in
      let rows = try Tensor.fft(x, axis: -1, inverse: inverse)
      return pair(try Tensor.fft(rows, axis: -2, inverse: inverse), machine)
    }
  }

  private static func frequencies(_ name: String, halved: Bool, _ shown: String) -> Builtin {
    Builtin(
      name, Integer("n", .atLeast(1)), Number("d", .above(0), default: 1),
      summary: "The frequencies of the elements of `\(halved ? "rfft" : "fft")` at a distance d of "
        + "the samples.",
      example: Example("\(name)(4).tolist()", prints: shown),
      related: [halved ? "fftfreq" : "rfftfreq", "fftshift"]
    ) { machine, n, spacing in
      machine.heap.tensor(try Tensor.frequencies(n, spacing: spacing, halved: halved))
    }
  }

  private static func cosine(
    _ name: String, _ summary: String, _ shown: String,
    _ body: @escaping @Sendable (Tensor, Int) throws -> Tensor
  ) -> Builtin {
    Builtin(
      name, TensorArgument("x"), Integer("axis", default: -1), summary: summary,
      example: Example(
        name == "dct"
          ? "dct([1.0, 1.0, 1.0, 1.0]).round().tolist()" : "idct(dct([3.0, 1.0])).round().tolist()",
        prints: shown),
      related: [name == "dct" ? "idct" : "dct", "rfft"]
    ) { machine, x, axis in machine.heap.tensor(try body(x, axis)) }
  }

  private static func window(_ name: String, _ a: Double, _ shown: String) -> Builtin {
    Builtin(
      name, Integer("n", .atLeast(0)), Flag("periodic"), DTypeArgument(),
      summary: "A window of n elements: \(a) − \(1 - a) cos(2π t / (n − 1)).",
      details: "Over n in place of n − 1 with periodic=true, as spectra by frames want it.",
      example: Example("\(name)(5)", prints: shown),
      related: [name == "hann" ? "hamming" : "hann", "power_spectrum"]
    ) { machine, n, periodic, dtype in
      machine.heap.tensor(
        try Tensor.cosineWindow(n, a, periodic: periodic, dtype: dtype ?? .f32))
    }
  }
}

/// A real tensor, or real and imaginary part as a list of two tensors.
struct ComplexArgument: ValueParameter {
  let description: ParameterDescription

  init(_ name: String) {
    description = ParameterDescription(
      name, accepts: "a real tensor, or (re, im) as a list of two tensors")
  }

  func read(value: Value?, in machine: VirtualMachine) throws -> ComplexParts {
    guard let value else { throw absent }
    if let parts = value.listObject?.items.compactMap(\.asTensor), parts.count == 2,
      value.listObject?.items.count == 2
    {
      return try ComplexParts(parts[0], parts[1])
    }
    guard let tensor = try machine.tensor(from: value) else { throw wrongType(value, machine) }
    return try ComplexParts(tensor)
  }
}
