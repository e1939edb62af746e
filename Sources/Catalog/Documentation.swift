/// How a parameter is passed.
public enum Passing: Sendable, Equatable {
  /// By position, or by name.
  case positional
  /// By name alone: an option.
  case named
  /// Takes all further values.
  case rest
}

/// What help, completion and checks say of one parameter.
public struct ParameterDescription: Sendable, Equatable {
  /// The name, as given in a call.
  public let name: String
  /// What it takes: "a number ≥ 0 (cosine)".
  public let accepts: String
  /// As typed in a script; nil where the parameter is required.
  public let defaultText: String?
  /// How it is passed.
  public let passing: Passing

  /// Describes a parameter.
  public init(
    _ name: String, accepts: String, defaultText: String? = nil, passing: Passing = .positional
  ) {
    self.name = name
    self.accepts = accepts
    self.defaultText = defaultText
    self.passing = passing
  }
}

/// Where a formula comes from.
public struct Citation: Sendable, Equatable {
  /// Who wrote it.
  public let authors: String
  /// When it appeared.
  public let year: Int
  /// Title, with the place of the formula.
  public let title: String
  /// Where to find it, without the scheme.
  public let link: String

  /// `Citation("Chen et al.", 2020, "SimCLR, §2.1", "arxiv.org/abs/2002.05709")`.
  public init(_ authors: String, _ year: Int, _ title: String, _ link: String) {
    self.authors = authors
    self.year = year
    self.title = title
    self.link = link
  }
}

/// A call that runs, and what it prints: documentation and test at once.
public struct Example: Sendable, Equatable {
  /// Script text; several lines are allowed.
  public let code: String
  /// What running it shows, line by line.
  public let prints: String

  /// `Example("sum([1, 2, 3])", prints: "6")`.
  public init(_ code: String, prints: String = "") {
    self.code = code
    self.prints = prints
  }
}

/// Everything a reader, help, completion, checks and tests need to know of something callable.
public struct Documentation: Sendable {
  /// The name in scripts.
  public let name: String
  /// Parameters, in order.
  public let parameters: [ParameterDescription]
  /// One sentence with a full stop.
  public let summary: String
  /// Formula, shapes, units, errors.
  public let details: String
  /// A call that runs.
  public let example: Example
  /// Where the formula comes from.
  public let source: Citation?
  /// Names of related entries.
  public let related: [String]

  /// Documents the entry `name`.
  public init(
    name: String, parameters: [ParameterDescription], summary: String, details: String = "",
    example: Example, source: Citation? = nil, related: [String] = []
  ) {
    self.name = name
    self.parameters = parameters
    self.summary = summary
    self.details = details
    self.example = example
    self.source = source
    self.related = related
  }

  /// The call as a reader sees it: `nt_xent(a, b, scale=5, margin=none)`.
  public var signature: String {
    let parts = parameters.map { parameter in
      switch parameter.passing {
      case .rest: "..\(parameter.name)"
      case .positional, .named:
        // `k=` has to be named, and has no default.
        parameter.name
          + (parameter.defaultText.map { "=\($0)" } ?? (parameter.passing == .named ? "=" : ""))
      }
    }
    return "\(name)(\(parts.joined(separator: ", ")))"
  }

  /// Puts the arguments of a call into the parameters' places.
  ///
  /// - Parameters:
  ///   - positional: number of values given by position.
  ///   - names: names of the named values, in order.
  /// - Returns: for each parameter the index of its argument (named ones count on after the
  ///   positional ones), nil where it was left out. A `rest` parameter gets nil: it takes the
  ///   positional values from `rest` on.
  /// - Throws: `ArgumentError` for an unknown, repeated or surplus argument.
  public func bind(positional: Int, names: [String]) throws(ArgumentError) -> Binding {
    var places = [Int?](repeating: nil, count: parameters.count)
    var taken = 0
    var rest = positional
    for (place, parameter) in parameters.enumerated() where parameter.passing != .named {
      if parameter.passing == .rest {
        rest = min(taken, positional)
        taken = positional
      } else if taken < positional {
        places[place] = taken
        taken += 1
      }
    }
    if taken < positional {
      if let option = parameters.first(where: { $0.passing == .named }), taken < parameters.count {
        throw error(.optionByPosition(parameter: option.name))
      }
      throw error(.tooMany(given: positional, accepted: taken))
    }
    for (index, name) in names.enumerated() {
      guard let place = parameters.firstIndex(where: { $0.name == name && $0.passing != .rest })
      else { throw error(.unknownName(name, suggestion: nearestParameter(to: name))) }
      guard places[place] == nil else { throw error(.repeated(name)) }
      places[place] = positional + index
    }
    return Binding(places: places, rest: rest..<positional)
  }

  /// Which argument of a call an error is about, those by position counted first; nil where it is
  /// about none, or a list that a `rest` parameter takes.
  public func argument(
    of fact: ArgumentError.Fact, positional: Int, names: [String]
  ) -> Int? {
    switch fact {
    case .wrongType(let parameter, accepts: _, got: _),
      .wrongValue(let parameter, accepts: _, got: _):
      if let place = names.firstIndex(of: parameter) { return positional + place }
      guard let place = parameters.firstIndex(where: { $0.name == parameter }),
        let binding = try? bind(positional: positional, names: names)
      else { return nil }
      return binding.places[place]
    case .unknownName(let name, suggestion: _):
      return names.firstIndex(of: name).map { positional + $0 }
    case .repeated(let name): return names.lastIndex(of: name).map { positional + $0 }
    case .tooMany(given: _, let accepted): return accepted
    case .optionByPosition: return parameters.firstIndex { $0.passing == .named }
    case .missing: return nil
    }
  }

  /// An error of a call of this entry, with the signature as its hint.
  public func error(_ fact: ArgumentError.Fact) -> ArgumentError {
    ArgumentError(fact, entry: name, signature: signature)
  }

  /// Options as other libraries call them.
  private static let foreignOptions = [
    "axes": "axis", "dim": "axis", "dims": "axis", "keep_dims": "keepdims", "keepdim": "keepdims",
    "kernel_size": "kernel", "learning_rate": "lr", "maxsplit": "limit", "n_components": "k",
    "random_state": "rng", "generator": "rng",
  ]

  private func nearestParameter(to name: String) -> String? {
    let names = parameters.filter { $0.passing != .rest }.map(\.name)
    if let ours = Self.foreignOptions[name], names.contains(ours) { return ours }
    return names.first { $0.hasPrefix(name) || name.hasPrefix($0) }
      ?? names.first { Set($0).intersection(Set(name)).count * 4 >= max($0.count, name.count) * 3 }
  }
}

/// Which argument each parameter got.
public struct Binding: Sendable, Equatable {
  /// Index of the argument for each parameter, nil where it was left out.
  public let places: [Int?]
  /// The positional values that a `rest` parameter takes.
  public let rest: Range<Int>
}
