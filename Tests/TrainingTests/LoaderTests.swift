import Tensors
import Testing

@testable import Training

@Suite struct LoaderTests {
  /// Items of 3 channels: value 1000 · item + 100 · channel + frame.
  private func items(_ lengths: [Int]) throws -> [Tensor] {
    try lengths.enumerated().map { item, length in
      let values = (0..<3 * length).map { 1000 * item + 100 * ($0 / length) + $0 % length }
      return try Tensor(values.map(Double.init), shape: [3, length])
    }
  }

  @Test func `an epoch holds every item once, the last batch short`() throws {
    var generator = RandomGenerator(seed: 1)
    let loader = try Loader(
      items: items([5, 5, 5, 5, 5]), labels: [0, 1, 2, 3, 4], batchSize: 2)
    let epoch = try loader.epoch(using: &generator)
    #expect(epoch.map(\.count) == [2, 2, 1])
    #expect(epoch.flatMap { $0 }.sorted() == [0, 1, 2, 3, 4])
    let next = try loader.epoch(using: &generator)
    let batch = try loader.batch([3, 1], using: &generator)
    #expect(batch.labels == [3, 1] && batch.indices == [3, 1])
    #expect(batch.views[0].shape == [2, 3, 5])
    #expect(batch.views[0].doubles()[0] == 3000 && batch.views[0].doubles()[29] == 1204)
    var again = RandomGenerator(seed: 1)
    let orders = try [loader.epoch(using: &again), loader.epoch(using: &again)]
    #expect(orders == [epoch, next])
  }

  @Test func `options of order`() throws {
    var generator = RandomGenerator(seed: 1)
    let plain = try Loader(
      items: items([5, 5, 5]), batchSize: 2, isShuffled: false, dropsLast: true)
    #expect(try plain.epoch(using: &generator) == [[0, 1]])
    #expect(plain.batchCount == 1)
  }

  @Test func `crops are runs of frames, drawn by item and view`() throws {
    var generator = RandomGenerator(seed: 2)
    let loader = try Loader(
      items: items([20, 30, 9, 25]), batchSize: 4, viewCount: 2,
      augmentations: [RandomCrop(size: 7)])
    var starts: Set<Double> = []
    for _ in 0..<50 {
      let batch = try loader.batch([0, 1, 2, 3], using: &generator)
      #expect(batch.views.map(\.shape) == [[4, 3, 7], [4, 3, 7]])
      for view in batch.views {
        let values = view.doubles()
        for item in 0..<4 {
          let first = values[item * 21]
          starts.insert(first)
          for place in 0..<21 {
            #expect(values[item * 21 + place] == first + Double(100 * (place / 7) + place % 7))
          }
        }
      }
    }
    // Item 2 has the places 0, 1 and 2; of the others most of theirs were drawn.
    #expect(starts.filter { $0 >= 2000 && $0 < 3000 }.sorted() == [2000, 2001, 2002])
    #expect(starts.count > 40)
  }

  @Test func `noise and offsets have their spread and reach`() throws {
    var generator = RandomGenerator(seed: 3)
    let zeros = try (0..<50).map { _ in try Tensor.zeros([3, 20]) }
    func values(_ augmentation: any Augmentation) throws -> [Double] {
      let loader = try Loader(
        items: zeros, batchSize: 50, augmentations: [augmentation, RandomCrop(size: 10)])
      return try loader.batch(Array(0..<50), using: &generator).views[0].doubles()
    }
    func spread(_ values: [Double]) -> Double {
      (values.reduce(0) { $0 + $1 * $1 } / Double(values.count)).squareRoot()
    }
    let noise = try values(RandomNoise(deviation: 0.3))
    // 1,500 numbers: four standard errors of a deviation are 4 · 0.3 / √3000.
    #expect(abs(spread(noise) - 0.3) < 4 * 0.3 / 3000.0.squareRoot())
    #expect(Set(noise).count > 1490)
    let offsets = try values(RandomOffset(deviation: 0.5))
    for channel in 0..<150 {
      #expect(Set(offsets[channel * 10..<(channel + 1) * 10]).count == 1)
    }
    #expect(abs(spread(offsets) - 0.5) < 4 * 0.5 / 300.0.squareRoot())
  }

  @Test func `an augmentation of a tensor keeps its number of axes`() throws {
    var generator = RandomGenerator(seed: 4)
    let x = try items([9])[0]
    let single = try RandomCrop(size: 4)(x, using: &generator)
    let several = try RandomNoise(deviation: 0)(
      Tensor.stack([x, x]), using: &generator)
    #expect(single.shape == [3, 4])
    #expect(several.shape == [2, 3, 9] && several.doubles() == x.doubles() + x.doubles())
  }

  @Test func `rows without time`() throws {
    var generator = RandomGenerator(seed: 5)
    let rows = try (0..<4).map { try Tensor.full([6], .float(Double($0))) }
    let loader = try Loader(items: rows, batchSize: 4, isShuffled: false)
    let batch = try loader.batch([0, 1, 2, 3], using: &generator)
    #expect(batch.views[0].shape == [4, 6])
    #expect(batch.labels == nil)
  }

  @Test func `mistakes are refused by name`() throws {
    var generator = RandomGenerator(seed: 6)
    func message(_ body: () throws -> Void) -> String {
      do {
        try body()
        return "no error"
      } catch { return "\(error)" }
    }
    let data = try items([5, 8])
    #expect(message { _ = try Loader(items: [], batchSize: 2) } == "loader: the data is empty")
    #expect(
      message { _ = try Loader(items: data, batchSize: 0) }
        == "loader: 'batch_size' must be ≥ 1, got 0")
    #expect(
      message {
        _ = try Loader(items: data, batchSize: 2).batch([0, 1], using: &generator)
      } == "loader: a batch needs items of one length, got 5 to 8 frames")
    #expect(
      message {
        _ = try RandomCrop(size: 7)(data[0], using: &generator)
      } == "random_crop: 'size' must be at most the length of every item, got size 7 and an item "
        + "of 5 frames")
  }
}
