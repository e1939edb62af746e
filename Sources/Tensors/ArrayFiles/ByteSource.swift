import CKernels
import Glibc

/// The content of a plain file, or bytes in memory that stand for one, to be read at any place.
public final class ByteSource: @unchecked Sendable {
  private enum Content {
    case memory([UInt8])
    case file(Int32)
  }

  /// What messages call it: its path.
  public let name: String
  /// Its length in bytes.
  public let count: Int
  private let content: Content

  /// Bytes in memory.
  public init(_ bytes: [UInt8], named name: String) {
    self.name = name
    count = bytes.count
    content = .memory(bytes)
  }

  /// The first `count` bytes of an open file, whose descriptor it takes over and closes.
  public init(adopting descriptor: Int32, count: Int, named name: String) {
    self.name = name
    self.count = count
    content = .file(descriptor)
  }

  /// Opens a plain file; `function` names the caller in errors. Throws `.io`.
  public convenience init(path: String, for function: String) throws(TensorError) {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    if file < 0 {
      throw .io("\(function): cannot open \(path): \(String(cString: strerror(errno)))")
    }
    var status = stat()
    let isKnown = fstat(file, &status) == 0
    guard isKnown, status.st_mode & S_IFMT == S_IFREG else {
      close(file)
      let isFolder = isKnown && status.st_mode & S_IFMT == S_IFDIR
      throw .io("\(function): \(path) is \(isFolder ? "a folder" : "no plain file")")
    }
    self.init(adopting: file, count: Int(status.st_size), named: path)
  }

  deinit {
    if case .file(let file) = content { close(file) }
  }

  /// The descriptor of the file that it reads, if it is one.
  var descriptor: Int32? {
    if case .file(let file) = content { file } else { nil }
  }

  /// Fills a buffer from a place on. Throws `.io` where the file fails or has become shorter.
  func read(at place: Int, into buffer: UnsafeMutableRawBufferPointer, for function: String)
    throws(TensorError)
  {
    guard let base = buffer.baseAddress, buffer.count > 0 else { return }
    var got = 0
    switch content {
    case .memory(let bytes):
      got = max(0, min(buffer.count, bytes.count - place))
      bytes.withUnsafeBytes {
        base.copyNonEmpty(UnsafeRawBufferPointer(rebasing: $0[place...].prefix(got)))
      }
    case .file(let file):
      got = ck_read_at(file, place, base, buffer.count)
      if got == -Int(EINTR) { throw .interrupted }
      if got < 0 {
        let reason = String(cString: strerror(Int32(-got)))
        throw .io("\(function): cannot read \(name): \(reason)")
      }
    }
    if got < buffer.count {
      throw .io("\(function): \(name) ends before byte \(place + buffer.count)")
    }
  }

  /// Lends all bytes; those of a file are read into memory that counts toward the limit. Throws
  /// `.io`, or `.limit` where there is no room for them.
  func withBytes<Result>(
    for function: String, _ body: (UnsafeRawBufferPointer) throws(TensorError) -> Result
  ) throws(TensorError) -> Result {
    if case .memory(let bytes) = content {
      do {
        return try bytes.withUnsafeBytes { try body($0) }
      } catch { throw TensorError.from(error) }
    }
    let storage = try Storage(byteCount: count, for: function)
    let buffer = UnsafeMutableRawBufferPointer(start: storage.pointer, count: count)
    try read(at: 0, into: buffer, for: function)
    defer { withExtendedLifetime(storage) {} }
    return try body(UnsafeRawBufferPointer(buffer))
  }

  /// Lends the content in order, in pieces of up to a megabyte. Throws `.io`.
  public func forEachPiece(_ body: (UnsafeRawBufferPointer) -> Void) throws(TensorError) {
    var piece = [UInt8](repeating: 0, count: min(count, 1 << 20))
    var place = 0
    while place < count {
      do {
        try piece.withUnsafeMutableBytes { whole in
          let buffer = UnsafeMutableRawBufferPointer(rebasing: whole.prefix(count - place))
          try read(at: place, into: buffer, for: "read")
          body(UnsafeRawBufferPointer(buffer))
          place += buffer.count
        }
      } catch { throw TensorError.from(error) }
    }
  }
}
