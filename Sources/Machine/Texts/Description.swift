import Diagnostics
import Tensors

/// How values show at the prompt and print.
enum Description {
  /// Levels of lists in lists that are written out; deeper ones show as `…`.
  static let depthLimit = 100

  /// The whole value on one line, text quoted; nil once it is over `limit` columns, and where an
  /// interrupt is asked for in the middle of a long list.
  static func line(_ value: Value, limit: Int, depth: Int = 0) -> String? {
    guard let text = lineText(value, limit: limit, depth: depth) else { return nil }
    return limit == .max || DisplayWidth.of(text) <= limit ? text : nil
  }

  /// A short text for errors: the value if it is short, else type and size.
  static func short(_ value: Value) -> String {
    line(value, limit: 40) ?? value.described
  }

  private static func lineText(_ value: Value, limit: Int, depth: Int) -> String? {
    if value.tag < Tag.object { return NumberText.of(value) }
    guard let object = value.heapObject else { return "none" }
    guard depth < depthLimit else { return "…" }
    switch object.kind {
    case .text: return QuotedText.of(value.string ?? "")
    case .list:
      return joined(value.listObject?.items ?? [], "[", "]", limit: limit) {
        line($0, limit: $1, depth: depth + 1)
      }
    case .dict:
      return joined(value.dictObject?.table.live ?? [], "{", "}", limit: limit) { entry, room in
        guard let key = line(entry.key, limit: room, depth: depth + 1),
          let shown = line(entry.value, limit: room, depth: depth + 1)
        else { return nil }
        return "\(key): \(shown)"
      }
    case .range: return value.rangeObject.map(range)
    case .tensor: return value.tensorObject.map { inline($0.tensor) }
    case .builtin:
      guard let builtin = value.builtinObject?.builtin else { return "fn" }
      return isDType(builtin) ? builtin.name : "fn \(builtin.documentation.signature)"
    case .closure:
      guard let prototype = (object as? ClosureObject)?.prototype else { return "fn" }
      return prototype.description.name == nil ? prototype.signature : "fn \(prototype.signature)"
    case .boundMethod:
      guard let method = value.boundMethodObject else { return "fn" }
      return "fn \(method.receiver.typeName).\(method.method.documentation.signature)"
    case .error:
      guard let error = value.errorObject?.error else { return "error" }
      return "\(error.kind.rawValue) error: \(error.message)"
    case .instance:
      guard let object = value.instanceObject?.object else { return "object" }
      let shown = object.shown
      return shown.contains("\n") ? object.typeName : shown
    case .module: return "module \(value.moduleObject?.name ?? "")"
    case .cell, .iterator: return "cell"
    }
  }

  /// Whether a builtin is a predefined dtype, which shows as its name.
  private static func isDType(_ builtin: Builtin) -> Bool {
    ["f32", "f64", "i64", "bool"].contains(builtin.name)
  }

  /// `0..10`, `0..=1 by 0.1`.
  static func range(_ range: RangeObject) -> String {
    let dots = range.isInclusive ? "..=" : ".."
    let step = range.step
    let isOne = range.isInteger ? step.int == 1 : step.float == 1
    let text = "\(NumberText.of(range.start))\(dots)\(NumberText.of(range.end))"
    return isOne ? text : "\(text) by \(NumberText.of(step))"
  }

  private static func joined<Item>(
    _ items: [Item], _ open: String, _ close: String, limit: Int,
    _ text: (Item, Int) -> String?
  ) -> String? {
    var line = open
    var width = 2
    for (position, item) in items.enumerated() {
      if position & 0xF == 0xF, Interrupt.isRequested { return nil }
      let separator = position == 0 ? "" : ", "
      guard let part = text(item, limit == .max ? .max : limit - width) else { return nil }
      if limit != .max {
        width += DisplayWidth.of(part) + separator.utf8.count
        if width > limit { return nil }
      }
      line += separator + part
    }
    return line + close
  }

  // MARK: cut to a window

  /// The value as the prompt shows it, cut to `columns`.
  static func shown(_ value: Value, columns: Int, depth: Int = 0) -> String {
    if let tensor = value.tensorObject?.tensor { return block(tensor, columns: columns) }
    if let text = value.string { return QuotedText.of(text) }
    if let object = value.instanceObject?.object { return object.shown }
    if let line = line(value, limit: columns) { return line }
    if let list = value.listObject { return shown(list.items, columns: columns, depth: depth) }
    if let dict = value.dictObject { return shown(dict.table, columns: columns, depth: depth) }
    return line(value, limit: .max) ?? "…"
  }

  private static func shown(_ items: [Value], columns: Int, depth: Int) -> String {
    let isFlat = items.allSatisfy { $0.listObject == nil && $0.dictObject == nil }
    let longest = items.prefix(20).map { line($0, limit: columns / 3) == nil ? 1 : 0 }.max() ?? 0
    if depth > 2 || isFlat && longest == 0 { return cut(items, columns: columns) }
    return lines(items.count, "[", "]") { position in
      indented(shown(items[position], columns: columns - 3, depth: depth + 1))
    }
  }

  private static func shown(_ table: DictTable, columns: Int, depth: Int) -> String {
    let entries = table.live
    if depth > 2 { return "{…}  (\(entries.count) entries)" }
    return lines(entries.count, "{", "}") { position in
      let key = line(entries[position].key, limit: .max) ?? "…"
      let room = max(columns - DisplayWidth.of(key) - 5, 20)
      return "\(key): " + indented(shown(entries[position].value, columns: room, depth: depth + 1))
    }
  }

  /// As many items from the front as fit, and the last one.
  private static func cut(_ items: [Value], columns: Int) -> String {
    guard let last = items.last else { return "[]" }
    let size = "  (\(items.count) items)"
    let end = ", …, \(line(last, limit: columns / 3) ?? "…")]\(size)"
    let room = columns - DisplayWidth.of(end)
    var text = "["
    for (position, item) in items.dropLast().enumerated() {
      let part = (position == 0 ? "" : ", ") + (line(item, limit: columns / 3) ?? "…")
      if DisplayWidth.of(text) + DisplayWidth.of(part) > room && position > 0 { break }
      text += part
    }
    return text + end
  }

  /// One item a line; the middle of many left out.
  private static func lines(
    _ count: Int, _ open: String, _ close: String, _ text: (Int) -> String
  ) -> String {
    var lines: [String] = []
    for position in 0..<count {
      if count > 20 && position >= 12 && position < count - 3 {
        if position == 12 { lines.append("  … \(count - 15) more") }
        continue
      }
      lines.append("  \(text(position))" + (position == count - 1 ? "" : ","))
    }
    return ([open] + lines + [close]).joined(separator: "\n")
  }

  private static func indented(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\n  ")
  }
}

extension VirtualMachine {
  /// The value as the prompt shows it: text quoted, lists and dicts cut at `columns`, tensors as a
  /// header and their corner values.
  public func shown(_ v: Value, columns: Int = 80) -> String {
    Description.shown(v, columns: columns)
  }

  /// The value as `print` writes it: text bare, lists and dicts whole.
  /// - Throws: `interrupt`.
  public func printed(_ v: Value) throws(RuntimeError) -> String {
    if let text = v.string { return text }
    if v.tensorObject != nil || v.instanceObject != nil {
      return Description.shown(v, columns: 80)
    }
    if let line = Description.line(v, limit: .max) { return line }
    try checkInterrupt()
    return "…"
  }
}
