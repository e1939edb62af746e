/// The version of the program.
public enum Version {
  /// Three numbers.
  public static let number = "0.1.0"
  /// What `--version` shows.
  public static var text: String { "mscript \(number) (\(MachineLine.text))" }
}
