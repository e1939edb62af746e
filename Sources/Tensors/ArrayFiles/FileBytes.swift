import Glibc

/// A whole file in memory, with the system's own words in errors.
enum FileBytes {
  /// Opens a file for reading and lends it with its size in bytes. Throws `.io`.
  static func open<Result>(
    _ path: String, in name: String, _ body: (Int32, Int) throws(TensorError) -> Result
  ) throws(TensorError) -> Result {
    let file = Glibc.open(path, O_RDONLY | O_CLOEXEC)
    if file < 0 { throw .io("\(name): cannot open \(path): \(reason())") }
    defer { close(file) }
    var status = stat()
    if fstat(file, &status) != 0 { throw .io("\(name): cannot read \(path): \(reason())") }
    if status.st_mode & S_IFMT == S_IFDIR { throw .io("\(name): \(path) is a folder") }
    return try body(file, Int(status.st_size))
  }

  /// Reads until the buffer is full or the file ends; gives the bytes read.
  static func fill(_ buffer: UnsafeMutableRawBufferPointer, from file: Int32, in name: String)
    throws(TensorError) -> Int
  {
    var filled = 0
    while filled < buffer.count, let base = buffer.baseAddress {
      let count = Glibc.read(file, base + filled, buffer.count - filled)
      if count < 0 && errno == EINTR { continue }
      if count < 0 { throw .io("\(name): \(reason())") }
      if count == 0 { break }
      filled += count
    }
    return filled
  }

  /// The bytes of a file. Throws `.io`.
  static func read(_ path: String, in name: String) throws(TensorError) -> [UInt8] {
    try open(path, in: name) { (file, size) throws(TensorError) in
      var bytes: [UInt8] = []
      var expected = max(size, 4096)
      while true {
        let start = bytes.count
        bytes += [UInt8](repeating: 0, count: expected)
        let filled: Int
        do {
          filled = try bytes.withUnsafeMutableBytes {
            try fill(UnsafeMutableRawBufferPointer(rebasing: $0[start...]), from: file, in: name)
          }
        } catch { throw TensorError.from(error) }
        if filled < expected {
          bytes.removeLast(expected - filled)
          return bytes
        }
        expected = 65_536
      }
    }
  }

  /// Replaces a file by parts. Throws `.io`.
  static func write(_ parts: [UnsafeRawBufferPointer], to path: String, in name: String)
    throws(TensorError)
  {
    let file = Glibc.open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    if file < 0 { throw .io("\(name): cannot write \(path): \(reason())") }
    defer { close(file) }
    for part in parts {
      var done = 0
      while done < part.count, let base = part.baseAddress {
        let count = Glibc.write(file, base + done, part.count - done)
        if count < 0 && errno == EINTR { continue }
        if count < 0 { throw .io("\(name): cannot write \(path): \(reason())") }
        done += count
      }
    }
  }

  private static func reason() -> String { String(cString: strerror(errno)) }
}
