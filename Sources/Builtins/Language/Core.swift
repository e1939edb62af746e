import Catalog
import Machine
import Tensors

extension BuiltinCatalog {
  /// Showing, converting and making values.
  static let core: [Builtin] = [
    Builtin(
      "print", Rest("values"), Text("sep", default: " ", passing: .named),
      Text("end", default: "\n", passing: .named),
      summary: "Writes values as text, with `sep` between them and `end` behind the last.",
      details: "Text prints bare, lists and dicts whole, tensors as the prompt shows them.",
      example: Example("print(\"loss\", 0.25, [1, 2])", prints: "loss 0.25 [1, 2]"),
      related: ["display", "str", "format"]
    ) { machine, values, separator, end in
      let texts = try values.map { try machine.printed($0) }
      machine.output.write(texts.joined(separator: separator) + end)
      return .none
    },
    Builtin(
      "display", AnyValue("x"),
      summary: "Shows a value as the prompt does.",
      details: "Text in quotes, long lists cut to the window, figures as pictures; `none` shows "
        + "nothing.",
      example: Example("for s in [\"a\", \"b\"] { display(s) }", prints: "\"a\"\n\"b\""),
      related: ["print"]
    ) { machine, value in
      try machine.display(value)
      return .none
    },
    Builtin(
      "help", AnyValue("x", accepts: "a function, its name as a text, or another value"),
      summary: "Writes the signature of a function, what it does, and an example.",
      details:
        "At the prompt `?name` does the same. A text that names no function finds those that "
        + "speak of it; of a function of yours the `##` lines above it are shown.",
      example: Example("fn double(x) = 2 * x\nhelp(double)", prints: "double(x)"),
      related: ["type"]
    ) { machine, value in
      guard let name = value.string else {
        machine.output.write(HelpPage.text(of: value, in: machine))
        return .none
      }
      guard let page = HelpPage.search(name, in: machine.builtins.all.map(\.documentation))
      else {
        throw RuntimeError(
          .name, "help: no function has the name or topic \(QuotedText.of(name))",
          hint: Spelling.nearest(to: name, among: machine.builtins.names).map {
            "did you mean `\($0)`?"
          })
      }
      machine.output.write(page)
      return .none
    },
    Builtin(
      "type", AnyValue("x"),
      summary: "The name of a value's type, as a text.",
      details: "`none bool int float str list dict range tensor fn error`, or that of an object.",
      example: Example(
        "[type(1), type(0.5), type(\"a\")]", prints: "[\"int\", \"float\", \"str\"]"),
      related: ["int", "float", "str"]
    ) { machine, value in machine.heap.text(value.typeName) },
    Builtin(
      "int", AnyValue("x", accepts: "a number, a text, or a tensor of one element"),
      Integer("base", .between(2, 36), default: 10, passing: .named),
      summary: "A number cut towards zero, or a text read as a whole number.",
      details: "A text may have a sign, spaces around it and `_` between digits; with another base "
        + "also its prefix `0x`, `0o` or `0b`.",
      example: Example("[int(-2.7), int(\"42\"), int(\"ff\", base=16)]", prints: "[-2, 42, 255]"),
      related: ["float", "round", "floor"]
    ) { machine, value, base in try NumberReading.int(value, base: base) },
    Builtin(
      "float", AnyValue("x", accepts: "a number, a text, or a tensor of one element"),
      summary: "A number or a text as a 64-bit float.",
      details: "A text is read as scripts write numbers; `inf` and `nan` are numbers too.",
      example: Example("[float(2), float(\"1e-3\")]", prints: "[2.0, 0.001]"),
      related: ["int", "str"]
    ) { machine, value in try NumberReading.float(value) },
    Builtin(
      "str", AnyValue("x"),
      summary: "A value as the text that `print` writes.",
      example: Example("str([1, 0.5, \"a\"])", prints: "\"[1, 0.5, \\\"a\\\"]\""),
      related: ["format", "print"]
    ) { machine, value in machine.heap.text(try machine.printed(value)) },
    Builtin(
      "bool", AnyValue("x"),
      summary: "Whether a condition takes a value as true; also the name of a dtype.",
      details: "`false none 0 0.0 \"\" [] {}` and an empty range are false, all else is true. A "
        + "tensor must have one element; `x.astype(bool)` goes element by element.",
      example: Example("[bool(0), bool(\"a\"), bool([])]", prints: "[false, true, false]"),
      related: ["any", "all", "f32", "i64"]
    ) { machine, value in .bool(try machine.truth(value)) },
    Builtin(
      "list", SequenceArgument("x"),
      summary: "The items of something that can be walked, as a list.",
      details: "Those of a dict are its keys; a tensor gives its rows, `x.tolist()` numbers.",
      example: Example("[list(0..4), list(\"ab\")]", prints: "[[0, 1, 2, 3], [\"a\", \"b\"]]"),
      related: ["dict", "range", "tolist"]
    ) { machine, value in machine.list(sharing: try machine.items(of: value)) },
    Builtin(
      "dict", AnyValue("pairs", accepts: "a list of [key, value] pairs, or a dict"),
      summary: "A dict of a list of pairs.",
      details: "Later pairs win; keys are none, bools, numbers, texts, or lists of these.",
      example: Example("dict([[\"a\", 1], [\"b\", 2]])", prints: "{\"a\": 1, \"b\": 2}"),
      related: ["items", "zip", "group"]
    ) { machine, value in
      if let dict = value.dictObject {
        dict.table.values.forEach(machine.markShared)
        return machine.heap.dict(dict.table)
      }
      var table = DictTable()
      for (position, pair) in try machine.items(of: value).enumerated() {
        guard let items = pair.listObject?.items, items.count == 2 else {
          throw RuntimeError(
            .value, "dict: item \(position) must be a [key, value] pair, got \(pair.described)",
            hint: "`dict(zip(keys, values))` joins two lists")
        }
        machine.markShared(items[1])
        try table.set(items[1], for: items[0])
      }
      return machine.heap.dict(table)
    },
    Builtin(
      "error", Text("message"), Text("kind", default: "user", passing: .named),
      summary: "An error as a value, for `throw`.",
      details: "Kinds: `syntax name type value shape index key numeric io limit assert user`.",
      example: Example(
        "e = error(\"too few speakers\", kind=\"value\")\n[e.kind, e.message]",
        prints: "[\"value\", \"too few speakers\"]"),
      related: ["type"]
    ) { machine, message, kind in
      guard let kind = ErrorKinds.named(kind) else {
        throw RuntimeError(
          .value, "error: there is no kind \(QuotedText.of(kind))",
          hint: "kinds are " + ErrorKinds.names.joined(separator: ", "))
      }
      return machine.heap.error(RuntimeError(kind, message))
    },
    Builtin(
      "hash", AnyValue("x"),
      summary: "The first 16 hex digits of the SHA-256 of a value, as sessions record it.",
      details: "Over type, shape and bits: every NaN is one pattern, a dict counts in its order, "
        + "a function by its source and captured values, an object by its type and state.",
      example: Example("hash([1, 2]) == hash([1, 2])", prints: "true"),
      related: ["type"]
    ) { machine, value in machine.heap.text(try Digest.of(value, in: machine)) },
  ]
}
