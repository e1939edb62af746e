import Synchronization

/// Numbers of a loss that follow the batches: moved at each use, without a gradient. Copies of the
/// loss share them.
public final class RunningFigures: Sendable {
  private let numbers: Mutex<[(name: String, value: Double)]>

  /// The figures at the start.
  public init(_ numbers: [(name: String, value: Double)]) {
    self.numbers = Mutex(numbers)
  }

  /// The figures by name, in order.
  public var values: [(name: String, value: Double)] {
    get { numbers.withLock { $0 } }
    set { numbers.withLock { $0 = newValue } }
  }

  /// Moves figures towards a batch's, `value + momentum (batch − value)`, and gives all of them.
  func moved(_ batch: [String: Double], by momentum: Double) -> [String: Double] {
    numbers.withLock { numbers in
      for place in numbers.indices {
        guard let new = batch[numbers[place].name] else { continue }
        numbers[place].value += momentum * (new - numbers[place].value)
      }
      return Dictionary(
        numbers.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    }
  }
}

/// A loss whose value depends on the batches before.
public protocol RunningLoss: Loss {
  /// What follows the batches.
  var figures: RunningFigures { get }
  /// How far the figures move at each use; 0 keeps them.
  var momentum: Double { get }
}
