import Builtins

/// Scripts to begin with.
enum ScriptSeeds {
  /// The examples of the reference.
  static func examples() -> [[UInt8]] {
    BuiltinCatalog.all.map { Array($0.documentation.example.code.utf8) }
  }
}
