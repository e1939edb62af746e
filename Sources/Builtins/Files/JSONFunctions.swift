import Catalog
import Machine

extension BuiltinCatalog {
  /// Values as JSON and back.
  static let json: [Builtin] = [
    Builtin(
      "to_json", AnyValue("value"), Flag("indent", default: false),
      summary: "A value as JSON text.",
      details: "Tensors become lists of numbers, `none` null; keys must be texts, and nan and inf "
        + "are errors. `indent=true` puts each entry on a line.",
      example: Example(
        "to_json({eer: 0.05, runs: [1, 2]})",
        prints: "\"{\\\"eer\\\": 0.05, \\\"runs\\\": [1, 2]}\""
      ),
      related: ["from_json", "save_json"]
    ) { machine, value, indent in
      machine.heap.text(try JSONWriter(machine, isIndented: indent).text(of: value))
    },
    Builtin(
      "from_json", Text("text"),
      summary: "The value of a JSON text.",
      details: "Objects become dicts, null `none`; a number without point or exponent is an int.",
      example: Example("from_json(\"[1, 2.5, null]\")", prints: "[1, 2.5, none]"),
      related: ["to_json", "load_json"]
    ) { machine, text in try JSONReader.read(Array(text.utf8), "from_json", in: machine) },
    Builtin(
      "save_json", Text("path"), AnyValue("value"),
      summary: "Writes a value to a file as JSON.",
      example: Example(
        "save_json(\"run.json\", {eer: 0.05})\nload_json(\"run.json\").eer", prints: "0.05"),
      related: ["load_json", "to_json"]
    ) { machine, path, value in
      let text = try JSONWriter(machine, isIndented: true).text(of: value) + "\n"
      try machine.outside.write(path, Array(text.utf8), append: false)
      return .none
    },
    Builtin(
      "load_json", Text("path"),
      summary: "The value in a JSON file.",
      example: Example(
        "save_json(\"run.json\", [1, 2])\nload_json(\"run.json\")", prints: "[1, 2]"),
      related: ["save_json", "from_json"]
    ) { machine, path in
      try JSONReader.read(
        try machine.outside.read(path), "load_json: \(QuotedText.of(path))", in: machine)
    },
  ]
}

/// Writes JSON.
private struct JSONWriter {
  private let machine: VirtualMachine
  private let isIndented: Bool

  init(_ machine: VirtualMachine, isIndented: Bool) {
    self.machine = machine
    self.isIndented = isIndented
  }

  func text(of value: Value, depth: Int = 0) throws -> String {
    guard depth < 500 else { throw RuntimeError(.limit, "JSON nested more than 500 deep") }
    if value.isNone { return "null" }
    if let number = value.number { return try text(ofNumber: number) }
    if let text = value.string { return quoted(text) }
    if let dict = value.dictObject {
      return try joined("{", "}", dict.table.live, depth) { entry in
        guard let key = entry.key.string else {
          throw RuntimeError(
            .value, "JSON has text keys alone, got \(entry.key.described)")
        }
        return "\(quoted(key)): \(try text(of: entry.value, depth: depth + 1))"
      }
    }
    if value.listObject != nil || value.rangeObject != nil || value.asTensor != nil {
      return try joined("[", "]", try machine.items(of: value), depth) {
        try text(of: $0, depth: depth + 1)
      }
    }
    throw RuntimeError(.type, "JSON cannot hold \(value.described)")
  }

  private func text(ofNumber number: Value) throws -> String {
    if number.tag == Tag.bool { return number.bool ? "true" : "false" }
    if number.tag == Tag.int { return "\(number.int)" }
    guard number.float.isFinite else {
      throw RuntimeError(
        .value, "JSON cannot hold \(NumberText.shortest(number.float))",
        hint: "put none in its place: `if isfinite(x) { x } else { none }`")
    }
    return NumberText.shortest(number.float)
  }

  private func joined<Item>(
    _ open: String, _ close: String, _ items: [Item], _ depth: Int, _ text: (Item) throws -> String
  ) throws -> String {
    let margin = "\n" + String(repeating: "  ", count: depth)
    let isIndented = isIndented && !items.isEmpty
    var result = open
    for (position, item) in items.enumerated() {
      if position & 0xF == 0xF { try LongLoop.look() }
      if position > 0 { result += isIndented ? "," : ", " }
      if isIndented { result += margin + "  " }
      result += try text(item)
    }
    return result + (isIndented ? margin : "") + close
  }

  private func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\r": quoted += "\\r"
      case "\t": quoted += "\\t"
      default:
        if scalar.value < 0x20 {
          let digits = String(scalar.value, radix: 16)
          quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        } else {
          quoted.unicodeScalars.append(scalar)
        }
      }
    }
    return quoted + "\""
  }
}
