import Catalog
import Diagnostics

extension VirtualMachine {
  /// The words that change a list in its place.
  static let listWords = [
    "append", "insert", "extend", "pop", "remove", "sort", "reverse", "clear",
  ]
  /// The words that change a dict in its place.
  static let dictWords = ["update", "pop", "remove", "clear"]
  /// The words of a dict that give values.
  static let dictMethods = ["get", "keys", "values", "items"]

  /// The in-place words and methods of a value's type.
  public func typeMethodNames(of base: Value) -> [String] {
    if base.listObject != nil { return Self.listWords }
    if base.dictObject != nil { return Self.dictWords + Self.dictMethods }
    return []
  }

  /// Whether `name` is a method of the type of `base`.
  func isTypeMethod(_ name: String, of base: Value) -> Bool {
    typeMethodNames(of: base).contains(name)
  }

  /// Whether `name` changes a list or dict in its place.
  public func isPlaceMethod(_ name: String, of base: Value) -> Bool {
    base.listObject != nil
      ? Self.listWords.contains(name) : base.dictObject != nil && Self.dictWords.contains(name)
  }

  /// An in-place word of a list or dict that nothing else holds; nil for another name or type.
  /// - Throws: `type` for a wrong call, `index`, `key` or `value` where there is no such item.
  public func placeMethod(
    _ name: String, on base: Value, _ arguments: Arguments
  ) throws(RuntimeError) -> Value? {
    if let list = base.listObject, Self.listWords.contains(name) {
      return try listMethod(name, on: list, arguments)
    }
    if let dict = base.dictObject, Self.dictWords.contains(name) {
      return try dictMethod(name, changing: dict, arguments)
    }
    return nil
  }

  /// A method of a type that changes nothing: `get keys values items` of a dict; nil for another
  /// name or type.
  public func valueMethod(
    _ name: String, on base: Value, _ arguments: Arguments
  ) throws(RuntimeError) -> Value? {
    guard let dict = base.dictObject, Self.dictMethods.contains(name) else { return nil }
    switch name {
    case "get":
      let call = try bound("get(key, default=none)", arguments)
      if let value = try dict.table.value(for: call[0] ?? Value.none) {
        markShared(value)
        return value
      }
      return call[1] ?? Value.none
    case "keys":
      _ = try bound("keys()", arguments)
      return list(sharing: dict.table.keys)
    case "values":
      _ = try bound("values()", arguments)
      return list(sharing: dict.table.values)
    default:
      _ = try bound("items()", arguments)
      return heap.list(dict.table.live.map { list(sharing: [$0.key, $0.value]) })
    }
  }

  // MARK: lists

  private func listMethod(
    _ name: String, on list: ListObject, _ arguments: Arguments
  ) throws(RuntimeError) -> Value {
    switch name {
    case "append":
      let call = try bound("append(x)", arguments)
      list.items.append(owned(call[0] ?? Value.none, in: .object(list)))
    case "insert":
      let call = try bound("insert(i, x)", arguments)
      let k = try whole(call[0], "insert", "i")
      let place = k < 0 ? max(k &+ list.items.count, 0) : min(k, list.items.count)
      list.items.insert(owned(call[1] ?? Value.none, in: .object(list)), at: place)
    case "extend":
      let call = try bound("extend(ys)", arguments)
      let new = try items(of: call[0] ?? Value.none)
      for item in new { markShared(item) }
      list.items += new
    case "pop":
      let call = try bound("pop(i=-1)", arguments)
      let k = try call[0].map { value throws(RuntimeError) in try whole(value, "pop", "i") } ?? -1
      guard !list.items.isEmpty else {
        throw RuntimeError(.index, "pop from an empty list", hint: "`if xs { xs.pop() }`")
      }
      return list.items.remove(at: try position(k, in: list.items.count, of: .object(list)))
    case "remove":
      let call = try bound("remove(x)", arguments)
      try removeItem(call[0] ?? Value.none, from: list)
    case "sort":
      let call = try bound("sort(key=none, reverse=false)", arguments, namedFrom: 0)
      let reverse = try call[1].map { value throws(RuntimeError) in try truth(value) } ?? false
      list.items = try sorted(list.items, key: call[0] ?? Value.none, reverse: reverse)
    case "reverse":
      _ = try bound("reverse()", arguments)
      list.items.reverse()
    default:
      _ = try bound("clear()", arguments)
      list.items = []
    }
    return .none
  }

  private func removeItem(_ item: Value, from list: ListObject) throws(RuntimeError) {
    for (position, candidate) in list.items.enumerated() where try isEqual(candidate, item) {
      list.items.remove(at: position)
      return
    }
    throw RuntimeError(
      .value, "remove: the list has no item equal to \(item.described)",
      hint: item.tag == Tag.int ? "`xs.pop(i)` removes by position" : nil)
  }

  /// Items in order: stable, NaN last, by what `key` gives for each where it is a function.
  /// - Throws: `type` where two have no order, and what `key` throws.
  public func sorted(
    _ items: [Value], key: Value, reverse: Bool
  ) throws(RuntimeError) -> [Value] {
    var keys = items
    if !key.isNone {
      let mark = holdMark
      defer { release(to: mark) }
      for item in items where item.tag == Tag.object { hold(item) }
      hold(key)
      for (position, item) in items.enumerated() {
        keys[position] = try call(key, with: item)
      }
    }
    if let numbers = plainNumbers(keys) {
      return try library {
        try numbers.argsort(descending: reverse).withI64 { order in
          for place in order.indices { keys[place] = items[order[place]] }
          return keys
        }
      }
    }
    for (place, position) in try mergedPositions(of: keys, reverse: reverse).enumerated() {
      keys[place] = items[position]
    }
    return keys
  }

  // MARK: dicts

  private func dictMethod(
    _ name: String, changing dict: DictObject, _ arguments: Arguments
  ) throws(RuntimeError) -> Value {
    switch name {
    case "update":
      let call = try bound("update(other)", arguments)
      guard let other = call[0]?.dictObject else {
        throw RuntimeError(
          .type, "update: 'other' must be a dict, got \((call[0] ?? Value.none).described)")
      }
      for entry in other.table.live {
        markShared(entry.value)
        try dict.table.set(owned(entry.value, in: .object(dict)), for: entry.key)
      }
    case "pop":
      let call = try bound("pop(key, default)", arguments, required: 1)
      let key = call[0] ?? Value.none
      if let value = try dict.table.remove(key) { return value }
      if let fallback = call[1] { return fallback }
      throw IndexErrors.missing(key, in: dict.table)
    case "remove":
      let call = try bound("remove(key)", arguments)
      let key = call[0] ?? Value.none
      guard try dict.table.remove(key) != nil else {
        throw IndexErrors.missing(key, in: dict.table)
      }
    default:
      _ = try bound("clear()", arguments)
      dict.table = DictTable()
    }
    return .none
  }

  // MARK: calls

  /// The arguments of a call in the order of a signature such as `sort(key=none, reverse=false)`;
  /// nil where one with a default is left out.
  ///
  /// - Parameters:
  ///   - required: how many must be given, where no `=` says so.
  ///   - namedFrom: the first parameter that goes by name alone.
  private func bound(
    _ signature: String, _ arguments: Arguments, required: Int? = nil, namedFrom: Int? = nil
  ) throws(RuntimeError) -> [Value?] {
    let parts = signature.dropLast().split(separator: "(", omittingEmptySubsequences: false)
    let name = String(parts[0])
    let written = parts[1].split(separator: ",").map { $0.drop { $0 == " " } }
    let names = written.map { String($0.prefix { $0 != "=" }) }
    let needed = required ?? written.filter { !$0.contains("=") }.count
    let positional = namedFrom ?? names.count
    func wrong(_ message: String) -> RuntimeError {
      RuntimeError(.type, "\(name): \(message)", hint: "the signature is \(signature)")
    }
    guard arguments.positional.count <= positional else {
      throw wrong(
        "takes \(positional) value\(positional == 1 ? "" : "s") by position, "
          + "got \(arguments.positional.count)")
    }
    var values: [Value?] = arguments.positional
    values += [Value?](repeating: nil, count: names.count - values.count)
    for (given, value) in arguments.named {
      guard let place = names.firstIndex(of: given) else {
        throw wrong("there is no option '\(given)'")
      }
      guard values[place] == nil else { throw wrong("'\(given)' is given twice") }
      values[place] = value
    }
    for place in 0..<needed where values[place] == nil {
      throw wrong("'\(names[place])' is missing")
    }
    return values
  }

  private func whole(
    _ value: Value?, _ name: String, _ parameter: String
  ) throws(RuntimeError) -> Int {
    if let value, let whole = wholeNumber(value) { return whole }
    throw RuntimeError(
      .type, "\(name): '\(parameter)' must be an int, got \((value ?? Value.none).described)")
  }
}
