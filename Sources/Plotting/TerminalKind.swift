/// How a terminal can show a figure.
public enum TerminalKind: String, Sendable, Equatable, CaseIterable {
  /// A PNG by kitty's graphics protocol (kitty, Ghostty, WezTerm, Konsole).
  case kitty
  /// A PNG by iTerm2's inline images (iTerm2, mintty).
  case iterm
  /// Sixel pixels (xterm, foot, mlterm, VS Code, Windows Terminal, tmux from 3.4).
  case sixel
  /// Half blocks in 24-bit color.
  case blocks
  /// Plain characters.
  case text

  /// The best that a terminal can do, from its environment and its answer to `CSI c` (primary
  /// device attributes, such as `ESC [ ? 62 ; 4 ; 22 c`; nil if it gave none).
  ///
  /// Inside tmux and screen only what they pass on counts. `TERM=dumb`, `NO_COLOR` and a locale
  /// without UTF-8 leave plain characters.
  public static func from(
    environment: [String: String], deviceAttributes: String?
  ) -> TerminalKind {
    let value = { (name: String) in environment[name] ?? "" }
    let term = value("TERM")
    if term == "dumb" || term.isEmpty { return .text }
    let isInside = !value("TMUX").isEmpty || term.hasPrefix("screen") || term.hasPrefix("tmux")
    if !isInside {
      if speaksKitty(environment) { return .kitty }
      let program = value("TERM_PROGRAM")
      if program == "iTerm.app" || program == "mintty" || value("LC_TERMINAL") == "iTerm2" {
        return .iterm
      }
    }
    if attributes(deviceAttributes).contains("4") { return .sixel }
    let locale = [value("LC_ALL"), value("LC_CTYPE"), value("LANG")].first { !$0.isEmpty } ?? ""
    let isUTF8 = locale.lowercased().contains("utf-8") || locale.lowercased().contains("utf8")
    let isColored =
      ["truecolor", "24bit"].contains(value("COLORTERM")) || term.contains("256color")
      || term.contains("direct")
    return isUTF8 && isColored && value("NO_COLOR").isEmpty ? .blocks : .text
  }

  private static func speaksKitty(_ environment: [String: String]) -> Bool {
    let term = environment["TERM"] ?? ""
    let program = environment["TERM_PROGRAM"] ?? ""
    return term == "xterm-kitty" || term == "xterm-ghostty"
      || !(environment["KITTY_WINDOW_ID"] ?? "").isEmpty
      || program == "ghostty" || program == "WezTerm"
      || (Int(environment["KONSOLE_VERSION"] ?? "") ?? 0) >= 220_400
  }

  // The numbers between `?` and `c`.
  private static func attributes(_ reply: String?) -> [Substring] {
    guard let reply, let start = reply.lastIndex(of: "?") else { return [] }
    return reply[reply.index(after: start)...].prefix { $0 != "c" }.split(separator: ";")
  }
}
