import CZlib

/// Where an array stands, for messages.
struct FilePlace {
  /// The function that reads.
  let function: String
  /// The file, and the part of it.
  let name: String

  /// The error of a file that is not as it must be.
  func damaged(_ why: String) -> TensorError { .io("\(function): \(name): \(why)") }

  /// The error of a file with fewer bytes than it promises.
  var tooShort: TensorError { damaged("it ends too early") }
}

/// Bytes that are read once, from first to last.
protocol ByteStream: AnyObject {
  /// Where they stand.
  var place: FilePlace { get }
  /// The number of bytes that are left.
  var remaining: Int { get }
  /// Fills a buffer with the next bytes. Throws `.io` where they are too few or damaged.
  func fill(_ buffer: UnsafeMutableRawBufferPointer) throws(TensorError)
}

extension ByteStream {
  /// The next bytes, copied.
  func take(_ count: Int) throws(TensorError) -> [UInt8] {
    if count > remaining { throw place.tooShort }
    var bytes = [UInt8](repeating: 0, count: count)
    do {
      try bytes.withUnsafeMutableBytes { try fill($0) }
    } catch { throw TensorError.from(error) }
    return bytes
  }
}

/// A part of a file as it stands there.
final class PlainStream: ByteStream {
  let place: FilePlace
  let source: ByteSource
  /// Where in the file the next byte stands.
  private(set) var at: Int
  private let end: Int
  private var checksum: Checksum?

  /// The bytes of a range of the file; a checksum is compared with at the end.
  init(_ source: ByteSource, _ range: Range<Int>, at place: FilePlace, checksum: Checksum? = nil) {
    self.source = source
    self.place = place
    self.checksum = checksum
    at = range.lowerBound
    end = range.upperBound
  }

  var remaining: Int { end - at }

  /// Leaves bytes out. Throws `.io` where they are too few.
  func skip(_ count: Int) throws(TensorError) {
    if count > remaining { throw place.tooShort }
    at += count
  }

  func fill(_ buffer: UnsafeMutableRawBufferPointer) throws(TensorError) {
    if buffer.count > remaining { throw place.tooShort }
    try source.read(at: at, into: buffer, for: place.function)
    at += buffer.count
    checksum?.add(UnsafeRawBufferPointer(buffer))
    if remaining == 0, let checksum, !checksum.isRight { throw place.damaged(Checksum.wrong) }
  }
}

/// The CRC-32 that zip files keep of their members.
struct Checksum {
  /// What a difference means.
  static let wrong = "its checksum is not that of its bytes"

  private let expected: UInt
  private var current: UInt

  /// To be compared with `expected`.
  init(expected: UInt32 = 0) {
    self.expected = UInt(expected)
    current = crc32(0, nil, 0)
  }

  /// Takes in the next bytes.
  mutating func add(_ bytes: UnsafeRawBufferPointer) {
    if bytes.count == 0 { return }
    current = crc32_z(current, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count)
  }

  /// The checksum of what was taken in.
  var value: UInt32 { UInt32(truncatingIfNeeded: current) }

  /// Whether it is the expected one.
  var isRight: Bool { current == expected }
}
