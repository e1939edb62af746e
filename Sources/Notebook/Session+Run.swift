import Builtins
import Compiler
import Diagnostics
import Machine
import Syntax
import Tensors

extension Session {
  /// Runs a text typed at the prompt: its cells in order, up to the first that fails. A text that
  /// does not parse runs nothing and is not recorded.
  public func submit(_ text: String, name: String? = nil, tags: [String] = []) -> Submission {
    let script = Transcript.read(
      text, name: name ?? "cell \(outcomes.count + 1)", keepsRecords: name != nil)
    var submission = Submission()
    submission.diagnostics = script.diagnostics
    guard script.errors.isEmpty else {
      submission.ending = .failed
      return submission
    }
    setDeadline()
    for (cell, statements) in zip(script.document.cells, script.statements) {
      guard !cell.isProse else { continue }
      var cell = cell
      cell.tags = tags + cell.tags
      cell.records = []
      let outcome = run(cell, statements, script.source)
      submission.add(outcome)
      if outcome.error != nil || outcome.isRecordCut { break }
    }
    if name == nil { submission.diagnostics += hidingNotes() }
    return submission
  }

  /// Says once of each builtin that a variable of the user's now hides it.
  private func hidingNotes() -> [Diagnostic] {
    machine.globals.namesBoundInCell.filter { name in
      machine.globals[name] != nil && machine.builtins.contains(name)
        && hiddenBuiltins.insert(name).inserted
    }.map { name in
      Diagnostic(
        severity: .note, kind: .name, message: "`\(name)` hides the builtin of that name",
        hint: "`builtin.\(name)` still reaches it, and `del \(name)` brings it back")
    }
  }

  /// Runs a script's cells. A cell that is recorded to fail may fail just so; the first other
  /// error ends the run.
  public func run(_ script: Script) -> Submission {
    var submission = Submission()
    submission.diagnostics = script.diagnostics
    guard script.errors.isEmpty else {
      submission.ending = .failed
      return submission
    }
    setDeadline()
    for (cell, statements) in zip(script.document.cells, script.statements) where !cell.isProse {
      let outcome = run(cell, statements, script.source)
      guard let expected = cell.expectedError else {
        submission.add(outcome)
        if outcome.error != nil { break }
        continue
      }
      submission.outcomes.append(outcome)
      if let error = outcome.error, expected.isMet(by: error) { continue }
      if let error = outcome.error { submission.fail(error) }
      submission.fail(expected.missed(by: cell, in: script.source, got: outcome.error))
      break
    }
    return submission
  }

  /// Runs the cells of a journal again, giving back what came from outside; errors do not end it.
  /// A cell that was cut off in the middle is not run: what became of it is not known.
  public func resume(_ script: Script) -> Submission {
    var submission = Submission()
    for (cell, statements) in zip(script.document.cells, script.statements) where !cell.isProse {
      if cell.hasMarker && !cell.records.contains(.journal("done")) {
        submission.diagnostics.append(
          Diagnostic(
            severity: .note, kind: .interrupt,
            message: "this cell was cut off, and is not run again",
            source: script.source, range: script.source.lineRange(cell.line + 1)))
        continue
      }
      submission.outcomes.append(run(cell, statements, script.source, given: cell.records))
    }
    return submission
  }

  /// Runs one cell and records it. `given` holds the records that a replay gives back.
  func run(
    _ cell: Cell, _ statements: [Statement], _ source: SourceText, given: [Record]? = nil
  ) -> CellOutcome {
    record(submitted: cell)
    begin(cell, given: given)
    if CellNames.of(statements).read.contains("args") { provideArguments() }
    let clock = ContinuousClock()
    let start = clock.now
    let error = evaluate(statements, source)
    CellFigures.finish(in: machine)
    let duration = start.duration(to: clock.now)
    let outcome = finish(cell, error: error, duration: duration)
    record(finished: outcome.cell.records)
    outcomes.append(outcome)
    // One that has taken effect means no other cell.
    if !Interrupt.isRequested { _ = Interrupts.take() }
    return outcome
  }

  private func setDeadline() {
    machine.limits.deadline = options.timeLimit.map { ContinuousClock.now + .seconds($0) }
  }

  private func begin(_ cell: Cell, given: [Record]?) {
    sink.beginCell()
    outside.beginCell(given: given)
    machine.beginCell()
    objects.beginCell(machine)
    // Ctrl-c of a moment ago, before a file's first cell or between two, means this one.
    if Interrupts.take() { Pending.interruptProgram() }
    machine.limits.stopAt = nil
    if let expected = cell.expectedError, let count = expected.safepoint,
      let kind = ErrorKind(rawValue: expected.kind)
    {
      machine.limits.stopAt = (count, kind)
    }
  }

  /// `args` comes from outside: a cell that names it has a record of it.
  private func provideArguments() {
    let list = machine.heap.list(options.arguments.map(machine.heap.text))
    if let value = try? outside.value("args", fresh: { list }) { machine.predefine("args", value) }
  }

  private func evaluate(_ statements: [Statement], _ source: SourceText) -> CellError? {
    let chunk: Chunk
    do throws(Diagnostic) {
      chunk = try Emitter.compile(cell: statements, source: source, globals: machine.globals)
    } catch {
      return CellError(diagnostic: error, safepoint: nil)
    }
    do throws(RuntimeError) {
      try machine.run(chunk)
      return nil
    } catch {
      return CellError(diagnostic: Diagnostic(error), safepoint: error.safepoint)
    }
  }

  private struct CellError {
    let diagnostic: Diagnostic
    let safepoint: Int?

    /// What stands behind `#!`.
    var line: String {
      guard let safepoint else { return diagnostic.recordLine }
      return "\(diagnostic.kind.rawValue): at \(safepoint)"
    }
  }

  private func finish(_ cell: Cell, error: CellError?, duration: Duration) -> CellOutcome {
    let (changes, isCut) = options.isRecorded ? changeRecords() : ([], false)
    var records = outside.incoming + outputRecords()
    if let error { records.append(.error(error.line)) }
    records += changes
    var recorded = cell
    recorded.records = records
    return CellOutcome(
      number: outcomes.count + 1, cell: recorded, error: error?.diagnostic, duration: duration,
      hasChanges: !changes.isEmpty || isCut, isRecordCut: isCut, output: sink.text)
  }

  /// `#> …`: the lines of the output; of more than 1,000 the first, and a digest of the rest.
  private func outputRecords() -> [Record] {
    guard !sink.text.isEmpty else { return [] }
    var lines = sink.text.lines.map(\.trimmedAtEnd)
    if lines.last?.isEmpty == true { lines.removeLast() }
    guard lines.count > 1000 else { return lines.map(Record.output) }
    let rest = lines[1000...].joined(separator: "\n")
    let note = "… \(lines.count - 1000) lines more, \(Hashing.sha256(rest).prefix(16))"
    return lines[..<1000].map(Record.output) + [.output(note)]
  }

  /// `#= …`: what the cell bound, changed, drew and wrote; and whether ctrl-c cut digests off,
  /// which are left out then.
  private func changeRecords() -> (records: [Record], isCut: Bool) {
    let bound = machine.globals.namesBoundInCell
    var records: [Record] = []
    var isCut = false
    do {
      for name in bound {
        let digest = try machine.globals[name].map { try Hashing.digest($0, machine) } ?? "deleted"
        records.append(.binding(name: name, digest: digest))
      }
      for (path, digest) in try objects.changes(machine, except: Set(bound)) {
        records.append(.binding(name: path, digest: digest))
      }
    } catch {
      isCut = true
    }
    for (index, bytes) in CellFigures.takeDigestBytes(in: machine).enumerated() {
      records.append(
        .figure(index: index + 1, digest: String(Hashing.sha256(bytes).prefix(16))))
    }
    records += outside.written
    if let moved = objects.generatorMoved(machine) { records.append(moved) }
    return (records, isCut)
  }
}

extension Submission {
  /// Adds a cell's outcome, and its error if it has one.
  mutating func add(_ outcome: CellOutcome) {
    outcomes.append(outcome)
    if let error = outcome.error { fail(error) }
    guard outcome.isRecordCut else { return }
    diagnostics.append(
      Diagnostic(
        severity: .note, kind: .interrupt,
        message: "the cell is done; ctrl-c cut off its record, so that a replay compares less"))
    if ending == .finished { ending = .interrupted }
  }

  /// Ends with an error.
  mutating func fail(_ error: Diagnostic) {
    diagnostics.append(error)
    ending = error.kind == .interrupt ? .interrupted : .failed
  }
}

extension ExpectedError {
  /// Whether an error is the one that is recorded.
  func isMet(by error: Diagnostic) -> Bool {
    guard error.kind.rawValue == kind else { return false }
    return safepoint != nil || error.recordLine == "\(kind): \(message)".trimmedAtEnd
  }

  /// The message where the recorded error did not come.
  func missed(by cell: Cell, in source: SourceText, got error: Diagnostic?) -> Diagnostic {
    let range = source.lineRange(cell.line)
    return Diagnostic(
      kind: .assert,
      message: "the cell is recorded to end with `\(kind): \(message)`, and "
        + (error == nil ? "it did not fail" : "failed with another error"),
      source: source, range: range)
  }
}
