import Catalog
import Glibc
import Tensors
import TestSupport
import Testing

@testable import Training

@Suite struct LayerTests {
  /// The model of the reference script, with its weights.
  private func model() throws -> Sequential {
    var generator = RandomGenerator(seed: 1)
    let model = Sequential([
      try Conv1d(
        .init(inputs: 3, outputs: 4, kernel: 3, stride: 2, padding: 1), using: &generator),
      try BatchNorm(4), Pointwise.relu(),
      try Conv1d(
        .init(inputs: 4, outputs: 6, kernel: 2, dilation: 2, groups: 2), using: &generator),
      Pointwise.tanh(), Pointwise.statsPool(), try Linear(12, 5, using: &generator),
      try BatchNorm(5),
    ])
    for (place, weight) in model.allWeights.map(\.weight).enumerated() {
      weight.value = try wave(weight.value.shape, Double(place), factor: 0.5)
    }
    for buffer in model.allBuffers.map(\.buffer) { buffer.value = try buffer.value.astype(.f64) }
    return model
  }

  @Test func `a model computes and learns what PyTorch's does`() throws {
    var generator = RandomGenerator(seed: 1)
    let model = try model()
    let x = try wave([6, 3, 11], 0.3).tracked()
    let output = try model(x, using: &generator)
    #expect(output.shape == [6, 5])
    #expect(largestDifference(output.doubles(), TorchFixtures.output) < 1e-13)
    let weights = model.allWeights.map(\.weight.value)
    let gradients = try (output * wave([6, 5], 2)).sum().gradients(wrt: [x] + weights)
    let norms = try gradients.map { try #require($0).norm().item() }
    #expect(abs(norms[0] - TorchFixtures.inputGradientNorm) < 1e-13)
    #expect(largestDifference(Array(norms[1...]), TorchFixtures.weightGradientNorms) < 1e-12)
    let buffers = model.allBuffers.map { $0.buffer.value.doubles() }
    #expect(largestDifference(buffers[0], TorchFixtures.runningMean) < 1e-15)
    #expect(largestDifference(buffers[1], TorchFixtures.runningVariance) < 1e-15)
    #expect(largestDifference(buffers[3], TorchFixtures.lastRunningVariance) < 1e-15)
    let evaluated = try model.evaluated(x)
    #expect(largestDifference(evaluated.doubles(), TorchFixtures.evaluated) < 1e-13)
    #expect(!evaluated.tracksGradient)
    #expect(model.isTraining && model.layers[1].isTraining)
  }

  @Test func `first weights are PyTorch's distribution`() throws {
    var generator = RandomGenerator(seed: 3)
    let layers: [(any Layer, fanIn: Int)] = [
      (try Linear(64, 200, using: &generator), 64),
      (try Conv1d(.init(inputs: 12, outputs: 100, kernel: 3, groups: 2), using: &generator), 18),
    ]
    for (layer, fanIn) in layers {
      let bound = 1 / Double(fanIn).squareRoot()
      for weight in layer.weights {
        let values = weight.value.doubles()
        let n = Double(values.count)
        let mean = values.reduce(0, +) / n
        let variance = values.reduce(0) { $0 + $1 * $1 } / n
        #expect(values.allSatisfy { abs($0) <= bound })
        // Four standard errors; the variance of a uniform number is bound² / 3.
        #expect(abs(mean) < 4 * bound / (3 * n).squareRoot())
        #expect(abs(variance - bound * bound / 3) < 4 * bound * bound * (4 / (45 * n)).squareRoot())
      }
    }
  }

  @Test func `the same seed gives the same model`() throws {
    func weights(_ seed: UInt64) throws -> [Double] {
      var generator = RandomGenerator(seed: seed)
      return try Linear(5, 4, using: &generator).weights.flatMap { $0.value.doubles() }
    }
    let values = try [weights(1), weights(1), weights(2)]
    #expect(values[0] == values[1] && values[0] != values[2])
  }

  @Test func `statistics over time are finite for constant frames`() throws {
    var generator = RandomGenerator(seed: 1)
    let pool = Pointwise.statsPool()
    let x = try Tensor.ones([2, 3, 4], dtype: .f64).tracked()
    let y = try pool(x, using: &generator)
    #expect(y.doubles() == [1, 1, 1, 0, 0, 0, 1, 1, 1, 0, 0, 0])
    let gradient = try y.sum().gradients(wrt: [x])[0]
    #expect(gradient?.doubles() == [Double](repeating: 0.25, count: 24))
    let error = try gradientError([wave([2, 3, 5], 0.4)]) { inputs in
      try statisticsOverTime(inputs[0])
    }
    #expect(error < 1e-6)
  }

  @Test func `dropout keeps the mean and stops in evaluation`() throws {
    var generator = RandomGenerator(seed: 5)
    let layer = Dropout(0.25)
    let x = try Tensor.ones([100, 100])
    let values = try layer(x, using: &generator).doubles()
    let kept = values.filter { $0 != 0 }
    #expect(kept.allSatisfy { abs($0 - 4 / 3.0) < 1e-6 })
    // Four standard errors of a share of 0.75 among 10,000.
    #expect(abs(Double(kept.count) / 10_000 - 0.75) < 4 * 0.00433)
    #expect(try layer.evaluated(x).doubles() == x.doubles())
  }

  @Test func `state goes from model to model`() throws {
    var generator = RandomGenerator(seed: 1)
    let model = try model()
    let x = try wave([6, 3, 11], 0.3)
    _ = try model(x, using: &generator)
    let other = try self.model()
    try other.restore(model.state)
    let outputs = try [model.evaluated(x).doubles(), other.evaluated(x).doubles()]
    #expect(outputs[0] == outputs[1])
    #expect(
      model.state.tensors.map(\.name) == [
        "0.weight", "0.bias", "1.weight", "1.bias", "3.weight", "3.bias", "6.weight", "6.bias",
        "7.weight", "7.bias", "1.running_mean", "1.running_var", "7.running_mean",
        "7.running_var",
      ])
    var state = model.state
    state.tensors.removeFirst()
    let error = #expect(throws: TrainingError.self) { try other.restore(state) }
    #expect(error?.message == "load: the state has no '0.weight', which the model has")
  }

  @Test func `a summary has a line for each layer`() throws {
    var generator = RandomGenerator(seed: 1)
    let model = Sequential([
      try Conv1d(.init(inputs: 12, outputs: 64, kernel: 3), using: &generator), Pointwise.relu(),
      Pointwise.statsPool(), try Linear(128, 10, bias: false, using: &generator),
    ])
    #expect(
      model.summary == """
        0 conv1d(12, 64, kernel=3)     weight [64, 12, 3] bias [64]  2368
        1 relu()                                                     0
        2 stats_pool()                                               0
        3 linear(128, 10, bias=false)  weight [10, 128]              1280
        3648 parameters
        """)
  }

  @Test func `shapes that do not fit are refused by the layer's call`() throws {
    var generator = RandomGenerator(seed: 1)
    let linear = try Linear(3, 2, using: &generator)
    let conv = try Conv1d(.init(inputs: 3, outputs: 2, kernel: 2), using: &generator)
    let norm = try BatchNorm(3)
    func message(_ layer: any Layer, _ shape: [Int]) throws -> String {
      do {
        _ = try layer(Tensor.ones(shape), using: &generator)
        return "no error"
      } catch let error as TrainingError { return error.message }
    }
    let messages = try [
      message(linear, [4, 5]), message(conv, [4, 5]), message(norm, [1, 3]),
      message(Pointwise.statsPool(), [2, 3, 1]),
    ]
    #expect(messages[0] == "linear(3, 2): takes [..., 3], got shape [4, 5]")
    #expect(messages[1] == "conv1d(3, 2, kernel=2): takes [batch, 3, time], got shape [4, 5]")
    #expect(
      messages[2]
        == "batch_norm(3): training needs more than one value a channel, got shape [1, 3]")
    #expect(
      messages[3]
        == "stats_pool(): takes [batch, channel, time] with at least two frames, "
        + "got shape [2, 3, 1]")
  }

  @Test func `every layer in the catalog is documented and made`() throws {
    var generator = RandomGenerator(seed: 1)
    for entry in LayerCatalog.all {
      let needed = entry.documentation.parameters.filter { $0.defaultText == nil }
      let layer = try entry.make(needed.map { _ in .integer(2) }).layer(using: &generator)
      #expect(layer.call.hasPrefix(entry.name + "("))
      #expect(entry.documentation.summary.hasSuffix("."))
    }
  }
}
