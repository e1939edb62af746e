import Catalog
import Machine
import Tensors

extension BuiltinCatalog {
  /// Tensors in the files of NumPy and of the safetensors package.
  static let arrayFiles: [Builtin] = [
    Builtin(
      "load_npy", Text("path"), RowsArgument("rows"),
      summary: "The tensor in a file of NumPy.",
      details: """
        Integers become i64 and f16 becomes f32; bool, f32 and f64 stay. Either byte order and \
        either order of axes is read. Objects, records, texts and complex numbers are errors. \
        `rows=1000..2000` reads these places of the first axis alone, of a file larger than memory.
        """,
      example: Example(
        "save_npy(\"x.npy\", [[1.5, 2.0], [3.0, 4.0]])\nload_npy(\"x.npy\").shape",
        prints: "[2, 2]"),
      related: ["save_npy", "load_npz", "load_csv"]
    ) { machine, path, rows in
      let source = try machine.outside.open(path)
      let tensor = try rows.map { try NPY.load(source, rows: $0) } ?? NPY.load(source)
      return machine.heap.tensor(tensor)
    },
    Builtin(
      "save_npy", Text("path"), TensorArgument("x", "of any shape"),
      summary: "Writes a tensor to a file that NumPy reads.",
      details: "The file is replaced at once: who reads it sees the old one or the new one.",
      example: Example(
        "save_npy(\"mask.npy\", tensor([1, 2, 3]) > 1)\nload_npy(\"mask.npy\").tolist()",
        prints: "[false, true, true]"),
      related: ["load_npy", "save_npz"]
    ) { machine, path, x in
      try machine.outside.replace(path, with: try NPY.encoded(x))
      return .none
    },
    Builtin(
      "load_npz", Text("path"),
      summary: "The tensors in a zip file of NumPy, as a dict in the order of the file.",
      details: """
        `np.savez` and `np.savez_compressed` write such files. Sizes and checksums are checked, so a \
        damaged file is an error; types are those of `load_npy`.
        """,
      example: Example(
        "save_npz(\"run.npz\", {z: zeros(3, 2), y: [0, 1, 1]})\nload_npz(\"run.npz\").y.tolist()",
        prints: "[0, 1, 1]"),
      related: ["save_npz", "load_npy", "load_safetensors"]
    ) { machine, path in
      try dict(of: NPZ.load(try machine.outside.open(path)), machine)
    },
    Builtin(
      "save_npz", Text("path"), DictArgument("tensors"),
      Flag("compress", default: false),
      summary: "Writes a dict of tensors to a zip file that NumPy reads.",
      details: "`compress=true` deflates them. The file is replaced at once.",
      example: Example(
        "save_npz(\"zeros.npz\", {z: zeros(1000)}, compress=true)\n"
          + "[name for name in load_npz(\"zeros.npz\")]",
        prints: "[\"z\"]"),
      related: ["load_npz", "save_npy", "save_safetensors"]
    ) { machine, path, tensors, compress in
      let named = try arrays(in: tensors, "save_npz", machine)
      try machine.outside.replace(path, with: try NPZ.encoded(named, isCompressed: compress))
      return .none
    },
    Builtin(
      "load_safetensors", Text("path"),
      summary: "The tensors in a safetensors file, as a dict in the order of its header.",
      details: """
        Integers become i64, F16 and BF16 become f32; BOOL, F32 and F64 stay. A file whose offsets \
        overlap, leave gaps or do not fit the shapes is an error.
        """,
      example: Example(
        "save_safetensors(\"m.safetensors\", {w: ones(2, 3), b: zeros(2)})\n"
          + "load_safetensors(\"m.safetensors\").w.shape",
        prints: "[2, 3]"),
      related: ["save_safetensors", "safetensors_metadata", "load_npz"]
    ) { machine, path in
      try dict(of: Safetensors.load(try machine.outside.open(path)), machine)
    },
    Builtin(
      "save_safetensors", Text("path"), DictArgument("tensors"), TextDictArgument("metadata"),
      summary: "Writes a dict of tensors, and texts beside them, to a safetensors file.",
      details: "The file is replaced at once.",
      example: Example(
        "save_safetensors(\"m.safetensors\", {w: ones(2)}, metadata={epoch: \"10\"})\n"
          + "safetensors_metadata(\"m.safetensors\")",
        prints: "{\"epoch\": \"10\"}"),
      related: ["load_safetensors", "safetensors_metadata", "save_npz"]
    ) { machine, path, tensors, metadata in
      let named = try arrays(in: tensors, "save_safetensors", machine)
      try machine.outside.replace(
        path, with: try Safetensors.encoded(named, metadata: metadata))
      return .none
    },
    Builtin(
      "safetensors_metadata", Text("path"),
      summary: "The texts that a safetensors file keeps beside its tensors, as a dict.",
      example: Example(
        "save_safetensors(\"m.safetensors\", {w: ones(2)}, metadata={author: \"Ann\"})\n"
          + "safetensors_metadata(\"m.safetensors\").author",
        prints: "\"Ann\""),
      related: ["load_safetensors", "save_safetensors"]
    ) { machine, path in
      var table = DictTable()
      for (key, value) in try Safetensors.metadata(try machine.outside.open(path)) {
        table.set(machine.heap.text(value), for: try DictKey(machine.heap.text(key)))
      }
      return machine.heap.dict(table)
    },
  ]

  /// Tensors as a dict in their order.
  private static func dict(
    of arrays: [(name: String, tensor: Tensor)], _ machine: VirtualMachine
  ) throws -> Value {
    var table = DictTable(capacity: arrays.count)
    for (name, tensor) in arrays {
      table.set(machine.heap.tensor(tensor), for: try DictKey(machine.heap.text(name)))
    }
    return machine.heap.dict(table)
  }

  /// The tensors of a dict, by names that are texts.
  private static func arrays(
    in dict: DictObject, _ function: String, _ machine: VirtualMachine
  ) throws -> [(name: String, tensor: Tensor)] {
    try dict.table.live.map { entry in
      guard let name = entry.key.string else {
        throw RuntimeError(.type, "\(function): names must be texts, got \(entry.key.described)")
      }
      guard let tensor = try machine.tensor(from: entry.value) else {
        throw RuntimeError(
          .type,
          "\(function): \(QuotedText.of(name)) must be a tensor or numbers, "
            + "got \(entry.value.described)")
      }
      return (name, tensor)
    }
  }
}

/// A dict of texts, by texts; nothing by default.
private struct TextDictArgument: ValueParameter {
  let description: ParameterDescription

  init(_ name: String) {
    description = ParameterDescription(
      name, accepts: "a dict of texts", defaultText: "{}", passing: .named)
  }

  func read(value: Value?, in machine: VirtualMachine) throws -> [(key: String, value: String)] {
    guard let value else { return [] }
    guard let dict = value.dictObject else { throw wrongType(value, machine) }
    return try dict.table.live.map { entry in
      guard let key = entry.key.string, let text = entry.value.string else {
        throw RuntimeError(
          .type,
          "save_safetensors: metadata must be texts, got \(entry.key.described): "
            + "\(entry.value.described)",
          hint: "`str(value)` makes a text, `to_json(value)` keeps its structure")
      }
      return (key, text)
    }
  }
}

/// Places along an axis: a range of ints by 1, or nil.
private struct RowsArgument: ValueParameter {
  let description: ParameterDescription

  init(_ name: String) {
    description = ParameterDescription(
      name, accepts: "a range of ints such as 1000..2000, or none", defaultText: "none",
      passing: .named)
  }

  func read(value: Value?, in machine: VirtualMachine) throws -> Range<Int>? {
    guard let value, !value.isNone else { return nil }
    guard let range = value.rangeObject, let start = range.start.wholeNumber,
      range.step.wholeNumber == 1
    else { throw wrongType(value, machine) }
    let end = start.addingReportingOverflow(range.count)
    if end.overflow { throw wrongType(value, machine) }
    return start..<end.partialValue
  }
}
