import Machine

/// The kinds of error that a script can make.
enum ErrorKinds {
  /// All but `interrupt`.
  static let names = [
    "syntax", "name", "type", "value", "shape", "index", "key", "numeric", "io", "limit", "assert",
    "user",
  ]

  /// The kind of a name, nil if there is none.
  static func named(_ name: String) -> RuntimeError.Kind? {
    names.contains(name) ? RuntimeError.Kind(rawValue: name) : nil
  }
}
