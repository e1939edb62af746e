import Tensors

// Calls from library code back into scripts.

extension VirtualMachine {
  /// Runs the top level of a cell or file.
  /// - Throws: the error that ended it, with its trace.
  public func run(_ chunk: Chunk) throws(RuntimeError) {
    chunk.main.link(heap)
    globals.runningText = chunk.main.source.name.split(separator: "/").last.map(String.init) ?? ""
    let closure = heap.adopt(ClosureObject(prototype: chunk.main))
    _ = try call(.object(closure), Arguments([]))
  }

  /// Calls a function from library code.
  ///
  /// Values that the library made and still needs are held until it returns, and so is the result;
  /// `holdMark` and `release(to:)` let a long loop give them up earlier. Outside of any script,
  /// nothing holds the result but the caller's `hold`.
  /// - Throws: what the function throws; `limit` beyond 1,000 such calls inside each other.
  public func call(_ function: Value, _ arguments: Arguments) throws(RuntimeError) -> Value {
    let mark = held.count
    let isInsideScript = top != frames
    if isInsideScript { holdNewObjects() }
    guard nativeDepth < Limits.nativeDepth else {
      throw RuntimeError(
        .limit,
        "recursion too deep: more than \(Limits.nativeDepth) calls from functions such as "
          + "`map` and `grad` inside each other")
    }
    nativeDepth += 1
    let watch = isInsideScript ? nil : pending.watched(until: limits.deadline)
    defer {
      nativeDepth -= 1
      newestBeforeNative = heap.first
      if !isInsideScript { held.removeSubrange(min(mark, held.count)...) }
      if let watch { Interrupt.restore(watch) }
    }
    held.append(function)
    held.append(contentsOf: arguments.positional)
    held.append(contentsOf: arguments.named.map(\.value))
    let result: Value
    if function.isObject(.closure) {
      let closure = function.reference(ClosureObject.self).takeUnretainedValue()
      result = try call(closure, try bind(arguments, to: closure.prototype))
    } else {
      result = try callNative(function, arguments)
    }
    held.append(result)
    return result
  }

  /// Calls a function with one value, as `call` does: for loops of library code over many values,
  /// where arrays of arguments would take most of the time.
  public func call(_ function: Value, with value: Value) throws(RuntimeError) -> Value {
    guard function.isObject(.closure), top != frames, nativeDepth < Limits.nativeDepth else {
      return try call(function, Arguments([value]))
    }
    let closure = function.reference(ClosureObject.self)
    guard closure._withUnsafeGuaranteedRef({ $0.plainArity }) == 1 else {
      return try call(function, Arguments([value]))
    }
    if heap.first?.toOpaque() != newestBeforeNative?.toOpaque() { holdNewObjects() }
    nativeDepth += 1
    defer {
      nativeDepth -= 1
      newestBeforeNative = heap.first
    }
    // Scalars need nobody who holds them.
    if value.tag == Tag.object { held.append(value) }
    let result = try call(closure.takeUnretainedValue(), value)
    if result.tag == Tag.object { held.append(result) }
    return result
  }

  /// Runs a function of one parameter on a window above the running frame's.
  private func call(_ closure: ClosureObject, _ value: Value) throws(RuntimeError) -> Value {
    let window = top.pointee.end
    let below = top
    try push(closure, window)
    window[0] = .object(closure)
    window[1] = value
    do {
      return try execute(from: top)
    } catch {
      top = below
      throw error
    }
  }

  /// Runs a function with its parameters' values on a window above the running frame's.
  private func call(_ closure: ClosureObject, _ values: [Value]) throws(RuntimeError) -> Value {
    let window = top.pointee.end
    let below = top
    try push(closure, window)
    window[0] = .object(closure)
    for (place, value) in values.enumerated() { window[place + 1] = value }
    do {
      return try execute(from: top)
    } catch {
      top = below
      throw error
    }
  }

  /// Variables for an imported file.
  public func makeGlobals() -> Globals { Globals(builtins: builtins) }

  /// The variables of an imported file as a module, whose members others may hold too.
  public func module(named name: String, of globals: Globals) -> Value {
    var members: [String: Value] = [:]
    for name in globals.boundNames {
      guard let value = globals[name] else { continue }
      value.share()
      members[name] = value
    }
    return .object(heap.adopt(ModuleObject(name: name, members: members)))
  }

  /// Where `release(to:)` goes back to.
  public var holdMark: Int { held.count }

  /// Keeps a value alive until the library function returns, or up to `release(to:)`.
  public func hold(_ value: Value) { held.append(value) }

  /// Gives up what was held since the mark, also what calls back into scripts returned.
  public func release(to mark: Int) {
    held.removeSubrange(min(mark, held.count)...)
    newestBeforeNative = heap.first
  }

  /// Holds what the running library function made since it took over.
  private func holdNewObjects() {
    var current = heap.first
    while let handle = current, handle.toOpaque() != newestBeforeNative?.toOpaque() {
      held.append(.object(handle.takeUnretainedValue()))
      current = handle._withUnsafeGuaranteedRef { $0.next }
    }
  }
}
