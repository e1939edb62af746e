import Glibc

/// What a file is to hold, in parts that are not copied together.
public struct FileParts: @unchecked Sendable {
  private var parts: [(owner: Storage, start: UnsafeRawPointer, count: Int)] = []
  /// The bytes of all parts.
  public private(set) var byteCount = 0

  /// No parts.
  init() {}

  /// The bytes of one part. Throws `.limit`.
  public init(_ bytes: [UInt8]) throws(TensorError) { try append(bytes) }

  /// Adds bytes. Throws `.limit`.
  mutating func append(_ bytes: [UInt8]) throws(TensorError) {
    let storage = try Storage(byteCount: bytes.count, for: "save")
    bytes.withUnsafeBytes { storage.pointer.copyNonEmpty($0) }
    append(storage, count: bytes.count)
  }

  /// Adds the first bytes of a block.
  mutating func append(_ storage: Storage, count: Int) {
    parts.append((storage, UnsafeRawPointer(storage.pointer), count))
    byteCount += count
  }

  /// Adds a tensor's elements in row-major order. Throws `.limit`.
  mutating func append(_ tensor: Tensor) throws(TensorError) {
    let rows = try tensor.rowMajor(as: tensor.dtype)
    let count = rows.count * rows.dtype.byteCount
    parts.append((rows.storage, UnsafeRawPointer(rows.pointer), count))
    byteCount += count
  }

  /// Adds the parts of another file.
  mutating func append(_ other: FileParts) {
    parts += other.parts
    byteCount += other.byteCount
  }

  /// Lends the parts in their order.
  public func forEach<Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Void
  ) throws(Failure) {
    for part in parts {
      defer { withExtendedLifetime(part.owner) {} }
      try body(UnsafeRawBufferPointer(start: part.start, count: part.count))
    }
  }

  /// All bytes in a row.
  public var joined: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(byteCount)
    forEach { bytes += $0 }
    return bytes
  }

  /// Writes all parts to an open file; gives the `errno` where that fails, `EINTR` after an
  /// interrupt, else nil.
  public func write(to file: Int32) -> Int32? {
    var failure: Int32?
    forEach { part in
      var done = 0
      while failure == nil, done < part.count, let base = part.baseAddress {
        if done > 0 && Interrupt.isRequested {
          failure = EINTR
          break
        }
        let count = Glibc.write(file, base + done, min(part.count - done, 1 << 22))
        if count < 0 && errno == EINTR { continue }
        if count < 0 { failure = errno } else { done += count }
      }
    }
    return failure
  }

  /// Replaces the file at a path at once: it is written beside it under another name, then renamed.
  /// An old file's permissions stay. Gives the `errno` where that fails, else nil; then the old file
  /// is as it was.
  public func replace(_ path: String) -> Int32? {
    var status = stat()
    let mode = stat(path, &status) == 0 ? status.st_mode & 0o777 : nil
    var file: Int32 = -1
    var beside = ""
    for attempt in 0..<100 where file < 0 {
      beside = "\(path).\(getpid())-\(attempt).part"
      file = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o666)
      if file < 0 && errno != EEXIST { return errno }
    }
    if file < 0 { return EEXIST }
    var failure = write(to: file)
    if let mode, failure == nil, fchmod(file, mode) != 0 { failure = errno }
    if close(file) != 0 && failure == nil { failure = errno }
    if failure == nil && rename(beside, path) != 0 { failure = errno }
    if failure != nil { unlink(beside) }
    return failure
  }

  /// Replaces the file at a path at once. Throws `.io`.
  func write(to path: String, for function: String) throws(TensorError) {
    if let failure = replace(path) {
      throw .io("\(function): cannot write \(path): \(String(cString: strerror(failure)))")
    }
  }
}
