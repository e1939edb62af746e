import Catalog
import Machine

/// Tables of results.
enum Tables {
  static let all: [Builtin] = [table, summarize]

  private static let table = Builtin(
    Documentation(
      name: "table",
      parameters: [
        ParameterDescription(
          "columns", accepts: "names of columns, a dict of columns, or a list of rows as dicts",
          passing: .rest)
      ],
      summary: "A table: rows under named columns.",
      details: """
        `t["EER %"]` is a column (a tensor of numbers, else a list), `t[0]` a row as a dict, \
        `t[mask]` some rows; a loop runs over the rows. `t.add(…)` adds a row; `select sort group \
        pivot join` give tables, `to_csv to_markdown to_latex` texts or files.
        """,
      example: Example(
        "t = table(\"loss\", \"seed\", \"EER %\")\nt.add(\"SNT-Xent\", 1, 10.5)\n"
          + "t.add(\"SNT-Xent-AAM(0.3)\", 1, 9.25)\nt",
        prints: """
          loss               seed  EER %
          ─────────────────  ────  ─────
          SNT-Xent              1  10.50
          SNT-Xent-AAM(0.3)     1   9.25
          """),
      related: ["summarize", "load_csv", "paired_test"])
  ) { machine, arguments in
    let documentation = Documentation(
      name: "table", parameters: [ParameterDescription("columns", accepts: "", passing: .rest)],
      summary: "", example: Example(""))
    _ = try documentation.bind(
      positional: arguments.positional.count, names: arguments.named.map(\.name))
    return machine.heap.instance(TableObject(try newTable(of: arguments.positional, in: machine)))
  }

  private static func newTable(
    of values: [Value], in machine: VirtualMachine
  ) throws -> Table {
    if values.count == 1, let dict = values[0].dictObject {
      return try table(ofColumns: dict.table, in: machine)
    }
    if values.count == 1, let rows = values[0].listObject?.items, !rows.isEmpty,
      rows.allSatisfy({ $0.dictObject != nil })
    {
      return try table(ofRows: rows.compactMap { $0.dictObject?.table }, in: machine)
    }
    let names = try values.flatMap { value in
      guard let names = machine.textList(value) else {
        throw ArgumentError(
          .wrongType(
            parameter: "columns",
            accepts: "names of columns, a dict of columns, or a list of rows as dicts",
            got: machine.argument(value).shown),
          entry: "table", signature: "table(..columns)")
      }
      return names
    }
    for (place, name) in names.enumerated() where names[..<place].contains(name) {
      throw TableError.repeatedColumn(name)
    }
    return Table(columns: names)
  }

  private static func table(
    ofColumns columns: DictTable, in machine: VirtualMachine
  ) throws -> Table {
    var table = Table(columns: [])
    for entry in columns.live {
      let name = try machine.printed(entry.key)
      let source = try machine.iterate(entry.value)
      var cells: [TableCell] = []
      while let value = try source.next() { cells.append(try machine.cell(value, column: name)) }
      if let first = table.cells.first, first.count != cells.count {
        throw TableError.unequalColumns(
          table.columns[0], count: first.count, other: name, otherCount: cells.count)
      }
      table.columns.append(name)
      table.cells.append(CellColumn(cells))
    }
    return table
  }

  private static func table(ofRows rows: [DictTable], in machine: VirtualMachine) throws -> Table {
    var table = Table(columns: [])
    for (number, row) in rows.enumerated() {
      for entry in row.live {
        let name = try machine.printed(entry.key)
        let cell = try machine.cell(entry.value, column: name)
        if !table.columns.contains(name) {
          table.columns.append(name)
          table.cells.append(CellColumn(Array(repeating: .none, count: number)))
        }
        if let place = table.columns.firstIndex(of: name) { table.cells[place].append(cell) }
      }
      for place in table.cells.indices where table.cells[place].count == number {
        table.cells[place].append(.none)
      }
    }
    return table
  }

  private static let summarize = Builtin(
    "summarize",
    ObjectArgument<TableObject>("t", accepts: "a table"),
    TextsArgument(
      "by", accepts: "a column's name or a list of them", optional: true, passing: .named),
    TextsArgument(
      "of", accepts: "a column's name or a list of them", optional: true, passing: .named),
    Flag("details"),
    summary: "Mean ± standard deviation of the number columns, a row a group.",
    details: """
      The rows that agree in the columns `by` make a group; `n` is how many there are. The \
      standard deviation has n − 1 in its denominator (the spread over repeated runs is a \
      sample's); a group of one has none. `of` chooses the columns, else every column of numbers \
      but "seed". `details=true` gives mean, sd, min and max in columns of their own.
      """,
    example: Example(
      "t = table({loss: [\"am\", \"am\", \"aam\"], seed: [1, 2, 1], \"EER %\": [9.5, 9.25, 9]})\n"
        + "summarize(t, by=\"loss\")",
      prints: """
        loss        EER %  n
        ────  ───────────  ─
        am    9.38 ± 0.18  2
        aam   9.00         1
        """),
    related: ["table", "paired_test"]
  ) { machine, object, by, of, details in
    machine.heap.instance(
      TableObject(try object.table.summarized(by: by, of: of, details: details)))
  }
}
