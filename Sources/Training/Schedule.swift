import Catalog
import Glibc

/// A number that changes over epochs or steps: t counts from 0; past its length it stays.
public struct Schedule: Sendable {
  /// How many epochs (or steps) it takes.
  public let length: Double
  /// The call as typed.
  public let call: String
  private let body: @Sendable (Double) -> Double

  private init(_ call: String, length: Double, _ body: @escaping @Sendable (Double) -> Double) {
    self.call = call
    self.length = length
    self.body = body
  }

  /// The value at time t.
  public func callAsFunction(_ t: Double) -> Double { body(min(max(t, 0), length)) }

  /// end + (start − end) (1 + cos(π t / length)) / 2.
  public static func cosine(from start: Double, to end: Double, length: Double) -> Schedule {
    Schedule(
      "cosine_schedule(\(shortest(start)), \(shortest(end)), epochs=\(shortest(length)))",
      length: length
    ) { t in
      end + (start - end) * (1 + cos(.pi * t / length)) / 2
    }
  }

  /// A straight line.
  public static func linear(from start: Double, to end: Double, length: Double) -> Schedule {
    Schedule(
      "linear_schedule(\(shortest(start)), \(shortest(end)), epochs=\(shortest(length)))",
      length: length
    ) { t in
      start + (end - start) * t / length
    }
  }

  /// A straight rise before the main part; the same as `linear` under the name that says so.
  public static func warmup(from start: Double, to end: Double, length: Double) -> Schedule {
    Schedule(
      "warmup_schedule(\(shortest(start)), \(shortest(end)), epochs=\(shortest(length)))",
      length: length
    ) { t in
      start + (end - start) * t / length
    }
  }

  /// One value throughout.
  public static func constant(_ value: Double) -> Schedule {
    Schedule(shortest(value), length: 0) { _ in value }
  }

  /// This schedule, then another, whose time begins where this one ends.
  public func then(_ next: Schedule) -> Schedule {
    Schedule("\(call).then(\(next.call))", length: length + next.length) { t in
      t < length ? self(t) : next(t - length)
    }
  }

  /// The makers that scripts call.
  public static let entries: [Entry<Schedule>] = [
    entry("cosine_schedule", "Falls (or rises) along half a cosine.", "0.5", cosine),
    entry("linear_schedule", "Changes along a straight line.", "0.5", linear),
    entry("warmup_schedule", "Rises along a straight line before the main part.", "0.5", warmup),
  ]

  private static func entry(
    _ name: String, _ summary: String, _ middle: String,
    _ make: @escaping @Sendable (Double, Double, Double) -> Schedule
  ) -> Entry<Schedule> {
    Entry(
      name, Number("start"), Number("end"),
      OptionalNumber("epochs", .above(0)), OptionalNumber("steps", .above(0)),
      summary: summary,
      details: "Give its length as epochs= or steps=; past it the value stays.",
      example: Example("\(name)(1, 0, epochs=10)(5)", prints: middle)
    ) { start, end, epochs, steps in
      guard let length = epochs ?? steps, epochs == nil || steps == nil else {
        throw TrainingError("value", "\(name): takes either 'epochs' or 'steps'")
      }
      return make(start, end, length)
    }
  }
}

/// A number without a needless point: 5, 0.2.
func shortest(_ value: Double) -> String {
  Int(exactly: value).map(String.init) ?? "\(value)"
}
