/// One thing that random bytes are thrown at: what to run, and where to begin.
public struct FuzzTarget: Sendable {
  /// The name on the command line and of the packed corpus.
  public let name: String
  /// Inputs to begin with, beside the corpus.
  public let seeds: @Sendable () -> [[UInt8]]
  /// Whether inputs are scripts, which change word by word rather than byte by byte.
  public let isText: Bool
  /// Runs one input.
  /// - Throws: `FuzzFinding` where an answer is wrong; an input that is refused is no finding.
  public let run: @Sendable ([UInt8]) throws -> Void

  init(
    _ name: String, isText: Bool = true, seeds: @escaping @Sendable () -> [[UInt8]],
    run: @escaping @Sendable ([UInt8]) throws -> Void
  ) {
    self.name = name
    self.isText = isText
    self.seeds = seeds
    self.run = run
  }

  /// All targets. A new one is a file beside this one, and a word here.
  public static let all: [FuzzTarget] = [
    .syntax, .programs, .transcript, .csv, .json, .npy, .npz, .safetensors,
  ]
}

/// A wrong answer that is no crash.
public struct FuzzFinding: Error, CustomStringConvertible {
  /// What is wrong.
  public let description: String

  init(_ description: String) { self.description = description }
}
