/// A named, documented, citable way to build a value from script arguments.
public struct Entry<Product>: Sendable {
  /// What help, completion, checks and tests read.
  public let documentation: Documentation
  private let build: @Sendable ([Argument?]) throws -> Product
  /// What a parameter, by its place, says to an argument, or to none; nil where it takes it.
  public let refusal: @Sendable (_ parameter: Int, Argument?) -> ArgumentError?

  /// Declares an entry; `make` receives the decoded values in the order of the parameters.
  public init<each P: Parameter>(
    _ name: String, _ parameters: repeat each P, summary: String, details: String = "",
    example: Example, source: Citation? = nil, related: [String] = [],
    make: @escaping @Sendable (repeat (each P).Output) throws -> Product
  ) {
    var descriptions: [ParameterDescription] = []
    for parameter in repeat each parameters { descriptions.append(parameter.description) }
    documentation = Documentation(
      name: name, parameters: descriptions, summary: summary, details: details, example: example,
      source: source, related: related)
    refusal = { place, argument in
      var index = 0
      for parameter in repeat each parameters {
        defer { index += 1 }
        if index == place { return parameter.refusal(of: argument) }
      }
      return nil
    }
    build = { arguments in
      var reader = ArgumentReader(arguments)
      return try make(repeat try reader.next(each parameters))
    }
  }

  /// The script name.
  public var name: String { documentation.name }

  /// Builds the value from the arguments of a call.
  /// - Throws: `ArgumentError` that names the entry, the parameter, what it takes and what it got.
  public func make(_ positional: [Argument], named: [(String, Argument)] = []) throws -> Product {
    let binding = try documentation.bind(
      positional: positional.count, names: named.map(\.0))
    let all = positional + named.map(\.1)
    do {
      return try build(binding.places.map { place in place.map { all[$0] } })
    } catch var error as ArgumentError where error.entry.isEmpty {
      error.entry = name
      error.signature = documentation.signature
      throw error
    }
  }
}

/// Hands the arguments of a call to its parameters, in order.
struct ArgumentReader {
  private let arguments: [Argument?]
  private var index = 0

  init(_ arguments: [Argument?]) {
    self.arguments = arguments
  }

  mutating func next<P: Parameter>(_ parameter: P) throws(ArgumentError) -> P.Output {
    defer { index += 1 }
    return try parameter.read(arguments[index])
  }
}
