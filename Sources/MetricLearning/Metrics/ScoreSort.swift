/// Sorts scores from the highest to the lowest, without `nan`; −0 counts as 0.
///
/// Least-significant-digit radix sort, because a million trials are common: 11 bits a pass, and no
/// pass where all scores share the digit. Scores that are all 32-bit numbers need three passes.
func sortedDescending(_ scores: [Double]) -> [Double] {
  guard scores.count > 512 else { return scores.map { $0 + 0 }.sorted(by: >) }
  let areSingle = scores.allSatisfy { Double(Float($0)) == $0 }
  if areSingle {
    return radixSorted(scores) { score in
      let bits = Float(score + 0).bitPattern
      return bits >> 31 == 1 ? bits : ~(bits | 0x8000_0000)
    } score: { (key: UInt32) in
      Double(Float(bitPattern: key >> 31 == 1 ? key : ~key & 0x7FFF_FFFF))
    }
  }
  return radixSorted(scores) { score in
    let bits = (score + 0).bitPattern
    return bits >> 63 == 1 ? bits : ~(bits | 1 << 63)
  } score: { (key: UInt64) in
    Double(bitPattern: key >> 63 == 1 ? key : ~key & ~(1 << 63))
  }
}

private let digitBits = 11
private let digitCount = 1 << digitBits

@inline(__always)
private func radixSorted<Key: FixedWidthInteger & UnsignedInteger>(
  _ scores: [Double], key: (Double) -> Key, score: (Key) -> Double
) -> [Double] {
  let count = scores.count
  let passes = (Key.bitWidth + digitBits - 1) / digitBits
  var keys = [Key](repeating: 0, count: count)
  var scratch = keys
  var histograms = [Int](repeating: 0, count: passes * digitCount)
  keys.withUnsafeMutableBufferPointer { keys in
    histograms.withUnsafeMutableBufferPointer { histograms in
      for index in 0..<count {
        let value = key(scores[index])
        keys[index] = value
        for pass in 0..<passes {
          let digit = Int(truncatingIfNeeded: value >> Key(pass * digitBits)) & (digitCount - 1)
          histograms[pass * digitCount + digit] &+= 1
        }
      }
    }
  }
  for pass in 0..<passes {
    let digits = pass * digitCount..<(pass + 1) * digitCount
    if histograms[digits].contains(count) { continue }
    var place = 0
    for digit in digits {
      let size = histograms[digit]
      histograms[digit] = place
      place += size
    }
    let shift = Key(pass * digitBits)
    keys.withUnsafeBufferPointer { keys in
      scratch.withUnsafeMutableBufferPointer { scratch in
        histograms.withUnsafeMutableBufferPointer { histograms in
          for value in keys {
            let digit = Int(truncatingIfNeeded: value >> shift) & (digitCount - 1)
            let place = histograms[digits.lowerBound + digit]
            histograms[digits.lowerBound + digit] = place &+ 1
            scratch[place] = value
          }
        }
      }
    }
    swap(&keys, &scratch)
  }
  return keys.map(score)
}
