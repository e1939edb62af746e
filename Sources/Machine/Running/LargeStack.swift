import Glibc

private final class Body {
  let run: () -> Void

  init(_ run: @escaping () -> Void) { self.run = run }
}

/// Runs `body` on a thread of its own with a large stack, and waits for it.
///
/// Parsers, printers and library functions that call scripts recurse on the native stack; what a
/// script can reach is limited to what fits there.
public func onLargeStack<Result>(
  bytes: Int = 512 << 20, _ body: () throws -> Result
) throws -> Result {
  var result: Swift.Result<Result, any Error>?
  let created = withoutActuallyEscaping({ result = Swift.Result(catching: body) }) { run in
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, bytes)
    let handle = Unmanaged.passRetained(Body(run))
    var thread = pthread_t()
    let status = pthread_create(
      &thread, &attributes,
      { argument in
        if let argument { Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run() }
        return nil
      }, handle.toOpaque())
    guard status == 0 else {
      handle.release()
      return false
    }
    pthread_join(thread, nil)
    return true
  }
  if !created { result = Swift.Result(catching: body) }
  guard let result else { throw RuntimeError(.limit, "the thread ended without a result") }
  return try result.get()
}
