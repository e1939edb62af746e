import Tensors

extension Trials {
  /// Checks and splits trials given as tensors of one length, on all threads.
  /// - Throws: `TrialError` as for lists.
  public init(scores: Tensor, targets: Tensor, metric: String = "trials") throws {
    let count = scores.count
    let pieces = Pieces(count: count)
    let flags = try Workspace<Bool>(count: targets.count)
    guard count == targets.count, try Self.read(targets, into: flags),
      let split = try Self.split(scores, flags, pieces)
    else {
      // Something is wrong: the plain way finds out what.
      try self.init(scores: scores.doubles(), targets: targets.doubles(), metric: metric)
      return
    }
    self = split
  }

  /// Truth values of the targets; false where one is neither 0 nor 1.
  private static func read(_ targets: Tensor, into flags: Workspace<Bool>) throws -> Bool {
    let pieces = Pieces(count: targets.count)
    func read<Element: Sendable>(
      _ buffer: UnsafeBufferPointer<Element>, _ value: (Element) -> Bool?
    ) throws -> Bool {
      nonisolated(unsafe) let buffer = buffer
      let isGood = try Workspace<Bool>(repeating: true, count: pieces.number)
      try pieces.forEach { piece, range in
        var allGood = true
        for index in range {
          let flag = value(buffer[index])
          flags[index] = flag ?? false
          allGood = allGood && flag != nil
        }
        isGood[piece] = allGood
      }
      return (0..<pieces.number).allSatisfy { isGood[$0] }
    }
    switch targets.dtype {
    case .bool: return try targets.withBool { try read($0) { $0 } }
    case .i64:
      return try targets.withI64 { try read($0) { $0 == 1 ? true : $0 == 0 ? false : nil } }
    case .f32:
      return try targets.withF32 { try read($0) { $0 == 1 ? true : $0 == 0 ? false : nil } }
    case .f64:
      return try targets.withF64 { try read($0) { $0 == 1 ? true : $0 == 0 ? false : nil } }
    }
  }

  /// The two kinds of scores in their order; nil where one is `nan` or a kind is missing.
  private static func split(
    _ scores: Tensor, _ flags: Workspace<Bool>, _ pieces: Pieces
  ) throws -> Trials? {
    switch scores.dtype {
    case .f32: try scores.withF32 { try split($0, flags, pieces) { Double($0) } }
    case .f64: try scores.withF64 { try split($0, flags, pieces) { $0 } }
    case .i64: try scores.withI64 { try split($0, flags, pieces) { Double($0) } }
    case .bool: try scores.withBool { try split($0, flags, pieces) { $0 ? 1 : 0 } }
    }
  }

  private static func split<Element: Sendable>(
    _ scores: UnsafeBufferPointer<Element>, _ flags: Workspace<Bool>, _ pieces: Pieces,
    _ value: (Element) -> Double
  ) throws -> Trials? {
    nonisolated(unsafe) let scores = scores
    let counts = try Workspace<Int>(repeating: 0, count: pieces.number)
    let hasNaN = try Workspace<Bool>(repeating: false, count: pieces.number)
    try pieces.forEach { piece, range in
      var (count, isBad) = (0, false)
      for index in range {
        count &+= flags[index] ? 1 : 0
        isBad = isBad || value(scores[index]).isNaN
      }
      counts[piece] = count
      hasNaN[piece] = isBad
    }
    let targetCount = (0..<pieces.number).reduce(0) { $0 + counts[$1] }
    guard targetCount > 0, targetCount < pieces.count,
      !(0..<pieces.number).contains(where: { hasNaN[$0] })
    else { return nil }
    let targets = try Workspace<Double>(count: targetCount)
    let others = try Workspace<Double>(count: pieces.count - targetCount)
    var before: [Int] = []
    var place = 0
    for piece in 0..<pieces.number {
      before.append(place)
      place += counts[piece]
    }
    try pieces.forEach { piece, range in
      var target = before[piece]
      var other = range.lowerBound - target
      for index in range {
        let score = value(scores[index])
        if flags[index] {
          targets[target] = score
          target &+= 1
        } else {
          others[other] = score
          other &+= 1
        }
      }
    }
    return withExtendedLifetime((targets, others)) {
      Trials(
        targetScores: Array(UnsafeBufferPointer(start: targets.start, count: targetCount)),
        nonTargetScores: Array(
          UnsafeBufferPointer(start: others.start, count: pieces.count - targetCount)))
    }
  }
}
