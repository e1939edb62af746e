import Catalog
import Machine
import Speech
import Tensors

/// Items with labels as scripts see them.
final class DatasetObject: ScriptObject {
  /// The items, each `[channel, time]` or of one shape.
  let items: [Tensor]
  /// One class number an item.
  let numbers: [Int]?
  /// Names of the classes by number; empty where they have none.
  let names: [String]
  /// The speakers' data that it came from.
  let utterances: UtteranceSet?

  init(utterances: UtteranceSet) {
    self.utterances = utterances
    items = utterances.items
    numbers = utterances.labels
    names = utterances.speakerNames
  }

  init(items: [Tensor], labels: [Int]?, names: [String]) {
    self.items = items
    numbers = labels
    self.names = names
    utterances = nil
  }

  var typeName: String { "dataset" }
  var count: Int? { items.count }

  var shown: String {
    if let utterances { return "dataset: \(utterances.summary)" }
    let classes = numbers.map { ", \(Set($0).count) classes" } ?? ""
    let shape = items.first.map { ", each \($0.shape)" } ?? ""
    return "dataset: \(items.count) items\(classes)\(shape)"
  }

  var state: ObjectState {
    .list([
      .list(items.map(ObjectState.tensor)), .list((numbers ?? []).map(ObjectState.int)),
      .list(names.map(ObjectState.text)),
    ])
  }

  var memberNames: [String] {
    ["labels", "names", "columns", "lengths"] + (utterances == nil ? [] : ["split"])
  }

  func field(_ name: String, in machine: VirtualMachine) throws -> Value? {
    switch name {
    case "labels":
      try numbers.map { machine.heap.tensor(try Tensor(ints: $0, shape: [$0.count])) }
        ?? Value.none
    case "names": machine.texts(names)
    case "columns":
      machine.texts(utterances.map { $0.attributeNames + $0.channelNames } ?? [])
    case "lengths":
      machine.heap.tensor(
        try Tensor(ints: items.map { $0.shape.last ?? 0 }, shape: [items.count]))
    default: nil
    }
  }

  func method(_ name: String) -> ObjectMethod? {
    name == "split" && utterances != nil ? Self.split : nil
  }

  /// `data[3]` is a dict of the item and its label; a list of places or a mask gives a data set.
  func index(_ indices: [Value], in machine: VirtualMachine) throws -> Value {
    guard indices.count == 1 else {
      throw RuntimeError(.type, "a dataset takes one index, got \(indices.count)")
    }
    if let place = indices[0].wholeNumber { return try item(place, in: machine) }
    guard let chosen = try machine.tensor(from: indices[0]), chosen.rank == 1 else {
      throw RuntimeError(
        .type,
        "a dataset is indexed by an item's number, a list of them or a mask, "
          + "got a value of type \(machine.typeName(indices[0]))")
    }
    let places: [Int]
    if chosen.dtype == .bool {
      let mask = chosen.bools()
      guard mask.count == items.count else {
        throw RuntimeError(
          .shape, "a mask of \(mask.count) for a dataset of \(items.count) items")
      }
      places = mask.indices.filter { mask[$0] }
    } else {
      places = try chosen.ints().map(checked)
    }
    return machine.heap.instance(part(places))
  }

  func iterate(in machine: VirtualMachine) throws -> (() throws -> Value?) {
    var next = 0
    return { [self] in
      guard next < items.count else { return nil }
      defer { next += 1 }
      return try item(next, in: machine)
    }
  }

  /// Some of the items with their labels; columns to split by are not kept.
  private func part(_ places: [Int]) -> DatasetObject {
    DatasetObject(
      items: places.map { items[$0] }, labels: numbers.map { all in places.map { all[$0] } },
      names: names)
  }

  private func item(_ index: Int, in machine: VirtualMachine) throws -> Value {
    let place = try checked(index)
    var entries: [(String, Value)] = [("x", machine.heap.tensor(items[place]))]
    if let numbers { entries.append(("label", .int(numbers[place]))) }
    if let utterance = utterances?.utterances[place] {
      entries.append(("name", machine.heap.text(utterance.name)))
      entries.append(("speaker", machine.heap.text(names[utterance.speaker])))
      for name in utterances?.attributeNames ?? [] {
        entries.append((name, machine.heap.text(utterance.attributes[name] ?? "")))
      }
    }
    return try machine.dict(entries)
  }

  private func checked(_ index: Int) throws -> Int {
    let place = index < 0 ? index + items.count : index
    guard items.indices.contains(place) else {
      throw RuntimeError(.index, "item \(index) of a dataset of \(items.count) items")
    }
    return place
  }

  private static let split = ObjectMethod(
    "split", of: DatasetObject.self, Text("column"), Flag("standardize"),
    summary: "The parts that share a value of a column, in order of appearance.",
    details: """
      `standardize=true` takes each channel's mean and standard deviation over all frames of the \
      first part and applies them to all parts.
      """,
    example: Example(
      "speakers = load_speakers(\"examples/data/japanese_vowels.csv\")\n"
        + "train, test = speakers.split(\"split\", standardize=true)\n[len(train), len(test)]",
      prints: "[270, 370]"),
    related: ["load_speakers", "loader"]
  ) { data, machine, column, isStandardized in
    guard let utterances = data.utterances else { return .none }
    let parts =
      try isStandardized
      ? utterances.standardizedSplit(by: column) : utterances.split(by: column)
    return machine.heap.list(
      parts.map { machine.heap.instance(DatasetObject(utterances: $0.part)) })
  }
}
