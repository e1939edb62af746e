import Catalog
import Machine
import Tensors

extension BuiltinCatalog {
  /// Lists, ranges and everything else that can be walked.
  static let sequences: [Builtin] = [
    Builtin(
      "len", AnyValue("x", accepts: "a list, text, dict, range, tensor or set of data"),
      summary: "The number of items; of a text code points, of a tensor the first axis.",
      example: Example("[len(\"größe\"), len([1, 2]), len(zeros(3, 4))]", prints: "[5, 2, 3]"),
      related: ["count", "range"]
    ) { machine, value in .int(try machine.length(of: value)) },
    range,
    Builtin(
      "enumerate", SequenceArgument(), Integer("start", default: 0, passing: .named),
      summary: "A list of `[position, item]`; of a stream a stream.",
      example: Example(
        "for i, word in enumerate([\"a\", \"b\"]) { print(i, word) }", prints: "0 a\n1 b"),
      related: ["zip", "range"]
    ) { machine, xs, start in
      try streamOrList(xs, in: machine) { machine, position, item in
        machine.heap.list([.int(start + position), item])
      }
    },
    Builtin(
      "zip", Rest("xs", accepts: "lists or other things to walk over"),
      summary: "A list of `[a, b, …]`, as long as the shortest; with a stream a stream.",
      example: Example("zip([1, 2, 3], [\"a\", \"b\"])", prints: "[[1, \"a\"], [2, \"b\"]]"),
      related: ["enumerate", "dict"]
    ) { machine, values in
      let iterators = try values.map { try machine.iterate($0) }
      let next = { (machine: VirtualMachine) throws -> Value? in
        var items: [Value] = []
        for iterator in iterators {
          guard let item = try iterator.next() else { return nil }
          items.append(item)
        }
        return items.isEmpty ? nil : machine.heap.list(items)
      }
      if values.contains(where: Stream.isStream) {
        return stream("zip", over: values, machine, next: next)
      }
      return try collected(next, in: machine)
    },
    Builtin(
      "map", AnyValue("f", accepts: "a function"),
      Rest("xs", accepts: "lists or other things to walk over"),
      summary: "What `f` gives for each item; with several lists it takes one item of each.",
      details: "Function and list may stand in either order. Of a stream a stream.",
      example: Example("[1, 2, 3].map(x => x * x)", prints: "[1, 4, 9]"),
      related: ["filter", "tree_map"]
    ) { machine, first, rest in
      let (function, values) = try functionFirst("map", [first] + rest, in: machine)
      let iterators = try values.map { try machine.iterate($0) }
      let next = { (machine: VirtualMachine) throws -> Value? in
        if iterators.count == 1 {
          guard let item = try iterators[0].next() else { return nil }
          let result = try machine.call(function, with: item)
          machine.markShared(result)
          return result
        }
        var items: [Value] = []
        for iterator in iterators {
          guard let item = try iterator.next() else { return nil }
          items.append(item)
        }
        let result = try machine.call(function, Arguments(items))
        machine.markShared(result)
        return result
      }
      values.forEach(machine.markShared)
      if values.contains(where: Stream.isStream) {
        return stream("map", over: [function] + values, machine, next: next)
      }
      return try collected(next, in: machine)
    },
    Builtin(
      "filter", AnyValue("f", accepts: "a function"),
      AnyValue("xs", accepts: "a list, or something else to walk over"),
      summary: "The items for which `f` gives something true.",
      details: "Function and list may stand in either order. Of a stream a stream.",
      example: Example("[1, 2, 3, 4].filter(x => x % 2 == 0)", prints: "[2, 4]"),
      related: ["map"]
    ) { machine, first, second in
      let (function, values) = try functionFirst("filter", [first, second], in: machine)
      let iterator = try machine.iterate(values[0])
      let next = { (machine: VirtualMachine) throws -> Value? in
        while let item = try iterator.next() {
          if try machine.truth(try machine.call(function, with: item)) { return item }
        }
        return nil
      }
      values.forEach(machine.markShared)
      if Stream.isStream(values[0]) {
        return stream("filter", over: [function] + values, machine, next: next)
      }
      return try collected(next, in: machine)
    },
    Builtin(
      "sorted", SequenceArgument(), FunctionArgument("key", optional: true, passing: .named),
      Flag("reverse"),
      summary: "The items in order, as a new list; by what `key` gives where it is a function.",
      details: "Stable; NaN comes last. A tensor is sorted with `sort(x)`.",
      example: Example(
        "sorted([\"bb\", \"a\", \"ccc\"], key=len, reverse=true)",
        prints: "[\"ccc\", \"bb\", \"a\"]"),
      related: ["sort", "argsort", "reversed"]
    ) { machine, xs, key, reverse in
      if let tensor = xs.tensorObject?.tensor, key.isNone, tensor.rank == 1 {
        return machine.heap.tensor(try tensor.sort(descending: reverse))
      }
      let items = try machine.items(of: xs)
      return machine.list(sharing: try machine.sorted(items, key: key, reverse: reverse))
    },
    Builtin(
      "reversed", SequenceArgument(),
      summary: "The items from the last to the first: of a list a list, of a text a text.",
      details: "A range runs the other way, a tensor is turned round along its first axis.",
      example: Example("[reversed([1, 2, 3]), reversed(\"abc\")]", prints: "[[3, 2, 1], \"cba\"]"),
      related: ["sorted", "flip"]
    ) { machine, xs in
      if let tensor = xs.tensorObject?.tensor {
        return machine.heap.tensor(try tensor.flip(axes: [0]))
      }
      let turned = try machine.items(of: xs).reversed()
      if xs.string != nil {
        return machine.heap.text(turned.compactMap(\.string).joined())
      }
      return machine.list(sharing: Array(turned))
    },
    concat,
  ]

  private static let range = Builtin(
    .of(
      "range",
      [
        ParameterDescription("start", accepts: "an int or a float", defaultText: "0"),
        ParameterDescription("end", accepts: "an int or a float"),
        ParameterDescription("step", accepts: "a number, not 0", defaultText: "1"),
      ],
      "The range `0..end`, or `start..end by step`; `end` does not belong to it.",
      details: "With one argument it is the end. `0..10 by 2` says the same as an expression.",
      example: Example("list(range(0, 10, 3))", prints: "[0, 3, 6, 9]"),
      related: ["arange", "len", "enumerate"])
  ) { machine, arguments in
    var parts: [String: Value] = [:]
    let names = arguments.positional.count == 1 ? ["end"] : ["start", "end", "step"]
    guard arguments.positional.count <= 3 else {
      throw RuntimeError(
        .type, "range: takes at most 3 values, got \(arguments.positional.count)",
        hint: "range(start, end, step=1)")
    }
    for (name, value) in zip(names, arguments.positional) { parts[name] = value }
    for (name, value) in arguments.named {
      guard ["start", "end", "step"].contains(name), parts[name] == nil else {
        throw RuntimeError(
          .type,
          parts[name] == nil
            ? "range: there is no option '\(name)'" : "range: '\(name)' is given twice",
          hint: "range(start, end, step=1)")
      }
      parts[name] = value
    }
    guard let end = parts["end"] else {
      throw RuntimeError(.type, "range: 'end' is missing", hint: "range(start, end, step=1)")
    }
    return try machine.makeRange(
      parts["start"] ?? .int(0), end, by: parts["step"], inclusive: false)
  }

  private static let concat = Builtin(
    "concat", Rest("values", accepts: "lists or tensors, or one list of them"),
    Integer("axis", default: 0, passing: .named),
    summary: "Lists one behind the other, or tensors along an axis.",
    details: "Lists and ranges give a list; with a tensor among them all become tensors, whose "
      + "other sizes must be equal.",
    example: Example("concat([1, 2], [3])", prints: "[1, 2, 3]"),
    related: ["stack", "extend", "hstack"]
  ) { machine, values, axis in
    let parts = spread(values)
    guard !parts.isEmpty else {
      throw RuntimeError(.value, "concat of nothing: it takes lists or tensors")
    }
    if parts.contains(where: { $0.asTensor != nil }) {
      return machine.heap.tensor(
        try Tensor.concat(try tensors(parts, "concat", machine), axis: axis))
    }
    var items: [Value] = []
    for part in parts {
      guard part.listObject != nil || part.rangeObject != nil else {
        throw RuntimeError(
          .type, "concat: takes lists or tensors, got \(part.described)",
          hint: part.string == nil ? nil : "`+` joins texts")
      }
      items += try machine.items(of: part)
    }
    return machine.list(sharing: items)
  }

  // MARK: shared steps

  /// The values themselves, or the items of one list of lists or tensors.
  static func spread(_ values: [Value]) -> [Value] {
    guard values.count == 1, let items = values[0].listObject?.items, !items.isEmpty,
      items.allSatisfy({ $0.asTensor != nil || $0.listObject != nil })
    else { return values }
    return items
  }

  /// Values as tensors: numbers and lists are weak beside the tensors among them.
  static func tensors(
    _ values: [Value], _ entry: String, _ machine: VirtualMachine
  ) throws -> [Tensor] {
    try values.map { try machine.tensorOperand($0, entry) }
  }

  private static func functionFirst(
    _ name: String, _ values: [Value], in machine: VirtualMachine
  ) throws -> (Value, [Value]) {
    guard values.count >= 2 else {
      throw RuntimeError(
        .type, "\(name): takes a function and a list, got one value", hint: "\(name)(f, xs)")
    }
    // Objects can be called too, so a function proper goes before them.
    let found = values.firstIndex { $0.typeName == "fn" }
    guard let place = found ?? values.firstIndex(where: machine.isCallable) else {
      throw RuntimeError(
        .type, "\(name): 'f' must be a function, got \(values[0].described)",
        hint: "\(name)(f, xs)")
    }
    var rest = values
    return (rest.remove(at: place), rest)
  }

  /// A stream over values that others may change meanwhile: so they become shared.
  private static func stream(
    _ name: String, over sources: [Value], _ machine: VirtualMachine,
    next: @escaping (VirtualMachine) throws -> Value?
  ) -> Value {
    sources.forEach(machine.markShared)
    return machine.heap.instance(Stream(name, over: sources, next: next))
  }

  private static func collected(
    _ next: (VirtualMachine) throws -> Value?, in machine: VirtualMachine
  ) throws -> Value {
    let mark = machine.holdMark
    var items: [Value] = []
    while let item = try next(machine) {
      items.append(item)
      // What was held during the call is given up, but the item stays.
      machine.release(to: mark + items.count - 1)
      machine.hold(item)
    }
    return machine.heap.list(items)
  }

  private static func streamOrList(
    _ xs: Value, in machine: VirtualMachine,
    _ item: @escaping (VirtualMachine, Int, Value) -> Value
  ) throws -> Value {
    let iterator = try machine.iterate(xs)
    var position = 0
    let next = { (machine: VirtualMachine) throws -> Value? in
      guard let value = try iterator.next() else { return nil }
      defer { position += 1 }
      return item(machine, position, value)
    }
    if Stream.isStream(xs) {
      return stream("enumerate", over: [xs], machine, next: next)
    }
    return try collected(next, in: machine)
  }
}
