import CGnuplot
import Glibc

/// What drawing needs of the system: a clock, files in memory, a folder for a moment.
enum System {
  /// Seconds on a clock that only goes forward.
  static func seconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// The system's words for an error's number.
  static func reason(_ number: Int32) -> String {
    String(cString: strerror(number))
  }

  static func environment(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }

  /// Writes all of `bytes`; nil if done, else the reason.
  static func write(_ bytes: [UInt8], to descriptor: Int32) -> String? {
    var start = 0
    while start < bytes.count {
      let count = bytes.withUnsafeBytes { raw in
        raw.baseAddress.map { Glibc.write(descriptor, $0 + start, bytes.count - start) } ?? 0
      }
      if count < 0, errno != EINTR { return reason(errno) }
      if count > 0 { start += count }
    }
    return nil
  }

  /// All bytes of an open file, from its beginning.
  static func contents(of descriptor: Int32) -> [UInt8] {
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_size > 0 else { return [] }
    var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
    var start = 0
    while start < bytes.count {
      let count = bytes.withUnsafeMutableBytes { raw in
        raw.baseAddress.map { pread(descriptor, $0 + start, raw.count - start, off_t(start)) } ?? 0
      }
      if count <= 0, errno != EINTR || count == 0 { break }
      if count > 0 { start += count }
    }
    return Array(bytes[..<start])
  }

  static func contents(of path: String) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    return contents(of: descriptor)
  }

  /// Writes a file anew, through no symbolic link; nil if done, else the reason.
  static func save(_ bytes: [UInt8], to path: String) -> String? {
    let flags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK
    let descriptor = open(path, flags, 0o666)
    guard descriptor >= 0 else { return reason(errno) }
    let problem = write(bytes, to: descriptor)
    return close(descriptor) == 0 || problem != nil ? problem : reason(errno)
  }
}

/// A file that exists only while this object does, and that other programs of the same user can
/// open by its path.
final class MemoryFile {
  let descriptor: Int32

  init(_ name: String, contents: [UInt8] = []) throws(PlotError) {
    descriptor = gnuplot_memory_file(name)
    guard descriptor >= 0 else {
      throw .notStarted(reason: "no file in memory: \(System.reason(errno))")
    }
    if let problem = System.write(contents, to: descriptor) {
      throw .notStarted(reason: "no room for the figure's data in memory: \(problem)")
    }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  var path: String { "/proc/\(getpid())/fd/\(descriptor)" }

  var contents: [UInt8] { System.contents(of: descriptor) }
}

/// A folder that is removed with this object, for pictures that come as two files.
final class MomentaryFolder {
  let path: String
  private let names = ["figure.tex", "figure.pdf", "figure-inc.pdf", "figure-inc.eps"]

  init() throws(PlotError) {
    var template = Array("/tmp/mscript-figure-XXXXXX".utf8CString)
    let isMade = mkdtemp(&template) != nil
    path = String(
      decoding: template.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    guard isMade else {
      throw .notWritten(path: "/tmp", reason: System.reason(errno))
    }
  }

  deinit {
    for name in names { unlink("\(path)/\(name)") }
    rmdir(path)
  }
}
