import Diagnostics
import Glibc
import Testing

@testable import Compiler
@testable import Machine

/// The machine as scripts meet it.
@Suite struct MachineTests {
  @Test func `collects cycles of closures`() throws {
    let script = Script()
    try script.run(
      """
      fn knot() { fn a() { b() }; fn b() { a() }; xs = [a, b]; fn c() { xs }; c }
      """)
    script.machine.collect()
    let before = script.machine.heap.count
    try script.run("for i in 0..1000 { knot() }")
    script.machine.collect()
    #expect(script.machine.heap.count == before)
  }

  @Test func `keeps what variables, cells and constants reach`() throws {
    let script = Script()
    try script.run("xs = [[1], {a: \"b\"}]\nfn make() { v = [7]; () => v }\nf = make()")
    script.machine.collect()
    #expect(try script.run("xs\nf()") == "[[1], {\"a\": \"b\"}]\n[7]\n")
  }

  @Test func `survives a collection at every safepoint`() throws {
    let script = Script()
    script.machine.heap.isStressed = true
    let text = """
      fn tree(d) { if d == 0 { [none, "leaf"] } else { [tree(d - 1), tree(d - 1)] } }
      fn count(t) { if t[0] == none { 1 } else { count(t[0]) + count(t[1]) } }
      count(tree(6))
      ys = map(x => map(y => f"{x}.{y}", [1, 2]), [3, 4])
      ys
      d = {}
      for i in 0..20 { d[f"k{i}"] = [i, [f"v{i}"]]; if i > 3 { del d[f"k{i - 3}"] } }
      d
      fn later(n) { xs = []; for i in 0..n { xs.append(() => [i, xs.len()]) }; [f() for f in xs] }
      later(3)
      for k, v in {a: [1], b: [2]} { print(k, [v, {(k): v}]) }
      try { throw error(f"{1}", kind="value") } catch e { e.message }
      """
    let calm = Script()
    #expect(try script.run(text) == calm.run(text))
    #expect(script.machine.collections > 100)
  }

  @Test func `limits recursion, and goes on after`() throws {
    let script = Script()
    let error = try #require(script.failure(of: "fn f(n) { f(n + 1) }\nf(0)"))
    #expect(error.kind == .limit)
    #expect(error.message == "recursion too deep: more than 200000 calls inside each other")
    #expect(error.trace.count <= 102)
    #expect(
      try script.run("fn g(n) = if n == 0 { 0 } else { 1 + g(n - 1) }\ng(150000)") == "150000\n")
    #expect(try script.run("try { f(0) } catch e { e.kind }") == "\"limit\"\n")
  }

  @Test func `limits recursion through builtins`() throws {
    let text = "fn f(n) { map(f, [n + 1]) }\ntry { f(0) } catch e { print(e.kind) }"
    #expect(try onLargeStack { run(text) } == "limit\n")
  }

  @Test func `stops at an interrupt, which no catch takes`() throws {
    let script = Script()
    let worker = script.interrupt(after: 50_000)
    let error = script.failure(
      of: """
        n = 0
        done = []
        try { while true { n += 1 } } catch e { print("caught") } finally { done.append("finally") }
        """)
    worker.join()
    #expect(error?.kind == .interrupt)
    #expect(script.sink.text == "")
    let after = try script.run("done\nn > 0")
    #expect(after == "[\"finally\"]\ntrue\n")
  }

  @Test func `stops a replayed cell at the same safepoint`() throws {
    let script = Script()
    let worker = script.interrupt(after: 50_000)
    let error = try #require(script.failure(of: "n = 0\nwhile true { n += 1 }"))
    worker.join()
    let stopped = try #require(script.machine.globals["n"]).int
    let again = Script()
    again.machine.limits.stopAt = (try #require(error.safepoint), .interrupt)
    let second = try #require(again.failure(of: "n = 0\nwhile true { n += 1 }"))
    #expect(second.kind == .interrupt)
    #expect(second.safepoint == error.safepoint)
    #expect(again.machine.globals["n"]?.int == stopped)
  }

  @Test func `counts the same safepoints in every run`() throws {
    let text = """
      fn f(x) { if x > 2 { x } else { f(x + 1) } }
      s = 0
      for i in 0..100 { s += f(i % 3); try { if i == 50 { throw "a" } } catch e { s += 1 } }
      xs = map(f, [1, 2, 3])
      """
    let counts = try (0..<2).map { _ in
      let script = Script()
      try script.run(text)
      return script.machine.safepointCount
    }
    #expect(counts[0] == counts[1])
    #expect(counts[0] > 200)
  }

  @Test func `ends at the time limit, which no catch takes`() throws {
    let script = Script()
    script.machine.limits.deadline = .now + .milliseconds(20)
    let error = try #require(
      script.failure(of: "while true { try { while true { } } catch e { } }"))
    #expect(error.kind == .limit)
    #expect(error.safepoint != nil)
  }

  @Test func `ends at the memory limit, which a catch takes`() throws {
    let script = Script()
    script.machine.limits.memory = 64 << 20
    let text = "xs = []\ntry { while true { xs.append([1, 2, 3]) } } catch e { e.kind }"
    #expect(try script.run(text) == "\"limit\"\n")
  }

  @Test func `notes what a cell binds, in order`() throws {
    let script = Script()
    try script.run("a = 1\nb = 2")
    try script.run("fn f() { outer a; a = 3 }\nb += 1\nf()\nxs = [1]")
    #expect(script.machine.globals.namesBoundInCell == ["f", "b", "a", "xs"])
    try script.run("xs.append(2)\nlen(xs)\ndel b")
    #expect(script.machine.globals.namesBoundInCell == ["xs", "b"])
    #expect(script.machine.globals.version(of: "xs") == 2)
  }

  @Test func `does not copy a list that only one variable holds`() throws {
    let script = Script()
    try script.run("xs = [1]\nfn last(ys) = ys[-1]")
    let before = try #require(script.machine.globals["xs"])
    try script.run("for i in 0..10 { xs.append(i); last(xs); len(xs) }\nxs[0] = 5")
    #expect(script.machine.globals["xs"]?.isIdentical(to: before) == true)
    try script.run("ys = xs\nxs.append(1)")
    #expect(script.machine.globals["xs"]?.isIdentical(to: before) == false)
  }

  @Test func `moves a local that is returned`() throws {
    let script = Script()
    try script.run("fn build() { xs = []; for i in 0..3 { xs.append(i) }; xs }\nys = build()")
    let before = try #require(script.machine.globals["ys"])
    try script.run("ys.append(3)")
    #expect(script.machine.globals["ys"]?.isIdentical(to: before) == true)
  }
}

/// A thread that interrupts a machine after a while.
struct Worker {
  private let thread: pthread_t

  private final class Request {
    let machine: VirtualMachine
    let delay: UInt32

    init(_ machine: VirtualMachine, _ delay: UInt32) {
      self.machine = machine
      self.delay = delay
    }
  }

  init(_ machine: VirtualMachine, after microseconds: UInt32) {
    var thread = pthread_t()
    pthread_create(
      &thread, nil,
      { argument in
        guard let argument else { return nil }
        let request = Unmanaged<Request>.fromOpaque(argument).takeRetainedValue()
        usleep(request.delay)
        request.machine.interrupt()
        return nil
      }, Unmanaged.passRetained(Request(machine, microseconds)).toOpaque())
    self.thread = thread
  }

  func join() { pthread_join(thread, nil) }
}

extension Script {
  /// Interrupts the program from another thread.
  func interrupt(after microseconds: UInt32) -> Worker { Worker(machine, after: microseconds) }
}
