import CPCRE2
import Machine
import Tensors

/// A compiled pattern: the one place that speaks to PCRE2. Positions are byte offsets.
final class RegexProgram {
  /// Where a pattern matched.
  struct Match {
    /// The whole match.
    let range: Range<Int>
    /// Each group, nil where it took no part.
    let groups: [Range<Int>?]
  }

  /// The pattern as written.
  let pattern: String
  /// Numbers of the groups that have names, by name.
  let groupNames: [(name: String, number: Int)]
  /// How many groups the pattern has.
  let groupCount: Int
  private let code: OpaquePointer
  private let data: OpaquePointer
  private let context: OpaquePointer

  /// KiB that a search may take for its memory of ways to go back to.
  private static let heapLimit: UInt32 = 262_144

  /// Compiles a pattern. Classes such as `\w` go by Unicode.
  /// - Throws: `value` for what is no pattern, with the position in it.
  init(_ pattern: String) throws(RuntimeError) {
    self.pattern = pattern
    let options =
      UInt32(PCRE2_UTF) | UInt32(PCRE2_UCP) | UInt32(PCRE2_AUTO_CALLOUT)
      | UInt32(PCRE2_NEVER_BACKSLASH_C)
    let bytes = Array(pattern.utf8)
    var status: Int32 = 0
    var place = 0
    guard
      let code = pcre2_compile_8(bytes, bytes.count, options, &status, &place, nil)
    else { throw Self.unreadable(pattern, status, place) }
    guard let data = pcre2_match_data_create_from_pattern_8(code, nil),
      let context = pcre2_match_context_create_8(nil)
    else {
      pcre2_code_free_8(code)
      throw RuntimeError(.limit, "regex: no memory for a search")
    }
    pcre2_set_heap_limit_8(context, Self.heapLimit)
    (self.code, self.data, self.context) = (code, data, context)
    groupNames = Self.names(of: code)
    var groups: UInt32 = 0
    pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_CAPTURECOUNT), &groups)
    groupCount = Int(groups)
  }

  deinit {
    pcre2_match_data_free_8(data)
    pcre2_match_context_free_8(context)
    pcre2_code_free_8(code)
  }

  private static func unreadable(
    _ pattern: String, _ status: Int32, _ place: Int
  ) -> RuntimeError {
    var buffer = [UInt8](repeating: 0, count: 256)
    let count = pcre2_get_error_message_8(status, &buffer, buffer.count)
    let reason = String(decoding: buffer.prefix(Int(max(count, 0))), as: UTF8.self)
    let position = TextPlaces.codePoints(in: Array(pattern.utf8).prefix(place))
    return RuntimeError(
      .value,
      "regex: the pattern \(QuotedText.of(pattern)) is wrong at position \(position): \(reason)",
      hint: "a backslash before a sign takes its meaning away: `regex(r\"\\(\")` finds `(`")
  }

  private static func names(of code: OpaquePointer) -> [(name: String, number: Int)] {
    var count: UInt32 = 0
    var size: UInt32 = 0
    var table: UnsafePointer<UInt8>?
    pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_NAMECOUNT), &count)
    pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_NAMEENTRYSIZE), &size)
    pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_NAMETABLE), &table)
    guard let table else { return [] }
    return (0..<Int(count)).map { index in
      // Two bytes of number, then the name, then a zero.
      let entry = table + index * Int(size)
      return (String(cString: entry + 2), Int(entry[0]) << 8 | Int(entry[1]))
    }.sorted { $0.number < $1.number }
  }

  /// How a search may match.
  enum Mode {
    case anywhere
    /// Only where it starts.
    case anchored
    /// Anywhere, but not an empty text where it starts.
    case advancing
  }

  /// The first match from a byte on, nil if there is none.
  /// - Throws: `limit` for too long a search, `interrupt` for one that ctrl-c stopped.
  func match(in bytes: [UInt8], from start: Int, _ mode: Mode) throws(RuntimeError) -> Match? {
    var options: UInt32 = start > 0 ? UInt32(PCRE2_NO_UTF_CHECK) : 0
    switch mode {
    case .anywhere: break
    case .anchored: options |= UInt32(PCRE2_ANCHORED)
    case .advancing: options |= UInt32(PCRE2_NOTEMPTY_ATSTART)
    }
    var watch = SearchWatch(stepsLeft: SearchWatch.budget(for: bytes.count))
    let status = withUnsafeMutablePointer(to: &watch) { watch in
      pcre2_set_callout_8(context, SearchWatch.callout, watch)
      return pcre2_match_8(code, bytes, bytes.count, start, options, data, context)
    }
    if status == PCRE2_ERROR_NOMATCH { return nil }
    guard status > 0 else { throw failure(status, watch) }
    guard let ends = pcre2_get_ovector_pointer_8(data) else { return nil }
    let pairs = Int(pcre2_get_ovector_count_8(data))
    let ranges = (0..<pairs).map { pair -> Range<Int>? in
      // Groups that took no part have offsets past every text.
      let (low, high) = (Int(ends[2 * pair]), Int(ends[2 * pair + 1]))
      return low >= 0 && low <= high && high <= bytes.count ? low..<high : nil
    }
    // `\K` can put the start behind the end.
    guard let whole = ranges[0] else { return nil }
    return Match(range: whole, groups: Array(ranges.dropFirst()))
  }

  private func failure(_ status: Int32, _ watch: SearchWatch) -> RuntimeError {
    if watch.isInterrupted { return RuntimeError(.interrupt, "stopped by ctrl-c") }
    switch status {
    case PCRE2_ERROR_CALLOUT, PCRE2_ERROR_MATCHLIMIT, PCRE2_ERROR_DEPTHLIMIT,
      PCRE2_ERROR_HEAPLIMIT, PCRE2_ERROR_RECURSELOOP:
      return RuntimeError(
        .limit, "regex: the search for \(QuotedText.of(pattern)) takes too long",
        hint: "repeats inside repeats, as in `(a+)+b`, try every way to share the text")
    default:
      return RuntimeError(.value, "regex: the text cannot be searched: it is no UTF-8")
    }
  }
}

/// Counts the steps of a search, and ends it where they are too many or ctrl-c was pressed.
private struct SearchWatch {
  var stepsLeft: Int
  var isInterrupted = false

  /// About a second, and more for long texts.
  static func budget(for length: Int) -> Int { 20_000_000 + 100 * length }

  /// PCRE2 calls it before each item of the pattern; a negative result ends the search.
  static let callout:
    @convention(c) (
      UnsafeMutablePointer<pcre2_callout_block_8>?, UnsafeMutableRawPointer?
    ) -> Int32 = { _, data in
      guard let watch = data?.assumingMemoryBound(to: SearchWatch.self) else { return 0 }
      watch.pointee.stepsLeft -= 1
      let left = watch.pointee.stepsLeft
      if left & 0xfff == 0, Interrupt.isRequested { watch.pointee.isInterrupted = true }
      return left < 0 || watch.pointee.isInterrupted ? PCRE2_ERROR_CALLOUT : 0
    }
}
