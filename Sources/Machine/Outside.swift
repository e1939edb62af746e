/// Everything a machine asks of the world, so that a session can record it and a replay give it
/// back.
public protocol Outside: AnyObject {
  /// What came from outside: `now`, `clock`, `input`, `env "NAME"`. `fresh` asks the world.
  func value(_ source: String, fresh: () throws -> Value) throws -> Value
  /// The bytes of a file. Reading is allowed anywhere the user may.
  func read(_ path: String) throws -> [UInt8]
  /// Writes a file under the working folder (or an allowed path).
  func write(_ path: String, _ bytes: [UInt8], append: Bool) throws
  /// Names in a folder, sorted.
  func list(_ folder: String) throws -> [String]
  func exists(_ path: String) -> Bool
}
