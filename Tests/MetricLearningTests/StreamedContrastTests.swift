import Glibc
import Tensors
import TestSupport
import Testing

@testable import MetricLearning

/// The losses written out over a whole matrix in f64, one loop a formula.
enum NaiveLoss {
  static func normalized(_ rows: [[Double]]) -> [[Double]] {
    rows.map { row in
      let norm = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return row.map { $0 / norm }
    }
  }

  static func dot(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// All cosines, by the tensors' own matrix product.
  static func cosines(_ rows: [[Double]]) -> [[Double]] {
    guard let width = rows.first?.count,
      let unit = try? Tensor(
        normalized(rows).flatMap { $0 }, shape: [rows.count, width], dtype: .f64),
      let product = try? unit.matmul(unit.transpose())
    else { return [] }
    let values = product.doubles()
    return rows.indices.map { Array(values[$0 * rows.count..<($0 + 1) * rows.count]) }
  }

  static func logSumExp(_ values: [Double]) -> Double {
    let top = values.max() ?? 0
    return top + log(values.reduce(0) { $0 + exp($1 - top) })
  }

  /// One term an anchor: log-sum-exp of all its logits minus the mean of its positives'.
  static func everything(
    _ rows: [[Double]], _ labels: [Int], scale: Double, margin: (any Margin)?
  ) -> [Double] {
    let cosines = cosines(rows)
    return rows.indices.compactMap { i in
      var all: [Double] = []
      var positives: [Double] = []
      for j in rows.indices where j != i {
        var cosine = cosines[i][j]
        if labels[i] == labels[j] {
          cosine = margin?.logit(cosine).value ?? cosine
          positives.append(scale * cosine)
        }
        all.append(scale * cosine)
      }
      if positives.isEmpty { return nil }
      return logSumExp(all) - positives.reduce(0, +) / Double(positives.count)
    }
  }

  /// One term an ordered positive pair, against the anchor's negatives.
  static func pairs(
    _ rows: [[Double]], _ labels: [Int], scale: Double, margin: (any Margin)?
  ) -> [Double] {
    let cosines = cosines(rows)
    return rows.indices.flatMap { i -> [Double] in
      let negatives = rows.indices.filter { labels[$0] != labels[i] }.map { scale * cosines[i][$0] }
      return rows.indices.filter { $0 != i && labels[$0] == labels[i] }.map { j in
        let cosine = cosines[i][j]
        let logit = scale * (margin?.logit(cosine).value ?? cosine)
        return logSumExp(negatives + [logit]) - logit
      }
    }
  }
}

func rows(_ x: Tensor) -> [[Double]] {
  let values = x.doubles()
  return (0..<x.shape[0]).map { Array(values[$0 * x.shape[1]..<($0 + 1) * x.shape[1]]) }
}

func largestDifference(_ a: [Double], _ b: [Double]) -> Double {
  guard a.count == b.count else { return .infinity }
  return zip(a, b).reduce(0) { max($0, abs($1.0 - $1.1)) }
}

@Suite struct StreamedContrastTests {
  static let margins: [String] = ["none", "am", "aam"]

  private func margin(_ name: String) -> (any Margin)? {
    switch name {
    case "am": AdditiveMargin(0.2)
    case "aam": AdditiveAngularMargin(0.3)
    default: nil
    }
  }

  // Scale 5 takes the shared shift, scale 100 the maxima by row and column.
  @Test(arguments: [5.0, 100.0], margins)
  func `several tiles give the naive value of snt_xent`(_ scale: Double, _ name: String) throws {
    let count = scale == 5 && name == "am" ? 350 : 150
    let a = try waves([count, 9], 0.1)
    let b = try a + waves([count, 9], 2.3).multiplying(.float(0.5))
    let options = try ContrastOptions(
      loss: "test", scale: scale, margin: margin(name), reduction: .none)
    let terms = try SNTXentLoss(options: options)(.views([a, b])).doubles()
    let labels = Array(0..<count) + Array(0..<count)
    let expected = NaiveLoss.everything(
      rows(a) + rows(b), labels, scale: scale, margin: margin(name))
    #expect(largestDifference(terms, expected) < 1e-12 * max(1, scale))
  }

  @Test(arguments: [5.0, 100.0], margins)
  func `several tiles give the naive value of nt_xent with labels`(
    _ scale: Double, _ name: String
  ) throws {
    let z = try waves([300, 7], 0.4)
    let labels = (0..<300).map { $0 * $0 % 11 }
    let options = try ContrastOptions(
      loss: "test", scale: scale, margin: margin(name), reduction: .none)
    let terms = try NTXentLoss(options: options)(.labeled(z, labels: labels)).doubles()
    let expected = NaiveLoss.pairs(rows(z), labels, scale: scale, margin: margin(name))
    #expect(largestDifference(terms, expected) < 1e-12 * max(1, scale))
  }

  @Test func `three views average over the positives`() throws {
    let views = try (0..<3).map { try waves([40, 6], Double($0)) }
    let options = try ContrastOptions(loss: "test", margin: AdditiveMargin(0.1), reduction: .none)
    let terms = try SNTXentLoss(options: options)(.views(views)).doubles()
    let expected = NaiveLoss.everything(
      views.flatMap(rows), Array(0..<40) + Array(0..<40) + Array(0..<40), scale: 5,
      margin: AdditiveMargin(0.1))
    #expect(largestDifference(terms, expected) < 1e-12)
  }

  // 300 rows are 3 blocks of 128: diagonal and off-diagonal tiles, and some cut short.
  @Test(arguments: [5.0, 100.0], margins)
  func `gradient over several tiles agrees with that of the dense form`(
    _ scale: Double, _ name: String
  ) throws {
    let x = try waves([150, 8], 0.7).tracked()
    let y = try waves([150, 8], 1.9).tracked()
    let loss = SNTXentLoss(
      options: try ContrastOptions(loss: "test", scale: scale, margin: margin(name)))
    let streamed = try loss(.views([x, y])).gradients(wrt: [x, y])
    let dense = try denseSymmetric(x, y, scale: scale, margin: margin(name))
      .gradients(wrt: [x, y])
    for (one, other) in zip(streamed, dense) {
      let difference = try largestDifference(#require(one).doubles(), #require(other).doubles())
      #expect(difference < 1e-12)
    }
  }

  /// SNT-Xent by the tensors' own operations, the whole matrix at once.
  private func denseSymmetric(
    _ x: Tensor, _ y: Tensor, scale: Double, margin: (any Margin)?
  ) throws -> Tensor {
    let z = try Tensor.concat([x, y])
    let unit = try z / z.norm(axes: [1], keepsAxes: true)
    var cosines = try unit.matmul(unit.transpose())
    let n = x.shape[0]
    let index = (0..<2 * n).map { ($0 + n) % (2 * n) }
    let positive = try Tensor(
      bools: (0..<4 * n * n).map { $0 % (2 * n) == index[$0 / (2 * n)] }, shape: [2 * n, 2 * n])
    let own = try Tensor.eye(2 * n, dtype: .f64)
    if let margin {
      cosines = try Tensor.where_(positive, margin.applied(to: cosines), cosines)
    }
    let logits = try cosines.multiplying(.float(scale)) - own.multiplying(.float(1e9))
    let logSums = try logits.logSumExp(axes: [1])
    let positives = try (logits * positive.astype(.f64)).sum(axes: [1])
    return try (logSums - positives).mean()
  }

  @Test func `one-sided gradient over several tiles agrees with differences`() throws {
    // 300 rows of three blocks; only some entries are checked, by differences along a direction.
    let a = try waves([300, 5], 0.2)
    let b = try waves([300, 5], 1.2)
    let direction = try waves([300, 5], 5.5)
    let loss = NTXentLoss(
      options: try ContrastOptions(loss: "test", scale: 30, margin: AdditiveAngularMargin(0.2)))
    let tracked = [a.tracked(), b.tracked()]
    let gradients = try loss(.views(tracked)).gradients(wrt: tracked)
    for side in 0..<2 {
      let along = try (#require(gradients[side]) * direction).sum().item()
      func value(_ step: Double) throws -> Double {
        let moved = try direction.multiplying(.float(step))
        return try loss(.views(side == 0 ? [a + moved, b] : [a, b + moved])).item()
      }
      let difference = try (value(1e-5) - value(-1e-5)) / 2e-5
      #expect(abs(along - difference) < 1e-7 * max(1, abs(difference)))
    }
  }

  @Test(arguments: [5.0, 100.0])
  func `bits are those of one thread`(_ scale: Double) throws {
    let a = try waves([700, 16], 0.3, dtype: .f32)
    let b = try waves([700, 16], 0.9, dtype: .f32)
    let loss = SNTXentLoss(
      options: try ContrastOptions(loss: "test", scale: scale, margin: AdditiveMargin(0.1)))
    func run(_ threads: Int) throws -> [[Double]] {
      Threads.count = threads
      let tracked = [a.tracked(), b.tracked()]
      let value = try loss(.views(tracked))
      return try [value.doubles()] + value.gradients(wrt: tracked).map { $0?.doubles() ?? [] }
    }
    let before = Threads.count
    defer { Threads.count = before }
    let one = try run(1)
    let two = try run(2)
    #expect(one == two)
  }

  @Test(arguments: [1, 2, 3, 4, 5, 8, 9])
  func `rounds cover every tile once, without a clash`(_ blocks: Int) {
    let rounds = TileRounds.symmetric(blocks: blocks)
    var seen: Set<[Int]> = []
    for round in rounds {
      var busy: Set<Int> = []
      for pair in round {
        #expect(pair.row <= pair.column)
        #expect(seen.insert([pair.row, pair.column]).inserted)
        #expect(busy.insert(pair.row).inserted)
        if pair.column != pair.row { #expect(busy.insert(pair.column).inserted) }
      }
    }
    #expect(seen.count == blocks * (blocks + 1) / 2)
    for columns in 1...6 {
      let pairs = TileRounds.rectangular(rowBlocks: blocks, columnBlocks: columns)
      #expect(Set(pairs.joined().map { [$0.row, $0.column] }).count == blocks * columns)
      for round in pairs {
        #expect(Set(round.map(\.row)).count == round.count)
        #expect(Set(round.map(\.column)).count == round.count)
      }
    }
  }
}
