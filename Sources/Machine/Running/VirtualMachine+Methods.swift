import Diagnostics

// `x.f(a)`: which function that is.

extension VirtualMachine {
  /// Calls a method; the receiver is the first value of the window.
  func enterMethod(
    _ window: UnsafeMutablePointer<Value>, count: Int, _ site: MethodSite,
    _ frame: UnsafeMutablePointer<Frame>
  ) throws(RuntimeError) -> Bool {
    let receiver = window[1]
    if let member = site.member(of: receiver) {
      // A function kept in the dict: the receiver is none of its arguments.
      window[0] = member
      for place in 1..<count { window[place] = window[place + 1] }
      return try enter(window, count: count - 1, shape: site.shape)
    }
    if !mayHaveOwnMethods(receiver, site), let function = nearestFunction(site, frame) {
      // The usual case: a function with the receiver as its first argument.
      window[0] = function
      return try enter(window, count: count, shape: site.shape)
    }
    return try enterMethod(
      window, arguments(window + 1, count: count, shape: site.shape), site, frame)
  }

  /// Whether a call may mean something else than the nearest function of its name.
  private func mayHaveOwnMethods(_ receiver: Value, _ site: MethodSite) -> Bool {
    guard receiver.tag == Tag.object else { return false }
    switch receiver.objectKind {
    case .list, .dict: return site.isTypeMethod
    case .error, .instance, .module: return true
    case .text, .range, .tensor, .closure, .builtin, .boundMethod, .cell, .iterator: return false
    }
  }

  /// Calls a method; the receiver is the first argument.
  func enterMethod(
    _ window: UnsafeMutablePointer<Value>, _ arguments: Arguments, _ site: MethodSite,
    _ frame: UnsafeMutablePointer<Frame>
  ) throws(RuntimeError) -> Bool {
    guard let receiver = arguments.positional.first else {
      throw RuntimeError(.type, "\(site.name): a method needs a value before the dot")
    }
    var rest = arguments
    rest.positional.removeFirst()
    switch receiver.heapObject {
    case let instance as InstanceObject:
      if let method = instance.object.method(site.name) {
        window[0] = try native { try self.callMethod(method, on: receiver, rest) }
        return false
      }
      if let value = try native({ try instance.object.field(site.name, in: self) }),
        isCallable(value)
      {
        window[0] = value
        return try enter(window, rest)
      }
    case let module as ModuleObject:
      guard let member = module.members[site.name] else {
        throw noMember(site.name, of: module)
      }
      window[0] = member
      return try enter(window, rest)
    case is ListObject, is DictObject:
      if let result = try typeMethod(site.name, on: receiver, rest) {
        window[0] = result
        return false
      }
      if let dict = receiver.heapObject as? DictObject,
        let value = dict.table.value(for: site.name), isFunction(value)
      {
        window[0] = value
        return try enter(window, rest)
      }
    default:
      break
    }
    if let function = nearestFunction(site, frame) {
      window[0] = function
      return try enter(window, arguments)
    }
    throw noMethod(site.name, of: receiver)
  }

  /// A method of a list or dict that is no place.
  private func typeMethod(
    _ name: String, on receiver: Value, _ rest: Arguments
  ) throws(RuntimeError) -> Value? {
    if let result = try valueMethod(name, on: receiver, rest) {
      result.share()
      return result
    }
    guard PlaceWord.all.contains(name), receiver.isObject(.dict) || name != "update" else {
      return nil
    }
    throw RuntimeError(
      .type, "`\(name)` changes a \(typeName(receiver)) in its place, and this one has none",
      hint: PlaceWord.valueForm(of: name))
  }

  /// The nearest function of the name: variables that hold functions, then the builtin.
  private func nearestFunction(
    _ site: MethodSite, _ frame: UnsafeMutablePointer<Frame>
  ) -> Value? {
    let r = frame.pointee.registers
    for candidate in site.candidates {
      let value =
        switch candidate {
        case .register(let register): r[register]
        case .cell(let register): r[register].cellValue
        case .capture(let index):
          frame.pointee.closure._withUnsafeGuaranteedRef { $0.cells[index].cellValue }
        case .global(let slot): frame.pointee.closure._withUnsafeGuaranteedRef { $0.globals[slot] }
        }
      if value.tag == Tag.object, isCallable(value) { return value }
    }
    // Builtins last as long as the machine: looked up once.
    if site.builtin.tag == Tag.unset { site.builtin = builtin(named: site.name) ?? .none }
    return isFunction(site.builtin) ? site.builtin : nil
  }

  /// Calls an in-place method of an unshared list or dict.
  @inline(never)
  func callPlace(
    _ window: UnsafeMutablePointer<Value>, count: Int, site index: Int,
    _ frame: UnsafeMutablePointer<Frame>
  ) throws(RuntimeError) {
    let site = prototype(frame).description.methodSites[index]
    if count == 1, site.name == "pop", window[1].isObject(.list) {
      // A stack, without the machinery of arguments.
      let list = window[1].reference(ListObject.self).takeUnretainedValue()
      if let last = list.popLast() {
        window[0] = last
        return
      }
    }
    let isSpread = count == 0
    let receiver = isSpread ? window[3] : window[1]
    let rest =
      isSpread
      ? spreadArguments(window) : arguments(window + 2, count: count - 1, shape: site.shape)
    guard let result = try placeMethod(site.name, on: receiver, rest) else {
      throw noMethod(site.name, of: receiver)
    }
    window[0] = result
  }

  /// The error of a statement that drops the result of a method of a tensor.
  @inline(never)
  func refuseDropped(
    _ value: Value, name: Int, kept: Int, _ frame: UnsafeMutablePointer<Frame>
  ) throws(RuntimeError) {
    guard value.isObject(.tensor) else { return }
    let name = self.name(name, frame)
    throw RuntimeError(
      .type, "`\(name)` of a tensor gives a new tensor, which this statement drops",
      hint: "write `\(self.name(kept, frame))`")
  }

  private func noMember(_ name: String, of module: ModuleObject) -> RuntimeError {
    RuntimeError(
      .name, "the module \(module.name) has no `\(name)`",
      hint: nearest(to: name, in: Array(module.members.keys)).map { "did you mean `\($0)`?" })
  }

  private func noMethod(_ name: String, of receiver: Value) -> RuntimeError {
    unknownMethod(
      name, on: receiver,
      functions: receiver.instanceObject == nil ? builtinNames + globals.boundNames : [])
  }

  /// Runs library code that may throw anything.
  func native<Result>(_ body: () throws -> Result) throws(RuntimeError) -> Result {
    let holding = held.count
    newestBeforeNative = heap.first
    defer { if held.count > holding { held.removeSubrange(holding...) } }
    do { return try body() } catch { throw RuntimeError(error) }
  }
}

extension PlaceWord {
  /// What does without a place what the word does in one.
  public static func valueForm(of word: String) -> String? {
    switch word {
    case "append", "extend", "insert": "`concat(xs, ys)` gives a new list"
    case "sort": "`sorted(xs)` gives a new list"
    case "reverse": "`reversed(xs)` gives a new list"
    case "update": "`{..d, k: v}` gives a new dict"
    default: "assign it to a variable first"
    }
  }
}
