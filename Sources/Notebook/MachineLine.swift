import Tensors

/// What of the computer may move the last bits of a result: the `machine` line of session files.
public enum MachineLine {
  /// `x86-64-v4, OpenBLAS 0.3.21 SkylakeX, glibc 2.36, 2 threads`.
  public static var text: String {
    let parts = [
      MachineDescription.processorLevel, MachineDescription.blas, MachineDescription.libm,
    ]
    return parts.joined(separator: ", ") + ", \(Threads.count) thread"
      + (Threads.count == 1 ? "" : "s")
  }

  /// Whether two lines promise the same bits: all but the threads agree.
  public static func isSameClass(_ one: String, _ other: String) -> Bool {
    func significant(_ line: String) -> [Substring] {
      line.split(separator: ",").map { $0.drop { $0 == " " } }
        .filter { !$0.hasSuffix(" threads") && !$0.hasSuffix(" thread") }
    }
    return significant(one) == significant(other)
  }
}
