extension Heap {
  /// All objects of libraries that are alive or not yet collected, the newest first.
  public var instances: [InstanceObject] {
    var found: [InstanceObject] = []
    var current = first
    while let handle = current {
      let object = handle.takeUnretainedValue()
      if object.kind == .instance { found.append(unsafeDowncast(object, to: InstanceObject.self)) }
      current = object.next
    }
    return found
  }
}
