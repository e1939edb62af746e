/// The members of a zip file, as its central directory lists them.
///
/// What a hostile file could say is checked before anything is unpacked: ranges that leave the file
/// or overlap, names that stand twice, sizes that compression cannot reach.
struct ZipDirectory {
  /// A file within the file.
  struct Member {
    let name: String
    let isDeflated: Bool
    let checksum: UInt32
    /// Bytes unpacked.
    let count: Int
    /// Where the packed bytes stand.
    let packed: Range<Int>
  }

  let members: [Member]
  private let source: ByteSource
  private let place: FilePlace

  /// Reads the directory. Throws `.io`.
  init(_ source: ByteSource, at place: FilePlace) throws(TensorError) {
    self.source = source
    self.place = place
    let end = try ZipEnd(source, at: place)
    let directory = try Self.bytes(source, end.directory, place)
    var members: [Member] = []
    var at = 0
    while at < directory.count {
      let entry = try ZipEntry(directory, &at, place)
      let start = try Self.start(of: entry, in: source, before: end.directory.lowerBound, place)
      members.append(
        Member(
          name: entry.name, isDeflated: entry.method == 8, checksum: entry.checksum,
          count: entry.count, packed: start..<start + entry.packedCount))
    }
    if members.count != end.entryCount {
      throw place.damaged("it lists \(members.count) members and declares \(end.entryCount)")
    }
    try Self.check(members, place)
    self.members = members
  }

  /// The bytes of a member, unpacked on the way.
  func stream(of member: Member) throws(TensorError) -> any ByteStream {
    let inside = FilePlace(function: place.function, name: "\(place.name), \(member.name)")
    let checksum = Checksum(expected: member.checksum)
    if !member.isDeflated {
      return PlainStream(source, member.packed, at: inside, checksum: checksum)
    }
    let packed = PlainStream(source, member.packed, at: inside)
    return try InflatingStream(packed, count: member.count, checksum: checksum)
  }

  /// Where the bytes of a member begin: behind its own header.
  private static func start(
    of entry: ZipEntry, in source: ByteSource, before end: Int, _ place: FilePlace
  ) throws(TensorError) -> Int {
    let wrong = place.damaged("the member \(entry.name) lies outside the file")
    guard entry.offset >= 0, entry.offset <= end - 30 else { throw wrong }
    let header = try bytes(source, entry.offset..<entry.offset + 30, place)
    if header.number(at: 0, bytes: 4) != 0x0403_4B50 {
      throw place.damaged("the member \(entry.name) does not begin where the file says")
    }
    let start =
      entry.offset + 30 + header.number(at: 26, bytes: 2) + header.number(at: 28, bytes: 2)
    let last = start.addingReportingOverflow(entry.packedCount)
    if last.overflow || last.partialValue > end { throw wrong }
    return start
  }

  private static func check(_ members: [Member], _ place: FilePlace) throws(TensorError) {
    var names: Set<String> = []
    for member in members where !names.insert(member.name).inserted {
      throw place.damaged("the member \(member.name) stands twice")
    }
    let order = members.sorted { $0.packed.lowerBound < $1.packed.lowerBound }
    for (before, after) in zip(order, order.dropFirst())
    where before.packed.upperBound > after.packed.lowerBound {
      throw place.damaged("the members \(before.name) and \(after.name) overlap")
    }
  }

  fileprivate static func bytes(_ source: ByteSource, _ range: Range<Int>, _ place: FilePlace)
    throws(TensorError) -> [UInt8]
  {
    try PlainStream(source, range, at: place).take(range.count)
  }
}

/// What stands at the end of a zip file: where its directory is.
private struct ZipEnd {
  let entryCount: Int
  let directory: Range<Int>

  init(_ source: ByteSource, at place: FilePlace) throws(TensorError) {
    // A comment of up to 65,535 bytes may follow.
    let first = max(0, source.count - 65_557)
    let tail = try ZipDirectory.bytes(source, first..<source.count, place)
    guard
      let at = stride(from: tail.count - 22, through: 0, by: -1).first(where: {
        tail.number(at: $0, bytes: 4) == 0x0605_4B50
          && $0 + 22 + tail.number(at: $0 + 20, bytes: 2) == tail.count
      })
    else { throw place.damaged("it is no zip file, or its end is missing") }
    var count = tail.number(at: at + 10, bytes: 2)
    var size = tail.number(at: at + 12, bytes: 4)
    var start = tail.number(at: at + 16, bytes: 4)
    var end = first + at
    let disks = tail.number(at: at + 4, bytes: 4)
    if at >= 20, tail.number(at: at - 20, bytes: 4) == 0x0706_4B50 {
      let record = tail.number(at: at - 12, bytes: 8)
      guard record >= 0, record <= end - 20 - 56 else { throw Self.wrong(place) }
      let wide = try ZipDirectory.bytes(source, record..<record + 56, place)
      if wide.number(at: 0, bytes: 4) != 0x0606_4B50 { throw Self.wrong(place) }
      count = wide.number(at: 32, bytes: 8)
      size = wide.number(at: 40, bytes: 8)
      start = wide.number(at: 48, bytes: 8)
      end = record
    } else if disks != 0 {
      throw place.damaged("it is one part of several")
    }
    guard start >= 0, size >= 0, start <= end, size <= end - start else {
      throw Self.wrong(place)
    }
    entryCount = count
    directory = start..<start + size
  }

  private static func wrong(_ place: FilePlace) -> TensorError {
    place.damaged("its directory lies outside the file")
  }
}

/// One entry of the directory.
private struct ZipEntry {
  let name: String
  let method: Int
  let checksum: UInt32
  private(set) var packedCount: Int
  private(set) var count: Int
  private(set) var offset: Int

  init(_ bytes: [UInt8], _ at: inout Int, _ place: FilePlace) throws(TensorError) {
    guard at + 46 <= bytes.count, bytes.number(at: at, bytes: 4) == 0x0201_4B50 else {
      throw place.damaged("its directory is damaged")
    }
    let flags = bytes.number(at: at + 8, bytes: 2)
    method = bytes.number(at: at + 10, bytes: 2)
    checksum = UInt32(truncatingIfNeeded: bytes.number(at: at + 16, bytes: 4))
    packedCount = bytes.number(at: at + 20, bytes: 4)
    count = bytes.number(at: at + 24, bytes: 4)
    offset = bytes.number(at: at + 42, bytes: 4)
    let nameEnd = at + 46 + bytes.number(at: at + 28, bytes: 2)
    let extraEnd = nameEnd + bytes.number(at: at + 30, bytes: 2)
    let end = extraEnd + bytes.number(at: at + 32, bytes: 2)
    guard end <= bytes.count, let name = String(validating: bytes[at + 46..<nameEnd], as: UTF8.self)
    else { throw place.damaged("its directory is damaged") }
    self.name = name
    readWideSizes(bytes[nameEnd..<extraEnd])
    at = end
    if flags & 1 != 0 { throw place.damaged("the member \(name) is encrypted") }
    if method != 0 && method != 8 {
      throw place.damaged(
        "the member \(name) is compressed in way \(method); stored and deflated ones are read")
    }
    if count < 0 || packedCount < 0 || (method == 0 && count != packedCount) {
      throw place.damaged("the sizes of the member \(name) are not possible")
    }
  }

  /// Sizes beyond 32 bits stand in a field of their own, each only if it is needed.
  private mutating func readWideSizes(_ extra: ArraySlice<UInt8>) {
    var at = extra.startIndex
    while at + 4 <= extra.endIndex {
      let end = at + 4 + extra.number(at: at + 2, bytes: 2)
      if extra.number(at: at, bytes: 2) == 1, end <= extra.endIndex {
        var field = at + 4
        func wide(_ value: inout Int) {
          if value == 0xFFFF_FFFF && field + 8 <= end {
            value = extra.number(at: field, bytes: 8)
            field += 8
          }
        }
        wide(&count)
        wide(&packedCount)
        wide(&offset)
      }
      at = end
    }
  }
}

extension RandomAccessCollection<UInt8> where Index == Int {
  /// A little-endian number of up to eight bytes; one of 2⁶³ or more is negative.
  func number(at place: Int, bytes: Int) -> Int {
    var value = 0
    for step in (0..<bytes).reversed() { value = value << 8 | Int(self[place + step]) }
    return value
  }
}
