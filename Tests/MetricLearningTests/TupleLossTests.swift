import Glibc
import Tensors
import TestSupport
import Testing

@testable import MetricLearning

/// Values of Tests/Reference/losses.txt: the loss and the norms of its gradients, by name.
enum ReferenceLosses {
  static let all: [String: [Double]] = {
    let folder = "/" + #filePath.split(separator: "/").dropLast(2).joined(separator: "/")
    guard let file = fopen(folder + "/Reference/losses.txt", "r") else { return [:] }
    defer { fclose(file) }
    var result: [String: [Double]] = [:]
    var line = [CChar](repeating: 0, count: 400)
    while fgets(&line, 400, file) != nil {
      let text = line.prefix { $0 != 0 }.map { Character(UnicodeScalar(UInt8(bitPattern: $0))) }
      let words = String(text).split(whereSeparator: \.isWhitespace)
      let numbers = words.reversed().prefix { Double($0) != nil }.reversed()
      let name = words.dropLast(numbers.count).joined(separator: " ")
      result[name] = numbers.compactMap { Double($0) }
    }
    return result
  }()
}

/// Losses over pairs and triplets, by the call that names them in the reference file.
struct TupleLoss: CustomTestStringConvertible, Sendable {
  let loss: any Loss

  /// The call without empty parentheses.
  var testDescription: String {
    loss.call.hasSuffix("()") ? String(loss.call.dropLast(2)) : loss.call
  }

  /// See `LossFixture`.
  var isScaleFree: Bool {
    if let loss = loss as? NPairsLoss { return loss.options.normalizes }
    return (loss as? TripletLoss)?.options.normalizes ?? (loss as? ContrastiveLoss)
      .map { $0.options.normalizes || $0.options.measure == .cosine } ?? true
  }
  var hasWholeGradient: Bool { (loss as? CircleLoss)?.isDetached != true }

  private static func triplet(
    _ margin: Double = 0.2, _ choice: TripletLoss.Choice = .all, soft: Bool = false,
    measure: Measure = .euclidean, normalize: Bool = true
  ) -> TupleLoss {
    TupleLoss(
      loss: TripletLoss(
        margin: margin, choice: choice, isSoft: soft,
        options: TupleOptions(
          measure: measure, normalizes: normalize, reduction: choice.usualReduction)))
  }

  private static func contrastive(
    _ margin: Double = 1, _ form: ContrastiveLoss.Form = .squared,
    measure: Measure = .euclidean, normalize: Bool = false
  ) -> TupleLoss {
    let loss = try? ContrastiveLoss(
      margin: margin, form: form,
      options: TupleOptions(
        measure: measure, normalizes: normalize, reduction: form.usualReduction))
    guard let loss else { preconditionFailure("a distance or the linear form") }
    return TupleLoss(loss: loss)
  }

  /// The same loss with another reduction.
  func reduced(by reduction: Reduction) throws -> any Loss {
    func changed(_ options: TupleOptions) -> TupleOptions {
      TupleOptions(
        measure: options.measure, normalizes: options.normalizes, reduction: reduction)
    }
    if let loss = loss as? TripletLoss {
      return TripletLoss(
        margin: loss.margin, choice: loss.choice, isSoft: loss.isSoft,
        options: changed(loss.options))
    }
    if let loss = loss as? MultiSimilarityLoss {
      return MultiSimilarityLoss(
        alpha: loss.alpha, beta: loss.beta, base: loss.base, epsilon: loss.epsilon,
        options: changed(loss.options))
    }
    if let loss = loss as? CircleLoss {
      return CircleLoss(isDetached: loss.isDetached, reduction: reduction)
    }
    if let loss = loss as? NCALoss {
      return NCALoss(scale: loss.scale, options: changed(loss.options))
    }
    if let loss = loss as? GeneralizedLiftedLoss {
      return GeneralizedLiftedLoss(
        positiveMargin: loss.positiveMargin, negativeMargin: loss.negativeMargin,
        options: changed(loss.options))
    }
    if let loss = loss as? LiftedStructureLoss {
      return LiftedStructureLoss(
        positiveMargin: loss.positiveMargin, negativeMargin: loss.negativeMargin,
        options: changed(loss.options))
    }
    if let loss = loss as? TupletMarginLoss {
      return TupletMarginLoss(margin: loss.margin, scale: loss.scale, reduction: reduction)
    }
    if let loss = loss as? AngularLoss {
      return AngularLoss(angle: loss.angle, reduction: reduction)
    }
    if let loss = loss as? NPairsLoss { return NPairsLoss(options: changed(loss.options)) }
    guard let loss = loss as? ContrastiveLoss else { return loss }
    return try ContrastiveLoss(
      margin: loss.margin, form: loss.form, options: changed(loss.options))
  }

  static let all: [TupleLoss] = [
    triplet(), triplet(0.05), triplet(0.05, soft: true), triplet(measure: .cosine),
    triplet(measure: .squaredEuclidean, normalize: false), triplet(0.2, .hard),
    triplet(0.2, .semiHard), triplet(0.2, .easy, soft: true), triplet(0.2, .batchHard),
    triplet(0.2, .facenet), contrastive(), contrastive(2),
    contrastive(1, .linear, normalize: true), contrastive(1, .linear, measure: .cosine),
    TupleLoss(loss: MultiSimilarityLoss()), TupleLoss(loss: MultiSimilarityLoss(base: 1)),
    TupleLoss(loss: MultiSimilarityLoss(epsilon: 0.1)), TupleLoss(loss: CircleLoss()),
    TupleLoss(loss: CircleLoss(isDetached: false)), TupleLoss(loss: NCALoss()),
    TupleLoss(loss: NCALoss(scale: 3)), TupleLoss(loss: GeneralizedLiftedLoss()),
    TupleLoss(
      loss: GeneralizedLiftedLoss(
        positiveMargin: 0.1, negativeMargin: 0.5,
        options: TupleOptions(measure: .squaredEuclidean))),
    TupleLoss(loss: LiftedStructureLoss()),
    TupleLoss(loss: LiftedStructureLoss(positiveMargin: 0.2, negativeMargin: 0.5)),
    TupleLoss(loss: TupletMarginLoss()),
    TupleLoss(loss: TupletMarginLoss(margin: 0.3, scale: 10)), TupleLoss(loss: AngularLoss()),
    TupleLoss(loss: AngularLoss(angle: 0.5)), TupleLoss(loss: NPairsLoss()),
    TupleLoss(loss: NPairsLoss(l2: 0.02)),
    TupleLoss(loss: NPairsLoss(options: TupleOptions(normalizes: true))),
  ]
}

@Suite struct TupleLossTests {
  private static let labelings = [("X", GoldenData.labels), ("X y2", [0, 0, 0, 0, 1, 1, 1, 1])]

  @Test(arguments: TupleLoss.all)
  func `gives value and gradient of PyTorch`(_ tuple: TupleLoss) throws {
    for (name, labels) in Self.labelings {
      let expected = try #require(ReferenceLosses.all["\(name) \(tuple.testDescription)"])
      for (dtype, tolerance) in [(DType.f64, 1e-9), (.f32, 2e-5)] {
        let (value, norm) = try GoldenData.lossAndGradientNorm(tuple.loss, dtype: dtype) {
          .labeled($0, labels: labels)
        }
        #expect(abs(value - expected[0]) < tolerance * max(1, expected[0]), "\(name) \(dtype)")
        #expect(abs(norm - expected[1]) < 10 * tolerance * max(1, expected[1]), "\(dtype)")
      }
    }
  }

  /// More rows than a chunk or a block of the gradient, so that every path of the tiling runs.
  @Test(arguments: TupleLoss.all.filter(\.hasWholeGradient))
  func `many rows give the gradient of central differences`(_ tuple: TupleLoss) throws {
    let n = 150
    let x = try waves([n, 3], 0.4)
    let labels = (0..<n).map { $0 * 7 % 31 }
    let leaf = x.tracked()
    let gradient = try #require(
      try tuple.loss(.labeled(leaf, labels: labels)).gradients(wrt: [leaf])[0])
    // The derivative along one direction, which is small so that no hinge or mined pair changes.
    let direction = try waves([n, 3], 2.2)
    let along = try (gradient * direction).sum().item()
    func value(_ step: Double) throws -> Double {
      let moved = try x.adding(direction.multiplying(.float(step)))
      return try tuple.loss(.labeled(moved, labels: labels)).item()
    }
    let step = 1e-8
    let difference = try (value(step) - value(-step)) / (2 * step)
    #expect(abs(along - difference) < 2e-5 * max(1, abs(difference)))
  }

  @Test(arguments: TupleLoss.all)
  func `terms one by one add up to the sum, with its gradient`(_ tuple: TupleLoss) throws {
    let x = try GoldenData.embeddings().tracked()
    let data = LossData.labeled(x, labels: GoldenData.labels)
    let losses = try [tuple.reduced(by: .sum), tuple.reduced(by: .none)]
    let sum = try losses[0](data)
    let terms = try losses[1](data)
    #expect(terms.count > 1)
    let whole = try #require(try sum.gradients(wrt: [x])[0]).doubles()
    let added = try terms.sum()
    let parts = try #require(try added.gradients(wrt: [x])[0]).doubles()
    let total = try sum.item()
    let expected = terms.doubles().reduce(0, +)
    #expect(abs(total - expected) < 1e-12 * max(1, total))
    for (one, other) in zip(whole, parts) {
      #expect(abs(one - other) < 1e-11 * max(1, abs(one)))
    }
  }

  @Test func `any number of threads gives the same bits`() throws {
    let x = try waves([300, 7], 0.3, dtype: .f32)
    let labels = (0..<300).map { $0 % 40 }
    let threads = Threads.count
    defer { Threads.count = threads }
    for tuple in TupleLoss.all {
      let results = try [1, 2, 5].map { count in
        Threads.count = count
        let leaf = x.tracked()
        let loss = try tuple.loss(.labeled(leaf, labels: labels))
        return try loss.doubles() + (loss.gradients(wrt: [leaf])[0]?.doubles() ?? [])
      }
      #expect(results[0] == results[1] && results[0] == results[2], "\(tuple.loss.call)")
    }
  }

  @Test func `given triplets and pairs are worked by hand`() throws {
    let a = try Tensor([0, 0, 1, 0], shape: [2, 2], dtype: .f64)
    let p = try Tensor([3, 4, 1, 0], shape: [2, 2], dtype: .f64)
    let n = try Tensor([0, 1, 1, 2], shape: [2, 2], dtype: .f64)
    let triplet = TripletLoss(margin: 0.5, options: TupleOptions(normalizes: false))
    // d(a, p) 5 and 0, d(a, n) 1 and 2: hinges 4.5 and 0.
    let value = try triplet(.triplets(anchors: a, positives: p, negatives: n)).item()
    #expect(abs(value - 2.25) < 1e-15)
    let pairs = try ContrastiveLoss()
    let pair = try pairs(.pairs(a, p, same: [true, false])).item()
    // ½ 25 and ½ (1 − 0)².
    #expect(abs(pair - 6.5) < 1e-14)
    let linear = try ContrastiveLoss(
      form: .linear, options: TupleOptions(normalizes: false, reduction: .meanOfNonzero))
    let parts = try linear(.pairs(a, p, same: [true, false])).item()
    #expect(abs(parts - 6) < 1e-14)
  }
}
