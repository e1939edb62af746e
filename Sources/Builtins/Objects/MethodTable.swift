import Machine

/// The methods of a type of object, by name.
struct MethodTable: Sendable {
  private let methods: [String: ObjectMethod]
  /// Their names, in order of declaration.
  let names: [String]

  /// The methods given; names must differ.
  init(_ methods: [ObjectMethod]) {
    names = methods.map(\.documentation.name)
    self.methods = Dictionary(
      methods.map { ($0.documentation.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The method `name`.
  subscript(name: String) -> ObjectMethod? { methods[name] }
}
