import Machine
import Notebook
import Testing

/// Well-typed random programs give the same in whatever way they run.
@Suite struct AgreementTests {
  /// A part of the seeds, so that the parts run side by side.
  static let parts = 0..<4

  private struct Outcome: Equatable {
    var output = ""
    var error: String?
    /// Jumps, calls and tensor operations of the last text.
    var safepoints = 0
  }

  private func session(
    seconds: Double = 120, isStressed: Bool = false, usesQuickHalf: Bool = true
  ) -> Session {
    var options = SessionOptions()
    options.seed = 1
    options.timeLimit = seconds
    let session = Session(options, screen: NoScreen())
    session.machine.heap.isStressed = isStressed
    session.machine.usesQuickHalf = usesQuickHalf && session.machine.usesQuickHalf
    return session
  }

  /// Runs texts one after the other, up to the first that fails.
  private func outcome(_ texts: [String], in session: Session) -> Outcome {
    var outcome = Outcome()
    for text in texts {
      let submission = session.submit(text, name: "program")
      outcome.output += submission.outcomes.map(\.output).joined()
      if let error = submission.diagnostics.first(where: { $0.severity == .error }) {
        outcome.error = "\(error.kind.rawValue): \(error.message)"
        break
      }
    }
    if texts.count == 1 { outcome.safepoints = session.machine.safepointCount }
    return outcome
  }

  @Test func `the quick half knows the layout of our objects`() {
    #expect(session().machine.usesQuickHalf)
  }

  /// Texts that the quick half makes, at the edges of what it makes itself.
  static let texts: [(code: String, prints: String)] = [
    (
      "[f\"{i}\" for i in [0, -1, 9, 10, 9223372036854775807, -9223372036854775807 - 1]]",
      "[\"0\", \"-1\", \"9\", \"10\", \"9223372036854775807\", \"-9223372036854775808\"]"
    ),
    ("[len(f\"a{10 ** i}{10 ** i}\") for i in 8..14]", "[19, 21, 23, 25, 27, 29]"),
    (
      "xs = [f\"é{i}ß\" for i in 0..3]; [xs, map(len, xs), xs[2][0]]",
      "[[\"é0ß\", \"é1ß\", \"é2ß\"], [3, 3, 3], \"é\"]"
    ),
    (
      "d = {}; for i in 0..300 { d[f\"k{i % 7}\"] = i }; d",
      "{\"k0\": 294, \"k1\": 295, \"k2\": 296, \"k3\": 297, \"k4\": 298, \"k5\": 299, \"k6\": 293}"
    ),
    (
      "fn f(n) { s = f\"{n}\"; t = s; for i in 0..60 { s = s + \"ab\"; t = s }; s += \"!\"; [len(s), len(t)] }\n"
        + "f(12)", "[123, 122]"
    ),
    (
      "fn f() { s = f\"{1}\" + f\"{2}\"; t = s + s; u = t + s; [s, t, u, s == \"12\", {\"1212\": 5}[t]] }\nf()",
      "[\"12\", \"1212\", \"121212\", true, 5]"
    ),
    (
      "fn f() { xs = []; for i in 0..40 { s = f\"n{i}\"; for j in 0..i { s = s + s[0] }; xs.append(s) }; "
        + "[xs[3], len(xs[39]), sum([len(x) for x in xs])] }\nf()", "[\"n3nnn\", 42, 890]"
    ),
    ("s = f\"{1}x\" * 12; for i in 0..3 { s = s + s }; [len(s), s[190:]]", "[192, \"1x\"]"),
  ]

  @Test(arguments: texts)
  func `texts are the same in both halves, and collecting at every safepoint`(
    code: String, prints: String
  ) {
    // Dead texts are made anew: first there are some.
    let warm = "for i in 0..5000 { f\"t{i}\" + \"x\" }\n"
    for session in [session(), session(usesQuickHalf: false), session(isStressed: true)] {
      let found = outcome([warm + code], in: session)
      #expect(found.output == prints + "\n" && found.error == nil, "\(found)")
    }
  }

  @Test(arguments: parts)
  func `as one text, by statement, without the quick half, collecting at every safepoint`(part: Int)
    throws
  {
    var failures = 0
    for seed in part * 75..<(part + 1) * 75 {
      let statements = TypedProgramGenerator.program(seed: UInt64(seed))
      let text = statements.joined(separator: "\n")
      let whole = outcome([text], in: session(seconds: 2))
      // A few programs grow without end.
      if whole.error?.hasPrefix("limit") == true { continue }
      try #require(whole.error?.hasPrefix("syntax") != true, "seed \(seed): \(whole)\n\(text)")
      try #require(whole.error?.hasPrefix("type") != true, "seed \(seed): \(whole)\n\(text)")
      try #require(whole.error?.hasPrefix("name") != true, "seed \(seed): \(whole)\n\(text)")
      let slow = outcome([text], in: session(usesQuickHalf: false))
      try #require(slow == whole, "without the quick half, seed \(seed)\n\(text)")
      var pieces = outcome(statements, in: session())
      pieces.safepoints = whole.safepoints
      try #require(pieces == whole, "by statement, seed \(seed)\n\(text)")
      let stressed = outcome([text], in: session(isStressed: true))
      try #require(stressed == whole, "stressed, seed \(seed)\n\(text)")
      if whole.error != nil { failures += 1 }
    }
    // Most programs run to their end, so that the comparison is of much.
    #expect(failures < 60)
  }
}
