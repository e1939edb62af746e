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
  }

  private func session(seconds: Double = 120, isStressed: Bool = false) -> Session {
    var options = SessionOptions()
    options.seed = 1
    options.timeLimit = seconds
    let session = Session(options, screen: NoScreen())
    session.machine.heap.isStressed = isStressed
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
        return outcome
      }
    }
    return outcome
  }

  @Test(arguments: parts)
  func `as one text, statement by statement, and collecting at every safepoint`(part: Int) throws {
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
      let pieces = outcome(statements, in: session())
      try #require(pieces == whole, "by statement, seed \(seed)\n\(text)")
      let stressed = outcome([text], in: session(isStressed: true))
      try #require(stressed == whole, "stressed, seed \(seed)\n\(text)")
      if whole.error != nil { failures += 1 }
    }
    // Most programs run to their end, so that the comparison is of much.
    #expect(failures < 60)
  }
}
