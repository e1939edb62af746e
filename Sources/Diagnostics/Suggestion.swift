/// The nearest known name for a misspelt one.
public enum Suggestion {
  /// The candidate nearest to `name`, if one is near enough to be meant.
  public static func nearest(_ name: String, in candidates: some Sequence<String>) -> String? {
    nearest(name, in: candidates, count: 1).first
  }

  /// Up to `count` candidates near enough to be meant, nearest first; candidates equally near
  /// stand in the order of their names.
  public static func nearest(
    _ name: String, in candidates: some Sequence<String>, count: Int
  ) -> [String] {
    let letters = Array(name.unicodeScalars)
    let limit = allowance(letters.count)
    var found: [(distance: Int, name: String)] = []
    for candidate in candidates where candidate != name {
      let other = Array(candidate.unicodeScalars)
      guard abs(other.count - letters.count) <= limit else { continue }
      let distance = editDistance(letters, other)
      if distance <= limit || isSameFolded(letters, other) {
        found.append((distance, candidate))
      }
    }
    found.sort { ($0.distance, $0.name) < ($1.distance, $1.name) }
    var names: [String] = []
    for (_, name) in found where names.count < count && !names.contains(name) {
      names.append(name)
    }
    return names
  }

  /// `did you mean \`a\`?` for the nearest names, or nil if none is near.
  public static func question(
    _ name: String, in candidates: some Sequence<String>, count: Int = 2
  ) -> String? {
    let names = nearest(name, in: candidates, count: count).map { "`\($0)`" }
    guard let last = names.last else { return nil }
    if names.count == 1 { return "did you mean \(last)?" }
    return "did you mean \(names.dropLast().joined(separator: ", ")) or \(last)?"
  }

  /// Edits allowed for a name of a length: a third of it, at least one, at most three; none for
  /// one letter, where every other letter would be near.
  private static func allowance(_ length: Int) -> Int {
    length < 2 ? 0 : min(max(1, length / 3), 3)
  }

  /// Whether two names differ only in case and underscores.
  private static func isSameFolded(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Bool {
    func folded(_ letters: [Unicode.Scalar]) -> String {
      letters.filter { $0 != "_" }.map { $0.properties.lowercaseMapping }.joined()
    }
    return folded(a) == folded(b)
  }

  /// Insertions, deletions, replacements and swaps of neighbors that turn `a` into `b`.
  ///
  /// The optimal string alignment distance: no stretch is edited twice.
  public static func editDistance(_ a: String, _ b: String) -> Int {
    editDistance(Array(a.unicodeScalars), Array(b.unicodeScalars))
  }

  private static func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
    var beforeLast = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for i in 1...a.count {
      var row = [i] + [Int](repeating: 0, count: b.count)
      for j in 1...b.count {
        let replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
        row[j] = min(replaced, last[j] + 1, row[j - 1] + 1)
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
          row[j] = min(row[j], beforeLast[j - 2] + 1)
        }
      }
      beforeLast = last
      last = row
    }
    return last[b.count]
  }
}
