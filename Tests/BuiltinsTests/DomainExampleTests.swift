import Catalog
import Machine
import Testing

@testable import Builtins

/// The documentation of the domain's entries, held to what it says.
@Suite struct DomainExampleTests {
  private static let documented: [Documentation] =
    BuiltinCatalog.domain.map(\.documentation)
    + [MethodTable](
      [TableMethods.table, ModelMethods.table, OptimizerMethods.table]
    ).flatMap { table in table.names.compactMap { table[$0]?.documentation } }
    + Layers.all.map(\.documentation)

  @Test(arguments: documented.map(\.name))
  func `the example prints what it says`(_ name: String) throws {
    for entry in Self.documented where entry.name == name {
      #expect(shown(entry.example.code) == entry.example.prints, "\(entry.example.code)")
    }
  }

  @Test func `every entry says what it does in a sentence and has an example`() {
    for entry in Self.documented {
      #expect(entry.summary.hasSuffix("."), "\(entry.name)")
      #expect(!entry.example.code.isEmpty, "\(entry.name)")
    }
  }

  @Test func `related names exist`() {
    let known = Set(BuiltinCatalog.all.map(\.name)).union(Self.documented.map(\.name))
    for entry in Self.documented {
      let unknown = entry.related.filter { !known.contains($0) }
      #expect(unknown.isEmpty, "\(entry.name): \(unknown)")
    }
  }

  @Test func `no two entries share a name`() {
    let names = BuiltinCatalog.all.map(\.name)
    #expect(Set(names).count == names.count)
  }
}
