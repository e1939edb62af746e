import Glibc

/// What of the computer may move the last bits of a result: the `machine` line of session files.
public enum MachineDescription {
  /// `x86-64-v4, OpenBLAS 0.3.21 SkylakeX, glibc 2.36, 2 threads`.
  public static func text(threads: Int?) -> String {
    var parts = [processorLevel, blas, "glibc \(String(cString: gnu_get_libc_version()))"]
    if let threads { parts.append("\(threads) thread\(threads == 1 ? "" : "s")") }
    return parts.compactMap { $0 }.joined(separator: ", ")
  }

  /// Without the threads.
  public static var text: String { text(threads: nil) }

  /// Whether two `machine` lines promise the same bits: all but the threads agree.
  public static func isSameClass(_ one: String, _ other: String) -> Bool {
    func significant(_ line: String) -> [Substring] {
      line.split(separator: ",").map { $0.drop { $0 == " " } }
        .filter { !$0.hasSuffix(" threads") && !$0.hasSuffix(" thread") }
    }
    return significant(one) == significant(other)
  }

  /// The microarchitecture level, by the flags that the kernel lists for the first processor.
  private static var processorLevel: String? {
    #if arch(x86_64)
      guard let file = fopen("/proc/cpuinfo", "r") else { return "x86-64" }
      defer { fclose(file) }
      var line: UnsafeMutablePointer<CChar>?
      var capacity = 0
      defer { free(line) }
      while getline(&line, &capacity, file) > 0, let text = line.map({ String(cString: $0) }) {
        guard text.hasPrefix("flags") else { continue }
        let flags = Set(text.split { $0 == " " || $0 == "\n" || $0 == "\t" })
        let v4: Set<Substring> = ["avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"]
        let v3: Set<Substring> = ["avx2", "bmi1", "bmi2", "f16c", "fma", "movbe"]
        let v2: Set<Substring> = ["cx16", "popcnt", "sse4_1", "sse4_2", "ssse3"]
        if v4.union(v3).isSubset(of: flags) { return "x86-64-v4" }
        if v3.isSubset(of: flags) { return "x86-64-v3" }
        return v2.isSubset(of: flags) ? "x86-64-v2" : "x86-64"
      }
      return "x86-64"
    #elseif arch(arm64)
      return "arm64"
    #else
      return nil
    #endif
  }

  /// Version and core of OpenBLAS, asked from the library that this process runs with.
  private static var blas: String? {
    typealias Answer = @convention(c) () -> UnsafePointer<CChar>?
    func ask(_ name: String) -> String? {
      guard let symbol = dlsym(UnsafeMutableRawPointer(bitPattern: 0), name) else { return nil }
      return unsafeBitCast(symbol, to: Answer.self)().map { String(cString: $0) }
    }
    guard let configuration = ask("openblas_get_config") else { return nil }
    let words = configuration.split(separator: " ")
    let version = words.count > 1 ? " \(words[1])" : ""
    return "OpenBLAS\(version)" + (ask("openblas_get_corename").map { " \($0)" } ?? "")
  }
}
