import Machine

extension BuiltinCatalog {
  /// What learns from rows: fitted objects, and pictures.
  static let learners: [Builtin] = [
    principalComponents, meansOfGroups, gaussianMixture, neighborPicture, ridge, lasso,
    logisticFit, supportVectorFit,
  ]
}
