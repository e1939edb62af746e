import Catalog
import Machine
import Tensors

extension BuiltinCatalog {
  /// Texts: all positions and lengths count code points.
  static let text: [Builtin] = [
    split,
    Builtin(
      "lines", TextBytes(),
      summary: "The lines of a text, without their ends, as a list.",
      example: Example("lines(\"a\\nb\\n\")", prints: "[\"a\", \"b\"]"),
      related: ["split", "read_text"]
    ) { machine, text in
      var lines: [Value] = []
      var start = 0
      while start < text.count {
        try LongLoop.turn(lines.count)
        let end = try TextSearch.find([0x0A], in: text, from: start) ?? text.count
        let isCarried = end > start && text[end - 1] == 0x0D
        lines.append(machine.heap.text(utf8: Array(text[start..<(isCarried ? end - 1 : end)])))
        start = end + 1
      }
      return machine.heap.list(lines)
    },
    Builtin(
      "join", AnyValue("sep", accepts: "a text"), AnyValue("texts", accepts: "a list of texts"),
      summary: "One text of several, with `sep` between them.",
      details: "The list may stand first: `words.join(\", \")`.",
      example: Example("join(\", \", [\"a\", \"b\"])", prints: "\"a, b\""),
      related: ["split", "concat"]
    ) { machine, first, second in
      let (separator, list) = first.string == nil ? (second, first) : (first, second)
      guard let separator = separator.textObject else {
        throw RuntimeError(.type, "join: 'sep' must be a text, got \(separator.described)")
      }
      var bytes: [UInt8] = []
      for (position, item) in try machine.items(of: list).enumerated() {
        try LongLoop.turn(position)
        guard let text = item.textObject else {
          throw RuntimeError(
            .type, "join: item \(position) must be a text, got \(item.described)",
            hint: "`join(sep, map(str, xs))` makes texts of them")
        }
        if position > 0 { bytes += separator.utf8 }
        bytes += text.utf8
      }
      return machine.heap.text(utf8: bytes)
    },
    Builtin(
      "strip", TextBytes(), OptionalText("chars"),
      summary: "A text without white space, or without some characters, at both ends.",
      example: Example("strip(\"  a b \")", prints: "\"a b\""), related: ["replace", "split"]
    ) { machine, text, characters in
      let unwanted = characters.map { Set($0.unicodeScalars) }
      let isUnwanted = { (scalar: Unicode.Scalar) in
        unwanted?.contains(scalar) ?? scalar.properties.isWhitespace
      }
      let start = try TextPlaces.first(in: text) { !isUnwanted($0) } ?? text.count
      let end = try TextPlaces.endOfLast(in: text, from: start) { !isUnwanted($0) }
      return machine.heap.text(utf8: Array(text[start..<end]))
    },
    Builtin(
      "replace", TextBytes(), TextBytes("old"), TextBytes("new"),
      summary: "A text with every `old` in it replaced by `new`.",
      example: Example("replace(\"a-b-c\", \"-\", \"+\")", prints: "\"a+b+c\""),
      related: ["regex", "strip", "split"]
    ) { machine, text, old, new in
      guard !old.isEmpty else {
        throw RuntimeError(.value, "replace: 'old' must not be an empty text")
      }
      var result: [UInt8] = []
      var start = 0
      try TextPlaces.each(of: old, in: text) { place in
        result += text[start..<place]
        result += new
        start = place + old.count
      }
      result += text[start...]
      return machine.heap.text(utf8: result)
    },
    Builtin(
      "upper", TextBytes(), summary: "A text in capital letters.",
      example: Example("upper(\"eer\")", prints: "\"EER\""), related: ["lower"]
    ) { machine, text in machine.heap.text(utf8: try TextPlaces.mapped(text) { $0.uppercased() }) },
    Builtin(
      "lower", TextBytes(), summary: "A text in small letters.",
      example: Example("lower(\"EER\")", prints: "\"eer\""), related: ["upper"]
    ) { machine, text in machine.heap.text(utf8: try TextPlaces.mapped(text) { $0.lowercased() }) },
    Builtin(
      "starts_with", TextBytes(), TextBytes("part"), summary: "Whether a text begins with a part.",
      example: Example("starts_with(\"speaker_07\", \"speaker\")", prints: "true"),
      related: ["ends_with", "find"]
    ) { machine, text, part in .bool(text.starts(with: part)) },
    Builtin(
      "ends_with", TextBytes(), TextBytes("part"), summary: "Whether a text ends with a part.",
      example: Example("ends_with(\"a.wav\", \".wav\")", prints: "true"),
      related: ["starts_with", "path_suffix"]
    ) { machine, text, part in .bool(text.suffix(part.count).elementsEqual(part)) },
    Builtin(
      "find", TextBytes(), TextBytes("part"),
      summary: "The position of the first `part` in a text, -1 if there is none.",
      example: Example("[find(\"margin\", \"gin\"), find(\"margin\", \"x\")]", prints: "[3, -1]"),
      related: ["index", "count", "starts_with"]
    ) { machine, text, part in
      guard let place = try TextSearch.find(part, in: text, from: 0) else { return .int(-1) }
      return .int(TextPlaces.codePoints(in: text[..<place]))
    },
    Builtin(
      "format", AnyValue("x"), Text("spec"),
      summary: "A value as a text in a format of Python's mini-language.",
      details: "`[[fill]align][sign][z][#][0][width][, or _][.precision][type]`, with the types "
        + "`b c d e E f F g G n o s x X %`; `f\"{x:.2f}\"` does the same. A list, a dict or "
        + "another value is formatted as its text.",
      example: Example("format(1234.5678, \",.2f\")", prints: "\"1,234.57\""),
      related: ["str", "round"]
    ) { machine, value, spec in machine.heap.text(try machine.formatted(value, spec)) },
    Builtin(
      "ord", Text("c"), summary: "The code point of a text of one character.",
      example: Example("ord(\"A\")", prints: "65"), related: ["chr"]
    ) { machine, text in
      guard let scalar = text.unicodeScalars.first, text.unicodeScalars.count == 1 else {
        throw RuntimeError(
          .value, "ord: 'c' must be one code point, got \(text.unicodeScalars.count)")
      }
      return .int(Int(scalar.value))
    },
    Builtin(
      "chr", Integer("n", .between(0, 0x10ffff)), summary: "The text of one code point.",
      example: Example("chr(955)", prints: "\"λ\""), related: ["ord"]
    ) { machine, number in
      guard let scalar = UInt32(exactly: number).flatMap(Unicode.Scalar.init) else {
        throw RuntimeError(.value, "chr: \(number) is no character: it is half of a pair")
      }
      return machine.heap.text(String(Character(scalar)))
    },
  ]

  private static let splitDocumentation = Documentation.of(
    "split",
    [
      ParameterDescription("x", accepts: "a text or a tensor"),
      ParameterDescription(
        "sep", accepts: "a text; for a tensor sizes, or a number of equal parts",
        defaultText: "none"),
      ParameterDescription(
        "limit", accepts: "an int or none: most splits", defaultText: "none", passing: .named),
      ParameterDescription("axis", accepts: "an axis", defaultText: "0", passing: .named),
    ],
    "The parts of a text between separators, or of a tensor along an axis.",
    details: "Without `sep` a text is split at white space, which leaves no empty parts. A "
      + "tensor is split by sizes, `split(x, [2, 3])`, or into equal parts, `split(x, 2)`.",
    example: Example("split(\"a,b,c\", \",\", limit=1)", prints: "[\"a\", \"b,c\"]"),
    related: ["join", "lines", "concat"])

  private static let split = Builtin(splitDocumentation) { machine, arguments in
    let values = try splitDocumentation.bound(arguments)
    if let text = values[0]?.textObject {
      let separator = try OptionalText("sep").read(value: values[1], in: machine)
      let limit = try OptionalInteger("limit").read(value: values[2], in: machine)
      return machine.heap.list(
        try TextPlaces.parts(of: text.utf8, separator, limit: limit) {
          machine.heap.text(utf8: Array($0))
        })
    }
    guard let value = values[0], let tensor = try machine.tensor(from: value) else {
      throw RuntimeError(
        .type, "split: 'x' must be a text or a tensor, got \((values[0] ?? .none).described)")
    }
    let axis = try Integer("axis", default: 0).read(value: values[3], in: machine)
    let parts: [Tensor]
    if let count = values[1]?.wholeNumber {
      parts = try tensor.split(count, axis: axis)
    } else {
      parts = try tensor.split(
        sizes: try Integers("sizes").read(value: values[1], in: machine), axis: axis)
    }
    return machine.heap.list(parts.map(machine.heap.tensor))
  }
}

extension Documentation {
  /// The arguments of a call in the places of the parameters, for an entry that reads them itself.
  func bound(_ arguments: Arguments) throws -> [Value?] {
    let binding = try bind(
      positional: arguments.positional.count, names: arguments.named.map(\.name))
    let all = arguments.positional + arguments.named.map(\.value)
    return binding.places.map { place in place.map { all[$0] } }
  }
}
