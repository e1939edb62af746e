import Glibc

/// The built binary, run as a child with pipes or on a pseudo-terminal.
final class Program {
  /// What a finished child left.
  struct Result {
    let status: Int32
    let output: String
    let errors: String
  }

  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  let pid: pid_t
  private var isReaped = false
  private var input: Int32
  private let output: Int32
  private let errors: Int32
  /// All that came on the terminal.
  private(set) var screen = ""
  /// What came and no `wait` has taken.
  private var unread = ""

  /// A folder of its own for each test, with the state of the program in it.
  static func folder() throws -> String {
    var template = Array("/tmp/mscript-test-XXXXXX".utf8CString)
    guard let path = mkdtemp(&template) else { throw Failure(description: "mkdtemp") }
    return String(cString: path)
  }

  /// The binary stands beside the test bundle.
  private static var binary: String {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
    let path = String(
      decoding: buffer[..<max(count, 0)].map(UInt8.init(bitPattern:)), as: UTF8.self)
    let own = path.contains("mscriptPackageTests") ? path : CommandLine.arguments.first ?? path
    return own.split(separator: "/", omittingEmptySubsequences: false).dropLast()
      .joined(separator: "/") + "/mscript"
  }

  private init(pid: pid_t, input: Int32, output: Int32, errors: Int32) {
    self.pid = pid
    self.input = input
    self.output = output
    self.errors = errors
  }

  // A child that nobody waits for would stay a zombie, on which the runner's own watch of children
  // spins for ever.
  deinit {
    if !isReaped {
      kill(pid, SIGKILL)
      _ = waitForStatus()
    }
    for descriptor in Set([input, output, errors]) where descriptor >= 0 { close(descriptor) }
  }

  /// Starts the program with pipes.
  static func start(_ arguments: [String], in folder: String) throws -> Program {
    let standardInput = try pipeEnds()
    let standardOutput = try pipeEnds()
    let standardError = try pipeEnds()
    let pid = try spawn(
      arguments, folder: folder, isSession: false,
      descriptors: [
        .ours(standardInput.read), .ours(standardOutput.write),
        .ours(standardError.write),
      ])
    close(standardInput.read)
    close(standardOutput.write)
    close(standardError.write)
    return Program(
      pid: pid, input: standardInput.write, output: standardOutput.read,
      errors: standardError.read)
  }

  /// Starts the program on a pseudo-terminal of 100 columns.
  static func startOnTerminal(_ arguments: [String], in folder: String) throws -> Program {
    // `posix_openpt` and its kin are hidden from Swift on Linux; these are the calls below them.
    let terminal = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var lock: Int32 = 0
    var number: Int32 = 0
    guard terminal >= 0, ioctl(terminal, UInt(0x4004_5431), &lock) == 0,
      ioctl(terminal, UInt(0x8004_5430), &number) == 0
    else { throw Failure(description: "no pseudo-terminal") }
    var size = winsize(ws_row: 40, ws_col: 100, ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(terminal, UInt(TIOCSWINSZ), &size)
    let path = "/dev/pts/\(number)"
    let pid = try spawn(
      arguments, folder: folder, isSession: true,
      descriptors: [.path(path), .path(path), .path(path)])
    return Program(pid: pid, input: terminal, output: terminal, errors: -1)
  }

  /// Runs the program to its end.
  static func run(
    _ arguments: [String], input: String = "", in folder: String
  ) throws -> Result {
    let program = try start(arguments, in: folder)
    program.type(input)
    program.endInput()
    return try program.finish()
  }

  /// Types text.
  func type(_ text: String) {
    var bytes = Array(text.utf8)
    _ = write(input, &bytes, bytes.count)
  }

  /// Ends the standard input of a program with pipes.
  func endInput() {
    close(input)
    input = -1
  }

  /// Reads from the terminal until `text` comes, and takes all up to its end; fails after ten
  /// seconds.
  func wait(for text: String) throws {
    let end = time(nil) + 10
    while true {
      if let match = unread.unicodeScalars.firstRange(of: text.unicodeScalars) {
        unread = String(unread.unicodeScalars[match.upperBound...])
        return
      }
      guard time(nil) < end else {
        throw Failure(description: "no \(text.debugDescription) in \(screen.debugDescription)")
      }
      var waiting = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
      guard poll(&waiting, 1, 100) > 0 else { continue }
      var buffer = [UInt8](repeating: 0, count: 4096)
      let count = read(output, &buffer, buffer.count)
      // Until the child has opened the terminal, it looks like one that was closed.
      if count <= 0 && screen.isEmpty {
        usleep(10_000)
        continue
      }
      guard count > 0 else {
        throw Failure(description: "ended before \(text.debugDescription): \(screen)")
      }
      let piece = String(decoding: buffer[..<count], as: UTF8.self)
      unread += piece
      screen += piece
    }
  }

  /// Waits for the end and reads what is left.
  func finish() throws -> Result {
    var streams = [output: [UInt8](), errors: [UInt8]()]
    var open = Set([output, errors]).filter { $0 >= 0 }
    while !open.isEmpty {
      var waiting = open.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
      guard poll(&waiting, nfds_t(waiting.count), 20_000) > 0 else {
        kill(pid, SIGKILL)
        throw Failure(description: "the program does not end: \(screen)")
      }
      for ready in waiting where ready.revents != 0 {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = read(ready.fd, &buffer, buffer.count)
        if count <= 0 { open.remove(ready.fd) }
        streams[ready.fd]?.append(contentsOf: buffer[..<max(count, 0)])
      }
    }
    return Result(
      status: waitForStatus(), output: String(decoding: streams[output] ?? [], as: UTF8.self),
      errors: String(decoding: streams[errors] ?? [], as: UTF8.self))
  }

  /// Exit status, 128 and more for a signal.
  func waitForStatus() -> Int32 {
    var status: Int32 = 0
    waitpid(pid, &status, 0)
    isReaped = true
    return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
  }

  private enum Source {
    case ours(Int32)
    case path(String)
  }

  private static func pipeEnds() throws -> (read: Int32, write: Int32) {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw Failure(description: "pipe") }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }

  private static func spawn(
    _ arguments: [String], folder: String, isSession: Bool, descriptors: [Source]
  ) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (target, source) in descriptors.enumerated() {
      switch source {
      case .ours(let descriptor):
        posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(target))
      case .path(let path):
        posix_spawn_file_actions_addopen(&actions, Int32(target), path, O_RDWR, 0)
      }
    }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // A session of its own (POSIX_SPAWN_SETSID) makes the terminal the child's, so that ctrl-c
    // reaches it.
    posix_spawnattr_setflags(&attributes, isSession ? 0x80 : 0)
    let environment = [
      "HOME=\(folder)", "XDG_STATE_HOME=\(folder)/state", "XDG_CONFIG_HOME=\(folder)/config",
      "PATH=/usr/bin:/bin", "LANG=C.UTF-8", "TERM=xterm", "NO_COLOR=1", "INPUTRC=/dev/null",
    ]
    let shell = ["/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", folder, binary]
    var words = (shell + arguments).map { strdup($0) } + [nil]
    var variables = environment.map { strdup($0) } + [nil]
    defer { (words + variables).forEach { free($0) } }
    var pid: pid_t = 0
    let code = posix_spawn(&pid, shell[0], &actions, &attributes, &words, &variables)
    guard code == 0 else {
      throw Failure(description: "cannot start \(binary): \(String(cString: strerror(code)))")
    }
    return pid
  }
}
