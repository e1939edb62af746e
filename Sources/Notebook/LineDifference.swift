/// Line differences of two texts.
public enum LineDifference {
  /// The changes with three lines around each, in unified form; empty if there are none.
  public static func unified(_ old: String, _ new: String, name: String) -> String {
    let before = old.lines
    let after = new.lines
    let rows = script(before, after)
    var text = ""
    for hunk in hunks(rows) {
      if text.isEmpty { text = "--- \(name)\n+++ \(name)\n" }
      let part = rows[hunk]
      let lost = part.count { $0.mark != "+" }
      let gained = part.count { $0.mark != "-" }
      text +=
        "@@ -\((part.first?.old ?? 0) + 1),\(lost) +\((part.first?.new ?? 0) + 1),\(gained) @@\n"
      for row in part { text += "\(row.mark)\(row.text)\n" }
    }
    return text
  }

  private struct Row {
    let mark: String
    let text: String
    /// Lines of the old and new text that stand before it.
    let old: Int
    let new: Int
  }

  private static func script(_ before: [String], _ after: [String]) -> [Row] {
    var removed: Set<Int> = []
    var inserted: Set<Int> = []
    for change in after.difference(from: before) {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): inserted.insert(offset)
      }
    }
    var rows: [Row] = []
    var old = 0
    var new = 0
    while old < before.count || new < after.count {
      if removed.contains(old) {
        rows.append(Row(mark: "-", text: before[old], old: old, new: new))
        old += 1
      } else if inserted.contains(new) {
        rows.append(Row(mark: "+", text: after[new], old: old, new: new))
        new += 1
      } else {
        rows.append(Row(mark: " ", text: before[old], old: old, new: new))
        old += 1
        new += 1
      }
    }
    return rows
  }

  private static func hunks(_ rows: [Row]) -> [Range<Int>] {
    var hunks: [Range<Int>] = []
    for (index, row) in rows.enumerated() where row.mark != " " {
      let around = max(0, index - 3)..<min(rows.count, index + 4)
      if let last = hunks.last, last.upperBound >= around.lowerBound {
        hunks[hunks.count - 1] = last.lowerBound..<around.upperBound
      } else {
        hunks.append(around)
      }
    }
    return hunks
  }
}
