import Machine

extension BuiltinCatalog {
  /// Margins, losses, metrics, data, tables, plots and training; layers stand apart because some
  /// share their names with functions.
  static let domain: [Builtin] = domainAreas.flatMap { $0.entries() }

  static let domainAreas: [BuiltinArea] = [
    BuiltinArea(AreaNames.margins) { Margins.all },
    BuiltinArea(AreaNames.losses) { Losses.all },
    BuiltinArea(AreaNames.momentumContrast) { MomentumContrast.all },
    BuiltinArea(AreaNames.similarities) { Similarities.all },
    BuiltinArea(AreaNames.neighbors) { Neighbors.all },
    BuiltinArea(AreaNames.metrics) { Metrics.all },
    BuiltinArea(AreaNames.dataSets) { DataSets.all },
    BuiltinArea(AreaNames.augmentations) { Augmentations.all },
    BuiltinArea(AreaNames.tables) { Tables.all },
    BuiltinArea(AreaNames.optimizers) { Optimizers.all },
    BuiltinArea(AreaNames.progress) { Progress.all },
    BuiltinArea(AreaNames.plots) { Plots.all },
  ]
}
