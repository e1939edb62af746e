import Catalog

extension OutlineRules {
  /// What makes an object of one type.
  static let objects: [String: OutlineRule] = [
    "table": object("table", TableObject.members),
    "sgd": object("optimizer", OptimizerObject.members),
    "adam": object("optimizer", OptimizerObject.members),
    "adamw": object("optimizer", OptimizerObject.members),
    "regex": object("regex", RegexObject.members),
  ]

  private static func object(_ typeName: String, _ members: [String]) -> OutlineRule {
    { (_) throws(OutlineError) -> Outline in
      .object(OutlineObject(typeName, members: members))
    }
  }
}
