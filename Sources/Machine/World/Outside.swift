import Tensors

/// Everything a machine asks of the world, so that a session can record it and a replay give it
/// back.
public protocol Outside: AnyObject {
  /// What came from outside: `now`, `clock`, `input`, `env "NAME"`. `fresh` asks the world.
  func value(_ source: String, fresh: () throws -> Value) throws -> Value
  /// The bytes of a file. Reading is allowed anywhere the user may.
  func read(_ path: String) throws -> [UInt8]
  /// A file to read in pieces, for large ones. Reading is allowed anywhere the user may.
  func open(_ path: String) throws -> ByteSource
  /// Writes a file under the working folder (or an allowed path).
  func write(_ path: String, _ bytes: [UInt8], append: Bool) throws
  /// Puts a file in the place of another at once: who reads it sees the old one or the new one.
  func replace(_ path: String, with parts: FileParts) throws
  /// Names in a folder, sorted.
  func list(_ folder: String) throws -> [String]
  func exists(_ path: String) -> Bool
}

extension Outside {
  /// The whole file in memory.
  public func open(_ path: String) throws -> ByteSource {
    ByteSource(try read(path), named: path)
  }

  /// Writes the parts together.
  public func replace(_ path: String, with parts: FileParts) throws {
    try write(path, parts.joined, append: false)
  }
}
