import CZlib

/// A deflated part of a file, inflated on the way.
///
/// It gives exactly the number of bytes that were declared: neither more nor fewer may come out, and
/// their checksum must be right, so a lie is found before its bytes are believed.
final class InflatingStream: ByteStream {
  let place: FilePlace
  private(set) var remaining: Int
  private let packed: PlainStream
  private let zlib = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
  private var input: [UInt8] = []
  private var used = 0
  private var isOver = false
  private var checksum: Checksum

  /// Deflate makes at most 1032 bytes of one.
  static let highestRatio = 1032

  /// Inflates `packed` to `count` bytes. Throws `.io` if so many cannot be in it.
  init(_ packed: PlainStream, count: Int, checksum: Checksum) throws(TensorError) {
    place = packed.place
    self.packed = packed
    self.checksum = checksum
    remaining = count
    zlib.initialize(to: z_stream())
    if count / Self.highestRatio > packed.remaining {
      throw place.damaged(
        "\(packed.remaining) compressed bytes cannot hold the \(count) bytes that it declares")
    }
    if cz_inflate_init(zlib) != Z_OK { throw .limit("\(place.function): no memory to inflate") }
  }

  deinit {
    inflateEnd(zlib)
    zlib.deallocate()
  }

  func fill(_ buffer: UnsafeMutableRawBufferPointer) throws(TensorError) {
    if buffer.count > remaining { throw place.tooShort }
    var done = 0
    while done < buffer.count {
      let part = UnsafeMutableRawBufferPointer(rebasing: buffer[done...].prefix(1 << 20))
      let made = try inflateSome(part)
      checksum.add(UnsafeRawBufferPointer(rebasing: part.prefix(made)))
      done += made
      try Interrupt.check()
    }
    remaining -= done
    if remaining == 0 { try finish() }
  }

  /// Inflates into a buffer that is not empty; gives the bytes made, at least one.
  private func inflateSome(_ buffer: UnsafeMutableRawBufferPointer) throws(TensorError) -> Int {
    while true {
      if isOver { throw place.damaged("it inflates to fewer bytes than it declares") }
      if used == input.count { try refill() }
      zlib.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
      zlib.pointee.avail_out = UInt32(clamping: buffer.count)
      let status = input.withUnsafeMutableBufferPointer { bytes in
        zlib.pointee.next_in = bytes.baseAddress.map { $0 + used }
        zlib.pointee.avail_in = UInt32(clamping: bytes.count - used)
        let status = inflate(zlib, Z_NO_FLUSH)
        used = bytes.count - Int(zlib.pointee.avail_in)
        return status
      }
      let made = buffer.count - Int(zlib.pointee.avail_out)
      switch status {
      case Z_OK: break
      case Z_STREAM_END: isOver = true
      case Z_BUF_ERROR where used == input.count && packed.remaining > 0: break
      case Z_MEM_ERROR: throw .limit("\(place.function): no memory to inflate")
      default: throw place.damaged("its compressed bytes are damaged")
      }
      if made > 0 { return made }
    }
  }

  private func refill() throws(TensorError) {
    input = try packed.take(min(packed.remaining, 1 << 16))
    used = 0
  }

  /// Checks that nothing more comes out and that all was right.
  private func finish() throws(TensorError) {
    if !isOver {
      var extra: UInt8 = 0
      let made: Int?
      do {
        made = try withUnsafeMutableBytes(of: &extra) { try inflateSome($0) }
      } catch { made = isOver ? nil : 1 }
      if made != nil { throw place.damaged("it inflates to more bytes than it declares") }
    }
    if !checksum.isRight { throw place.damaged(Checksum.wrong) }
  }
}
