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
