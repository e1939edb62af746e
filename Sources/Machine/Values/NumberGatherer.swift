import Tensors

/// Reads nested lists of numbers into one run of numbers and a shape.
struct NumberGatherer {
  /// What a list holds.
  enum Content {
    case numbers
    /// Tensors, on some level.
    case tensors
    /// Something that cannot be part of a tensor.
    case other
  }

  /// The widest number seen.
  enum Kind: Int, Comparable {
    case bool, int, float
    static func < (a: Kind, b: Kind) -> Bool { a.rawValue < b.rawValue }
  }

  private(set) var kind = Kind.bool
  private var isEmpty = true
  private var shape: [Int] = []
  private var numbers: [Value] = []
  /// Items that were looked at.
  private var turns = 0

  /// Reads a list.
  /// - Throws: `shape` where it is ragged, with the place.
  mutating func gather(_ items: [Value]) throws(RuntimeError) -> Content {
    guard let content = Self.content(of: items, depth: 0) else {
      throw RuntimeError(.limit, "lists nested more than 64 deep cannot be a tensor")
    }
    guard content == .numbers else { return content }
    try append(items, place: [])
    return .numbers
  }

  /// Kind of the leaves; nil where lists are nested too deep.
  private static func content(of items: [Value], depth: Int) -> Content? {
    guard depth < 64 else { return nil }
    var content = Content.numbers
    for item in items where !item.isNumber {
      if item.rangeObject != nil { continue }
      if item.asTensor != nil {
        content = .tensors
      } else if let list = item.listObject {
        guard let inner = self.content(of: list.items, depth: depth + 1) else { return nil }
        if inner == .other { return .other }
        if inner == .tensors { content = .tensors }
      } else {
        return .other
      }
    }
    return content
  }

  private mutating func append(_ items: [Value], place: [Int]) throws(RuntimeError) {
    let depth = place.count
    if shape.count == depth {
      guard numbers.isEmpty && isEmpty else { throw ragged(place, "a list", "a number") }
      shape.append(items.count)
    } else if shape[depth] != items.count {
      throw ragged(place, "\(items.count) item\(items.count == 1 ? "" : "s")", "\(shape[depth])")
    }
    for (position, item) in items.enumerated() {
      turns += 1
      try LongLoop.turn(turns)
      if item.isNumber {
        guard shape.count == depth + 1 else {
          throw ragged(place + [position], "a number", "a list")
        }
        kind = max(kind, item.tag == Tag.float ? .float : item.tag == Tag.int ? .int : .bool)
        isEmpty = false
        numbers.append(item)
      } else {
        try append(
          item.listObject?.items ?? item.rangeObject?.items ?? [], place: place + [position])
      }
    }
  }

  private func ragged(_ place: [Int], _ got: String, _ others: String) -> RuntimeError {
    let path = place.map { "[\($0)]" }.joined()
    return RuntimeError(
      .shape,
      "the list is ragged: \(path.isEmpty ? "it" : "item \(path)") has \(got), "
        + "the ones before have \(others)")
  }

  /// The numbers as a tensor.
  func tensor(dtype: DType?) throws(TensorError) -> Tensor {
    let natural: DType =
      isEmpty ? .f32 : kind == .bool ? .bool : kind == .int ? .i64 : .f32
    switch dtype ?? natural {
    case .bool where kind == .bool:
      return try Tensor(bools: numbers.map(\.bool), shape: shape)
    case .i64 where kind != .float:
      return try Tensor(ints: numbers.map { $0.asInt ?? 0 }, shape: shape)
    case .f32, .f64:
      return try Tensor(
        numbers.map { $0.asDouble ?? .nan }, shape: shape, dtype: dtype ?? natural)
    case .bool, .i64:
      return try Tensor(numbers.map { $0.asDouble ?? .nan }, shape: shape, dtype: .f64)
        .astype(dtype ?? natural)
    }
  }
}
