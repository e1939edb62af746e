import Builtins
import Machine
import Tensors

/// The one place that asks the layer below for hashes.
enum Hashing {
  /// SHA-256 of a text's UTF-8 bytes, in hex.
  static func sha256(_ text: String) -> String { sha256(Array(text.utf8)) }

  /// SHA-256 in hex.
  static func sha256(_ bytes: [UInt8]) -> String { Digest.sha256(bytes) }

  /// SHA-256 of a file's content in hex.
  static func sha256(_ source: ByteSource) throws -> String { try Digest.sha256(source) }

  /// The digest of a value: 16 hex digits. Throws `interrupt` and `limit`.
  static func digest(_ value: Value, _ machine: VirtualMachine) throws -> String {
    try Digest.of(value, in: machine)
  }
}
