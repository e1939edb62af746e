import FuzzTargets
import Glibc
import Machine

// mscript-fuzz TARGET [libFuzzer's options and folders]
// mscript-fuzz TARGET --unpack FOLDER     seeds and packed corpus into a folder
// mscript-fuzz TARGET --pack FOLDER       a folder into the packed corpus

/// Writes a line to standard error.
func report(_ line: String) {
  let bytes = Array("\(line)\n".utf8)
  _ = write(STDERR_FILENO, bytes, bytes.count)
}

/// Ends the process with a message that libFuzzer reports with the input.
func stop(_ message: String) -> Never {
  report(message)
  abort()
}

let arguments = CommandLine.arguments
guard arguments.count > 1, let target = FuzzTarget.all.first(where: { $0.name == arguments[1] })
else {
  report("targets: \(FuzzTarget.all.map(\.name).joined(separator: " "))")
  exit(2)
}

if arguments.count == 4, ["--pack", "--unpack"].contains(arguments[2]) {
  let files = CorpusFiles(target: target, folder: arguments[3])
  do {
    if arguments[2] == "--pack" { try files.pack() } else { try files.unpack() }
    exit(0)
  } catch {
    stop("\(error)")
  }
}

// The parser's depth and that of calls are limited to what fits a large stack.
_ = try? onLargeStack(bytes: 1 << 30) {
  Fuzzer.run(target, options: Array(arguments.dropFirst(2)))
}
