import Machine

/// Everything that scripts can call, one list an area.
///
/// An area is a file that adds a `static let` in an extension; the line here joins it in.
public enum BuiltinCatalog {
  /// All entries, in the order of their areas.
  public static let all: [Builtin] = Layers.joining(Layers.all, with: language + domain)

  /// What belongs to the language and its tensors.
  static let language: [Builtin] = [
    core, outside, numbers, sequences, searches, dicts, text, patterns, files, json, arrayFiles,
    tensorCreation, elementwise, reductions, scans, shapes, grids, sorting, segments,
    linearAlgebra, tensorProducts, matrices, convolutions, spectral, networkFunctions, random,
    distributions, statistics, learners, gradients,
  ].flatMap { $0 }

  /// The entries by name.
  public static let byName: [String: Builtin] = Dictionary(
    all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
}
