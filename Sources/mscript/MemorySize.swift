import ArgumentParser

/// A number of bytes as the command line takes it: `800K`, `512M`, `1.5G`, or bytes alone.
struct MemorySize: ExpressibleByArgument, Equatable {
  let bytes: Int

  /// Reads a size of one byte and more; nil for another text.
  init?(argument: String) {
    var digits = argument[...]
    let last = digits.last?.uppercased()
    if last == "B" { digits.removeLast() }
    let units = ["K": 1024.0, "M": 1_048_576.0, "G": 1_073_741_824.0, "T": 1_099_511_627_776.0]
    var unit = 1.0
    if let letter = digits.last?.uppercased(), let scale = units[letter] {
      unit = scale
      digits.removeLast()
    }
    guard let number = Double(digits), number > 0,
      let bytes = Int(exactly: (number * unit).rounded()), bytes > 0
    else { return nil }
    self.bytes = bytes
  }
}
