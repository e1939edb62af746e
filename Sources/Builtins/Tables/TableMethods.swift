import Catalog
import Machine

/// What can be called on a table.
enum TableMethods {
  static let table = MethodTable([
    add, select, sort, group, pivot, join, toCSV, toMarkdown, toLatex,
  ])

  private static let add = ObjectMethod(
    Documentation(
      name: "add",
      parameters: [
        ParameterDescription("values", accepts: "one value a column", passing: .rest)
      ],
      summary: "Adds a row to a table.",
      details: """
        A value a column in their order, or a dict of values by column; a column that the dict \
        leaves out gets none. Places hold numbers, texts, bools and none.
        """,
      example: Example(
        "t = table(\"loss\", \"EER %\")\nt.add(\"SNT-Xent\", 10.25)\nt",
        prints: "loss      EER %\n────────  ─────\nSNT-Xent  10.25"),
      related: ["table", "summarize"]),
    changesObject: true
  ) { object, machine, arguments in
    guard let object = object as? TableObject else { return .none }
    object.add(try newRow(for: object.table, of: arguments, in: machine))
    return .none
  }

  /// The cells that the arguments of `add` give.
  private static func newRow(
    for table: Table, of arguments: Arguments, in machine: VirtualMachine
  ) throws -> [TableCell] {
    if arguments.named.isEmpty {
      if arguments.positional.count == 1, let dict = arguments.positional[0].dictObject {
        return try row(
          for: table,
          of: dict.table.live.map { (try machine.printed($0.key), $0.value) }, in: machine)
      }
      guard arguments.positional.count == table.columns.count else {
        throw TableError.rowCount(given: arguments.positional.count, columns: table.columns)
      }
      return try zip(arguments.positional, table.columns).map { value, column in
        try machine.cell(value, column: column)
      }
    }
    guard arguments.positional.isEmpty else {
      throw RuntimeError(.type, "add: give the values by position or by name, not both")
    }
    return try row(for: table, of: arguments.named.map { ($0.name, $0.value) }, in: machine)
  }

  private static func row(
    for table: Table, of values: [(String, Value)], in machine: VirtualMachine
  ) throws -> [TableCell] {
    var row = [TableCell](repeating: .none, count: table.columns.count)
    for (name, value) in values {
      guard let place = table.columns.firstIndex(of: name) else {
        throw TableError.unknownName(name, columns: table.columns)
      }
      row[place] = try machine.cell(value, column: name)
    }
    return row
  }

  private static let select = ObjectMethod(
    Documentation(
      name: "select",
      parameters: [
        ParameterDescription("columns", accepts: "names of columns", passing: .rest),
        ParameterDescription(
          "where", accepts: "a function of a row, or none", defaultText: "none", passing: .named),
      ],
      summary: "A table of some columns, and of the rows that fit.",
      details: """
        `select(loss="am", seed=1)` keeps the rows that hold these values in these columns, \
        `where` those for which it says so, called with each row as a dict. Without names of \
        columns all stay.
        """,
      example: Example(
        "t = table({loss: [\"am\", \"aam\"], m: [0.1, 0.3]})\n"
          + "t.select(\"m\", loss=\"aam\")",
        prints: "  m\n───\n0.3"),
      related: ["table", "sort"])
  ) { object, machine, arguments in
    guard let object = object as? TableObject else { return .none }
    let names = try arguments.positional.flatMap { value in
      guard let names = machine.textList(value) else {
        throw ArgumentError(
          .wrongType(
            parameter: "columns", accepts: "names of columns",
            got: machine.argument(value).shown),
          entry: "select")
      }
      return names
    }
    var table = object.table
    for (name, value) in arguments.named {
      let kept =
        name == "where" && !table.columns.contains("where")
        ? try rows(of: table, for: value, in: machine)
        : try rows(of: table, where: name, is: value, in: machine)
      table = table.rows(at: kept)
    }
    if !names.isEmpty { table = try table.selecting(names) }
    return machine.heap.instance(TableObject(table))
  }

  /// The rows that hold a value in a column.
  private static func rows(
    of table: Table, where name: String, is value: Value, in machine: VirtualMachine
  ) throws -> [Int] {
    let cells = table.cells[try table.place(of: name)]
    let wanted = try machine.cell(value, column: name)
    return cells.indices.filter { cells[$0].matches(wanted) }
  }

  /// The rows for which a function says so.
  private static func rows(
    of table: Table, for condition: Value, in machine: VirtualMachine
  ) throws -> [Int] {
    guard machine.isCallable(condition) else {
      throw ArgumentError(
        .wrongType(
          parameter: "where", accepts: "a function of a row, or none",
          got: machine.argument(condition).shown),
        entry: "select")
    }
    return try (0..<table.count).filter { place in
      let mark = machine.holdMark
      defer { machine.release(to: mark) }
      let row = try machine.row(place, of: table)
      return try machine.truth(machine.call(condition, Arguments([row])))
    }
  }

  private static let sort = ObjectMethod(
    "sort", of: TableObject.self, TextsArgument("by", accepts: "a column's name or a list of them"),
    Flag("descending"),
    summary: "A table with its rows in the order of one or several columns.",
    details: "The first column weighs most; equal rows keep their order.",
    example: Example(
      "table({m: [0.3, 0.1]}).sort(\"m\")", prints: "  m\n───\n0.1\n0.3"),
    related: ["select"]
  ) { object, machine, names, descending in
    machine.heap.instance(TableObject(try object.table.sorted(by: names, descending: descending)))
  }

  private static let group = ObjectMethod(
    "group", of: TableObject.self,
    TextsArgument("by", accepts: "a column's name or a list of them"),
    summary: "The rows that agree in some columns: a dict of tables.",
    details: "A key is the column's value, a list of values for several columns.",
    example: Example(
      "len(table({loss: [\"am\", \"am\", \"aam\"], m: [0.1, 0.2, 0.3]}).group(\"loss\")[\"am\"])",
      prints: "2"),
    related: ["summarize", "pivot"]
  ) { object, machine, names in
    var groups = DictTable()
    for group in try object.table.groups(by: names) {
      let key =
        group.key.count == 1
        ? machine.value(of: group.key[0])
        : machine.heap.list(group.key.map(machine.value(of:)))
      let rows = object.table.rows(at: group.rows)
      try groups.set(machine.heap.instance(TableObject(rows)), for: key)
    }
    return machine.heap.dict(groups)
  }

  private static let pivot = ObjectMethod(
    "pivot", of: TableObject.self, Text("rows"), Text("columns"), Text("values"),
    summary: "Spreads a column of values over rows and columns.",
    details: "Where several rows meet in one place it holds their mean ± sd (n − 1).",
    example: Example(
      "t = table({loss: [\"am\", \"am\"], seed: [1, 2], eer: [9.5, 9.25]})\n"
        + "t.pivot(\"loss\", \"seed\", \"eer\")",
      prints: "loss    1     2\n────  ───  ────\nam    9.5  9.25"),
    related: ["group", "summarize"]
  ) { object, machine, rows, columns, values in
    machine.heap.instance(
      TableObject(try object.table.pivoted(rows: rows, across: columns, values: values)))
  }

  private static let join = ObjectMethod(
    "join", of: TableObject.self, ObjectArgument<TableObject>("other", accepts: "a table"),
    TextsArgument("on", accepts: "a column's name or a list of them", passing: .named),
    summary: "The rows of two tables that agree in the columns `on`, side by side.",
    details: "A column of the other table whose name is taken gets `_2` behind it.",
    example: Example(
      "table({a: [1, 2], b: [3, 4]}).join(table({a: [2], c: [5]}), on=\"a\")",
      prints: "a  b  c\n─  ─  ─\n2  4  5"),
    related: ["group"]
  ) { object, machine, other, names in
    machine.heap.instance(TableObject(try object.table.joining(other.table, on: names)))
  }

  private static let toCSV = file(
    "to_csv", summary: "The table as comma-separated values, or a file of them.",
    example: Example(
      "table({loss: [\"am\"], m: [0.1]}).to_csv()", prints: "\"loss,m\\nam,0.1\\n\"")
  ) { try $0.csv }

  private static let toMarkdown = file(
    "to_markdown", summary: "The table in Markdown, or a file of it.",
    example: Example(
      "print(table({m: [0.1]}).to_markdown())", prints: "| m |\n| ---: |\n| 0.1 |\n")
  ) { $0.markdown }

  private static let toLatex = file(
    "to_latex", summary: "The table as a LaTeX tabular (booktabs), or a file of it.",
    example: Example(
      "table({m: [0.1]}).to_latex().lines()[2]", prints: "\"m \\\\\\\\\"")
  ) { $0.latex }

  private static func file(
    _ name: String, summary: String, example: Example,
    _ text: @escaping @Sendable (Table) throws -> String
  ) -> ObjectMethod {
    ObjectMethod(
      name, of: TableObject.self, Text("path", default: ""), summary: summary,
      details: "With a path it writes the file and gives none, else it gives the text.",
      example: example, related: ["load_csv", "write_text"]
    ) { object, machine, path in
      guard !path.isEmpty else { return machine.heap.text(try text(object.table)) }
      try machine.outside.write(path, Array(try text(object.table).utf8), append: false)
      return .none
    }
  }
}
