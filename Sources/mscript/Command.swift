import ArgumentParser
import Glibc
import Notebook

/// The command `mscript`.
@main
struct Command: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mscript",
    abstract: "A scripting notebook for margin and contrastive learning.",
    usage: """
      mscript                        the prompt
      mscript [OPTIONS] FILE [ARG …] run a script; ARG … are its args
      mscript -e 'EXPR'              run one line
      mscript -                      run a script on standard input
      mscript replay FILE            run a saved session and compare
      """,
    discussion: """
      Exit status: 0 done; 1 an error in the script, or a difference in a replay; 2 wrong usage; \
      130 interrupted.
      """,
    version: Version.text,
    subcommands: subcommands,
    defaultSubcommand: Run.self)

  private static let subcommands: [any ParsableCommand.Type] = [
    Run.self, Replay.self, Check.self, Format.self, Doc.self,
  ]

  /// Runs the command on a large stack and ends the process with its status.
  static func main() {
    let status = LargeStack.run {
      do {
        if let run = ScriptRun(
          usual: Array(CommandLine.arguments.dropFirst()), subcommands: subcommandNames)
        {
          try run.run()
        } else {
          var command = try parseAsRoot()
          try command.run()
        }
        return ExitStatus.done
      } catch let code as ExitCode {
        return code.rawValue
      } catch {
        return report(error)
      }
    }
    // All output is written; what the libraries would tear down (threads of OpenBLAS) takes longer
    // than the rest of a short run.
    _exit(status)
  }

  /// The first words that are no script: those of the subcommands, and the parser's own. Not taken
  /// from `configuration`, whose version text loads OpenBLAS.
  private static let subcommandNames = subcommands.map { $0._commandName } + ["help"]

  /// Shows help, version or a mistake in the arguments.
  private static func report(_ error: any Error) -> Int32 {
    if exitCode(for: error).isSuccess {
      Terminal.write(fullMessage(for: error) + "\n")
      return ExitStatus.done
    }
    Terminal.write(fullMessage(for: error) + "\n", to: Terminal.standardError)
    return ExitStatus.usage
  }
}

/// The statuses that the command ends with.
enum ExitStatus {
  static let done: Int32 = 0
  /// An error in the script, or a difference in a replay.
  static let failed: Int32 = 1
  static let usage: Int32 = 2
  static let interrupted: Int32 = 130
}

extension ExitCode {
  static let failed = ExitCode(ExitStatus.failed)
  static let usage = ExitCode(ExitStatus.usage)
  static let interrupted = ExitCode(ExitStatus.interrupted)
}

/// Options of everything that runs cells.
struct RunOptions: ParsableArguments {
  @Option(help: "Where the random numbers start; a seed call in the script wins.")
  var seed: Int?

  @Option(help: "Threads of tensor operations; results do not depend on it.")
  var threads: Int?

  @Flag(help: "No banner, no progress, no notes.")
  var quiet = false

  @Flag(help: "No colors (also: the environment variable NO_COLOR).")
  var noColor = false

  @Option(help: ArgumentHelp("Where a script's figures go.", valueName: "folder"))
  var plots: String?

  @Option(
    help: ArgumentHelp("A path outside the working folder that may be written.", valueName: "path"))
  var allowWrite: [String] = []

  @Option(help: ArgumentHelp("Ends a cell after so many seconds.", valueName: "seconds"))
  var timeout: Double?

  @Option(
    help: ArgumentHelp(
      "Most memory that values may take, such as 512M or 4G.", valueName: "size"))
  var maxMemory: MemorySize?

  func validate() throws {
    if let threads, threads < 1 { throw ValidationError("--threads must be 1 or more.") }
    if let timeout, !(timeout > 0) { throw ValidationError("--timeout must be above 0 seconds.") }
  }

  /// The same as plain values.
  var settings: RunSettings {
    var settings = RunSettings()
    settings.seed = seed
    settings.threads = threads
    settings.quiet = quiet
    settings.noColor = noColor
    settings.plots = plots
    settings.allowedPaths = allowWrite
    settings.timeLimit = timeout
    settings.memoryLimit = maxMemory?.bytes
    return settings
  }
}

/// Writes a line to standard error.
func complain(_ text: String) {
  Terminal.write(text.hasSuffix("\n") ? text : text + "\n", to: Terminal.standardError)
}

/// The text of a file that was named on the command line, or of standard input for `-`.
func readText(_ path: String) throws -> String {
  guard path == "-" else { return try readScript(path) }
  let bytes = try FileSystem.read(descriptor: Terminal.standardInput, name: "standard input")
  return String(decoding: bytes, as: UTF8.self)
}

/// The text of a file that was named on the command line.
func readScript(_ path: String) throws -> String {
  do {
    return try FileSystem.readText(path)
  } catch {
    complain("mscript: \(error)")
    throw ExitCode.usage
  }
}
