import Catalog
import Machine
import Tensors

extension BuiltinCatalog {
  /// Random numbers: all from the session's generator, or from a stream given as `rng=`.
  static let random: [Builtin] = [
    Builtin(
      "seed", Integer("n"), Integer("at", .atLeast(0), default: 0, passing: .named),
      summary: "Sets the session's random numbers: key `n`, and the position in blocks.",
      details: "The same seed gives the same numbers, whatever the number of threads.",
      example: Example(
        "seed(7)\na = randn(3)\nseed(7)\nall(a == randn(3))", prints: "true"),
      related: ["random", "randn"]
    ) { machine, key, position in
      machine.generator = RandomGenerator(
        seed: UInt64(bitPattern: Int64(key)), at: UInt64(position))
      return .none
    },
    Builtin(
      "random", Integer("n"),
      summary: "A stream of random numbers with a key of its own, for `rng=`.",
      details: "Unrelated to `seed(n)`; drawing from it leaves the session's numbers alone.",
      example: Example("rng = random(1)\nrandn(2, 3, rng=rng).shape", prints: "[2, 3]"),
      related: ["seed"]
    ) { machine, seed in machine.heap.instance(RandomStream(seed)) },
    shaped("rand", "Numbers evenly distributed in 0…1, without 1.") {
      try $0.uniform($1, dtype: $2)
    },
    shaped("randn", "Numbers of the standard normal distribution.") {
      try $0.normal($1, dtype: $2)
    },
    parametric(
      "uniform", ("low", 0), ("high", 1),
      "Numbers evenly distributed between two bounds, without the upper one."
    ) { try $0.uniform($3, low: $1, high: $2, dtype: $4) },
    parametric(
      "normal", ("mean", 0), ("sd", 1), "Numbers of a normal distribution."
    ) { try $0.normal($3, mean: $1, deviation: $2, dtype: $4) },
    Builtin(
      "randint", Integer("low"), Integer("high"), shapeParameter, DTypeArgument(), rngParameter,
      summary: "Ints from `low` on, below `high`.",
      details: "Without a shape one int; i64 unless dtype= says otherwise.",
      example: Example("seed(1)\nall(randint(0, 6, [100]) < 6)", prints: "true"),
      related: ["permutation", "choice"]
    ) { machine, low, high, shape, dtype, rng in
      guard low < high else {
        throw RuntimeError(
          .value, "randint: 'high' must be above 'low', got \(low) and \(high)")
      }
      return try drawn(shape, "randint", rng, machine) {
        try $0.uniformInts(low, high, $1).astype(dtype ?? .i64)
      }
    },
    Builtin(
      "bernoulli", Number("p", .between(0, 1)), shapeParameter, DTypeArgument(), rngParameter,
      summary: "Bools that are true with a probability.",
      details: "Without a shape one bool; dtype=f32 gives 1 and 0.",
      example: Example("bernoulli(1.0, [2])", prints: "bool[2]\n  true  true"),
      related: ["rand"]
    ) { machine, probability, shape, dtype, rng in
      try drawn(shape, "bernoulli", rng, machine) {
        try $0.bernoulli(probability, $1).astype(dtype ?? .bool)
      }
    },
    Builtin(
      "permutation", Integer("n", .atLeast(0)), rngParameter,
      summary: "The ints from 0 to n - 1 in random order.",
      example: Example("seed(1)\nsort(permutation(4))", prints: "i64[4]\n  0  1  2  3"),
      related: ["shuffled", "choice"]
    ) { machine, count, rng in
      machine.heap.tensor(try draw(rng, machine) { try $0.permutation(count) })
    },
    Builtin(
      "shuffled", AnyValue("x", accepts: "a list or a tensor"), rngParameter,
      summary: "The items of a list, or the rows of a tensor, in random order.",
      example: Example("seed(1)\nsorted(shuffled([3, 1, 2]))", prints: "[1, 2, 3]"),
      related: ["permutation", "choice"]
    ) { machine, x, rng in
      if let tensor = x.asTensor {
        return machine.heap.tensor(try draw(rng, machine) { try $0.shuffled(tensor) })
      }
      let items = try machine.items(of: x)
      let order = try draw(rng, machine) { try $0.permutation(items.count) }
      return machine.list(sharing: try picked(order, of: items))
    },
    choice,
  ]

  /// The items at some positions.
  private static func picked(_ positions: Tensor, of items: [Value]) throws -> [Value] {
    var chosen: [Value] = []
    chosen.reserveCapacity(positions.count)
    for position in positions.ints() {
      try LongLoop.turn(chosen.count)
      chosen.append(items[position])
    }
    return chosen
  }

  static let rngParameter = AnyValue(
    "rng", accepts: "a stream, random(n), or none for the session's", default: Value.none,
    defaultText: "none", passing: .named)

  static let shapeParameter = AnyValue(
    "shape", accepts: "a list of sizes, or none for one number", default: Value.none,
    defaultText: "none")

  /// Draws from the session's generator or a stream; a call that fails takes nothing.
  static func draw<Result>(
    _ rng: Value, _ machine: VirtualMachine,
    _ body: (inout RandomGenerator) throws -> Result
  ) throws -> Result {
    if rng.isNone {
      var generator = machine.generator
      let result = try body(&generator)
      machine.generator = generator
      return result
    }
    guard let instance = rng.instanceObject, let stream = instance.object as? RandomStream else {
      throw RuntimeError(
        .type, "'rng' must be a stream such as random(1), got \(rng.described)")
    }
    var generator = stream.generator
    let result = try body(&generator)
    machine.willChange(instance)
    stream.generator = generator
    return result
  }

  /// A tensor of a shape, or one number where there is none.
  static func drawn(
    _ shape: Value, _ entry: String, _ rng: Value, _ machine: VirtualMachine,
    _ body: (inout RandomGenerator, [Int]) throws -> Tensor
  ) throws -> Value {
    let sizes = shape.isNone ? [] : try ShapeArgument.sizes(of: shape, entry)
    let tensor = try draw(rng, machine) { try body(&$0, sizes) }
    if shape.isNone, let number = tensor.scalarValue { return number }
    return machine.heap.tensor(tensor)
  }

  private static func shaped(
    _ name: String, _ summary: String,
    _ body: @escaping @Sendable (inout RandomGenerator, [Int], DType) throws -> Tensor
  ) -> Builtin {
    Builtin(
      name, Rest("shape", accepts: "sizes, loose or as one list"), DTypeArgument(), rngParameter,
      summary: summary,
      details: "Without a shape one number.",
      example: Example("\(name)(2, 3).shape", prints: "[2, 3]"),
      related: ["seed", name == "rand" ? "uniform" : "normal"]
    ) { machine, sizes, dtype, rng in
      let shape = try ShapeArgument.sizes(sizes, name)
      let tensor = try draw(rng, machine) {
        try body(&$0, shape, dtype ?? (sizes.isEmpty ? .f64 : .f32))
      }
      if sizes.isEmpty, let number = tensor.scalarValue { return number }
      return machine.heap.tensor(tensor)
    }
  }

  private static func parametric(
    _ name: String, _ first: (String, Double), _ second: (String, Double), _ summary: String,
    _ body:
      @escaping @Sendable (inout RandomGenerator, Double, Double, [Int], DType) throws ->
      Tensor
  ) -> Builtin {
    Builtin(
      name, Number(first.0, default: first.1), Number(second.0, default: second.1), shapeParameter,
      DTypeArgument(), rngParameter,
      summary: summary,
      details: "The shape is one list; without it one number.",
      example: Example("\(name)(0, 2, [3, 4]).shape", prints: "[3, 4]"),
      related: ["seed", name == "uniform" ? "rand" : "randn"]
    ) { machine, a, b, shape, dtype, rng in
      try drawn(shape, name, rng, machine) {
        try body(&$0, a, b, $1, dtype ?? (shape.isNone ? .f64 : .f32))
      }
    }
  }

  private static let choice = Builtin(
    "choice", AnyValue("xs", accepts: "a list, a range, a tensor, or an int n for 0…n - 1"),
    OptionalInteger("count"), Flag("replace", default: true), rngParameter,
    summary: "A random item, or `count` of them.",
    details: "`replace=false` gives different items.",
    example: Example("seed(1)\nchoice([\"a\", \"b\"]) in [\"a\", \"b\"]", prints: "true"),
    related: ["shuffled", "randint"]
  ) { machine, xs, count, replace, rng in
    var source = xs
    if let end = xs.wholeNumber {
      source = try machine.makeRange(.int(0), .int(end), by: nil, inclusive: false)
    }
    let length = try machine.length(of: source)
    guard length > 0 else { throw RuntimeError(.value, "choice: there is nothing to choose from") }
    if let count, count < 0 || (!replace && count > length) {
      throw RuntimeError(
        .value, "choice: cannot take \(count) different items of \(length)")
    }
    let positions = try draw(rng, machine) { generator in
      try replace
        ? generator.uniformInts(0, length, [count ?? 1])
        : generator.permutation(length).indexed([.slice(start: 0, end: count ?? 1, step: 1)])
    }
    if let tensor = source.asTensor {
      let taken = try tensor.take(positions)
      return machine.heap.tensor(count == nil ? try taken.indexed([.at(0)]) : taken)
    }
    let items = try machine.items(of: source)
    let chosen = try picked(positions, of: items)
    guard count == nil else {
      if source.rangeObject != nil, let tensor = try machine.tensor(from: machine.heap.list(chosen))
      {
        return machine.heap.tensor(tensor)
      }
      return machine.list(sharing: chosen)
    }
    machine.markShared(chosen[0])
    return chosen[0]
  }
}
