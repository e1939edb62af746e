import Diagnostics

/// Compares a cell's records with what came of it.
enum RecordComparison {
  /// The first difference, in words; nil if what is recorded came again.
  static func first(_ cell: Cell, _ outcome: CellOutcome, in source: SourceText) -> String? {
    let expected = cell.records
    let actual = outcome.cell.records
    return inputs(expected, actual) ?? text(expected, actual)
      ?? error(cell, outcome, source) ?? outcomes(expected, actual)
  }

  private static func inputs(_ expected: [Record], _ actual: [Record]) -> String? {
    for case .fileRead(let path, let hash) in expected {
      for case .fileRead(path, let now) in actual where now != hash {
        return "the file \(path) that it reads has changed"
      }
    }
    return nil
  }

  private static func text(_ expected: [Record], _ actual: [Record]) -> String? {
    let before = lines(expected)
    let now = lines(actual)
    // A script without any record of the cell's results promises nothing.
    guard !before.isEmpty || expected.contains(where: { $0.isResult }) else { return nil }
    for index in 0..<max(before.count, now.count) {
      let old = index < before.count ? before[index].trimmedAtEnd : nil
      let new = index < now.count ? now[index].trimmedAtEnd : nil
      guard old != new else { continue }
      switch (old, new) {
      case (let old?, let new?): return "line \(index + 1) of its text was `\(old)`, is `\(new)`"
      case (let old?, nil): return "line \(index + 1) of its text, `\(old)`, is missing"
      case (nil, let new?): return "line \(index + 1) of its text, `\(new)`, is new"
      case (nil, nil): return nil
      }
    }
    return nil
  }

  private static func lines(_ records: [Record]) -> [String] {
    records.compactMap { if case .output(let line) = $0 { line } else { nil } }
  }

  private static func error(
    _ cell: Cell, _ outcome: CellOutcome, _ source: SourceText
  ) -> String? {
    let recorded = cell.records.compactMap { if case .error(let line) = $0 { line } else { nil } }
    let now = outcome.cell.records.compactMap {
      if case .error(let line) = $0 { line } else { nil }
    }.first
    guard let first = recorded.first else {
      return now.map { "it ends in an error that is new: \($0)" }
    }
    guard let error = outcome.error, let now else { return "the error `\(first)` did not come" }
    if now.trimmedAtEnd != first.trimmedAtEnd {
      return "its error was `\(first)`, is `\(now)`"
    }
    // The first line alone leaves the rest open.
    guard recorded.count > 1 else { return nil }
    let lines = error.recordLines(of: source)
    for index in 1..<max(recorded.count, lines.count) {
      let old = index < recorded.count ? recorded[index].trimmed : nil
      let new = index < lines.count ? lines[index].trimmed : nil
      if old != new {
        return "line \(index + 1) of its error was `\(old ?? "missing")`, "
          + "is `\(new ?? "missing")`"
      }
    }
    return nil
  }

  private static func outcomes(_ expected: [Record], _ actual: [Record]) -> String? {
    for record in expected {
      switch record {
      case .binding(let name, let digest):
        guard let now = digestOf(name, actual) else { return "variable \(name) is not bound" }
        if now != digest { return "variable \(name) has another value" }
      case .figure(let index, let digest):
        let now = actual.first { if case .figure(index, _) = $0 { true } else { false } }
        guard let now else { return "figure \(index) is missing" }
        if now != .figure(index: index, digest: digest) { return "figure \(index) has other data" }
      case .fileWritten(let path, let hash):
        let now = actual.first { if case .fileWritten(path, _) = $0 { true } else { false } }
        guard let now else { return "the file \(path) is not written" }
        if now != .fileWritten(path: path, hash: hash) {
          return "the file \(path) has other contents"
        }
      case .seed(let seed, let position):
        if !actual.contains(record) {
          return "the generator does not stand at block \(position) of seed \(seed)"
        }
      case .outside, .fileRead, .output, .error, .journal: break
      }
    }
    return surplus(expected, actual)
  }

  private static func digestOf(_ name: String, _ records: [Record]) -> String? {
    for case .binding(name, let digest) in records { return digest }
    return nil
  }

  /// What is new, where results of that kind are recorded at all.
  private static func surplus(_ expected: [Record], _ actual: [Record]) -> String? {
    let hasBindings = expected.contains { if case .binding = $0 { true } else { false } }
    guard hasBindings else { return nil }
    for case .binding(let name, _) in actual where digestOf(name, expected) == nil {
      return "variable \(name) is bound or changed, and was not"
    }
    return nil
  }
}

extension Record {
  /// Whether it says what a cell gave, rather than what it took.
  var isResult: Bool {
    switch self {
    case .output, .error, .binding, .figure, .fileWritten, .seed: true
    case .outside, .fileRead, .journal: false
    }
  }
}
