import Testing

@testable import Builtins

/// The table of conventions and gradients, against the catalog.
@Suite struct OperationGuideTests {
  private static let names = OperationGuide.all.map(\.name)

  @Test func `every function of tensors has a row`() {
    let lacking = OperationGuide.covered.filter { !Self.names.contains($0) }
    #expect(lacking.isEmpty, "no row for \(lacking.joined(separator: ", "))")
  }

  @Test func `every row is a builtin, once`() {
    let unknown = Self.names.filter { BuiltinCatalog.byName[$0] == nil }
    #expect(unknown.isEmpty, "no builtin \(unknown.joined(separator: ", "))")
    #expect(Set(Self.names).count == Self.names.count)
  }

  @Test func `every row names a source and a gradient`() {
    for row in OperationGuide.all {
      #expect(!row.follows.isEmpty && !row.gradient.isEmpty, "\(row.name)")
    }
  }

  @Test(
    arguments: [
      ("floor_divide", "floor_divide(x, 2)"), ("isnan", "isnan(x)"), ("argmax", "argmax(x)"),
      ("searchsorted", "searchsorted(x, x)"), ("rankdata", "rankdata(x)"),
      ("hungarian", "hungarian(outer(x, x))"), ("unique", "unique(x)"),
    ])
  func `no gradient flows where the table says so`(_ name: String, _ call: String) {
    let row = OperationGuide.all.first { $0.name == name }
    #expect(row?.gradient.hasPrefix("not differentiable, because") == true)
    #expect(
      run("grad(x => (\(call) * 1.0).sum() + 0 * x.sum())([1.0, 2.0, 3.0]).tolist()")
        == "[0.0, 0.0, 0.0]")
  }
}
