import MScriptKit

// Everything a program needs to hold scripts inside. Each part prints what it found, and
// `expected.txt` beside the package is what all of them print.

// Text in, output back; variables stay.
let interpreter = try Interpreter(seed: 7)
print(try interpreter.run("x = [1, 2, 3]\nprint(\"sum\", sum(x))"), terminator: "")

// Variables as Swift values and tensors, both ways.
interpreter["rates"] = [0.1, 0.01].scriptValue
interpreter["weights"] = .tensor(try Tensor([1, 2, 3, 4], shape: [2, 2]))
try interpreter.run("best = max(rates); product = weights @ weights; names = [\"am\", \"aam\"]")
let best: Double? = try interpreter.value("best")
let product: Tensor? = try interpreter.value("product")
let names: [String]? = try interpreter.value("names")
print(best ?? .nan, product?.doubles() ?? [], names ?? [])

// A Swift function with typed parameters and a documentation.
interpreter.register(
  "clip", TensorParameter("x"), Number("limit", .above(0), default: 1),
  documented: "The entries of a tensor as a list, none beyond the limit.",
  example: Example("clip([0.5, -3], 1)", prints: "[0.5, -1.0]")
) { x, limit in
  x.doubles().map { min(max($0, -limit), limit) }
}
print(try interpreter.run("clip([0.5, -3], 1)"), terminator: "")
do {
  try interpreter.run("clip([1], limit=-1)", name: "job.mscript")
} catch {
  print("\(error.kind.rawValue) error: \(error.message)")
}

// A script's function called from Swift.
try interpreter.run("fn double(x) = 2 * x")
if case .int(let value) = try interpreter.call("double", 21) { print("double gives", value) }

// Output as it comes.
interpreter.onOutput = { print("  script: \($0)", terminator: "") }
try interpreter.run("for i in 0..2 { print(\"step\", i) }")
interpreter.onOutput = nil

// Limits, and a stop from another thread; the interpreter goes on.
for (limits, code) in [
  (InterpreterLimits(seconds: 0.1), "while true {}"),
  (InterpreterLimits(bytes: 32 << 20), "xs = []; while true { xs.append(\"text\") }"),
  (InterpreterLimits(calls: 100), "fn f(x) = f(x + 1)\nf(0)"),
] {
  interpreter.limits = limits
  do { try interpreter.run(code) } catch { print("\(error.kind.rawValue): \(error.message)") }
}
interpreter.limits = InterpreterLimits()
let stopper = Task.detached {
  try await Task.sleep(for: .milliseconds(100))
  interpreter.interrupt()
}
do { try interpreter.run("while true {}") } catch { print("stopped: \(error.kind.rawValue)") }
try await stopper.value

// Several sessions in one process know nothing of each other.
let other = try Interpreter(seed: 8)
other["x"] = "another"
print(try interpreter.run("x") + other.run("x"), terminator: "")
