import CZlib

/// A zip file in the making: members one after another, then their directory.
///
/// Times are those of 1980, so equal contents make equal files.
struct ZipWriter {
  private var parts = FileParts()
  private var directory: [UInt8] = []
  private var memberCount = 0

  /// Adds a member. Throws `.limit`.
  mutating func add(_ name: String, _ content: FileParts, isDeflated: Bool) throws(TensorError) {
    var checksum = Checksum()
    try content.forEach { (part) throws(TensorError) in
      try Interrupt.pieces(of: part.count, size: 1 << 22) { places in
        checksum.add(UnsafeRawBufferPointer(rebasing: part[places]))
      }
    }
    let packed = isDeflated ? try Self.deflated(content) : content
    let offset = parts.byteCount
    // The fields that the local header and the directory share, sizes in 64 bits throughout.
    var shared = Self.bytes(45, 2) + Self.bytes(0x800, 2) + Self.bytes(isDeflated ? 8 : 0, 2)
    shared += Self.bytes(0, 2) + Self.bytes(0x21, 2) + Self.bytes(Int(checksum.value), 4)
    shared += Self.bytes(0xFFFF_FFFF, 4) + Self.bytes(0xFFFF_FFFF, 4)
    shared += Self.bytes(name.utf8.count, 2)
    let sizes = Self.bytes(content.byteCount, 8) + Self.bytes(packed.byteCount, 8)
    let start = Self.bytes(0x0403_4B50, 4) + shared + Self.bytes(20, 2) + Array(name.utf8)
    try parts.append(start + Self.bytes(1, 2) + Self.bytes(16, 2) + sizes)
    parts.append(packed)
    directory += Self.bytes(0x0201_4B50, 4) + Self.bytes(45, 2) + shared + Self.bytes(28, 2)
    directory += Self.bytes(0, 6) + Self.bytes(0o600 << 16, 4) + Self.bytes(0xFFFF_FFFF, 4)
    directory += Array(name.utf8) + Self.bytes(1, 2) + Self.bytes(24, 2) + sizes
    directory += Self.bytes(offset, 8)
    memberCount += 1
  }

  /// The whole file. Throws `.limit`.
  func finished() throws(TensorError) -> FileParts {
    var file = parts
    let start = file.byteCount
    var end = directory
    // The 64-bit end record, where it is, and the old end record that points to both.
    end += Self.bytes(0x0606_4B50, 4) + Self.bytes(44, 8) + Self.bytes(45, 2) + Self.bytes(45, 2)
    end += Self.bytes(0, 8) + Self.bytes(memberCount, 8) + Self.bytes(memberCount, 8)
    end += Self.bytes(directory.count, 8) + Self.bytes(start, 8)
    end += Self.bytes(0x0706_4B50, 4) + Self.bytes(0, 4)
    end += Self.bytes(start + directory.count, 8) + Self.bytes(1, 4)
    end += Self.bytes(0x0605_4B50, 4) + Self.bytes(0, 4) + Self.bytes(0xFFFF, 2)
    end += Self.bytes(0xFFFF, 2) + Self.bytes(0xFFFF_FFFF, 4) + Self.bytes(0xFFFF_FFFF, 4)
    try file.append(end + Self.bytes(0, 2))
    return file
  }

  /// A number in little-endian bytes.
  private static func bytes(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
  }

  private static func deflated(_ content: FileParts) throws(TensorError) -> FileParts {
    let zlib = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    zlib.initialize(to: z_stream())
    defer { zlib.deallocate() }
    let noMemory = TensorError.limit("save_npz: no memory to compress")
    if cz_deflate_init(zlib) != Z_OK { throw noMemory }
    defer { deflateEnd(zlib) }
    let bound = Int(deflateBound(zlib, UInt(content.byteCount)))
    let room = try Storage(byteCount: bound, for: "save_npz")
    var made = 0
    func run(_ input: UnsafeRawBufferPointer, _ flush: Int32) throws(TensorError) {
      zlib.pointee.next_in = UnsafeMutablePointer(
        mutating: input.baseAddress?.assumingMemoryBound(to: UInt8.self))
      zlib.pointee.avail_in = UInt32(clamping: input.count)
      while true {
        let space = min(bound - made, 1 << 20)
        zlib.pointee.next_out = (room.pointer + made).assumingMemoryBound(to: UInt8.self)
        zlib.pointee.avail_out = UInt32(clamping: space)
        let status = deflate(zlib, flush)
        made += space - Int(zlib.pointee.avail_out)
        if status == Z_STREAM_END { return }
        if flush == Z_NO_FLUSH && zlib.pointee.avail_in == 0 { return }
        if status != Z_OK || space == 0 { throw noMemory }
      }
    }
    try content.forEach { (part) throws(TensorError) in
      var rest = part[...]
      while !rest.isEmpty {
        try run(UnsafeRawBufferPointer(rebasing: rest.prefix(1 << 20)), Z_NO_FLUSH)
        rest = rest.dropFirst(1 << 20)
        try Interrupt.check()
      }
    }
    try run(UnsafeRawBufferPointer(start: nil, count: 0), Z_FINISH)
    var packed = FileParts()
    packed.append(room, count: made)
    return packed
  }
}
