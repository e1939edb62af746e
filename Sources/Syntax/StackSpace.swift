import Glibc

/// What is left of the native stack of the present thread.
enum StackSpace {
  /// Bytes to keep for what walks the tree next.
  static let reserve = 2 << 20

  private typealias Query =
    @convention(c) (pthread_t, UnsafeMutablePointer<pthread_attr_t>) -> Int32

  /// glibc's `pthread_getattr_np`, whose declaration the module `Glibc` leaves out.
  private static let query: Query? = dlsym(nil, "pthread_getattr_np").map {
    unsafeBitCast($0, to: Query.self)
  }

  /// Whether less than the reserve is left. Asking costs microseconds: ask at some depths only.
  static var isScarce: Bool {
    var attributes = pthread_attr_t()
    guard let query, query(pthread_self(), &attributes) == 0 else { return false }
    defer { pthread_attr_destroy(&attributes) }
    var lowest: UnsafeMutableRawPointer?
    var size = 0
    guard pthread_attr_getstack(&attributes, &lowest, &size) == 0, let lowest else { return false }
    var marker: UInt8 = 0
    return withUnsafeMutablePointer(to: &marker) {
      Int(bitPattern: $0) - Int(bitPattern: lowest) < reserve
    }
  }
}
