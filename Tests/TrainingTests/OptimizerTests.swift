import Catalog
import Glibc
import Tensors
import Testing

@testable import Training

/// The numbers of the reference script: sines of one step.
func wave(_ shape: [Int], _ seed: Double, factor: Double = 1) throws -> Tensor {
  let values = (0..<shape.reduce(1, *)).map { factor * sin(1.234567 * Double($0) + seed) }
  return try Tensor(values, shape: shape, dtype: .f64)
}

func largestDifference(_ a: [Double], _ b: [Double]) -> Double {
  guard a.count == b.count else { return .infinity }
  return zip(a, b).reduce(0) { max($0, abs($1.0 - $1.1)) }
}

@Suite struct OptimizerTests {
  private func gradient(_ step: Int, _ dtype: DType) throws -> Tensor {
    let values = (0..<6).map { i -> Double in
      let wave: Double = sin(1.3 * Double(i) + 0.7 * Double(step))
      return wave * (1 + 0.1 * Double(i))
    }
    return try Tensor(values, shape: [6], dtype: dtype)
  }

  private func optimizer(_ call: String, _ weights: [Weight]) throws -> any Optimizer {
    switch call {
    case "sgd(lr: 0.1)": SGD(weights, learningRate: 0.1)
    case "sgd(lr: 0.1, momentum: 0.9)": SGD(weights, learningRate: 0.1, momentum: 0.9)
    case "sgd(lr: 0.1, momentum: 0.9, nesterov, decay: 0.01)":
      SGD(weights, learningRate: 0.1, momentum: 0.9, isNesterov: true, weightDecay: 0.01)
    case "adam(lr: 0.01)": Adam(weights, learningRate: 0.01)
    case "adam(lr: 0.01, decay: 0.1)":
      Adam(weights, learningRate: 0.01, Adam.Settings(weightDecay: 0.1))
    case "adam(lr: 0.01, betas: 0.8, 0.95, eps: 1e-3)":
      Adam(weights, learningRate: 0.01, Adam.Settings(beta1: 0.8, beta2: 0.95, epsilon: 1e-3))
    case "adamw(lr: 0.01)":
      try OptimizerCatalog.all[2].make([], named: [("lr", .number(0.01))]).optimizer(weights)
    default: throw TrainingError("value", "no optimizer for \(call)")
    }
  }

  @Test(arguments: TorchFixtures.optimizers.map(\.call))
  func `five steps end where PyTorch's do`(_ call: String) throws {
    let fixture = try #require(TorchFixtures.optimizers.first { $0.call == call })
    for (dtype, expected, tolerance) in [
      (DType.f64, fixture.f64, 2e-16), (.f32, fixture.f32, 1.2e-7),
    ] {
      let weight = Weight("w", try wave([6], 0.5).astype(dtype))
      let optimizer = try optimizer(call, [weight])
      for step in 0..<5 { try optimizer.step(gradients: [gradient(step, dtype)]) }
      let difference = largestDifference(weight.value.doubles(), expected)
      #expect(difference <= tolerance, "\(dtype)")
      #expect(optimizer.stepCount == 5)
    }
  }

  @Test func `every optimizer in the catalog has a fixture`() {
    let tested = Set(TorchFixtures.optimizers.map { $0.call.prefix { $0 != "(" } }.map(String.init))
    #expect(Set(OptimizerCatalog.all.map(\.name)).subtracting(tested).isEmpty)
  }

  @Test func `a step goes down the gradient of a loss`() throws {
    let weight = Weight("w", try Tensor([3.0], shape: [1], dtype: .f64))
    let frozen = Weight("f", try Tensor([2.0], shape: [1], dtype: .f64))
    frozen.isFrozen = true
    let optimizer = SGD([weight, frozen], learningRate: 0.25)
    let loss = try (weight.value * weight.value * frozen.value).sum()
    try optimizer.step(loss)
    // d/dw 2 w² = 12.
    #expect(weight.value.doubles() == [0])
    #expect(frozen.value.doubles() == [2])
    #expect(weight.value.tracksGradient)
  }

  @Test func `state put back repeats the step`() throws {
    func run(_ interrupt: Bool) throws -> [Double] {
      let weight = Weight("w", try wave([6], 0.5))
      var optimizer: any Optimizer = Adam([weight], learningRate: 0.01)
      for step in 0..<4 {
        if interrupt && step == 2 {
          let state = optimizer.state
          optimizer = Adam([weight], learningRate: 0.01)
          optimizer.state = state
        }
        try optimizer.step(gradients: [gradient(step, .f64)])
      }
      return weight.value.doubles()
    }
    let values = try [run(false), run(true)]
    #expect(values[0] == values[1])
  }

  @Test func `clipping is PyTorch's`() throws {
    let gradients = try [wave([3], 0.2), wave([2, 2], 0.9)]
    let (clipped, norm) = try clipped(gradients, largestNorm: 0.5)
    #expect(abs(norm - TorchFixtures.clippedNorm) < 1e-15)
    for (gradient, expected) in zip(clipped, TorchFixtures.clipped) {
      #expect(largestDifference(gradient?.doubles() ?? [], expected) < 1e-16)
    }
  }

  @Test func `mistakes are refused by name`() throws {
    let weight = Weight("w", try wave([6], 0.5))
    let error = #expect(throws: TrainingError.self) {
      try SGD([weight]).step(gradients: [wave([5], 0)])
    }
    #expect(error?.message == "sgd: the gradient of 'w' must be [6], got [5]")
    let other = #expect(throws: TrainingError.self) {
      let loss = try wave([1], 0).tracked().sum()
      try Adam([weight]).step(loss)
    }
    #expect(other?.message == "step: the loss does not depend on any weight of the optimizer")
    let beta = #expect(throws: TrainingError.self) {
      try OptimizerCatalog.all[1].make([], named: [("beta1", .number(1))])
    }
    #expect(beta?.message == "adam: 'beta1' must be below 1, got 1.0")
  }

  @Test func `schedules follow their formulas`() throws {
    let cosine = Schedule.cosine(from: 1, to: 0, length: 10)
    #expect(cosine(0) == 1 && abs(cosine(5) - 0.5) < 1e-15 && abs(cosine(10)) < 1e-15)
    #expect(abs(cosine(2.5) - (1 + 0.5.squareRoot()) / 2) < 1e-15)
    let joined = Schedule.warmup(from: 0, to: 1, length: 4).then(cosine)
    #expect(joined(2) == 0.5 && joined(4) == 1 && abs(joined(9) - 0.5) < 1e-15)
    #expect(abs(joined(100)) < 1e-15 && Schedule.constant(3)(7) == 3)
    #expect(throws: TrainingError.self) {
      try Schedule.entries[0].make([.integer(0), .integer(1)])
    }
  }
}
