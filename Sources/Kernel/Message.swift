import Crypto
import FoundationEssentials

/// One message of the Jupyter protocol as it travels: four JSON dictionaries under a signature.
///
/// Frames: identities, `<IDS|MSG>`, the hex HMAC-SHA256 over the four dictionaries, then header,
/// parent header, metadata, content, and any raw buffers.
public struct Message: Equatable, Sendable {
  /// Where a reply goes: the router's frames.
  public var identities: [[UInt8]]
  /// JSON: id, type, session, date.
  public var header: [UInt8]
  /// JSON: the header of the message answered.
  public var parentHeader: [UInt8]
  /// JSON.
  public var metadata: [UInt8]
  /// JSON; its fields depend on the type.
  public var content: [UInt8]
  /// Raw data behind the JSON.
  public var buffers: [[UInt8]]

  static let delimiter = Array("<IDS|MSG>".utf8)

  /// A message of four JSON texts.
  public init(
    identities: [[UInt8]] = [], header: [UInt8], parentHeader: [UInt8] = Array("{}".utf8),
    metadata: [UInt8] = Array("{}".utf8), content: [UInt8] = Array("{}".utf8),
    buffers: [[UInt8]] = []
  ) {
    self.identities = identities
    self.header = header
    self.parentHeader = parentHeader
    self.metadata = metadata
    self.content = content
    self.buffers = buffers
  }

  /// Reads the frames of a multipart message.
  /// - Throws: `KernelError.malformed` where a frame is missing, `.wrongSignature` where the
  ///   signature does not fit; an empty key turns signing off, as the protocol says.
  public init(frames: [[UInt8]], key: String) throws(KernelError) {
    guard let split = frames.firstIndex(of: Message.delimiter), frames.count >= split + 6 else {
      throw .malformed("a message has \(frames.count) frames, without the six that must stand")
    }
    let parts = Array(frames[(split + 2)..<(split + 6)])
    guard Message.isSigned(parts, by: frames[split + 1], key: key) else { throw .wrongSignature }
    self.init(
      identities: Array(frames[..<split]), header: parts[0], parentHeader: parts[1],
      metadata: parts[2], content: parts[3], buffers: Array(frames[(split + 6)...]))
  }

  /// The frames to send.
  public func frames(key: String) -> [[UInt8]] {
    let parts = [header, parentHeader, metadata, content]
    return identities + [Message.delimiter, Message.signature(of: parts, key: key)] + parts
      + buffers
  }

  /// The signature's hex digits; empty for an empty key.
  static func signature(of parts: [[UInt8]], key: String) -> [UInt8] {
    guard !key.isEmpty else { return [] }
    var code = HMAC<SHA256>(key: SymmetricKey(data: Array(key.utf8)))
    for part in parts { code.update(data: part) }
    let digits = Array("0123456789abcdef".utf8)
    return code.finalize().flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
  }

  /// Compares in a time that does not depend on where the signatures differ.
  private static func isSigned(_ parts: [[UInt8]], by given: [UInt8], key: String) -> Bool {
    let expected = signature(of: parts, key: key)
    guard expected.count == given.count else { return key.isEmpty }
    return zip(expected, given).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
