// The options of a loss's call as they would be typed.

/// The numbers that are not the usual ones: `["margin=0.3"]`.
func changed(_ numbers: (name: String, value: Double, usual: Double)...) -> [String] {
  numbers.filter { $0.value != $0.usual }.map { "\($0.name)=\(shortest($0.value))" }
}

extension Reduction {
  /// The reduction, if it is not the usual one.
  func changed(from usual: Reduction = .mean) -> [String] {
    self == usual ? [] : ["reduction=\"\(rawValue)\""]
  }
}
