import Glibc

/// A session file that grows with the session: each cell is on disk before it runs.
public final class Journal {
  /// Where it stands.
  public let path: String
  private let descriptor: Int32

  /// Begins a journal under the folder of sessions, named by date and time.
  public static func begin(
    header: Document.Header, seed: Int, folder: String = StateFolder.sessions
  ) throws(FileError) -> Journal {
    try FileSystem.makeFolder(folder)
    let name = "\(folder)/\(timestamp())"
    var path = "\(name).mscript"
    var number = 1
    while true {
      let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0o600)
      if descriptor >= 0 {
        // Held while the session lives: `lastUnfinished` leaves it alone.
        flock(descriptor, LOCK_EX | LOCK_NB)
        let journal = Journal(path: path, descriptor: descriptor)
        try journal.append("\(Transcript.write(header))seed(\(seed));\n")
        return journal
      }
      guard errno == EEXIST, number < 1000 else { throw FileError("write", path) }
      number += 1
      path = "\(name)-\(number).mscript"
    }
  }

  private init(path: String, descriptor: Int32) {
    self.path = path
    self.descriptor = descriptor
  }

  deinit {
    Glibc.close(descriptor)
  }

  /// `2026-03-12-174221`, local time.
  private static func timestamp() -> String {
    var now = time(nil)
    var parts = tm()
    localtime_r(&now, &parts)
    func two(_ value: Int32) -> String { value < 10 ? "0\(value)" : "\(value)" }
    return "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))-"
      + two(parts.tm_hour) + two(parts.tm_min) + two(parts.tm_sec)
  }

  /// Puts a cell on disk; returns when it is there.
  public func submit(_ cell: Cell) throws(FileError) {
    var bare = cell
    bare.records = []
    bare.hasMarker = true
    try append("\n" + Transcript.write(bare))
  }

  /// Puts the records of the cell that ran on disk.
  public func finish(_ records: [Record]) throws(FileError) {
    try append(Transcript.write(records + [.journal("done")]))
  }

  /// A line about the session: `undo`, `quit`, `edit 3`.
  public func note(_ line: String) throws(FileError) {
    try append(Record.journal(line).text + "\n")
  }

  private func append(_ text: String) throws(FileError) {
    try FileSystem.write(Array(text.utf8), to: descriptor, name: path)
    guard fsync(descriptor) == 0 else { throw FileError("write", path) }
  }

  /// The newest journal that was not ended by `quit` and whose session lives no more.
  public static func lastUnfinished(
    folder: String = StateFolder.sessions
  ) -> (path: String, script: Script)? {
    for name in FileSystem.names(in: folder).reversed() where name.hasSuffix(".mscript") {
      let path = "\(folder)/\(name)"
      guard !isLocked(path), let text = try? FileSystem.readText(path) else { continue }
      let script = Transcript.read(text, name: name)
      let cells = script.document.cells
      guard cells.contains(where: \.hasMarker), cells.last?.records.last != .journal("quit")
      else { continue }
      return (path, script)
    }
    return nil
  }

  /// Marks a journal as ended: another session has taken its cells over.
  public static func close(_ path: String) throws(FileError) {
    let descriptor = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError("write", path) }
    try Journal(path: path, descriptor: descriptor).note("quit")
  }

  private static func isLocked(_ path: String) -> Bool {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return true }
    defer { Glibc.close(descriptor) }
    return flock(descriptor, LOCK_EX | LOCK_NB) != 0
  }
}
