import CKernels
import Glibc

/// A step of a library that goes on until it is done, such as a factorization: where it is long,
/// it runs on a thread of its own, which an interrupt leaves behind.
///
/// What the step reads and writes belongs to it until it ends, so that its memory is freed then.
/// The next long step waits for those left behind.
enum LongStep {
  /// Runs a step.
  ///
  /// - Parameters:
  ///   - cost: about how many additions and multiplications it takes.
  ///   - body: holds the tensors that it works on, which nobody else changes.
  /// - Throws: what `body` throws, or `.interrupted`.
  static func run<Result>(
    cost: Double, _ body: @escaping () throws(TensorError) -> Result
  ) throws(TensorError) -> Result {
    // A processor does this much in some milliseconds.
    if cost < 2e7 { return try body() }
    while ck_left_behind() > 0 {
      try Interrupt.check()
      usleep(2_000)
    }
    let job = Job(body)
    guard job.start() else { return try body() }
    return try job.wait()
  }

  /// A step, its thread and its result.
  private final class Job<Result>: @unchecked Sendable {
    private var body: (() throws(TensorError) -> Result)?
    private var result: Swift.Result<Result, TensorError>?
    private var isLeft = false
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let ended = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    init(_ body: @escaping () throws(TensorError) -> Result) {
      self.body = body
      pthread_mutex_init(mutex, nil)
      pthread_cond_init(ended, nil)
    }

    deinit {
      pthread_cond_destroy(ended)
      pthread_mutex_destroy(mutex)
      ended.deallocate()
      mutex.deallocate()
    }

    /// Starts the thread; false where the system has none.
    func start() -> Bool {
      var attributes = pthread_attr_t()
      pthread_attr_init(&attributes)
      defer { pthread_attr_destroy(&attributes) }
      pthread_attr_setdetachstate(&attributes, CInt(PTHREAD_CREATE_DETACHED))
      pthread_attr_setstacksize(&attributes, 8 << 20)
      // Ctrl-c goes to the threads that answer it.
      var signals = sigset_t()
      var before = sigset_t()
      sigfillset(&signals)
      pthread_sigmask(SIG_BLOCK, &signals, &before)
      defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
      let start = Start { self.run() }
      let context = Unmanaged.passRetained(start)
      var thread = pthread_t()
      let failure = pthread_create(
        &thread, &attributes,
        { context in
          if let context { Unmanaged<Start>.fromOpaque(context).takeRetainedValue().body() }
          return nil
        }, context.toOpaque())
      if failure != 0 { context.release() }
      return failure == 0
    }

    private func run() {
      var outcome: Swift.Result<Result, TensorError>?
      if let body {
        do throws(TensorError) { outcome = .success(try body()) } catch {
          outcome = .failure(error)
        }
      }
      pthread_mutex_lock(mutex)
      body = nil
      result = outcome
      let isLeft = isLeft
      pthread_cond_signal(ended)
      pthread_mutex_unlock(mutex)
      if isLeft { ck_change_left_behind(-1) }
    }

    /// The result, once there is one; an interrupt leaves the thread behind.
    func wait() throws(TensorError) -> Result {
      pthread_mutex_lock(mutex)
      defer { pthread_mutex_unlock(mutex) }
      while true {
        if let result { return try result.get() }
        if Interrupt.isRequested {
          isLeft = true
          ck_change_left_behind(1)
          throw .interrupted
        }
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        time.tv_nsec += 5_000_000
        if time.tv_nsec >= 1_000_000_000 {
          time.tv_sec += 1
          time.tv_nsec -= 1_000_000_000
        }
        pthread_cond_timedwait(ended, mutex, &time)
      }
    }
  }

  /// What a thread begins with.
  private final class Start {
    let body: () -> Void
    init(_ body: @escaping () -> Void) { self.body = body }
  }
}
