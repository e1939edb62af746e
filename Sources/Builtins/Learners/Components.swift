import Catalog
import Learners
import Machine
import Tensors

extension PCA: FittedModel {
  static var typeName: String { "pca" }
  static let methods = MethodTable([inverse])

  var shown: String {
    let share = ratio.doubles().reduce(0, +)
    return "pca: \(components.shape[0]) components of \(components.shape[1]) columns, "
      + "\(NumberFormat.fixed(100 * share, decimals: 1)) % of the variance"
  }

  var fields: [(name: String, value: ObjectState)] {
    [
      ("components", .tensor(components)), ("mean", .tensor(mean)),
      ("variance", .tensor(variance)), ("ratio", .tensor(ratio)),
    ]
  }

  func value(for x: Tensor, in machine: VirtualMachine) throws -> Value {
    machine.heap.tensor(try self(x))
  }

  private static let inverse = ObjectMethod(
    "inverse", of: FittedObject<PCA>.self, TensorArgument("z", "[row, dims]"),
    summary: "Rows [row, dim] from coordinates: what the components hold of them.",
    example: Example(
      "p = pca([[1.0, 2.0], [3.0, 4.0]], dims=1)\np.inverse([[0.0]])",
      prints: "f32[1, 2]\n  2.0  3.0"),
    related: ["pca"]
  ) { fitted, machine, z in machine.heap.tensor(try fitted.model.inverse(z)) }
}

extension BuiltinCatalog {
  static let principalComponents = Builtin(
    "pca", NumbersArgument("x", "[row, dim]"), OptionalInteger("dims", passing: .named),
    Flag("whiten"),
    summary: "Principal components: the directions in which rows vary most.",
    details: """
      A fitted object: p(x) gives coordinates [row, dims], p.inverse(z) rows from them; \
      p.components [dims, dim] are unit vectors, p.mean [dim], p.variance [dims] over rows − 1, \
      p.ratio its shares of the whole. dims is the lesser of rows and columns unless given. Each \
      component's entry of largest size is positive. whiten=true brings coordinates to variance 1. \
      Results are scikit-learn's PCA's; computed in f64, from ten rows a column on by the \
      covariance, which is summed block by block.
      """,
    example: Example(
      "p = pca([[0.0, 0.0], [3.0, 4.0], [6.0, 8.0]], dims=1)\n"
        + "[p.components.round(6).tolist(), p([[9.0, 12.0]]).round(6).tolist()]",
      prints: "[[[0.6, 0.8]], [[10.0]]]"),
    source: Citation(
      "Pearson", 1901, "On lines and planes of closest fit to systems of points in space",
      "doi.org/10.1080/14786440109462720"),
    related: ["whiten", "svd", "tsne", "cov"]
  ) { machine, x, dims, isWhitened in
    machine.heap.instance(try FittedObject(PCA(x, dims: dims, isWhitened: isWhitened)))
  }

  static let neighborPicture = Builtin(
    "tsne", NumbersArgument("x", "[row, dim]"),
    Integer("dims", .between(1, 3), default: 2, passing: .named),
    Number("perplexity", .above(0), default: 30, passing: .named),
    Number("exaggeration", .atLeast(1), default: 12, passing: .named),
    OptionalNumber("lr", .above(0)),
    Integer("iterations", .atLeast(1), default: 1000, passing: .named),
    Choice("start", ["pca", "random"], default: "pca"), rngParameter,
    summary: "A picture of rows in which near rows stay near: coordinates [row, dims].",
    details: """
      Rows attract their 3 · perplexity nearest and all points repel each other, exactly, by \
      gradient descent with scikit-learn's schedule: 250 steps with attraction times \
      exaggeration, then on until the divergence stays. lr is rows / exaggeration / 4, at least \
      50, unless given. Distances between far groups and sizes of groups mean little. Memory \
      grows with rows · perplexity, time with rows²; start="random" draws, start="pca" does not.
      """,
    example: Example(
      "x = concat(zeros(8, 3), ones(8, 3)) + 0.01 * randn(16, 3, rng=random(1))\n"
        + "tsne(x, perplexity=5, iterations=300).shape",
      prints: "[16, 2]"),
    source: Citation(
      "van der Maaten and Hinton", 2008, "Visualizing Data using t-SNE",
      "jmlr.org/papers/v9/vandermaaten08a.html"),
    related: ["pca", "knn", "scatter"]
  ) { machine, x, dims, perplexity, exaggeration, rate, iterations, start, rng in
    var options = TSNE.Options()
    options.dims = dims
    options.perplexity = perplexity
    options.exaggeration = exaggeration
    options.rate = rate
    options.iterations = iterations
    options.startsFromComponents = start == "pca"
    let report = machine.fitReport("tsne")
    let picture = try draw(rng, machine) { try TSNE(x, options, using: &$0, report: report) }
    return machine.heap.tensor(picture.coordinates)
  }
}
