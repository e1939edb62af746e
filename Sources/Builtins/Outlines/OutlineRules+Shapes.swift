import Catalog

extension OutlineRules {
  // MARK: Reductions

  static let reductions: [String: OutlineRule] = {
    var rules: [String: OutlineRule] = [:]
    for name in [
      "sum", "prod", "mean", "median", "var", "std", "logsumexp", "norm", "count_nonzero",
      "argmin", "argmax", "nansum", "nanmean",
    ] {
      rules[name] = reduction(name)
    }
    return rules
  }()

  private static func reduction(_ name: String) -> OutlineRule {
    { (call) throws(OutlineError) -> Outline in try reduced(call, name) }
  }

  /// Without the axes that are reduced, or with size 1 there.
  private static func reduced(
    _ call: OutlineCall, _ name: String
  ) throws(OutlineError) -> Outline {
    guard case .tensor(let dtype, let sizes?) = call["x"] else { return .unknown }
    var keeps = false
    if let flag = call["keepdims"] {
      guard case .bool(let value?) = flag else { return .unknown }
      keeps = value
    }
    guard let axes = try axes(call["axis"], rank: sizes.count, in: name) else {
      return .tensor(dtype: nil, sizes: nil)
    }
    var kept: [Int?] = []
    for (place, size) in sizes.enumerated() {
      if !axes.contains(place) { kept.append(size) } else if keeps { kept.append(1) }
    }
    return .tensor(dtype: name.hasPrefix("arg") ? "i64" : dtype, sizes: kept)
  }

  /// The places of axes; nil where they are not known.
  private static func axes(
    _ value: Outline?, rank: Int, in name: String
  ) throws(OutlineError) -> Set<Int>? {
    switch value {
    case nil, .some(.none): return Set(0..<rank)
    case .int(let axis?): return [try Sizes.place(axis, rank: rank, in: name)]
    case .list(let items?):
      var places: Set<Int> = []
      for item in items {
        guard case .int(let axis?) = item else { return nil }
        places.insert(try Sizes.place(axis, rank: rank, in: name))
      }
      return places
    default: return nil
    }
  }

  // MARK: Changing shapes

  static let shapes: [String: OutlineRule] = [
    "reshape": { (call) throws(OutlineError) -> Outline in
      let x = call["x"]?.asTensor
      guard let target = call.rest.flatMap(sizes) else {
        return .tensor(dtype: x?.dtype, sizes: nil)
      }
      return .tensor(dtype: x?.dtype, sizes: try reshaped(x?.sizes, target))
    },
    "ravel": { (call) throws(OutlineError) -> Outline in
      let x = call["x"]?.asTensor
      return .tensor(dtype: x?.dtype, sizes: [x?.sizes.flatMap(Sizes.count)])
    },
    "flatten": { (call) throws(OutlineError) -> Outline in
      let x = call["x"]?.asTensor
      guard let sizes = x?.sizes, let start = call.int("start", default: 0),
        (0..<max(sizes.count, 1)).contains(start)
      else { return .tensor(dtype: x?.dtype, sizes: nil) }
      return .tensor(
        dtype: x?.dtype, sizes: sizes[..<start] + [Sizes.count(Array(sizes[start...]))])
    },
    "transpose": permuted("transpose"), "permute": permuted("permute"),
    "swapaxes": { (call) throws(OutlineError) -> Outline in
      guard case .tensor(let dtype, var sizes?) = call["x"], let a = call.int("a"),
        let b = call.int("b")
      else { return .unknown }
      sizes.swapAt(
        try Sizes.place(a, rank: sizes.count, in: "swapaxes"),
        try Sizes.place(b, rank: sizes.count, in: "swapaxes"))
      return .tensor(dtype: dtype, sizes: sizes)
    },
    "unsqueeze": added("unsqueeze"), "expand_dims": added("expand_dims"),
    "sort": { (call) throws(OutlineError) -> Outline in
      guard case .tensor = call["x"] else { return .unknown }
      return call["x"] ?? .unknown
    },
    "astype": { (call) throws(OutlineError) -> Outline in
      .tensor(dtype: dtype(call, default: nil), sizes: call["x"]?.asTensor?.sizes)
    },
  ]

  private static func reshaped(
    _ sizes: [Int?]?, _ target: [Int?]
  ) throws(OutlineError) -> [Int?]? {
    guard let sizes, let count = Sizes.count(sizes) else {
      return target.map { $0 == -1 ? nil : $0 }
    }
    let known = target.filter { $0 != -1 }
    guard target.allSatisfy({ $0.map { $0 >= -1 } ?? true }), let product = Sizes.count(known),
      target.count - known.count <= 1
    else { return target.map { $0 == -1 ? nil : $0 } }
    if known.count == target.count {
      guard product == count else {
        throw .shape(
          "reshape: shape \(Outline.text(sizes)) has \(count) elements, \(Outline.text(target)) "
            + "takes another number")
      }
      return target
    }
    guard product != 0, count % product == 0 else {
      throw .shape(
        "reshape: \(count) elements of shape \(Outline.text(sizes)) do not fill "
          + Outline.text(target))
    }
    return target.map { $0 == -1 ? count / product : $0 }
  }

  private static func permuted(_ name: String) -> OutlineRule {
    { (call) throws(OutlineError) -> Outline in
      guard case .tensor(let dtype, let sizes?) = call["x"],
        let given = call.rest.flatMap({ OutlineRules.sizes(of: $0) })
      else { return .unknown }
      if given.isEmpty, name == "transpose" {
        return .tensor(dtype: dtype, sizes: sizes.reversed())
      }
      var order: [Int] = []
      for axis in given {
        guard let axis else { return .tensor(dtype: dtype, sizes: nil) }
        order.append(axis < 0 ? axis + sizes.count : axis)
      }
      guard order.sorted() == Array(sizes.indices) else {
        throw OutlineError(
          "value",
          "\(name == "permute" ? "transpose" : name): \(Outline.text(given)) does not name each of "
            + "the \(sizes.count) axes once")
      }
      return .tensor(dtype: dtype, sizes: order.map { sizes[$0] })
    }
  }

  private static func added(_ name: String) -> OutlineRule {
    { (call) throws(OutlineError) -> Outline in
      guard case .tensor(let dtype, var sizes?) = call["x"], let axis = call.int("axis") else {
        return .unknown
      }
      let place = axis < 0 ? axis + sizes.count + 1 : axis
      guard (0...sizes.count).contains(place) else { return .unknown }
      sizes.insert(1, at: place)
      return .tensor(dtype: dtype, sizes: sizes)
    }
  }

  // MARK: Joining

  static let joining: [String: OutlineRule] = [
    "stack": { (call) throws(OutlineError) -> Outline in
      guard let parts = parts(call), let axis = call.int("axis", default: 0),
        let first = parts.first
      else { return .unknown }
      for (place, sizes) in parts.enumerated() where !fits(first, sizes, except: nil) {
        throw .shape(
          "stack: all shapes must agree; part 0 has \(Outline.text(first)), part \(place) "
            + Outline.text(sizes))
      }
      let place = axis < 0 ? axis + first.count + 1 : axis
      guard (0...first.count).contains(place) else { return .unknown }
      var sizes = first
      sizes.insert(parts.count, at: place)
      return .tensor(dtype: nil, sizes: sizes)
    },
    "concat": { (call) throws(OutlineError) -> Outline in
      // Lists alone give a list.
      guard let values = call.rest, values.contains(where: isTensor), let parts = parts(call),
        let axis = call.int("axis", default: 0), let first = parts.first
      else { return .unknown }
      let along = axis < 0 ? axis + first.count : axis
      guard first.indices.contains(along) else { return .unknown }
      var length: Int? = 0
      for (place, sizes) in parts.enumerated() {
        guard fits(first, sizes, except: along) else {
          throw .shape(
            "concat: along axis \(along) all other sizes must agree; part 0 has shape "
              + "\(Outline.text(first)), part \(place) \(Outline.text(sizes))")
        }
        length = sizes[along].flatMap { size in length.map { $0 + size } }
      }
      var sizes = first
      sizes[along] = length
      return .tensor(dtype: nil, sizes: sizes)
    },
  ]

  private static func isTensor(_ value: Outline) -> Bool {
    if case .tensor = value { true } else { false }
  }

  /// The shapes of tensors given loose or as one list; nil where one is not known.
  private static func parts(_ call: OutlineCall) -> [[Int?]]? {
    guard var values = call.rest else { return nil }
    if values.count == 1, case .list(let items) = values[0] {
      guard let items else { return nil }
      values = items
    }
    var parts: [[Int?]] = []
    for value in values {
      guard let sizes = value.asTensor?.sizes else { return nil }
      parts.append(sizes)
    }
    return parts
  }

  /// Whether two shapes agree, but for one axis.
  private static func fits(_ a: [Int?], _ b: [Int?], except axis: Int?) -> Bool {
    guard a.count == b.count else { return false }
    return zip(a, b).enumerated().allSatisfy { place, pair in
      place == axis || pair.0 == nil || pair.1 == nil || pair.0 == pair.1
    }
  }
}
