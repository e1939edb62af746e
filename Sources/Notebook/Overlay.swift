import Machine

/// A folder laid over the working folder: reads see what was written, and the disk stays as it is.
/// A checked replay runs on one.
///
/// What is written is kept in memory.
final class Overlay: Outside {
  private let world: any Outside
  private var files: [String: [UInt8]] = [:]

  init(over world: any Outside) {
    self.world = world
  }

  /// One spelling for `a/b`, `./a/b` and the absolute path.
  private static func key(_ path: String) -> String {
    let full = path.hasPrefix("/") ? path : FileSystem.workingFolder + "/" + path
    var parts: [Substring] = []
    for part in full.split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return "/" + parts.joined(separator: "/")
  }

  func value(_ source: String, fresh: () throws -> Value) throws -> Value {
    try world.value(source, fresh: fresh)
  }

  func read(_ path: String) throws -> [UInt8] {
    if let bytes = files[Self.key(path)] { return bytes }
    return try world.read(path)
  }

  func write(_ path: String, _ bytes: [UInt8], append: Bool) throws {
    let before = append ? (try? read(path)) ?? [] : []
    files[Self.key(path)] = before + bytes
  }

  func list(_ folder: String) throws -> [String] {
    let prefix = Self.key(folder) + "/"
    let written = files.keys.filter { $0.hasPrefix(prefix) }
      .map { String($0.dropFirst(prefix.count)) }.filter { !$0.contains("/") }
    guard !written.isEmpty else { return try world.list(folder) }
    return Set(((try? world.list(folder)) ?? []) + written).sorted()
  }

  func exists(_ path: String) -> Bool {
    files[Self.key(path)] != nil || world.exists(path)
  }
}
