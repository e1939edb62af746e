import FoundationEssentials

/// What a front end writes into the connection file: where the five sockets are bound, and the key
/// that signs messages.
public struct Connection: Codable, Equatable, Sendable {
  /// `tcp` or `ipc`.
  public let transport: String
  /// The address, or for `ipc` the path's beginning.
  public let ip: String
  /// Requests arrive here.
  public let shellPort: Int
  /// What everybody may see goes out here.
  public let iopubPort: Int
  /// Questions to the user go out here.
  public let stdinPort: Int
  /// Interrupt and shutdown arrive here.
  public let controlPort: Int
  /// An echo that shows the kernel is alive.
  public let heartbeatPort: Int
  /// Signs messages; empty turns signing off.
  public let key: String
  /// `hmac-sha256`.
  public let signatureScheme: String

  enum CodingKeys: String, CodingKey {
    case transport, ip, key
    case shellPort = "shell_port"
    case iopubPort = "iopub_port"
    case stdinPort = "stdin_port"
    case controlPort = "control_port"
    case heartbeatPort = "hb_port"
    case signatureScheme = "signature_scheme"
  }

  /// Reads a connection file's text.
  /// - Throws: `KernelError` for malformed JSON, a missing field, another signature scheme or a
  ///   port outside 1…65535.
  public init(json: [UInt8]) throws(KernelError) {
    guard let connection = try? JSONDecoder().decode(Connection.self, from: Data(json)) else {
      throw .malformed("the connection file is not the JSON that a Jupyter front end writes")
    }
    guard connection.signatureScheme == "hmac-sha256" else {
      throw .malformed(
        "the signature scheme must be hmac-sha256, got \(connection.signatureScheme)")
    }
    let ports = [
      connection.shellPort, connection.iopubPort, connection.stdinPort, connection.controlPort,
      connection.heartbeatPort,
    ]
    guard let wrong = ports.first(where: { !(1...65535).contains($0) }) else {
      self = connection
      return
    }
    throw .malformed("a port must lie in 1…65535, got \(wrong)")
  }

  /// The address of a port as ZeroMQ takes it.
  public func address(of port: Int) -> String {
    transport == "ipc" ? "ipc://\(ip)-\(port)" : "\(transport)://\(ip):\(port)"
  }
}

/// What can go wrong between a front end and the kernel.
public enum KernelError: Error, Equatable {
  /// A file or a message that does not follow the protocol.
  case malformed(String)
  /// A message whose signature does not belong to its content.
  case wrongSignature
}
