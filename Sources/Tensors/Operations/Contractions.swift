// Sums of products named by letters: composed of views, sums and matrix products, so gradients
// of every order follow.

/// One operand of a contraction: its axes carry labels, each once.
private struct Labeled {
  var tensor: Tensor
  var labels: [Int]

  func size(of label: Int) -> Int? { labels.firstIndex(of: label).map { tensor.shape[$0] } }

  /// With axes in the order of `order`, which holds each label once.
  func arranged(_ order: [Int]) throws(TensorError) -> Tensor {
    let axes = order.compactMap { labels.firstIndex(of: $0) }
    return axes == Array(labels.indices) ? tensor : try tensor.transpose(axes)
  }

  /// Summed over the labels that `isKept` refuses.
  func summed(_ isKept: (Int) -> Bool) throws(TensorError) -> Labeled {
    let axes = labels.indices.filter { !isKept(labels[$0]) }
    if axes.isEmpty { return self }
    return Labeled(tensor: try tensor.sum(axes: axes), labels: labels.filter(isKept))
  }

  /// Without labels of size 1 that are longer in `other`, along which this one is repeated.
  func reduced(beside other: Labeled) throws(TensorError) -> Labeled {
    let axes = labels.indices.filter {
      tensor.shape[$0] == 1 && (other.size(of: labels[$0]) ?? 1) != 1
    }
    if axes.isEmpty { return self }
    let gone = Set(axes.map { labels[$0] })
    return Labeled(
      tensor: try tensor.squeeze(axes: axes), labels: labels.filter { !gone.contains($0) })
  }

  /// The sum of products over the labels of both that `isKept` refuses, as a batch of matrix
  /// products.
  func times(_ other: Labeled, _ isKept: (Int) -> Bool) throws(TensorError) -> Labeled {
    let (a, b) = (try reduced(beside: other), try other.reduced(beside: self))
    let shared = a.labels.filter(b.labels.contains)
    let (batch, gone) = (shared.filter(isKept), shared.filter { !isKept($0) })
    let left = a.labels.filter { !shared.contains($0) }
    let right = b.labels.filter { !shared.contains($0) }
    func sizes(_ labels: [Int]) -> [Int] { labels.map { a.size(of: $0) ?? b.size(of: $0) ?? 1 } }
    let (m, n, k) = (
      Shape.count(sizes(left)), Shape.count(sizes(right)), Shape.count(sizes(gone))
    )
    let lead = sizes(batch)
    let first = try a.arranged(batch + left + gone).reshape(lead + [m, k])
    let second = try b.arranged(batch + gone + right).reshape(lead + [k, n])
    let product = try gone.isEmpty ? first.multiplying(second) : first.matmul(second)
    return Labeled(
      tensor: try product.reshape(lead + sizes(left) + sizes(right)),
      labels: batch + left + right)
  }
}

/// What the subscripts of `einsum` say: one label an axis of each operand and of the result.
private struct Subscripts {
  private(set) var operands: [[Int]] = []
  private(set) var output: [Int] = []

  /// Letters are their code points; axes under `...` are -1, -2, … from the last.
  init(_ text: String, ranks: [Int]) throws(TensorError) {
    let plain = String(text.filter { $0 != " " })
    let sides = Subscripts.pieces(plain, at: "->")
    let inputs = sides[0].split(separator: ",", omittingEmptySubsequences: false)
    if sides.count > 2 || inputs.count != ranks.count {
      throw .value(
        "einsum: \"\(text)\" names \(inputs.count) operands, got \(ranks.count); subscripts look"
          + " like \"ij,jk->ik\"")
    }
    var widest = 0
    for (part, rank) in zip(inputs, ranks) {
      let labels = try Subscripts.labels(String(part), text, rank: rank)
      widest = Swift.max(widest, labels.count { $0 < 0 })
      operands.append(labels)
    }
    let hidden = (0..<widest).map { $0 - widest }
    let used = operands.flatMap { $0 }
    if sides.count == 2 {
      output = try Subscripts.labels(sides[1], text, rank: nil, ellipsis: hidden)
      for label in output where output.count(where: { $0 == label }) > 1 || !used.contains(label) {
        throw .value(
          "einsum: each letter of the result in \"\(text)\" must stand there once and in an"
            + " operand")
      }
    } else {
      let once = Set(used).filter { label in label >= 0 && used.count { $0 == label } == 1 }
      output = hidden + once.sorted()
    }
  }

  private static func pieces(_ text: String, at mark: String) -> [String] {
    guard let place = text.firstRange(of: mark) else { return [text] }
    return [String(text[..<place.lowerBound])]
      + pieces(String(text[place.upperBound...]), at: mark)
  }

  private static func labels(
    _ part: String, _ text: String, rank: Int?, ellipsis: [Int] = []
  ) throws(TensorError) -> [Int] {
    let sides = pieces(part, at: "...")
    let letters = sides.map { $0.unicodeScalars.map { Int($0.value) } }
    let isPlain = sides.allSatisfy { side in
      side.unicodeScalars.allSatisfy { $0.properties.isAlphabetic && $0.isASCII }
    }
    if sides.count > 2 || !isPlain {
      throw .value(
        "einsum: \"\(text)\" may hold letters, one `...` a term, `,` and one `->`")
    }
    let count = letters.reduce(0) { $0 + $1.count }
    guard let rank else {
      return letters.count == 2 ? letters[0] + ellipsis + letters[1] : letters[0]
    }
    if count > rank || (letters.count == 1 && count != rank) {
      throw .shape(
        "einsum: \"\(part)\" in \"\(text)\" has \(count) letters for a tensor of rank \(rank)")
    }
    if letters.count == 1 { return letters[0] }
    return letters[0] + (0..<rank - count).map { $0 - (rank - count) } + letters[1]
  }
}

extension Tensor {
  /// A sum of products as `subscripts` spells it: `"ij,jk->ik"` is a matrix product. A letter
  /// that is not in the result is summed over; one that stands twice in an operand takes its
  /// diagonal; `...` stands for axes that broadcast. Without `->` the result has the letters
  /// that stand once, in alphabetical order. Pairs are multiplied in the order of the smallest
  /// results.
  public static func einsum(_ subscripts: String, _ operands: [Tensor]) throws(TensorError)
    -> Tensor
  {
    let terms = try Subscripts(subscripts, ranks: operands.map(\.rank))
    var waiting: [Labeled] = []
    for (tensor, labels) in zip(operands, terms.operands) {
      waiting.append(try diagonals(Labeled(tensor: tensor, labels: labels), subscripts))
    }
    try checkSizes(waiting, subscripts)
    while waiting.count > 1 {
      let (i, j) = nextPair(waiting, terms.output)
      let second = waiting.remove(at: j)
      let first = waiting.remove(at: i)
      let isKept = keeper(waiting, terms.output)
      let left = try first.summed { isKept($0) || second.labels.contains($0) }
      let right = try second.summed { isKept($0) || first.labels.contains($0) }
      waiting.append(try left.times(right, isKept))
    }
    let result = try waiting[0].summed(terms.output.contains)
    return try result.arranged(terms.output)
  }

  /// A label is kept while another operand or the result has it.
  private static func keeper(_ others: [Labeled], _ output: [Int]) -> (Int) -> Bool {
    { label in output.contains(label) || others.contains { $0.labels.contains(label) } }
  }

  private static func nextPair(_ waiting: [Labeled], _ output: [Int]) -> (Int, Int) {
    var best = (0, 1)
    var smallest = Double.infinity
    for i in waiting.indices {
      for j in waiting.indices where j > i {
        let others = waiting.indices.filter { $0 != i && $0 != j }.map { waiting[$0] }
        let isKept = keeper(others, output)
        let labels = Set(waiting[i].labels + waiting[j].labels).filter(isKept)
        let size = labels.reduce(1.0) { size, label in
          size
            * Double(
              Swift.max(waiting[i].size(of: label) ?? 1, waiting[j].size(of: label) ?? 1))
        }
        if size < smallest { (best, smallest) = ((i, j), size) }
      }
    }
    return best
  }

  private static func checkSizes(_ terms: [Labeled], _ text: String) throws(TensorError) {
    var sizes: [Int: Int] = [:]
    for term in terms {
      for (label, size) in zip(term.labels, term.tensor.shape) {
        let known = sizes[label] ?? 1
        if known != size && known != 1 && size != 1 {
          let name = Unicode.Scalar(Swift.max(0, label)).map(String.init) ?? ""
          throw .shape(
            "einsum: \(label < 0 ? "axes under ..." : "'\(name)'") in \"\(text)\" meet sizes"
              + " \(known) and \(size)")
        }
        sizes[label] = Swift.max(known, size)
        if known == 0 || size == 0 { sizes[label] = 0 }
      }
    }
  }

  /// With each label once: where it stands twice, the diagonal of both axes.
  private static func diagonals(_ term: Labeled, _ text: String) throws(TensorError) -> Labeled {
    var term = term
    while let (first, second) = repeated(term.labels) {
      if term.tensor.shape[first] != term.tensor.shape[second] {
        throw .shape(
          "einsum: a letter stands twice in \"\(text)\" for axes of sizes"
            + " \(term.tensor.shape[first]) and \(term.tensor.shape[second])")
      }
      let rest = term.labels.indices.filter { $0 != first && $0 != second }
      term = Labeled(
        tensor: try term.tensor.transpose(rest + [first, second]).diagonal(),
        labels: rest.map { term.labels[$0] } + [term.labels[first]])
    }
    return term
  }

  private static func repeated(_ labels: [Int]) -> (Int, Int)? {
    for (place, label) in labels.enumerated() {
      if let first = labels.firstIndex(of: label), first < place { return (first, place) }
    }
    return nil
  }

  /// The sum of products over pairs of axes: `axes` of this with `others` of `other`. The rest
  /// of this tensor's axes come first.
  public func tensordot(_ other: Tensor, axes: [Int], others: [Int]) throws(TensorError) -> Tensor {
    if axes.count != others.count {
      throw .value(
        "tensordot: as many axes are needed of both tensors, got \(axes) and \(others)")
    }
    let left = try resolvedAxes(axes)
    let right = try other.resolvedAxes(others)
    for (i, j) in zip(left, right) where shape[i] != other.shape[j] {
      throw .shape(
        "tensordot: axis \(i) of \(shape) and axis \(j) of \(other.shape) differ in size")
    }
    var labels = Array(0..<rank)
    for i in labels.indices { labels[i] = i + 1 }
    var otherLabels = (0..<other.rank).map { $0 + rank + 1 }
    for (i, j) in zip(left, right) { otherLabels[j] = labels[i] }
    let summed = Set(left.map { labels[$0] })
    return try Labeled(tensor: self, labels: labels).times(
      Labeled(tensor: other, labels: otherLabels)
    ) { !summed.contains($0) }.tensor
  }

  private func resolvedAxes(_ axes: [Int]) throws(TensorError) -> [Int] {
    _ = try Shape.axes(axes, rank: rank, in: "tensordot")
    var result: [Int] = []
    for axis in axes { result.append(try Shape.axis(axis, rank: rank, in: "tensordot")) }
    return result
  }
}
