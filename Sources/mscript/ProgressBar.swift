import Glibc

/// One line on the terminal that follows a loop: label, bar, rate, time left, note.
///
/// Where standard error is no terminal it shows nothing: progress is never recorded.
final class ProgressBar {
  private let isShown: Bool
  private var label = ""
  private var begun = 0.0
  private var drawn = 0.0
  private var isOnScreen = false

  /// A bar on standard error.
  init(isShown: Bool = Terminal.isTerminal(Terminal.standardError)) {
    self.isShown = isShown
  }

  /// Follows a loop: `done` of `total` steps (nil where the length is unknown).
  func update(label: String, done: Int, total: Int?, note: String) {
    guard isShown else { return }
    let now = Self.seconds()
    if done == 0 || label != self.label || begun == 0 {
      begun = now
      drawn = 0
      self.label = label
    }
    let isLast = done == total
    guard isLast || now - drawn >= 0.08 else { return }
    drawn = now
    let line = Self.line(
      label: label, done: done, total: total, seconds: now - begun, note: note,
      columns: Terminal.columns - 1)
    Terminal.write("\r\(line)\u{1B}[K" + (isLast ? "\n" : ""), to: Terminal.standardError)
    isOnScreen = !isLast
    if isLast { begun = 0 }
  }

  /// Takes the line away, before something else is written or when the cell ends.
  func clear() {
    guard isOnScreen else { return }
    Terminal.write("\r\u{1B}[K", to: Terminal.standardError)
    isOnScreen = false
    drawn = 0
  }

  /// Forgets the loop: the cell has ended.
  func end() {
    clear()
    begun = 0
  }

  private static func seconds() -> Double {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return Double(now.tv_sec) + Double(now.tv_nsec) * 1e-9
  }

  /// `train  ━━━━━━╌╌╌╌  24/40  12.1/s  1.3 s left  loss 0.21`, cut to the window.
  static func line(
    label: String, done: Int, total: Int?, seconds: Double, note: String, columns: Int
  ) -> String {
    var parts: [String] = label.isEmpty ? [] : [label]
    if let total, total > 0 { parts.append(bar(done: done, total: total, width: 24)) }
    parts.append(total.map { "\(done)/\($0)" } ?? "\(done)")
    if seconds > 0, done > 0 {
      parts.append(speed(Double(done) / seconds))
      if let total, done < total {
        parts.append("\(duration(Double(total - done) * seconds / Double(done))) left")
      } else {
        parts.append(duration(seconds))
      }
    }
    if !note.isEmpty { parts.append(note) }
    let line = parts.joined(separator: "  ")
    return line.count > columns ? String(line.prefix(max(columns - 1, 0))) + "…" : line
  }

  private static func bar(done: Int, total: Int, width: Int) -> String {
    let full = min(width, max(0, done * width / total))
    return String(repeating: "━", count: full) + String(repeating: "╌", count: width - full)
  }

  private static func speed(_ perSecond: Double) -> String {
    perSecond >= 1 || perSecond == 0
      ? "\(short(perSecond))/s" : "\(short(1 / perSecond)) s each"
  }

  private static func duration(_ seconds: Double) -> String {
    let whole = Int(min(seconds, 1e9).rounded())
    if seconds < 60 { return "\(short(seconds)) s" }
    if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
    return "\(whole / 3600) h \(whole % 3600 / 60) min"
  }

  /// One digit behind the point below 10, else a whole number.
  private static func short(_ value: Double) -> String {
    let value = min(value, 1e12)
    guard value < 9.95 else { return "\(Int(value.rounded()))" }
    let tenths = Int((value * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }
}
