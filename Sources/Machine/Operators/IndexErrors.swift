import Diagnostics

/// What is wrong with an index, and what would work.
enum IndexErrors {
  /// No such position.
  static func outside(_ k: Int, count: Int, _ base: Value) -> RuntimeError {
    let owner = base.textObject != nil ? "text" : base.typeName
    if count == 0 { return RuntimeError(.index, "index \(k) of an empty \(owner)") }
    return RuntimeError(
      .index,
      "index \(k) is outside the \(owner) of \(count) item\(count == 1 ? "" : "s")",
      hint: count == 1
        ? "the one position is 0, or -1 from the end"
        : "positions are 0…\(count - 1), or -\(count)…-1 from the end")
  }

  /// Not an int or slice.
  static func wrongIndex(_ value: Value, of base: Value) -> RuntimeError {
    var hint: String?
    if value.tag == Tag.float {
      hint = "`int(x)` makes a whole number of it"
    } else if base.listObject != nil, value.asTensor != nil || value.isSequence {
      hint = "`tensor(xs)[i]` takes several of numbers, `[xs[k] for k in i]` of anything"
    } else if base.listObject != nil, value.textObject != nil {
      hint = "a dict has text keys: `{name: value}`"
    }
    let owner = base.textObject != nil ? "text" : base.typeName
    return RuntimeError(
      .type, "a \(owner) is indexed by an int or a slice, got \(value.described)", hint: hint)
  }

  /// No such key.
  static func missing(_ key: Value, in table: DictTable) -> RuntimeError {
    var hint = "`d.get(k, default)` gives a default instead"
    if let text = key.string {
      let names = table.keys.compactMap(\.string)
      if let question = Suggestion.question(text, in: names) {
        hint = question
      } else if !names.isEmpty && names.count <= 8 {
        hint = "the keys are " + names.map(QuotedText.of).joined(separator: ", ")
      }
    }
    if table.isEmpty { hint = "the dict is empty" }
    return RuntimeError(.key, "no key \(Description.short(key))", hint: hint)
  }
}
