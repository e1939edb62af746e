import Catalog
import Diagnostics

// Calls that the loop does not do inline: other callees than plain closures, named arguments,
// spreads, methods. Each leaves its result in the first register of the window, or pushes a frame
// and says so.

extension VirtualMachine {
  /// Calls, and stops after entering where that was asked for.
  @inline(never)
  func call(_ i: Instruction, _ frame: UnsafeMutablePointer<Frame>) throws(RuntimeError) {
    safepoints &+= 1
    _ = try enter(i, frame)
    try stopIfPending()
  }

  /// Leaves the result in the window, or pushes a frame and says so.
  private func enter(
    _ i: Instruction, _ frame: UnsafeMutablePointer<Frame>
  ) throws(RuntimeError) -> Bool {
    let window = frame.pointee.registers + Int(i.a)
    switch i.opcode {
    case .call:
      return try enter(window, count: Int(i.b), shape: nil)
    case .callGlobal:
      let slot = Int(i.c)
      let callee = frame.pointee.closure._withUnsafeGuaranteedRef { $0.globals[slot] }
      window[0] = callee.tag != Tag.unset ? callee : try builtinOrError(frame, slot: slot)
      return try enter(window, count: Int(i.b), shape: nil)
    case .callNamed:
      let shape = prototype(frame).description.callShapes[Int(i.c)]
      return try enter(window, count: Int(i.b), shape: shape)
    case .callMethod:
      let site = prototype(frame).description.methodSites[Int(i.c)]
      return try enterMethod(window, count: Int(i.b), site, frame)
    case .callSpread:
      return try enter(window, spreadArguments(window))
    default:
      let site = prototype(frame).description.methodSites[Int(i.c)]
      return try enterMethod(window, spreadArguments(window), site, frame)
    }
  }

  /// Calls R(0) of a window with the values behind it; the last ones have names.
  @inline(never)
  func enter(
    _ window: UnsafeMutablePointer<Value>, count: Int, shape: CallShape?
  ) throws(RuntimeError) -> Bool {
    if shape == nil, window[0].isObject(.closure) {
      let closure = window[0].reference(ClosureObject.self).takeUnretainedValue()
      let parameters = closure.prototype.description.parameters
      if closure.plainArity == count
        || count < closure.plainArity && parameters[count...].allSatisfy(\.hasDefault)
      {
        try push(closure, window)
        for place in stride(from: count + 1, through: parameters.count, by: 1) {
          window[place] = .unset
        }
        return true
      }
    }
    if let shape, window[0].isObject(.closure) {
      let closure = window[0].reference(ClosureObject.self).takeUnretainedValue()
      try reserve(window + closure.registerCount)
      if place(window + 1, count: count, names: shape.names, for: closure.prototype) {
        try push(closure, window)
        return true
      }
    }
    if count == 1, shape == nil, window[0].isObject(.builtin) {
      let builtin = window[0].reference(BuiltinObject.self).takeUnretainedValue().builtin
      if let body = builtin.unaryBody {
        noteRead(window[1])
        window[0] = try result(of: body, window[1])
        return false
      }
    }
    return try enter(window, arguments(window + 1, count: count, shape: shape))
  }

  /// What a builtin of one value gives, without the machinery of arguments.
  private func result(
    of body: Builtin.UnaryBody, _ value: Value
  ) throws(RuntimeError) -> Value {
    let result = try native {
      do {
        return try body(self, value)
      } catch let error as ArgumentError {
        var wrong = RuntimeError(error)
        wrong.argument = 0
        throw wrong
      }
    }
    result.share()
    if result.isObject(.instance) { value.share() }
    return result
  }

  /// Moves arguments to the places of their parameters; false, with nothing moved, where the call
  /// is wrong or there is a rest to collect.
  private func place(
    _ first: UnsafeMutablePointer<Value>, count: Int, names: [String], for prototype: Prototype
  ) -> Bool {
    let parameters = prototype.description.parameters
    let positional = count - names.count
    guard prototype.plainArity >= 0, count <= parameters.count, parameters.count <= 16 else {
      return false
    }
    return withUnsafeTemporaryAllocation(of: Value.self, capacity: 16) { values in
      for index in parameters.indices { values[index] = index < positional ? first[index] : .unset }
      for (index, name) in names.enumerated() {
        guard let place = parameters.firstIndex(where: { $0.name == name }),
          values[place].tag == Tag.unset
        else { return false }
        values[place] = first[positional + index]
      }
      for (index, parameter) in parameters.enumerated()
      where values[index].tag == Tag.unset && !parameter.hasDefault { return false }
      for index in parameters.indices { first[index] = values[index] }
      return true
    }
  }

  /// The values of a window as arguments.
  func arguments(
    _ first: UnsafeMutablePointer<Value>, count: Int, shape: CallShape?
  ) -> Arguments {
    let named = shape?.names ?? []
    let positional = count - named.count
    var arguments = Arguments(Array(UnsafeBufferPointer(start: first, count: positional)))
    for (index, name) in named.enumerated() {
      arguments.named.append((name, first[positional + index]))
    }
    return arguments
  }

  /// The arguments that a spread call collected.
  func spreadArguments(_ window: UnsafeMutablePointer<Value>) -> Arguments {
    guard let positional = window[1].heapObject as? ListObject,
      let named = window[2].heapObject as? ListObject
    else { return Arguments([]) }
    var arguments = Arguments(positional.items)
    for index in stride(from: 0, to: named.items.count, by: 2) {
      let name = (named.items[index].heapObject as? TextObject)?.string ?? ""
      arguments.named.append((name, named.items[index + 1]))
    }
    return arguments
  }

  /// Calls R(0) of a window with arguments.
  func enter(
    _ window: UnsafeMutablePointer<Value>, _ arguments: Arguments
  ) throws(RuntimeError) -> Bool {
    let callee = window[0]
    if callee.isObject(.closure) {
      let closure = callee.reference(ClosureObject.self).takeUnretainedValue()
      // Bound before they are written: the arguments may stand where the parameters go.
      let values = try bind(arguments, to: closure.prototype)
      try push(closure, window)
      for (place, value) in values.enumerated() { window[place + 1] = value }
      return true
    }
    window[0] = try callNative(callee, arguments)
    return false
  }

  /// Pushes the frame of a call.
  func push(
    _ closure: ClosureObject, _ window: UnsafeMutablePointer<Value>
  ) throws(RuntimeError) {
    try reserve(window + closure.registerCount)
    guard top < lastFrame else { throw tooDeep }
    top += 1
    top.pointee = Frame(
      pc: closure.code, registers: window, closure: Unmanaged.passUnretained(closure))
  }

  /// Makes sure that registers up to `end` exist.
  func reserve(_ end: UnsafeMutablePointer<Value>) throws(RuntimeError) {
    guard end > cleanFrom else { return }
    guard end < registers + Limits.registers else { throw tooDeep }
    cleanFrom = min(end + 4096, registers + Limits.registers)
  }

  /// Puts arguments into the places of a script function's parameters; what was left out and has
  /// a default becomes `unset`.
  /// - Throws: `type` with the signature.
  func bind(
    _ arguments: Arguments, to prototype: Prototype
  ) throws(RuntimeError) -> [Value] {
    let parameters = prototype.description.parameters
    var values = [Value](repeating: .unset, count: parameters.count)
    var taken = 0
    var acceptsPosition = true
    for (place, parameter) in parameters.enumerated() where acceptsPosition {
      if parameter.isRest {
        values[place] = list(
          ofShared: arguments.positional[min(taken, arguments.positional.count)...])
        taken = arguments.positional.count
        acceptsPosition = false
      } else if taken < arguments.positional.count {
        values[place] = arguments.positional[taken]
        taken += 1
      }
    }
    func wrong(_ message: String, _ argument: Int? = nil) -> RuntimeError {
      let name = prototype.description.name.map { "\($0): " } ?? ""
      var error = RuntimeError(
        .type, name + message, hint: "the signature is \(prototype.signature)")
      error.argument = argument
      return error
    }
    guard taken == arguments.positional.count else {
      let count = parameters.count
      throw wrong(
        "takes \(count) value\(count == 1 ? "" : "s"), got \(arguments.positional.count)", taken)
    }
    for (index, (name, value)) in arguments.named.enumerated() {
      let argument = arguments.positional.count + index
      guard let place = parameters.firstIndex(where: { $0.name == name && !$0.isRest }) else {
        let near = nearest(to: name, in: parameters.map(\.name))
        throw wrong(
          "there is no parameter '\(name)'" + (near.map { "; did you mean '\($0)'?" } ?? ""),
          argument)
      }
      guard values[place].tag == Tag.unset else {
        throw wrong("'\(name)' is given twice", argument)
      }
      values[place] = value
    }
    for (place, parameter) in parameters.enumerated()
    where values[place].tag == Tag.unset && !parameter.hasDefault {
      throw wrong("'\(parameter.name)' is missing")
    }
    return values
  }

  private func list(ofShared items: ArraySlice<Value>) -> Value {
    for item in items { item.share() }
    return heap.list(Array(items))
  }

  /// Calls a builtin, a method or an object.
  @inline(never)
  func callNative(_ callee: Value, _ arguments: Arguments) throws(RuntimeError) -> Value {
    let holding = held.count
    newestBeforeNative = heap.first
    defer { if held.count > holding { held.removeSubrange(holding...) } }
    noteReads(callee, arguments)
    do {
      switch callee.heapObject {
      case let builtin as BuiltinObject:
        let result = try builtin.builtin.body(self, arguments)
        result.share()
        // An object may keep what it was made of.
        if result.isObject(.instance) { share(arguments) }
        return result
      case let method as BoundMethodObject:
        return try callMethod(method.method, on: method.receiver, arguments)
      case let instance as InstanceObject:
        if instance.object.callChangesObject { willChange(instance) }
        let result = try instance.object.call(arguments, in: self)
        result.share()
        return result
      default:
        throw notCallable(callee)
      }
    } catch {
      throw RuntimeError(error, of: callee, arguments)
    }
  }

  /// Calls a method of an object.
  func callMethod(
    _ method: ObjectMethod, on receiver: Value, _ arguments: Arguments
  ) throws -> Value {
    guard let instance = receiver.heapObject as? InstanceObject else { return .none }
    noteReads(receiver, arguments)
    if method.changesObject {
      willChange(instance)
      share(arguments)
    }
    let result = try method.body(instance.object, self, arguments)
    result.share()
    return result
  }

  private func share(_ arguments: Arguments) {
    for value in arguments.positional { value.share() }
    for (_, value) in arguments.named { value.share() }
  }

  private func notCallable(_ callee: Value) -> RuntimeError {
    let hidden = globals.boundNames.first {
      globals[$0]?.isIdentical(to: callee) == true && builtins.contains($0)
    }
    var error = RuntimeError(
      .type, "a value of type \(typeName(callee)) cannot be called",
      hint: hidden.map {
        let place = globals.textHiding($0).map { " of \($0)" } ?? ""
        return "your variable `\($0)`\(place) hides the builtin; `builtin.\($0)(…)` calls it, "
          + "`del \($0)` brings it back"
      })
    error.argument = -1
    return error
  }

  /// Whether a value can be called.
  public func isCallable(_ value: Value) -> Bool {
    guard value.tag == Tag.object else { return false }
    switch value.objectKind {
    case .closure, .builtin, .boundMethod, .instance: return true
    case .text, .list, .dict, .range, .tensor, .error, .module, .cell, .iterator: return false
    }
  }

  /// Whether a value is a function, of the user or builtin.
  func isFunction(_ value: Value) -> Bool {
    value.isObject(.closure) || value.isObject(.builtin) || value.isObject(.boundMethod)
  }
}
