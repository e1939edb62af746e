import CReadline
import Glibc
import Notebook

/// Reads lines with GNU readline: history, completion, search, bracketed paste.
///
/// Uses the callback interface in a poll loop, so that ctrl-c is seen at once and loses no key.
final class LineEditor {
  /// What reading a line ended in.
  enum Event {
    case line(String)
    /// The unfinished block was called back with the up key, and edited: it stands as a whole.
    case block(String)
    /// Ctrl-c: what was typed is dropped.
    case interrupted
    /// Ctrl-d on an empty line.
    case end
  }

  /// Gives the completions of a line at a byte offset.
  typealias Completer = (_ line: String, _ cursor: Int) -> [Completion.Candidate]

  /// What readline's C callbacks see. Readline is used from one thread alone.
  private struct Shared {
    var event: Event?
    var completer: Completer = { _, _ in [] }
    var candidates: [Completion.Candidate] = []
    var next = 0
    /// Index of the unfinished block in the history while a line of it is read.
    var blockIndex: Int32?
    /// Line and cursor after the last tab: a second tab there lists.
    var tab: (line: String, cursor: Int32) = ("", -1)
  }
  nonisolated(unsafe) private static var shared = Shared()

  private let historyPath: String

  /// An editor whose history is kept in a file.
  init(history path: String, completer: @escaping Completer) {
    historyPath = path
    Self.shared.completer = completer
    setlocale(LC_CTYPE, "")
    if String(cString: nl_langinfo(nl_item(CODESET))) != "UTF-8" { setlocale(LC_CTYPE, "C.UTF-8") }
    rl_catch_signals = 0
    rl_catch_sigwinch = 1
    rl_readline_name = UnsafePointer(strdup("mscript"))
    rl_initialize()
    setUpCompletion()
    setUpHistory()
  }

  /// Reads a line; the prompt may hold colors between `\u{1}` and `\u{2}`. The up key gives
  /// `block`, what there is of an unfinished text, for editing.
  func read(prompt: String, block: String) -> Event {
    _ = Interrupts.take()
    Self.shared.event = nil
    Self.shared.tab = ("", -1)
    Self.shared.blockIndex = block.isEmpty ? nil : history_length
    if !block.isEmpty { add_history(block) }
    defer { if !block.isEmpty { removeLastEntry() } }
    rl_callback_handler_install(prompt) { line in
      guard let line else {
        LineEditor.shared.event = .end
        return
      }
      let text = String(cString: line)
      let isBlock = LineEditor.shared.blockIndex.map { $0 == where_history() } ?? false
      LineEditor.shared.event = isBlock ? .block(text) : .line(text)
      free(line)
      rl_callback_handler_remove()
    }
    defer { rl_callback_handler_remove() }
    while true {
      var waiting = [
        pollfd(fd: Terminal.standardInput, events: Int16(POLLIN), revents: 0),
        pollfd(fd: Interrupts.descriptor, events: Int16(POLLIN), revents: 0),
      ]
      let count = poll(&waiting, nfds_t(waiting.count), -1)
      if waiting[1].revents != 0, Interrupts.take() { return drop() }
      guard count > 0, waiting[0].revents != 0 else {
        // A changed window interrupts the wait; readline looks at it with the next key.
        if count < 0 && errno == EINTR { continue }
        continue
      }
      rl_callback_read_char()
      if let event = Self.shared.event { return event }
    }
  }

  /// Puts an entry into the history, and into its file.
  func remember(_ text: String) {
    guard !text.isEmpty else { return }
    if let last = history_get(history_base + history_length - 1), let line = last.pointee.line,
      String(cString: line) == text
    {
      return
    }
    add_history(text)
    append_history(1, historyPath)
  }

  private func removeLastEntry() {
    guard let entry = remove_history(history_length - 1) else { return }
    free_history_entry(entry)
  }

  /// The last entries of the history, oldest first.
  func history(last count: Int) -> [String] {
    let end = Int(history_length)
    return (max(0, end - count)..<end).compactMap { index in
      history_get(history_base + Int32(index))?.pointee.line.map { String(cString: $0) }
    }
  }

  private func drop() -> Event {
    rl_callback_sigcleanup()
    rl_free_line_state()
    rl_replace_line("", 0)
    Terminal.write("^C\n")
    return .interrupted
  }

  private func setUpHistory() {
    using_history()
    history_write_timestamps = 1
    history_comment_char = CChar(UInt8(ascii: "#"))
    stifle_history(20_000)
    if read_history(historyPath) != 0 {
      // The file must exist before lines can be appended to it.
      let descriptor = open(historyPath, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
      if descriptor >= 0 { close(descriptor) }
    }
  }

  private func setUpCompletion() {
    rl_completer_word_break_characters = UnsafePointer(
      strdup(" \t\n\"\\'`@$><=;|&{}()[],.:+-*/%~?"))
    rl_completer_quote_characters = UnsafePointer(strdup("\"'"))
    rl_attempted_completion_function = { text, start, end in
      LineEditor.complete(text, end: Int(end))
    }
    rl_completion_display_matches_hook = { matches, count, _ in
      LineEditor.list(matches, count: Int(count))
    }
    rl_bind_key(Int32(UInt8(ascii: "\t"))) { count, key in
      LineEditor.isIndenting ? rl_insert_text("    ") : LineEditor.complete(count, key)
    }
  }

  /// Completes; a second time at the same place lists.
  private static func complete(_ count: Int32, _ key: Int32) -> Int32 {
    let line = rl_line_buffer.map { String(cString: $0) } ?? ""
    // Readline lists where its own command ran before.
    if shared.tab == (line, rl_point) { rl_last_func = rl_complete }
    defer { shared.tab = (rl_line_buffer.map { String(cString: $0) } ?? "", rl_point) }
    return rl_complete(count, key)
  }

  /// Whether only white space stands before the cursor on its line.
  private static var isIndenting: Bool {
    guard let buffer = rl_line_buffer else { return true }
    let text = String(cString: buffer).utf8.prefix(Int(rl_point))
    let line = text.reversed().prefix { $0 != UInt8(ascii: "\n") }
    return line.allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
  }

  private static func complete(
    _ text: UnsafePointer<CChar>?, end: Int
  ) -> UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? {
    // Inside a text, readline completes names of files.
    guard rl_completion_quote_character == 0, let buffer = rl_line_buffer else { return nil }
    rl_attempted_completion_over = 1
    shared.candidates = shared.completer(String(cString: buffer), end)
    shared.next = 0
    guard let text, !shared.candidates.isEmpty else { return nil }
    rl_completion_append_character = 0
    return rl_completion_matches(text) { _, _ in
      guard LineEditor.shared.next < LineEditor.shared.candidates.count else { return nil }
      LineEditor.shared.next += 1
      return strdup(LineEditor.shared.candidates[LineEditor.shared.next - 1].insertion)
    }
  }

  /// Lists completions with a line of help each.
  private static func list(
    _ matches: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?, count: Int
  ) {
    guard let matches else { return }
    let names = (1...max(count, 1)).compactMap { matches[$0].map { String(cString: $0) } }
    let width = min(names.map(\.count).max() ?? 0, 28)
    var text = "\n"
    for name in names.prefix(40) {
      let help = shared.candidates.first { $0.insertion == name }?.help ?? ""
      let padding = String(repeating: " ", count: max(0, width - name.count) + 2)
      let line = "  \(name)\(padding)\(help)"
      text += line.prefix(Terminal.columns - 1) + "\n"
    }
    if names.count > 40 { text += "  … \(names.count - 40) more\n" }
    Terminal.write(text)
    rl_on_new_line()
    rl_forced_update_display()
  }
}
