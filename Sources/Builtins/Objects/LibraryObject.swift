import Catalog
import Machine

/// A script object around one value of a library, which library calls take out of it.
protocol LibraryObject: ScriptObject {
  associatedtype Content
  /// The library's value.
  var content: Content { get }
}

extension Argument {
  /// The argument as libraries know it: their own value instead of the object around it.
  var unwrapped: Argument {
    switch self {
    case .object(let object as any LibraryObject, let typeName):
      .object(object.content, typeName: typeName)
    case .list(let items): .list(items.map(\.unwrapped))
    case .none, .bool, .integer, .number, .text, .object: self
    }
  }
}

extension Builtin {
  /// A builtin made of a library's entry; objects among the arguments are handed over as the
  /// library's own values.
  convenience init<Product>(
    adapting entry: Entry<Product>,
    wrap: @escaping @Sendable (Product, VirtualMachine) throws -> Value
  ) {
    self.init(entry.documentation) { machine, arguments in
      let positional = arguments.positional.map { machine.argument($0).unwrapped }
      let named = arguments.named.map { ($0.name, machine.argument($0.value).unwrapped) }
      return try wrap(try entry.make(positional, named: named), machine)
    }
  }
}
