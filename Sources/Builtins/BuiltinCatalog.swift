import Catalog
import Machine

/// Everything that scripts can call, one list an area.
///
/// An area is a file that adds a `static let` in an extension; the line here joins it in.
public enum BuiltinCatalog {
  /// All entries, in the order of their areas.
  public static let all: [Builtin] = joined(
    [
      core, loops, outside, numbers, sequences, searches, dicts, text, files, json,
      tensorCreation, elementwise, reductions, shapes, sorting, linearAlgebra, random, gradients,
    ].flatMap { $0 })

  /// The entries by name.
  public static let byName: [String: Builtin] = Dictionary(
    all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

  /// Entries of which two may have one name, that of a function of tensors and of a layer: they
  /// become one, which is the function where a tensor or a list stands first, else the layer.
  static func joined(_ entries: [Builtin]) -> [Builtin] {
    var places: [String: Int] = [:]
    var result: [Builtin] = []
    for entry in entries {
      if let place = places[entry.name] {
        result[place] = join(function: result[place], layer: entry)
      } else {
        places[entry.name] = result.count
        result.append(entry)
      }
    }
    return result
  }

  private static func join(function: Builtin, layer: Builtin) -> Builtin {
    let (of, maker) = (function.documentation, layer.documentation)
    let documentation = Documentation(
      name: of.name, parameters: maker.parameters, summary: of.summary,
      details: "As a function `\(of.signature)`: it takes a tensor or a list first. "
        + "\(of.details)\nAs a layer `\(maker.signature)`: \(maker.summary) \(maker.details)",
      example: of.example, source: maker.source ?? of.source,
      related: of.related + maker.related.filter { !of.related.contains($0) })
    return Builtin(documentation) { machine, arguments in
      let isData = arguments.positional.first.map { $0.asTensor != nil || $0.listObject != nil }
      return try (isData == true ? function : layer).body(machine, arguments)
    }
  }
}
