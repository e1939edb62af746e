import Builtins
import Compiler
import Diagnostics
import Glibc
import Machine
import Syntax
import Tensors

/// What a session starts with.
public struct SessionOptions: Sendable {
  /// Where the random numbers start; drawn where it is nil.
  public var seed: Int?
  /// Threads of tensor operations; nil leaves the default.
  public var threads: Int?
  /// What `args` gives.
  public var arguments: [String] = []
  /// Paths outside the working folder that may be written.
  public var allowedPaths: [String] = []
  /// Seconds that a submitted text or a script may run.
  public var timeLimit: Double?
  /// Bytes that values may take.
  public var memoryLimit: Int?
  /// Most script calls inside each other.
  public var callLimit: Int?
  /// Whether cells go to a journal before they run.
  public var isJournaled = false
  /// Whether outcomes are recorded: digests of what cells bound and changed. A plain run of a script
  /// needs none.
  public var isRecorded = true
  /// The folder of journals; nil for the usual one.
  public var journalFolder: String?

  /// No limits, a drawn seed, no journal.
  public init() {}
}

/// One machine and what it ran: submits cells, records what came of them.
///
/// Not `Sendable`: a session lives on the thread that made it.
public final class Session {
  package let machine: VirtualMachine
  /// Gives the machine the files that scripts import.
  private let importer: Importer
  let sink: RecordingSink
  let outside: RecordingOutside
  package var options: SessionOptions {
    didSet { applyLimits() }
  }
  /// Where the random numbers started.
  public let seed: Int
  /// Whether nobody chose the seed.
  public let isSeedDrawn: Bool
  /// The cells that ran, in order.
  public internal(set) var outcomes: [CellOutcome] = []
  private(set) var journal: Journal?
  /// Why there is no journal although there should be one.
  private var journalProblem: String?
  private var isProblemSaid = false
  var objects = ObjectDigests()
  /// Builtins that variables hide and that were said to be hidden.
  var hiddenBuiltins: Set<String> = []

  /// Begins a session.
  public convenience init(_ options: SessionOptions, screen: any Screen) {
    self.init(options, screen: screen, overlay: { $0 })
  }

  /// Begins a session in which `overlay` stands before the world.
  init(_ options: SessionOptions, screen: any Screen, overlay: (FileAccess) -> any Outside) {
    self.options = options
    isSeedDrawn = options.seed == nil
    seed = options.seed ?? Self.drawSeed()
    sink = RecordingSink(screen: screen, presenter: FigurePages())
    outside = RecordingOutside(
      world: overlay(FileAccess(allowedPaths: options.allowedPaths)))
    machine = VirtualMachine(
      builtins: BuiltinCatalog.areas, output: sink, outside: outside)
    importer = Importer(machine)
    outside.heap = machine.heap
    if let threads = options.threads { Threads.count = threads }
    machine.generator = .init(seed: UInt64(bitPattern: Int64(seed)))
    applyLimits()
    machine.foreignHint = ForeignSpelling.hint(forName:)
  }

  private func applyLimits() {
    machine.limits.memory = options.memoryLimit
    machine.limits.calls = options.callLimit ?? Limits.frames
  }

  /// A seed that is easy to type.
  private static func drawSeed() -> Int { Int.random(in: 1...999_999_999) }

  /// Puts a cell on disk before it runs; the first one begins the journal.
  func record(submitted cell: Cell) {
    guard options.isJournaled, journalProblem == nil else { return }
    do throws(FileError) {
      if journal == nil {
        journal = try Journal.begin(
          header: header(), seed: seed, folder: options.journalFolder ?? StateFolder.sessions)
      }
      try journal?.submit(cell)
    } catch {
      dropJournal(error)
    }
  }

  /// Puts a cell's records on disk.
  func record(finished records: [Record]) {
    do throws(FileError) { try journal?.finish(records) } catch { dropJournal(error) }
  }

  /// Where the journal stands.
  public var journalPath: String? { journal?.path }

  /// Whether a text can be run, goes on, or is wrong.
  public enum Completeness: Equatable, Sendable {
    case complete
    /// What is open, outermost first: `for {`.
    case incomplete(nesting: String)
    case invalid
  }

  /// Whether a text typed so far is a whole cell.
  public static func completeness(of text: String) -> Completeness {
    switch Parser.completeness(of: text) {
    case .complete: .complete
    case .incomplete(let open):
      .incomplete(nesting: open.map(\.label).joined(separator: " "))
    case .invalid: .invalid
    }
  }

  /// The top lines of a session file: version and machine.
  func header() -> Document.Header {
    var header = Document.Header()
    header["version"] = Version.number
    header["machine"] = MachineLine.text
    return header
  }

  /// Ends the session in good order.
  public func leave() {
    do throws(FileError) { try journal?.note("quit") } catch { dropJournal(error) }
  }

  /// A full disk does not end a session; it is said once.
  private func dropJournal(_ error: FileError) {
    journal = nil
    journalProblem = "this session is not journaled from here on: \(error)"
  }

  /// Why there is no journal, the first time somebody asks.
  public func takeJournalProblem() -> String? {
    guard !isProblemSaid, let journalProblem else { return nil }
    isProblemSaid = true
    return journalProblem
  }

  /// Says which seed was drawn, if a script without `seed` used random numbers.
  public var drawnSeedNote: String? {
    guard isSeedDrawn, machine.generator.position > 0,
      Int(bitPattern: UInt(machine.generator.key)) == seed
    else { return nil }
    return "seed \(seed) was drawn; --seed \(seed) gives the same numbers"
  }
}
