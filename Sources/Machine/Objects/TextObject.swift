import CMachine
import Glibc

/// A text: UTF-8 bytes, counted by code points.
///
/// A short one stands in the object itself, which is one allocation less and one place less to look
/// at. The quick half of the machine reads the fields: see `cm_text`.
public final class TextObject: HeapObject {
  /// The bytes of a long text, else nothing.
  private var long: [UInt8] = []
  /// Cached hash, 0 until asked for.
  var hash = 0
  /// The bytes of a short text; the two behind say how many, and whether it is ASCII.
  private var short: Short = (0, 0, 0, 0)
  private var shortCount: UInt8 = 0
  /// Whether every byte is ASCII, so that code points are bytes.
  public private(set) var isASCII: Bool

  private typealias Short = (UInt64, UInt64, UInt32, UInt16)
  /// Most bytes of a short text.
  static let shortLimit = MemoryLayout<Short>.size
  /// Stands for the count of a long one.
  private static let isLong = UInt8.max

  convenience init(utf8: [UInt8]) {
    // All bytes at once: a loop without a way out is vectorised.
    let bits = utf8.withUnsafeBufferPointer { $0.reduce(0 as UInt8) { $0 | $1 } }
    self.init(utf8: utf8, isASCII: bits < 0x80)
  }

  init(utf8: [UInt8], isASCII: Bool) {
    self.isASCII = isASCII
    super.init(kind: .text)
    utf8.count <= Self.shortLimit
      ? utf8.withUnsafeBufferPointer(keepShort) : keep(utf8)
  }

  /// A text of bytes that stand somewhere else.
  init(copying bytes: UnsafeBufferPointer<UInt8>, isASCII: Bool) {
    self.isASCII = isASCII
    super.init(kind: .text)
    bytes.count <= Self.shortLimit ? keepShort(bytes) : keep(Array(bytes))
  }

  private func keepShort(_ bytes: UnsafeBufferPointer<UInt8>) {
    withUnsafeMutableBytes(of: &short) { $0.copyBytes(from: bytes) }
    shortCount = UInt8(truncatingIfNeeded: bytes.count)
  }

  private func keep(_ bytes: [UInt8]) {
    long = bytes
    isLent = true
    shortCount = Self.isLong
  }

  /// Takes a short text's bytes out of it; false for a long one.
  func empty() -> Bool {
    guard shortCount != Self.isLong else { return false }
    short = (0, 0, 0, 0)
    shortCount = 0
    hash = 0
    isASCII = true
    isMarked = false
    isShared = false
    return true
  }

  /// The fields as the quick half sees them; for as long as somebody holds this text.
  var memory: UnsafeMutablePointer<cm_text> {
    Unmanaged.passUnretained(self).toOpaque().assumingMemoryBound(to: cm_text.self)
  }

  /// Number of bytes.
  public var byteCount: Int { shortCount == Self.isLong ? long.count : Int(shortCount) }

  /// The bytes.
  public var utf8: [UInt8] {
    guard shortCount == Self.isLong else { return withUTF8 { Array($0) } }
    isLent = true
    return long
  }

  /// Lends the bytes.
  func withUTF8<Result>(_ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result {
    if shortCount == Self.isLong { return try long.withUnsafeBufferPointer(body) }
    return try withUnsafeBytes(of: short) {
      try body(UnsafeBufferPointer(rebasing: $0.bindMemory(to: UInt8.self)[..<Int(shortCount)]))
    }
  }

  /// Writes bytes behind its own; for a text that nothing else holds.
  func append(_ other: TextObject) {
    if shortCount != Self.isLong { keep(utf8) }
    if other === self {
      long += long
    } else {
      other.withUTF8 { long.append(contentsOf: $0) }
    }
    // The array has its memory for itself where it was written.
    isLent = false
    isASCII = isASCII && other.isASCII
    hash = 0
  }

  /// Whether two texts have the same bytes.
  static func == (a: TextObject, b: TextObject) -> Bool {
    a === b
      || a.byteCount == b.byteCount
        && a.withUTF8 { x in
          b.withUTF8 { y in
            guard let x = x.baseAddress, let y = y.baseAddress else { return true }
            return memcmp(x, y, a.byteCount) == 0
          }
        }
  }

  /// The Swift text.
  public var string: String { withUTF8 { String(decoding: $0, as: UTF8.self) } }

  /// Number of code points.
  public var codePointCount: Int {
    if isASCII { return byteCount }
    return withUTF8 { $0.reduce(0) { $0 + ($1 & 0xc0 != 0x80 ? 1 : 0) } }
  }
}
