import Diagnostics
import Glibc
import Tensors

/// The world as it is: reads files anywhere the user may, writes only under the working folder or
/// the paths that were allowed.
///
/// A file to write must be a plain one: symbolic links, devices, pipes and folders are refused.
public final class FileAccess: Outside {
  /// The folders under which files may be written, without symbolic links.
  public let writable: [String]

  /// Access from the current working folder.
  /// - Parameter allowedPaths: more folders or files that may be written.
  public init(allowedPaths: [String] = []) {
    writable = ([FileAccess.workingFolder] + allowedPaths).compactMap(FileAccess.resolved)
  }

  /// Asks the world: nothing is recorded here.
  public func value(_ source: String, fresh: () throws -> Value) throws -> Value { try fresh() }

  // MARK: reading

  /// The bytes of a plain file, anywhere the user may read.
  /// - Throws: `io`, with the nearest name where there is no such file.
  public func read(_ path: String) throws -> [UInt8] {
    let (file, size) = try opened(path)
    defer { close(file) }
    var bytes: [UInt8] = []
    // One byte more, so that the end is seen; more where the file has no size or grows.
    var room = size + 1
    while true {
      let next = try [UInt8](unsafeUninitializedCapacity: room) { buffer, filled in
        filled = try FileAccess.read(file, into: buffer, path)
      }
      bytes = bytes.isEmpty ? next : bytes + next
      if next.count < room { return bytes }
      room = max(bytes.count, 1 << 16)
    }
  }

  /// Fills memory from a file; gives how much there was.
  private static func read(
    _ file: Int32, into buffer: UnsafeMutableBufferPointer<UInt8>, _ path: String
  ) throws(RuntimeError) -> Int {
    var filled = 0
    while filled < buffer.count {
      if filled > 0 { try LongLoop.look() }
      let count = Glibc.read(
        file, buffer.baseAddress.map { $0 + filled }, min(buffer.count - filled, piece))
      if count < 0 {
        if errno == EINTR { continue }
        throw FileAccess.failure("read", path, errno)
      }
      if count == 0 { break }
      filled += count
    }
    return filled
  }

  /// Bytes that are read or written at once: an interrupt is seen between two pieces.
  private static let piece = 1 << 22

  /// A plain file, anywhere the user may read, to be read in pieces.
  /// - Throws: `io`, with the nearest name where there is no such file.
  public func open(_ path: String) throws -> ByteSource {
    let (file, size) = try opened(path)
    // Files that the system makes up while they are read have no size.
    if size == 0 {
      close(file)
      return ByteSource(try read(path), named: path)
    }
    return ByteSource(adopting: file, count: size, named: path)
  }

  /// Opens a plain file and tells its size.
  private func opened(_ path: String) throws -> (file: Int32, size: Int) {
    try FileAccess.check(path)
    let file = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { throw notReadable(path, errno) }
    var status = stat()
    guard fstat(file, &status) == 0 else {
      defer { close(file) }
      throw FileAccess.failure("read", path, errno)
    }
    if status.st_mode & S_IFMT == S_IFREG { return (file, Int(status.st_size)) }
    close(file)
    if status.st_mode & S_IFMT == S_IFDIR {
      throw RuntimeError(
        .io, "\(QuotedText.of(path)) is a folder", hint: "`list_files(folder)` lists one")
    }
    throw RuntimeError(.io, "\(QuotedText.of(path)) is no plain file")
  }

  /// Names in a folder, in the order of their bytes.
  /// - Throws: `io`.
  public func list(_ folder: String) throws -> [String] {
    try FileAccess.check(folder)
    guard let directory = opendir(folder) else {
      throw FileAccess.failure("list", folder, errno)
    }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted { TextOrder.order(Array($0.utf8), Array($1.utf8)) < 0 }
  }

  /// Whether there is a file or folder.
  public func exists(_ path: String) -> Bool {
    !path.utf8.contains(0) && access(path, F_OK) == 0
  }

  // MARK: writing

  /// Writes a plain file, or adds to its end.
  /// - Throws: `io` where it is not allowed or fails.
  public func write(_ path: String, _ bytes: [UInt8], append: Bool) throws {
    let target = try destination(path)
    let flags = O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | (append ? O_APPEND : 0)
    let file = Glibc.open(target, flags, 0o666)
    guard file >= 0 else { throw FileAccess.failure("write", path, errno) }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw RuntimeError(.io, "\(QuotedText.of(path)) is no plain file, so it is not written")
    }
    if !append && ftruncate(file, 0) != 0 { throw FileAccess.failure("write", path, errno) }
    var written = 0
    while written < bytes.count {
      if written > 0 { try LongLoop.look() }
      let count = bytes.withUnsafeBytes { buffer in
        Glibc.write(
          file, buffer.baseAddress.map { $0 + written },
          min(bytes.count - written, FileAccess.piece))
      }
      if count < 0 {
        if errno == EINTR { continue }
        throw FileAccess.failure("write", path, errno)
      }
      written += count
    }
  }

  /// Puts a plain file in the place of another at once.
  /// - Throws: `io` where it is not allowed or fails; then the old file is as it was.
  public func replace(_ path: String, with parts: FileParts) throws {
    let target = try destination(path)
    // Where the file alone may be written, nothing may stand beside it.
    if writable.contains(target) { return try write(path, parts.joined, append: false) }
    guard let code = parts.replace(target) else { return }
    if code == EINTR { try LongLoop.look() }
    throw FileAccess.failure("write", path, code)
  }

  /// Where a path really leads, if it may be written.
  /// - Throws: `io` where its folder is missing or outside what may be written, or where it is a
  ///   symbolic link, device, pipe or folder.
  public func destination(_ path: String) throws(RuntimeError) -> String {
    try FileAccess.check(path)
    let (folder, name) = FileAccess.split(path)
    guard name != "", name != ".", name != ".." else {
      throw RuntimeError(.io, "\(QuotedText.of(path)) is a folder, so it is not written")
    }
    guard let real = FileAccess.resolved(folder) else {
      throw RuntimeError(
        .io, "cannot write \(QuotedText.of(path)): there is no folder \(QuotedText.of(folder))")
    }
    let target = real == "/" ? "/\(name)" : "\(real)/\(name)"
    guard writable.contains(where: { target == $0 || target.hasPrefix($0 == "/" ? $0 : $0 + "/") })
    else {
      throw RuntimeError(
        .io, "not allowed to write \(QuotedText.of(path)): it is outside the working folder",
        hint: "start with --allow-write PATH to allow more")
    }
    var status = stat()
    if lstat(target, &status) == 0 {
      switch status.st_mode & S_IFMT {
      case S_IFREG: break
      case S_IFLNK:
        throw RuntimeError(
          .io, "\(QuotedText.of(path)) is a symbolic link, so it is not written")
      case S_IFDIR:
        throw RuntimeError(.io, "\(QuotedText.of(path)) is a folder, so it is not written")
      default:
        throw RuntimeError(.io, "\(QuotedText.of(path)) is no plain file, so it is not written")
      }
    }
    return target
  }

  // MARK: paths

  /// The current working folder.
  static var workingFolder: String {
    guard let buffer = getcwd(nil, 0) else { return "." }
    defer { free(buffer) }
    return String(cString: buffer)
  }

  /// A path without symbolic links, nil where there is none.
  private static func resolved(_ path: String) -> String? {
    guard let buffer = realpath(path, nil) else { return nil }
    defer { free(buffer) }
    return String(cString: buffer)
  }

  private static func split(_ path: String) -> (folder: String, name: String) {
    guard let slash = path.lastIndex(of: "/") else { return (".", path) }
    let folder = path[..<slash]
    return (folder.isEmpty ? "/" : String(folder), String(path[path.index(after: slash)...]))
  }

  private static func check(_ path: String) throws(RuntimeError) {
    if path.isEmpty { throw RuntimeError(.io, "the path is empty") }
    if path.utf8.contains(0) { throw RuntimeError(.io, "a path cannot contain \\0") }
  }

  private func notReadable(_ path: String, _ code: Int32) -> RuntimeError {
    var error = FileAccess.failure("read", path, code)
    guard code == ENOENT else { return error }
    let (folder, name) = FileAccess.split(path)
    if let names = try? list(folder), let near = Suggestion.nearest(name, in: names) {
      error.hint = "did you mean \(QuotedText.of(folder == "." ? near : "\(folder)/\(near)"))?"
    }
    return error
  }

  private static func failure(_ verb: String, _ path: String, _ code: Int32) -> RuntimeError {
    let reason =
      switch code {
      case ENOENT: "there is no such file"
      case EACCES, EPERM: "permission denied"
      case ENOTDIR: "a part of the path is no folder"
      case ELOOP: "it is a symbolic link"
      case ENOSPC: "no space left"
      default: String(cString: strerror(code))
      }
    return RuntimeError(.io, "cannot \(verb) \(QuotedText.of(path)): \(reason)")
  }
}
