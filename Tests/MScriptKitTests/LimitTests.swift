import Diagnostics
import Glibc
import MScriptKit
import Synchronization
import Testing

/// Limits, interrupts and sessions side by side.
@Suite struct LimitTests {
  private func kind(_ interpreter: Interpreter, _ code: String) -> ErrorKind? {
    do {
      try interpreter.run(code)
      return nil
    } catch { return error.kind }
  }

  @Test func `each limit ends a run and leaves the session alive`() throws {
    let interpreter = try Interpreter(limits: InterpreterLimits(seconds: 0.2))
    #expect(kind(interpreter, "kept = 1\nwhile true {}") == .limit)
    interpreter.limits = InterpreterLimits(bytes: 16 << 20)
    #expect(kind(interpreter, "xs = []; while true { xs.append(\"t\") }") == .limit)
    #expect(kind(interpreter, "t = \"x\"; while true { t = t + t }") == .limit)
    #expect(kind(interpreter, "list(0..100_000_000)") == .limit)
    #expect(kind(interpreter, "repeat([1], 100_000_000)") == .limit)
    #expect(kind(interpreter, "\"x\" * 100_000_000") == .limit)
    interpreter.limits = InterpreterLimits(calls: 50)
    let depth = "fn f(n) = if n == 0 { 0 } else { 1 + f(n - 1) }\n"
    #expect(kind(interpreter, depth + "f(40)") == nil)
    #expect(kind(interpreter, depth + "f(60)") == .limit)
    interpreter.limits = InterpreterLimits()
    #expect(kind(interpreter, depth + "f(100_000)") == nil)
    #expect(try interpreter.run("kept") == "1\n")
  }

  @Test func `what nests deeply is refused on any thread`() throws {
    let interpreter = try Interpreter()
    for code in [
      String(repeating: "(", count: 100_000), String(repeating: "-", count: 100_000) + "1",
      "x" + String(repeating: " |> f", count: 100_000),
    ] {
      #expect(kind(interpreter, code) == .syntax)
    }
    #expect(kind(interpreter, "f = x => map(f, [x])\nf(1)") == .limit)
    #expect(kind(interpreter, "g = x => sorted([x, x], key=g)\ng(1)") == .limit)
  }

  @Test func `another thread interrupts, at a thousand places, and all goes on`() throws {
    let interpreter = try Interpreter()
    try interpreter.run(
      """
      fn work(n) {
          total = 0
          for i in 0..n { total += sum([j * j for j in 0..(i % 7)]); d = {a: [i], b: f"{i}"} }
          return total
      }
      done = 0
      """)
    let isOver = Atomic<Bool>(false)
    let stops = Atomic<Int>(0)
    let stopper = Thread {
      var wait: UInt32 = 1
      while !isOver.load(ordering: .relaxed) {
        wait = (wait &* 1_103_515_245 &+ 12_345) & 0x3FF
        usleep(wait)
        interpreter.interrupt()
        stops.add(1, ordering: .relaxed)
      }
    }
    var interrupted = 0
    for round in 1...1000 {
      do {
        try interpreter.run("work(2000); done = \(round)")
      } catch {
        #expect(error.kind == .interrupt)
        interrupted += 1
      }
    }
    isOver.store(true, ordering: .relaxed)
    stopper.join()
    interpreter.interrupt()
    #expect(interrupted > 0)
    // Reference: the sum of j² for j < i mod 7, over i < 2000, is 285·105 + (0+0+1+5+14).
    #expect(try interpreter.run("work(2000)") == "29945\n")
  }

  // Each of these operations takes a second and more when nothing stops it; the bound is wide
  // because other tests run beside. The first needs LAPACK, whose thread is left behind.
  @Test(arguments: ["svd(randn(2000, 2000))", "conv1d(randn(8, 256, 4000), randn(256, 256, 15))"])
  func `another thread interrupts a long tensor operation, and only that of its interpreter`(
    code: String
  ) throws {
    let (stopped, other) = (try Interpreter(), try Interpreter())
    let end = Mutex<ContinuousClock.Instant?>(nil)
    let stopper = Thread {
      usleep(250_000)
      end.withLock { $0 = .now }
      stopped.interrupt()
    }
    let sum = Mutex<String?>(nil)
    let worker = Thread {
      // Some sixty products in the time of the interrupt.
      let output = try? other.run(
        "x = eye(700); for i in 0..60 { x = x @ x }; x.sum().item()")
      sum.withLock { $0 = output }
    }
    #expect(kind(stopped, code) == .interrupt)
    let now = ContinuousClock.now
    stopper.join()
    #expect(now - (try #require(end.withLock { $0 })) < .seconds(2))
    worker.join()
    #expect(sum.withLock { $0 } == "700.0\n")
    #expect(try stopped.run("det(eye(3)).item()") == "1.0\n")
  }

  @Test func `a time limit ends a long tensor operation, and what ends the program still runs`()
    throws
  {
    let interpreter = try Interpreter(limits: InterpreterLimits(seconds: 0.5))
    let start = ContinuousClock.now
    let code =
      "try { svd(randn(2000, 2000)) } catch e { } finally { done = ones(3000).sum().item() }"
    #expect(kind(interpreter, code) == .limit)
    #expect(ContinuousClock.now - start < .seconds(4))
    #expect(try interpreter.run("done") == "3000.0\n")
  }

  @Test func `interpreters on several threads are independent`() throws {
    let results = Mutex<[Int: String]>([:])
    let threads = (0..<4).map { number in
      Thread {
        let output = try? Interpreter(seed: number).run(
          "x = randn(40, 40); y = x @ x.T\nfor i in 0..50 { y = (y @ x).tanh() }\n"
            + "print(y.sum().item())")
        results.withLock { $0[number] = output }
      }
    }
    for thread in threads { thread.join() }
    for number in 0..<4 {
      let alone = try Interpreter(seed: number).run(
        "x = randn(40, 40); y = x @ x.T\nfor i in 0..50 { y = (y @ x).tanh() }\n"
          + "print(y.sum().item())")
      #expect(results.withLock { $0[number] } == alone)
    }
  }

  @Test func `output comes piece by piece`() throws {
    let interpreter = try Interpreter()
    let pieces = Mutex<[String]>([])
    interpreter.onOutput = { piece in pieces.withLock { $0.append(piece) } }
    #expect(try interpreter.run("print(1)\nprint(2)") == "1\n2\n")
    #expect(pieces.withLock { $0 }.joined() == "1\n2\n")
    #expect(pieces.withLock { $0.count } > 1)
  }

  @Test func `writing outside the working folder is refused`() throws {
    let interpreter = try Interpreter()
    #expect(kind(interpreter, "write_text(\"/etc/mscript-test\", \"x\")") == .io)
    #expect(kind(interpreter, "write_text(\"/dev/null\", \"x\")") == .io)
  }
}

/// A thread to wait for.
private final class Thread: Sendable {
  private let handle: pthread_t

  private final class Body: Sendable {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  init(_ run: @escaping @Sendable () -> Void) {
    var handle = pthread_t()
    pthread_create(
      &handle, nil,
      { argument in
        if let argument { Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run() }
        return nil
      }, Unmanaged.passRetained(Body(run)).toOpaque())
    self.handle = handle
  }

  func join() { pthread_join(handle, nil) }
}
