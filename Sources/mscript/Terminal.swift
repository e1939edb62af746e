import Glibc
import Notebook

/// The terminal on the other side, if there is one: the only file that touches terminal modes.
enum Terminal {
  static let standardInput: Int32 = 0
  static let standardOutput: Int32 = 1
  static let standardError: Int32 = 2

  /// Whether a descriptor is a terminal.
  static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

  /// Columns of the window, 80 where there is none.
  static var columns: Int { size.map { Int($0.ws_col) } ?? 80 }

  private static var size: winsize? {
    for descriptor in [standardOutput, standardError, standardInput] {
      var window = winsize()
      if ioctl(descriptor, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0 { return window }
    }
    return nil
  }

  /// Writes text to a descriptor. Ctrl-c leaves out the rest of a long one that a reader holds up.
  static func write(_ text: String, to descriptor: Int32 = standardOutput) {
    var text = text
    text.withUTF8 { bytes in
      var start = 0
      while start < bytes.count {
        if start > 0 && descriptor == standardOutput && Interrupts.isWaiting { return }
        let count = Glibc.write(
          descriptor, bytes.baseAddress?.advanced(by: start), bytes.count - start)
        if count < 0 && errno == EINTR {
          if descriptor == standardOutput && Interrupts.isWaiting { return }
          continue
        }
        if count <= 0 { return }
        start += count
      }
    }
  }

  /// Whether colors may be used on a descriptor: a terminal, and `NO_COLOR` is not set.
  static func allowsColor(_ descriptor: Int32) -> Bool {
    guard isTerminal(descriptor), getenv("NO_COLOR") == nil else { return false }
    guard let kind = getenv("TERM") else { return false }
    return strcmp(kind, "dumb") != 0
  }

  /// What the terminal can show of a picture; nil where there is none. The terminal is asked for
  /// its attributes, which tell of sixel.
  static func pictures() -> PictureTerminal.Kind? {
    guard isTerminal(standardOutput) else { return nil }
    return PictureTerminal.Kind.best(
      environment: environment, deviceAttributes: deviceAttributes())
  }

  private static var environment: [String: String] {
    let names = [
      "COLORTERM", "KITTY_WINDOW_ID", "KONSOLE_VERSION", "LANG", "LC_ALL", "LC_CTYPE",
      "LC_TERMINAL", "NO_COLOR", "TERM", "TERM_PROGRAM", "TMUX",
    ]
    var values: [String: String] = [:]
    for name in names { values[name] = getenv(name).map { String(cString: $0) } }
    return values
  }

  /// The answer to `CSI c`: `ESC [ ? 62 ; 4 c`; nil if none comes within 0.2 seconds.
  private static func deviceAttributes() -> String? {
    guard isTerminal(standardInput) else { return nil }
    var saved = termios()
    guard tcgetattr(standardInput, &saved) == 0 else { return nil }
    var raw = saved
    raw.c_lflag &= ~tcflag_t(ICANON | ECHO)
    tcsetattr(standardInput, TCSANOW, &raw)
    defer { tcsetattr(standardInput, TCSANOW, &saved) }
    write("\u{1B}[c")
    var answer: [UInt8] = []
    while answer.count < 64, answer.last != UInt8(ascii: "c") {
      var waiting = pollfd(fd: standardInput, events: Int16(POLLIN), revents: 0)
      guard poll(&waiting, 1, 200) > 0 else { return nil }
      var byte: UInt8 = 0
      guard read(standardInput, &byte, 1) == 1 else { return nil }
      answer.append(byte)
    }
    return String(decoding: answer, as: UTF8.self)
  }
}
