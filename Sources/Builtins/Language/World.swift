import Catalog
import Glibc
import Machine

extension BuiltinCatalog {
  /// What comes from outside; a session records what it gave, a replay gives it back.
  static let outside: [Builtin] = [
    Builtin(
      "input", Text("prompt", default: ""),
      summary: "A line from standard input, without its end; `none` at the end of the input.",
      details: "A session records it, and a replay gives it back.",
      example: Example("type(input)", prints: "\"fn\""), related: ["args", "read_text"]
    ) { machine, prompt in
      try machine.outside.value("input") {
        if !prompt.isEmpty { machine.output.write(prompt) }
        guard let line = readLine(strippingNewline: true) else { return .none }
        return machine.heap.text(line)
      }
    },
    Builtin(
      "env", Text("name"), AnyValue("default", default: Value.none, defaultText: "none"),
      summary: "The environment variable `name`, or `default` where it is not set.",
      example: Example("env(\"NO_SUCH_VARIABLE\", \"unset\")", prints: "\"unset\""),
      related: ["args"]
    ) { machine, name, fallback in
      let found = try machine.outside.value("env \(QuotedText.of(name))") {
        guard let value = getenv(name) else { return .none }
        return machine.heap.text(String(cString: value))
      }
      return found.isNone ? fallback : found
    },
    Builtin(
      "now",
      summary: "Seconds since the start of 1970, as a float.",
      details: "A session records it, and a replay gives it back. `clock` measures durations.",
      example: Example("now() > 1_700_000_000", prints: "true"), related: ["clock"]
    ) { machine in
      try machine.outside.value("now") { .float(seconds(CLOCK_REALTIME)) }
    },
    Builtin(
      "clock",
      summary: "Seconds of a steady clock, as a float: the difference of two calls is a duration.",
      example: Example("start = clock()\nclock() >= start", prints: "true"), related: ["now"]
    ) { machine in
      try machine.outside.value("clock") { .float(seconds(CLOCK_MONOTONIC)) }
    },
  ]

  private static func seconds(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
