import Catalog
import Machine
import Testing

@testable import Builtins

@Suite struct CatalogTests {
  static let names = BuiltinCatalog.language.map(\.name)

  @Test(arguments: names)
  func `is documented, and its example prints what it says`(name: String) throws {
    let entry = try #require(BuiltinCatalog.byName[name]).documentation
    #expect(entry.summary.hasSuffix("."), "the summary of \(name) is no sentence")
    #expect(!entry.example.code.isEmpty, "\(name) has no example")
    #expect(entry.example.code.contains(name), "the example of \(name) does not call it")
    #expect(run(entry.example.code) == entry.example.prints)
  }

  @Test func `gives each name once`() {
    #expect(Set(Self.names).count == Self.names.count)
  }

  @Test func `describes each parameter`() {
    for entry in BuiltinCatalog.language {
      for parameter in entry.documentation.parameters {
        #expect(!parameter.accepts.isEmpty, "\(entry.name): \(parameter.name)")
      }
    }
  }
}
