import Catalog
import Machine
import Tensors

extension BuiltinCatalog {
  /// Asking what a list holds.
  static let searches: [Builtin] = [
    quantifier("any", "Whether at least one item is true.", "[false, true]", stopsAt: true) {
      try $0.any(axes: $1, keepsAxes: $2)
    },
    quantifier("all", "Whether every item is true.", "[1, 2, 3]", stopsAt: false) {
      try $0.all(axes: $1, keepsAxes: $2)
    },
    Builtin(
      "index", SequenceArgument(), AnyValue("x"),
      summary: "The position of the first item that equals `x`.",
      details: "A `value` error if there is none; `x in xs` asks. `find(s, part)` searches a text.",
      example: Example("index([\"a\", \"b\"], \"b\")", prints: "1"), related: ["count", "find"]
    ) { machine, xs, x in
      let iterator = try machine.iterate(xs)
      var position = 0
      while let item = try iterator.next() {
        if try machine.isEqual(item, x) { return .int(position) }
        position += 1
      }
      throw RuntimeError(
        .value, "index: no item equals \(x.described)", hint: "`x in xs` asks whether there is one")
    },
    Builtin(
      "count", SequenceArgument("xs", accepts: "a list or a text"), AnyValue("x"),
      summary: "How many items equal `x`; in a text how many times a part stands there.",
      details: "Parts of a text are counted without overlap.",
      example: Example("[count([1, 2, 1], 1), count(\"banana\", \"an\")]", prints: "[2, 2]"),
      related: ["index", "len", "count_nonzero"]
    ) { machine, xs, x in
      if let text = xs.textObject {
        guard let part = x.textObject else {
          throw RuntimeError(.type, "count: 'x' must be a text, got \(x.described)")
        }
        var count = 0
        try TextPlaces.each(of: part.utf8, in: text.utf8) { _ in count += 1 }
        return .int(count)
      }
      if let tensor = xs.tensorObject?.tensor, let scalar = x.number?.scalar {
        return .int(try tensor.detached().equal(scalar).countNonzero().itemInt())
      }
      let iterator = try machine.iterate(xs)
      var count = 0
      while let item = try iterator.next() {
        if try machine.isEqual(item, x) { count += 1 }
      }
      return .int(count)
    },
    Builtin(
      "group", SequenceArgument(), FunctionArgument("key"),
      summary: "A dict of lists: the items by what `key` gives for them.",
      details: "Keys stand in the order of their first item.",
      example: Example(
        "group([\"ab\", \"c\", \"de\"], len)", prints: "{2: [\"ab\", \"de\"], 1: [\"c\"]}"),
      related: ["sorted", "filter"]
    ) { machine, xs, key in
      // The function may change the variable that holds the list.
      machine.markShared(xs)
      var places = DictTable()
      var groups: [(key: Value, items: [Value])] = []
      for item in try machine.items(of: xs) {
        let found = try machine.call(key, with: item)
        machine.markShared(item)
        if let place = try places.value(for: found) {
          groups[place.int].items.append(item)
        } else {
          try places.set(.int(groups.count), for: found)
          groups.append((found, [item]))
        }
      }
      var table = DictTable(capacity: groups.count)
      for group in groups { try table.set(machine.heap.list(group.items), for: group.key) }
      return machine.heap.dict(table)
    },
  ]

  private static func quantifier(
    _ name: String, _ summary: String, _ example: String, stopsAt: Bool,
    reduce: @escaping @Sendable (Tensor, [Int]?, Bool) throws -> Tensor
  ) -> Builtin {
    Builtin(
      name, AnyValue("xs", accepts: "a list or a tensor"), AxesArgument("axis"), Flag("keepdims"),
      summary: summary,
      details: "A tensor gives a tensor, along an axis where one is named.",
      example: Example("\(name)(\(example))", prints: "true"),
      related: [name == "any" ? "all" : "any", "count_nonzero"]
    ) { machine, xs, axes, keepsAxes in
      if let tensor = xs.asTensor {
        return machine.heap.tensor(try reduce(tensor, axes, keepsAxes))
      }
      if axes != nil || keepsAxes {
        return machine.heap.tensor(
          try reduce(try machine.tensorOperand(xs, name), axes, keepsAxes))
      }
      if xs.isNumber { return .bool(try machine.truth(xs)) }
      let iterator = try machine.iterate(xs)
      while let item = try iterator.next() {
        if try machine.truth(item) == stopsAt { return .bool(stopsAt) }
      }
      return .bool(!stopsAt)
    }
  }
}

extension BuiltinCatalog {
  /// The functions of dicts that are also their methods.
  static let dicts: [Builtin] = [
    Builtin(
      "get", DictArgument(), AnyValue("k"),
      AnyValue("default", default: Value.none, defaultText: "none"),
      summary: "The value under a key, or `default` where there is none.",
      example: Example("get({a: 1}, \"b\", 0)", prints: "0"), related: ["keys", "items"]
    ) { machine, dict, key, fallback in
      guard let value = try dict.table.value(for: key) else { return fallback }
      machine.markShared(value)
      return value
    },
    Builtin(
      "keys", DictArgument(),
      summary: "The keys of a dict, in order, as a list.",
      example: Example("keys({a: 1, b: 2})", prints: "[\"a\", \"b\"]"),
      related: ["values", "items"]
    ) { machine, dict in machine.list(sharing: dict.table.keys) },
    Builtin(
      "values", DictArgument(),
      summary: "The values of a dict, in the order of their keys, as a list.",
      example: Example("values({a: 1, b: 2})", prints: "[1, 2]"), related: ["keys", "items"]
    ) { machine, dict in machine.list(sharing: dict.table.values) },
    Builtin(
      "items", DictArgument(),
      summary: "The entries of a dict, in order, as a list of `[key, value]`.",
      example: Example("items({a: 1, b: 2})", prints: "[[\"a\", 1], [\"b\", 2]]"),
      related: ["keys", "values", "dict"]
    ) { machine, dict in
      var entries: [Value] = []
      for entry in dict.table.live {
        try LongLoop.turn(entries.count)
        entries.append(machine.list(sharing: [entry.key, entry.value]))
      }
      return machine.heap.list(entries)
    },
  ]
}
