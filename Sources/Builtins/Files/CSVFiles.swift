import Catalog
import Machine
import Tensors

/// Tables in files of comma-separated values.
extension DataSets {
  static let loadCSV = Builtin(
    "load_csv", Text("path"), Flag("header", default: true),
    Text("sep", default: ",", passing: .named),
    TextsArgument(
      "text", accepts: "the names of columns that are texts", optional: true, passing: .named),
    summary: "Reads a table from a file of comma-separated values.",
    details: """
      A column is of numbers if its first field is one, then all must be; else of texts. Empty \
      fields are none. Fields may stand in double quotes. A malformed line is an error that names \
      line and column. `text` names columns to keep as they are written, such as ids; with \
      `header=false` columns are called `column 1`, `column 2`, ….
      """,
    example: Example(
      "load_csv(\"examples/data/japanese_vowels.csv\").shape", prints: "[9961, 16]"),
    related: ["save_csv", "table", "load_speakers"]
  ) { machine, path, hasHeader, separator, textColumns in
    guard separator.count == 1, let character = separator.first else {
      throw RuntimeError(
        .value, "load_csv: 'sep' must be one character, got \(QuotedText.of(separator))")
    }
    var options = CSV.Options()
    options.hasHeader = hasHeader
    options.separator = character
    options.textColumns = Set(textColumns)
    let file = try CSV.read(try machine.outside.open(path), options)
    return machine.heap.instance(TableObject(Table(file)))
  }

  static let saveCSV = Builtin(
    "save_csv", Text("path"),
    ObjectArgument<TableObject>("t", accepts: "a table, as `table({a: [1, 2]})` makes one"),
    summary: "Writes a table to a file of comma-separated values with a header.",
    details: "Numbers are written so that they read back the same. The file is replaced at once.",
    example: Example(
      "save_csv(\"runs.csv\", table({loss: [\"am\", \"aam\"], m: [0.1, 0.3]}))\n"
        + "load_csv(\"runs.csv\")[\"m\"].tolist()",
      prints: "[0.1, 0.3]"),
    related: ["load_csv", "table"]
  ) { machine, path, object in
    let bytes = Array(try object.table.csv.utf8)
    try machine.outside.replace(path, with: try FileParts(bytes))
    return .none
  }
}
