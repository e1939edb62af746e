import Machine
import Tensors
import TestSupport
import Testing

@testable import Builtins

/// Operations on tensors at their edges, as scripts call them: empty, one element, repeated axes,
/// views backwards and across, ties, infinities, nan and extremes, in every dtype that makes
/// sense. What is expected comes from NumPy, SciPy and PyTorch (`Tests/Reference/edges.py`).
@Suite struct EdgeReferenceTests {
  private static let rows = (try? EdgeRow.all()) ?? []

  @Test func `every operation has rows`() {
    #expect(Self.rows.count > 4000)
    let called = Set(Self.rows.flatMap(\.words))
    let lacking = OperationGuide.covered.filter {
      !called.contains($0) && !Self.elsewhere.contains($0)
    }
    #expect(lacking.isEmpty, "no row for \(lacking.joined(separator: ", "))")
  }

  /// Draws and fits, whose tests stand in `RandomTests`, `DistributionTests` and `LearnersTests`.
  private static let elsewhere = Set(
    (BuiltinCatalog.random + BuiltinCatalog.distributions + BuiltinCatalog.learners).map(\.name))

  @Test func `agrees with NumPy, SciPy and PyTorch`() {
    let script = DomainScript()
    var wrong: [String] = []
    for row in Self.rows {
      if let difference = row.difference(in: script) {
        wrong.append("\(row.line): \(row.code)\n  \(difference)")
      }
    }
    let first = wrong.prefix(40).joined(separator: "\n")
    #expect(wrong.isEmpty, "\(wrong.count) of \(Self.rows.count) rows differ\n\(first)")
  }
}

/// A line of `edges.txt`: a script and the tensor that its last expression must give.
private struct EdgeRow {
  let code: String
  let expected: Tensor
  let line: Int

  /// The names in the script.
  var words: [String] {
    code.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init)
  }

  static func all() throws -> [EdgeRow] {
    try ReferenceRow.lines(of: "edges").enumerated().compactMap { index, line in
      guard !line.hasPrefix("#"), let arrow = line.firstRange(of: " => ") else { return nil }
      return EdgeRow(
        code: String(line[..<arrow.lowerBound]),
        expected: try ReferenceRow.tensor(String(line[arrow.upperBound...])), line: index + 1)
    }
  }

  /// What is wrong with the result, nil where it is right.
  func difference(in script: DomainScript) -> String? {
    // The last statement's value is kept in a variable.
    var statements = code.split(separator: ";").map(String.init)
    let last = statements.removeLast()
    let code = (["result = none"] + statements + ["result = \(last)"]).joined(separator: "\n")
    let shown = script.run(code)
    guard let value = script.machine.globals["result"], !value.isNone else { return shown }
    guard let tensor = value.asTensor else { return number(value) }
    if tensor.dtype != expected.dtype {
      return "\(tensor.dtype.name), expected \(expected.dtype.name)"
    }
    return TestSupport.difference(
      tensor, expected.doubles(), shape: expected.shape, within: tolerance)
  }

  /// A result of no axes is a number of the script's own types.
  private func number(_ value: Value) -> String? {
    guard expected.shape.isEmpty else { return "a number, expected shape \(expected.shape)" }
    guard let number = value.asDouble ?? value.truth else {
      return "a value of type \(value.typeName)"
    }
    return TestSupport.difference(
      .scalar(number), expected.doubles(), shape: [], within: tolerance)
  }

  private var tolerance: Tolerance {
    switch expected.dtype {
    case .f64: Tolerance(relative: 1e-11, absolute: 1e-12)
    case .f32: Tolerance(relative: 4e-6, absolute: 2e-6)
    case .i64, .bool: .exact
    }
  }
}

extension Value {
  /// 1 or 0 of a bool, nil of anything else.
  fileprivate var truth: Double? { tag == Tag.bool ? (bits == 0 ? 0 : 1) : nil }
}
