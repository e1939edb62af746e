import MetricLearning
import Tensors
import Testing
import Training

@testable import Speech

/// The whole path on the shipped recordings: table, split, embedding, trials, error rates.
@Suite struct VerificationTests {
  private static func parts() throws -> (train: UtteranceSet, test: UtteranceSet) {
    var folders = #filePath.split(separator: "/").map(String.init)
    folders.removeLast(3)
    let path = "/" + folders.joined(separator: "/") + "/examples/data/japanese_vowels.csv"
    let parts = try UtteranceSet(path: path).standardizedSplit(by: "split")
    return (parts[0].part, parts[1].part)
  }

  private func curve(_ embeddings: Tensor, _ labels: [Int]) throws -> ErrorCurve {
    let trials = try AllPairTrials(embeddings: embeddings, labels: labels)
    return try Trials(scores: trials.scores.doubles(), targets: trials.targets.bools()).errorCurve
  }

  // Computed with NumPy from the same table.
  @Test func `mean cepstra without training`() throws {
    let (train, test) = try Self.parts()
    #expect(train.count == 270 && test.count == 370)
    let curve = try curve(embed(test.items) { try $0.mean(axes: [2]) }, test.labels)
    #expect(curve.targetCount == 8927 && curve.nonTargetCount == 59338)
    #expect(abs(curve.equalErrorRate().rate - 0.1471) < 5e-5)
    let frequent = try curve.minimumDetectionCost(DetectionCost(targetPrior: 0.05)).cost
    let rare = try curve.minimumDetectionCost(DetectionCost(targetPrior: 0.01)).cost
    #expect(abs(frequent - 0.682) < 5e-4 && abs(rare - 0.867) < 5e-4)
  }

  @Test func `a few epochs with a margin lower the error rate`() throws {
    let (train, test) = try Self.parts()
    var generator = RandomGenerator(seed: 7)
    let model = Sequential([
      try Conv1d(.init(inputs: 12, outputs: 32, kernel: 3), using: &generator),
      try BatchNorm(32), Pointwise.relu(), Pointwise.statsPool(),
      try Linear(64, 32, using: &generator),
    ])
    let optimizer = Adam(model.allWeights.map(\.weight), learningRate: 3e-3)
    let loss = SNTXentLoss(
      options: try ContrastOptions(loss: "snt_xent", margin: AdditiveAngularMargin(0.3)))
    let loader = try Loader(
      items: train.items, batchSize: 90, viewCount: 2,
      augmentations: [
        RandomCrop(size: 7), RandomNoise(deviation: 0.3), RandomOffset(deviation: 0.3),
      ])
    for _ in 0..<6 {
      for indices in try loader.epoch(using: &generator) {
        let batch = try loader.batch(indices, using: &generator)
        let views = try batch.views.map { try model($0, using: &generator) }
        try optimizer.step(loss(.views(views)))
      }
    }
    let embeddings = try embed(test.items) { try model.evaluated($0) }
    #expect(try curve(embeddings, test.labels).equalErrorRate().rate < 0.12)
  }
}
