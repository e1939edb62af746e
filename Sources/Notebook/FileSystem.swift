import Glibc

/// A file operation of the program itself that failed.
public struct FileError: Error, CustomStringConvertible {
  /// The file or folder.
  public let path: String
  /// What was tried: "read", "write", "make the folder".
  public let action: String
  /// The system's number of the error.
  public let code: Int32

  /// What failed and why, without a full stop.
  public var description: String {
    "cannot \(action) \(path): \(String(cString: strerror(code)))"
  }

  init(_ action: String, _ path: String, code: Int32 = errno) {
    self.action = action
    self.path = path
    self.code = code
  }
}

/// The files that the program reads and writes on its own account: scripts, journals, history.
public enum FileSystem {
  /// The bytes of a file, or of a descriptor such as standard input under its `/dev` name.
  public static func read(_ path: String) throws(FileError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError("read", path) }
    defer { close(descriptor) }
    return try read(descriptor: descriptor, name: path)
  }

  /// Everything up to the end of a descriptor.
  public static func read(descriptor: Int32, name: String) throws(FileError) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw FileError("read", name) }
      if count == 0 { return bytes }
      bytes.append(contentsOf: buffer[..<count])
    }
  }

  /// The text of a file; malformed UTF-8 is replaced.
  public static func readText(_ path: String) throws(FileError) -> String {
    String(decoding: try read(path), as: UTF8.self)
  }

  /// Writes a file as a whole: into a neighbor first, which then takes its place.
  public static func write(_ path: String, _ text: String) throws(FileError) {
    let neighbor = "\(path).\(getpid()).new"
    let descriptor = open(neighbor, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw FileError("write", path) }
    do throws(FileError) {
      try write(Array(text.utf8), to: descriptor, name: path)
    } catch {
      close(descriptor)
      unlink(neighbor)
      throw error
    }
    close(descriptor)
    guard rename(neighbor, path) == 0 else {
      let code = errno
      unlink(neighbor)
      throw FileError("write", path, code: code)
    }
  }

  /// Writes all bytes to a descriptor.
  public static func write(
    _ bytes: [UInt8], to descriptor: Int32, name: String
  ) throws(FileError) {
    var start = 0
    while start < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        Glibc.write(descriptor, buffer.baseAddress?.advanced(by: start), buffer.count - start)
      }
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw FileError("write", name) }
      start += count
    }
  }

  /// Makes a folder and those above it.
  public static func makeFolder(_ path: String) throws(FileError) {
    var made = path.hasPrefix("/") ? "/" : ""
    for part in path.split(separator: "/") {
      made += (made.isEmpty || made.hasSuffix("/") ? "" : "/") + part
      guard mkdir(made, 0o755) == 0 || errno == EEXIST else {
        throw FileError("make the folder", made)
      }
    }
  }

  /// Whether a symbolic link stands at a path.
  public static func isLink(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
  }

  /// Whether something stands at a path.
  public static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// Names in a folder without `.` and `..`, sorted; empty if it cannot be read.
  public static func names(in folder: String) -> [String] {
    guard let handle = opendir(folder) else { return [] }
    defer { closedir(handle) }
    var names: [String] = []
    while let entry = readdir(handle) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// Removes a folder with all in it.
  public static func removeFolder(_ path: String) {
    for name in names(in: path) {
      let inner = "\(path)/\(name)"
      if unlink(inner) != 0 { removeFolder(inner) }
    }
    rmdir(path)
  }

  /// The working folder.
  public static var workingFolder: String {
    guard let path = getcwd(nil, 0) else { return "." }
    defer { free(path) }
    return String(cString: path)
  }
}

/// Where the program keeps what outlives a run.
public enum StateFolder {
  /// `$XDG_STATE_HOME/mscript`, or `~/.local/state/mscript`.
  public static var path: String {
    if let home = environment("XDG_STATE_HOME"), home.hasPrefix("/") { return home + "/mscript" }
    return (environment("HOME") ?? "/tmp") + "/.local/state/mscript"
  }

  /// Where journals stand.
  public static var sessions: String { path + "/sessions" }

  /// The history of the prompt.
  public static var history: String { path + "/history" }

  /// `$XDG_CONFIG_HOME/mscript/startup.mscript`, or the one under `~/.config`.
  public static var startup: String {
    if let home = environment("XDG_CONFIG_HOME"), home.hasPrefix("/") {
      return home + "/mscript/startup.mscript"
    }
    return (environment("HOME") ?? "/tmp") + "/.config/mscript/startup.mscript"
  }

  /// A variable of the environment, nil where it is unset or empty.
  public static func environment(_ name: String) -> String? {
    guard let value = getenv(name), value.pointee != 0 else { return nil }
    return String(cString: value)
  }
}
