import Catalog
import Machine
import MetricLearning
import Speech
import Tensors
import Training

/// Data sets, batches, and what runs a model over them.
enum DataSets {
  static let all: [Builtin] = [
    loadSpeakers, loadCSV, saveCSV, dataset, loader, embedding, verification,
  ]

  /// The file of examples, relative to the folder of the project.
  private static let vowels = "examples/data/japanese_vowels.csv"

  private static let loadSpeakers = Builtin(
    "load_speakers", Text("path"),
    summary: "Reads utterances of several speakers from a table of frames.",
    details: """
      A CSV file with columns utterance, speaker, frame, c1 … cN and any others that hold for a \
      whole utterance (split); a line a frame, frames in order. Gives a dataset: an item is an \
      utterance [channel, time], its label the speaker, numbered in order of appearance.
      """,
    example: Example(
      "load_speakers(\"\(vowels)\")",
      prints: "dataset: 640 utterances of 9 speakers, 12 channels, 7 to 29 frames"),
    source: Citation(
      "Kudo et al.", 1999, "Multidimensional curve classification using passing-through regions",
      "archive.ics.uci.edu/dataset/128"),
    related: ["loader", "verify", "load_csv"]
  ) { machine, path in
    let set = try UtteranceSet(csv: try machine.outside.read(path), source: path)
    return machine.heap.instance(DatasetObject(utterances: set))
  }

  private static let dataset = Builtin(
    "dataset", TensorArgument("x", "[item, …]"),
    AnyValue(
      "y", accepts: "one label an item: whole numbers, bools or texts", default: Value.none,
      defaultText: "none"),
    summary: "A data set of the rows of a tensor, with labels.",
    details: "Texts are numbered in order of appearance.",
    example: Example(
      "data = dataset(zeros(4, 3), [\"a\", \"b\", \"a\", \"b\"])\n[len(data), int(data.labels[1])]",
      prints: "[4, 1]"),
    related: ["loader", "load_speakers", "embed"]
  ) { machine, x, y in
    guard x.rank >= 2, x.shape[0] > 0 else {
      throw RuntimeError(.shape, "dataset: 'x' must be [item, …], got shape \(x.shape)")
    }
    let labels = try y.isNone ? nil : classes(of: y, count: x.shape[0], in: machine)
    let items = try (0..<x.shape[0]).map { try x.detached().indexed([.at($0)]) }
    return machine.heap.instance(
      DatasetObject(items: items, labels: labels?.numbers, names: labels?.names ?? []))
  }

  private static func classes(
    of value: Value, count: Int, in machine: VirtualMachine
  ) throws -> (numbers: [Int], names: [String]) {
    let wrong = RuntimeError(
      .type,
      "dataset: 'y' must be one label an item: whole numbers, bools or texts, "
        + "got a value of type \(machine.typeName(value))")
    var numbers: [Int] = []
    var names: [String] = []
    if let texts = machine.textList(value) {
      let classes = ClassNumbers(texts)
      (numbers, names) = (classes.numbers, classes.names)
    } else {
      guard let tensor = try machine.tensor(from: value), tensor.rank == 1,
        tensor.dtype == .i64 || tensor.dtype == .bool
      else { throw wrong }
      numbers = try tensor.astype(.i64).ints()
    }
    guard numbers.count == count else {
      throw RuntimeError(.shape, "dataset: \(count) items and \(numbers.count) labels")
    }
    return (numbers, names)
  }

  private static let loader = Builtin(
    "loader", ObjectArgument<DatasetObject>("data", accepts: "a dataset"),
    Integer("batch_size", .atLeast(1), passing: .named),
    Integer("views", .atLeast(1), default: 1, passing: .named),
    AugmentationsArgument("augment"), Flag("shuffle", default: true), Flag("drop_last"),
    summary: "Batches of a data set in a new random order each time it is walked.",
    details: """
      A batch is a dict: `views`, one tensor [batch, channel, time] a view, drawn by the \
      augmentations for each item and view; `x`, the first view; `labels`, i64[batch]; `indices`, \
      the rows' places in the data. Items of different lengths need a random_crop. A last batch \
      that is not full is kept unless `drop_last=true`. Order and views come from the session's \
      generator.
      """,
    example: Example(
      "data = dataset(ones(6, 3), [0, 0, 1, 1, 2, 2])\n"
        + "[batch.x.shape for batch in loader(data, batch_size=4)]",
      prints: "[[4, 3], [2, 3]]"),
    related: ["dataset", "load_speakers", "random_crop", "progress"]
  ) { machine, data, batchSize, views, augmentations, isShuffled, dropsLast in
    let loader = try Loader(
      items: data.items, labels: data.numbers, batchSize: batchSize, viewCount: views,
      augmentations: augmentations, isShuffled: isShuffled, dropsLast: dropsLast)
    return machine.heap.instance(LoaderObject(loader))
  }

  private static let embedding = Builtin(
    "embed", FunctionArgument("model"),
    DataArgument("data"), Integer("batch_size", .atLeast(1), default: 256, passing: .named),
    summary: "Runs a model over a data set: a list of embeddings z [item, dim] and labels y.",
    details: """
      Items of one length run together; z and y are in the order of the data. A model evaluates \
      (running statistics, no dropout) without gradients and keeps its mode; any function of \
      [batch, channel, time] that gives [batch, dim] is a model.
      """,
    example: Example(
      "z, y = embed(x => x * 2, dataset(ones(3, 2), [0, 1, 1]))\n[z.shape, y.tolist()]",
      prints: "[[3, 2], [0, 1, 1]]"),
    related: ["verify", "cosine_similarity", "dataset"]
  ) { machine, model, data, batchSize in
    let z = try embeddings(model, data, batchSize: batchSize, in: machine)
    return machine.heap.list([
      machine.heap.tensor(z),
      try data.numbers.map { machine.heap.tensor(try Tensor(ints: $0, shape: [$0.count])) }
        ?? .none,
    ])
  }

  private static let verification = Builtin(
    "verify", FunctionArgument("model"),
    DataArgument("data"), Integer("batch_size", .atLeast(1), default: 256, passing: .named),
    summary: "Scores all pairs of items by the cosine of their embeddings: scores and targets.",
    details: """
      A list of scores f32[trial] and target bool[trial], true for the same label, over all pairs \
      i < j in the order (0, 1), (0, 2), …, (1, 2), …. The model runs as in `embed`; any function \
      of [batch, channel, time] is a model: `x => x.mean(axis=2)`.
      """,
    example: Example(
      "data = dataset([[1.0, 0.0], [0.0, 1.0], [1.0, 0.0]], [0, 1, 0])\n"
        + "scores, target = verify(x => x, data)\n[scores.tolist(), target.tolist()]",
      prints: "[[0.0, 1.0, 0.0], [false, true, false]]"),
    source: Citation(
      "Lepage and Dehak", 2023,
      "Experimenting with Additive Margins for Contrastive "
        + "Self-Supervised Speaker Verification", "arxiv.org/abs/2306.03664"),
    related: ["eer", "min_dcf", "det_plot", "embed"]
  ) { machine, model, data, batchSize in
    guard let labels = data.numbers else {
      throw RuntimeError(
        .value, "verify: the data has no labels", hint: "dataset(x, y) gives it some")
    }
    guard data.items.count >= 2 else {
      throw RuntimeError(
        .value, "verify: takes at least two items, got \(data.items.count)")
    }
    let z = try embeddings(model, data, batchSize: batchSize, in: machine)
    let trials = try AllPairTrials(embeddings: z, labels: labels)
    return machine.heap.list([
      machine.heap.tensor(trials.scores), machine.heap.tensor(trials.targets),
    ])
  }

  /// The embeddings that a model or any function gives, without gradients.
  private static func embeddings(
    _ model: Value, _ data: DatasetObject, batchSize: Int, in machine: VirtualMachine
  ) throws -> Tensor {
    if let model = machine.object(model, as: ModelObject.self) {
      return try embed(data.items, batchSize: batchSize, model: model.content.evaluated)
    }
    return try Tensor.withoutGradients {
      try embed(data.items, batchSize: batchSize) { x in
        let mark = machine.holdMark
        defer { machine.release(to: mark) }
        let result = try machine.call(model, Arguments([machine.heap.tensor(x)]))
        guard let tensor = try machine.tensor(from: result) else {
          throw RuntimeError(
            .type,
            "embed: the function must give a tensor [batch, dim], "
              + "got a value of type \(machine.typeName(result))")
        }
        return tensor
      }
    }
  }
}

/// A data set with at least one item.
struct DataArgument: ValueParameter {
  let description: ParameterDescription

  init(_ name: String) {
    description = ParameterDescription(name, accepts: "a dataset")
  }

  func read(value: Value?, in machine: VirtualMachine) throws -> DatasetObject {
    guard let value else { throw absent }
    guard let data = machine.object(value, as: DatasetObject.self) else {
      throw wrongType(value, machine)
    }
    return data
  }
}

/// Augmentations: one, a list of them, or none.
struct AugmentationsArgument: ValueParameter {
  let description: ParameterDescription

  init(_ name: String) {
    description = ParameterDescription(
      name, accepts: "augmentations such as [random_crop(size=7)]", defaultText: "[]",
      passing: .named)
  }

  func read(value: Value?, in machine: VirtualMachine) throws -> [any Augmentation] {
    guard let value, !value.isNone else { return [] }
    return try (value.listObject?.items ?? [value]).map { item in
      guard let object = machine.object(item, as: AugmentationObject.self) else {
        throw wrongType(item, machine)
      }
      return object.content
    }
  }
}
