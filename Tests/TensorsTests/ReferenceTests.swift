import TestSupport
import Testing

@testable import Tensors

/// What NumPy and SciPy give for the same operands.
@Suite struct ReferenceTests {
  @Test func `every case has a row and every row a case`() throws {
    let rows = try ReferenceRow.all()
    #expect(rows.count > 300)
    for row in rows { #expect(ReferenceCase.named(row.name) != nil, "\(row)") }
    for name in ReferenceCase.table.keys {
      let isUsed = rows.contains { $0.name == name || $0.name.hasPrefix(name + " ") }
      #expect(isUsed, "\(name) has no row")
    }
  }

  @Test func `f64 results agree with NumPy`() throws {
    let tolerance = Tolerance(relative: 1e-12, absolute: 1e-13)
    for row in try ReferenceRow.all() {
      guard let (entry, words) = ReferenceCase.named(row.name) else { continue }
      try compare(row, entry.body(row.inputs, words), tolerance)
    }
  }

  @Test func `f32 results agree with NumPy in f64`() throws {
    let tolerance = Tolerance.f32Sum
    for row in try ReferenceRow.all() {
      guard let (entry, words) = ReferenceCase.named(row.name) else { continue }
      if exactInputs.contains(where: row.name.hasPrefix) { continue }
      let inputs = try row.inputs.map { try $0.dtype == .f64 ? $0.astype(.f32) : $0 }
      let results = try entry.body(inputs, words)
      for result in results where !row.inputs.isEmpty {
        #expect(result.dtype != .f64 || isMade(row), "\(row)")
      }
      try compare(row, results, tolerance)
    }
  }

  /// Rows that compare nearby numbers exactly, or jump between them.
  private let exactInputs = [
    "equal", "notEqual", "remainder", "floorDividing", "erfinv edge",
  ]

  private func isMade(_ row: ReferenceRow) -> Bool {
    ["eye", "arange", "linspace"].contains(row.name)
  }

  private func compare(_ row: ReferenceRow, _ results: [Tensor], _ tolerance: Tolerance) throws {
    #expect(results.count == row.outputs.count, "\(row)")
    for (result, expected) in zip(results, row.outputs) {
      #expect(result.dtype.isFloating == expected.dtype.isFloating, "\(row)")
      let wrong = difference(
        result, expected.doubles(), shape: expected.shape,
        within: !expected.dtype.isFloating ? .exact : result.dtype == .f32 ? .f32Sum : tolerance)
      #expect(wrong == nil, "\(row): \(wrong ?? "")")
    }
  }

  @Test func `gradients agree with central differences`() throws {
    for row in try ReferenceRow.all() {
      guard let (entry, words) = ReferenceCase.named(row.name), let bound = entry.gradient,
        let places = differentiable(row)
      else { continue }
      let error = try gradientError(places.map { row.inputs[$0] }) {
        try entry.body(fill(row, places, $0), words)[0]
      }
      #expect(error < bound, "\(row): \(error)")
    }
  }

  @Test func `second derivatives agree with differences of first ones`() throws {
    for row in try ReferenceRow.all() {
      guard let (entry, words) = ReferenceCase.named(row.name), entry.gradient != nil,
        let places = differentiable(row),
        row.inputs[places[0]].count <= 24 || row.name.hasPrefix("conv1d")
      else { continue }
      let error = try secondGradientError(places.map { row.inputs[$0] }) {
        try entry.body(fill(row, places, $0), words)[0].square()
      }
      #expect(error < 2e-5, "\(row): \(error)")
    }
  }

  @Test func `every operation is reached by a row`() throws {
    var reached: Set<String> = []
    func collect(_ tensor: Tensor) {
      var waiting = [tensor]
      while let next = waiting.popLast() {
        guard let node = next.node, let operation = node.operation else { continue }
        reached.insert(operation.name)
        waiting += node.inputs
      }
    }
    for row in try ReferenceRow.all() {
      guard let (entry, words) = ReferenceCase.named(row.name), entry.gradient != nil,
        let places = differentiable(row)
      else { continue }
      let leaves = places.map { row.inputs[$0].tracked() }
      let result = try entry.body(fill(row, places, leaves), words)[0]
      collect(result)
      for gradient in try result.square().sum().gradients(wrt: leaves, createGraph: true) {
        if let gradient { collect(gradient) }
      }
    }
    for operation in Operation.all where operation.name != "astype" {
      #expect(reached.contains(operation.name), "\(operation.name) is in no row")
      #expect(!operation.summary.isEmpty, "\(operation.name)")
    }
  }

  /// The floating operands, if the first result is floating and finite.
  private func differentiable(_ row: ReferenceRow) -> [Int]? {
    let places = row.inputs.indices.filter { row.inputs[$0].dtype == .f64 }
    let values = row.outputs[0].doubles() + places.flatMap { row.inputs[$0].doubles() }
    let isSmooth = row.outputs[0].dtype == .f64 && values.allSatisfy(\.isFinite)
    return isSmooth && !places.isEmpty && row.inputs[places[0]].count > 0
      && !row.name.contains("edge") && !isMade(row) ? places : nil
  }

  private func fill(_ row: ReferenceRow, _ places: [Int], _ values: [Tensor]) -> [Tensor] {
    var inputs = row.inputs
    for (place, value) in zip(places, values) { inputs[place] = value }
    return inputs
  }
}
