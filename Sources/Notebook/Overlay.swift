import Machine
import Tensors

/// A folder laid over the working folder: reads see what was written, and the disk stays as it is.
/// A checked replay runs on one.
///
/// What is written is kept in memory.
final class Overlay: Outside {
  private let world: FileAccess
  private var files: [String: [UInt8]] = [:]

  init(over world: FileAccess) {
    self.world = world
  }

  /// One spelling for `a/b`, `./a/b` and the absolute path; a path that may not be written never
  /// is in the overlay.
  private func key(_ path: String) -> String { (try? world.destination(path)) ?? path }

  func value(_ source: String, fresh: () throws -> Value) throws -> Value {
    try world.value(source, fresh: fresh)
  }

  func read(_ path: String) throws -> [UInt8] {
    if let bytes = files[key(path)] { return bytes }
    return try world.read(path)
  }

  func open(_ path: String) throws -> ByteSource {
    if let bytes = files[key(path)] { return ByteSource(bytes, named: path) }
    return try world.open(path)
  }

  func write(_ path: String, _ bytes: [UInt8], append: Bool) throws {
    // What may not be written on disk may not be written here.
    let target = try world.destination(path)
    let before = append ? (try? read(path)) ?? [] : []
    files[target] = before + bytes
  }

  func list(_ folder: String) throws -> [String] {
    let prefix = String(key(folder + "/_").dropLast())
    let written = files.keys.filter { $0.hasPrefix(prefix) }
      .map { String($0.dropFirst(prefix.count)) }.filter { !$0.contains("/") }
    guard !written.isEmpty else { return try world.list(folder) }
    return Set(((try? world.list(folder)) ?? []) + written).sorted()
  }

  func exists(_ path: String) -> Bool {
    files[key(path)] != nil || world.exists(path)
  }
}
