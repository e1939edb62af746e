import Machine

/// Everything that scripts can call, one list an area.
///
/// An area is a file that adds a `static let` in an extension; the lines here join it in, and
/// `AreaNames` lets a start make no entry that its program does not call.
public enum BuiltinCatalog {
  /// All entries, in the order of their areas.
  public static let all: [Builtin] = Layers.joining(Layers.all, with: language + domain)

  /// What belongs to the language and its tensors.
  static let language: [Builtin] = languageAreas.flatMap { $0.entries() }

  /// The areas, for a machine: what has two meanings comes before each alone.
  public static let areas: [BuiltinArea] =
    [BuiltinArea(AreaNames.layered) { layered }] + languageAreas + domainAreas
    + [BuiltinArea(AreaNames.layers) { Layers.all }]

  private static let languageAreas: [BuiltinArea] = [
    BuiltinArea(AreaNames.core) { core },
    BuiltinArea(AreaNames.outside) { outside },
    BuiltinArea(AreaNames.numbers) { numbers },
    BuiltinArea(AreaNames.sequences) { sequences },
    BuiltinArea(AreaNames.searches) { searches },
    BuiltinArea(AreaNames.dicts) { dicts },
    BuiltinArea(AreaNames.text) { text },
    BuiltinArea(AreaNames.patterns) { patterns },
    BuiltinArea(AreaNames.files) { files },
    BuiltinArea(AreaNames.json) { json },
    BuiltinArea(AreaNames.arrayFiles) { arrayFiles },
    BuiltinArea(AreaNames.tensorCreation) { tensorCreation },
    BuiltinArea(AreaNames.elementwise) { elementwise },
    BuiltinArea(AreaNames.reductions) { reductions },
    BuiltinArea(AreaNames.scans) { scans },
    BuiltinArea(AreaNames.shapes) { shapes },
    BuiltinArea(AreaNames.grids) { grids },
    BuiltinArea(AreaNames.sorting) { sorting },
    BuiltinArea(AreaNames.segments) { segments },
    BuiltinArea(AreaNames.linearAlgebra) { linearAlgebra },
    BuiltinArea(AreaNames.tensorProducts) { tensorProducts },
    BuiltinArea(AreaNames.matrices) { matrices },
    BuiltinArea(AreaNames.convolutions) { convolutions },
    BuiltinArea(AreaNames.spectral) { spectral },
    BuiltinArea(AreaNames.networkFunctions) { networkFunctions },
    BuiltinArea(AreaNames.random) { random },
    BuiltinArea(AreaNames.distributions) { distributions },
    BuiltinArea(AreaNames.statistics) { statistics },
    BuiltinArea(AreaNames.learners) { learners },
    BuiltinArea(AreaNames.gradients) { gradients },
  ]

  /// Names that mean a layer and a function.
  private static let layered: [Builtin] = {
    let names = Set(AreaNames.layered)
    return Layers.joining(Layers.all, with: elementwise + shapes + convolutions + networkFunctions)
      .filter { names.contains($0.name) }
  }()

  /// The entries by name.
  public static let byName: [String: Builtin] = Dictionary(
    all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
}
