import Builtins
import Glibc

@_silgen_name("LLVMFuzzerMutate")
private func mutateBytes(_ bytes: UnsafeMutablePointer<UInt8>, _ size: Int, _ room: Int) -> Int

/// Changes a script word by word: bytes alone rarely make another program.
struct ScriptMutator {
  private let words: [[UInt8]]
  private let lines: [[UInt8]]

  init(seeds: [[UInt8]]) {
    lines = seeds.flatMap { $0.split(separator: 0x0A).map(Array.init) }
    let fixed = """
      if else for in while fn => return break continue try catch finally throw del import outer
      no_grad assert and or not none true false by .. ..= ... |> ** // @ == != <= >= -> += ( ) [ ]
      { } , : ; . f" " ' - ~ 0 1 -1 2 3 7 64 0.5 1e308 -0.0 nan inf 9223372036854775807
      -9223372036854775808 1_000_000 100000000000 "" [] {} x y zeros randn x[0] x[-1] [::-1] .T
      """
    words =
      fixed.split(whereSeparator: \.isWhitespace).map { Array($0.utf8) }
      + BuiltinCatalog.all.map { Array($0.name.utf8) } + [[0x0A], [0x20]]
  }

  func change(_ input: [UInt8], _ random: inout some RandomNumberGenerator) -> [UInt8] {
    var parts = Self.parts(of: input)
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      let place = Int.random(in: 0...parts.count, using: &random)
      let end = min(parts.count, place + Int.random(in: 1...6, using: &random))
      switch Int.random(in: 0..<7, using: &random) {
      case 0: parts.removeSubrange(place..<end)
      case 1: parts.insert(contentsOf: parts[place..<end], at: place)
      case 2, 3:
        if place < parts.count, let word = words.randomElement(using: &random) {
          parts[place] = word[...]
        }
      case 4:
        if let word = words.randomElement(using: &random) { parts.insert(word[...], at: place) }
      case 5:
        if let line = lines.randomElement(using: &random) {
          parts.insert(([0x0A] + line + [0x0A])[...], at: place)
        }
      default:
        let from = Int.random(in: 0...parts.count, using: &random)
        let slice = parts[from..<min(parts.count, from + 4)]
        parts.replaceSubrange(place..<end, with: Array(slice))
      }
    }
    return Array(parts.joined())
  }

  /// Names and numbers whole, everything else a byte each.
  private static func parts(of input: [UInt8]) -> [ArraySlice<UInt8>] {
    var parts: [ArraySlice<UInt8>] = []
    var rest = input[...]
    while !rest.isEmpty {
      let word = rest.prefix { $0 == 95 || $0 > 127 || isalnum(CInt($0)) != 0 }
      let part = word.isEmpty ? rest.prefix(1) : word
      parts.append(part)
      rest = rest.dropFirst(part.count)
    }
    return parts
  }
}

private struct Numbers: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// What libFuzzer calls instead of its own changes.
@_cdecl("LLVMFuzzerCustomMutator")
public func changeInput(
  _ bytes: UnsafeMutablePointer<UInt8>, _ size: Int, _ room: Int, _ seed: CUnsignedInt
) -> Int {
  var random = Numbers(state: UInt64(seed))
  guard let mutator = Fuzzer.mutator, size > 0, seed % 4 != 0 else {
    return mutateBytes(bytes, size, room)
  }
  let input = Array(UnsafeBufferPointer(start: bytes, count: size))
  let changed = mutator.change(input, &random).prefix(room)
  for (place, byte) in changed.enumerated() { bytes[place] = byte }
  return changed.count
}
