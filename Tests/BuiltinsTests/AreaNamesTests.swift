import Machine
import Testing

@testable import Builtins

@Suite struct AreaNamesTests {
  @Test(arguments: BuiltinCatalog.areas.indices)
  func `are those of the entries`(place: Int) {
    let area = BuiltinCatalog.areas[place]
    let names = area.entries().map(\.name)
    #expect(area.names == names, "AreaNames should say \(names)")
  }

  @Test func `find every entry, and in it what the whole catalog has`() {
    let table = BuiltinTable(BuiltinCatalog.areas)
    for entry in BuiltinCatalog.all {
      let found = table[entry.name]?.documentation
      #expect(found?.signature == entry.documentation.signature, "\(entry.name)")
      #expect(found?.details == entry.documentation.details, "\(entry.name)")
    }
    #expect(Set(table.names) == Set(BuiltinCatalog.all.map(\.name)))
  }
}
