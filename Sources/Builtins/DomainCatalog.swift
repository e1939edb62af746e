import Machine

extension BuiltinCatalog {
  /// Margins, losses, metrics, data, tables, plots and training; layers stand apart because some
  /// share their names with functions.
  static let domain: [Builtin] =
    Margins.all + Losses.all + MomentumContrast.all + Similarities.all + Neighbors.all + Metrics.all
    + DataSets.all
    + Augmentations.all + Tables.all + Optimizers.all + Progress.all + Plots.all
}
