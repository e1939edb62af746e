import FuzzTargets
import Glibc

@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
  _ count: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
  _ run: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// libFuzzer's loop over one target.
enum Fuzzer {
  nonisolated(unsafe) static var target = FuzzTarget.all[0]
  nonisolated(unsafe) static var mutator: ScriptMutator?

  static func run(_ target: FuzzTarget, options: [String]) {
    self.target = target
    if target.isText { mutator = ScriptMutator(seeds: target.seeds()) }
    // libFuzzer starts itself again by a shell line of these words.
    let first = "\(CommandLine.arguments[0]) \(target.name)"
    var words: [UnsafeMutablePointer<CChar>?] = ([first] + options).map { strdup($0) }
    words.append(nil)
    var count = CInt(words.count - 1)
    words.withUnsafeMutableBufferPointer { buffer in
      var first = buffer.baseAddress
      _ = runDriver(&count, &first) { bytes, count in
        do {
          try Fuzzer.target.run(Array(UnsafeBufferPointer(start: bytes, count: count)))
        } catch {
          stop("finding: \(error)")
        }
        return 0
      }
    }
  }
}
