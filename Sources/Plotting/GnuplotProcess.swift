import CGnuplot
import Glibc

/// A running gnuplot and its three streams; the only place that starts a program.
///
/// It stands in a process group of its own, so ctrl-c at the prompt does not reach it; it dies
/// with the thread that started it, and is killed and waited for when this object goes.
final class GnuplotProcess {
  /// Why no answer came.
  enum Failure: Error {
    case timedOut
    case interrupted
    case ended(String)
  }

  /// What gnuplot answered: its error, if it made one, and all that it printed.
  struct Reply {
    var problem: String?
    var lines: [String]
  }

  /// How long to wait, and whether to go on waiting.
  struct Patience {
    var seconds: Double
    var isInterrupted: () -> Bool
  }

  private let child: gnuplot_child
  private var count = 0
  private var printed: [UInt8] = []

  /// Starts the first `gnuplot` in the folders of `searchPath`.
  ///
  /// Throws `notInstalled` if there is none, `notStarted` if the system refuses to run it.
  init(searchPath: String) throws(PlotError) {
    guard let path = Self.find("gnuplot", in: searchPath) else { throw .notInstalled }
    var child = gnuplot_child()
    var arguments: [UnsafeMutablePointer<CChar>?] = [strdup(path), strdup("-d"), nil]
    let number = gnuplot_spawn(path, &arguments, &child)
    for argument in arguments { free(argument) }
    guard number == 0 else { throw .notStarted(reason: System.reason(number)) }
    self.child = child
  }

  deinit {
    kill(-child.process, SIGKILL)
    kill(child.process, SIGKILL)
    while waitpid(child.process, nil, 0) < 0, errno == EINTR {}
    close(child.input)
    close(child.output)
    close(child.errors)
  }

  private static func find(_ name: String, in searchPath: String) -> String? {
    for folder in searchPath.split(separator: ":") {
      let path = "\(folder)/\(name)"
      var status = stat()
      if stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, access(path, X_OK) == 0 {
        return path
      }
    }
    return nil
  }

  /// Runs `commands` and waits for the answer. Every call is told apart by a counter, so a late
  /// answer to an earlier one is never taken for this one's.
  func run(_ commands: String, patience: Patience) throws(Failure) -> Reply {
    count += 1
    let end = "mscript-\(count) end"
    let problem = "mscript-\(count) problem "
    var pending = Array(
      """
      reset errors
      \(commands)
      if (GPVAL_ERRNO) print '\(problem)', GPVAL_ERRMSG
      print '\(end)'

      """.utf8)
    let deadline = System.seconds() + patience.seconds
    while true {
      if let lines = takeLines(until: end) {
        let reason = lines.first { $0.hasPrefix(problem) }?.dropFirst(problem.count)
        return Reply(
          problem: reason.map { $0.drop { $0 == " " } }.map(String.init),
          lines: lines.filter { !$0.hasPrefix(problem) })
      }
      if patience.isInterrupted() { throw .interrupted }
      if System.seconds() > deadline { throw .timedOut }
      try exchange(&pending)
    }
  }

  // Waits up to 50 ms for the streams to be ready, writes what is pending, reads what is there.
  private func exchange(_ pending: inout [UInt8]) throws(Failure) {
    var streams = [
      pollfd(fd: child.output, events: Int16(POLLIN), revents: 0),
      pollfd(fd: child.errors, events: Int16(POLLIN), revents: 0),
      pollfd(fd: child.input, events: Int16(POLLOUT), revents: 0),
    ]
    poll(&streams, pending.isEmpty ? 2 : 3, 50)
    if streams[0].revents != 0 { _ = drain(child.output) { _ in } }
    if streams[1].revents != 0 {
      let isOpen = drain(child.errors) { printed += $0 }
      if !isOpen { throw .ended(lastWords) }
    }
    if !pending.isEmpty, streams[2].revents != 0 {
      let sent = send(child.input, pending, pending.count, Int32(MSG_NOSIGNAL))
      if sent > 0 { pending.removeFirst(sent) }
      if sent < 0, errno != EAGAIN, errno != EINTR { throw .ended(lastWords) }
    }
  }

  // Reads until nothing is left; false at the end of the stream.
  private func drain(_ stream: Int32, into use: (ArraySlice<UInt8>) -> Void) -> Bool {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(stream, &buffer, buffer.count)
      if count > 0 {
        use(buffer[..<count])
      } else {
        return count < 0 && (errno == EAGAIN || errno == EINTR)
      }
    }
  }

  // The lines before the line `end`, which are then forgotten; nil if it has not come yet.
  private func takeLines(until end: String) -> [String]? {
    guard printed.last == UInt8(ascii: "\n") else { return nil }
    var lines = String(decoding: printed, as: UTF8.self).split(separator: "\n")
    guard let last = lines.popLast(), last == end else { return nil }
    printed = []
    return lines.map(String.init)
  }

  private var lastWords: String {
    let lines = String(decoding: printed, as: UTF8.self).split(separator: "\n")
    return lines.last.map { String($0.drop { $0 == " " }) } ?? ""
  }
}
