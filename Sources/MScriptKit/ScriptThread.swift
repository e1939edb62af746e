import Glibc
import Machine
import Synchronization

/// A thread with a large stack that runs one piece of work after the other.
///
/// A machine lives on one thread, and what scripts can nest is limited to what fits a stack of
/// this size.
final class ScriptThread: Sendable {
  private let state: State
  private let thread: pthread_t

  /// Why there is no thread.
  struct NotStarted: Error {}

  /// What the thread and those who wait for it share, under its lock.
  private final class State: @unchecked Sendable {
    let lock: UnsafeMutablePointer<pthread_mutex_t>
    let changed: UnsafeMutablePointer<pthread_cond_t>
    var work: (() -> Void)?
    var isDone = false
    var isEnding = false

    init() {
      lock = .allocate(capacity: 1)
      changed = .allocate(capacity: 1)
      pthread_mutex_init(lock, nil)
      pthread_cond_init(changed, nil)
    }

    deinit {
      pthread_cond_destroy(changed)
      pthread_mutex_destroy(lock)
      lock.deallocate()
      changed.deallocate()
    }

    /// Waits for work and does it, until the end.
    func loop() {
      pthread_mutex_lock(lock)
      while true {
        if let work {
          pthread_mutex_unlock(lock)
          work()
          pthread_mutex_lock(lock)
          self.work = nil
          isDone = true
          pthread_cond_broadcast(changed)
        } else if isEnding {
          pthread_mutex_unlock(lock)
          return
        } else {
          pthread_cond_wait(changed, lock)
        }
      }
    }
  }

  init(stackBytes: Int = 512 << 20) throws(NotStarted) {
    let state = State()
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, stackBytes)
    let handle = Unmanaged.passRetained(state)
    var thread = pthread_t()
    let status = pthread_create(
      &thread, &attributes,
      { argument in
        if let argument { Unmanaged<State>.fromOpaque(argument).takeRetainedValue().loop() }
        return nil
      }, handle.toOpaque())
    guard status == 0 else {
      handle.release()
      throw NotStarted()
    }
    pthread_detach(thread)
    self.state = state
    self.thread = thread
  }

  deinit {
    pthread_mutex_lock(state.lock)
    state.isEnding = true
    pthread_cond_broadcast(state.changed)
    pthread_mutex_unlock(state.lock)
  }

  /// Whether the caller is this thread.
  var isCurrent: Bool { pthread_equal(thread, pthread_self()) != 0 }

  /// Runs `body` there and waits for it; at once where the caller is the thread.
  func run<Result>(_ body: () -> Result) -> Result {
    if isCurrent { return body() }
    var result: Result?
    withoutActuallyEscaping({ result = body() }) { work in
      pthread_mutex_lock(state.lock)
      // Others who came first.
      while state.work != nil || state.isDone { pthread_cond_wait(state.changed, state.lock) }
      state.work = work
      pthread_cond_broadcast(state.changed)
      while !state.isDone { pthread_cond_wait(state.changed, state.lock) }
      state.isDone = false
      pthread_cond_broadcast(state.changed)
      pthread_mutex_unlock(state.lock)
    }
    guard let result else { return run(body) }
    return result
  }
}
