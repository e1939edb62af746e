/// Where a machine's output goes: the terminal, a transcript, a test.
public protocol OutputSink: AnyObject {
  /// Text that `print` or a shown value produced, with its line ends.
  func write(_ text: String)
  /// A figure that is to be shown.
  func show(figure: any ScriptObject)
  /// Progress of a loop: shown, never recorded. `total` nil where the length is unknown; a call
  /// with `done == total` ends it.
  func progress(label: String, done: Int, total: Int?, note: String)
}

/// Collects text; ignores figures and progress.
public final class TextSink: OutputSink {
  /// Everything written so far.
  public private(set) var text = ""

  /// An empty sink.
  public init() {}

  /// Adds to `text`.
  public func write(_ text: String) { self.text += text }
  /// Does nothing.
  public func show(figure: any ScriptObject) {}
  /// Does nothing.
  public func progress(label: String, done: Int, total: Int?, note: String) {}
}
