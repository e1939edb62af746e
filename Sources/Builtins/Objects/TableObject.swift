import Catalog
import Machine
import Tensors

/// A table as scripts see it.
final class TableObject: ScriptObject {
  private(set) var table: Table

  init(_ table: Table) {
    self.table = table
  }

  /// Adds a row.
  func add(_ row: [TableCell]) { table.add(row) }

  var typeName: String { "table" }
  var shown: String { TableLayout(table: table).text }
  var count: Int? { table.count }

  var state: ObjectState {
    .list([
      .list(table.columns.map(ObjectState.text)),
      .list(table.cells.map { .list($0.map(\.state)) }),
    ])
  }

  func restore(_ state: ObjectState) {
    guard case .list(let parts) = state, parts.count == 2, case .list(let names) = parts[0],
      case .list(let columns) = parts[1]
    else { return }
    table = Table(
      columns: names.map { if case .text(let name) = $0 { name } else { "" } },
      cells: columns.map { column in
        if case .list(let cells) = column {
          CellColumn(cells.map(TableCell.init(state:)))
        } else {
          CellColumn([])
        }
      })
  }

  static let members = ["columns", "shape"] + TableMethods.table.names
  var memberNames: [String] { Self.members }
  func method(_ name: String) -> ObjectMethod? { TableMethods.table[name] }

  func field(_ name: String, in machine: VirtualMachine) throws -> Value? {
    switch name {
    case "columns": machine.texts(table.columns)
    case "shape": machine.heap.list([.int(table.count), .int(table.columns.count)])
    default: nil
    }
  }

  /// `t["column"]`, `t[["a", "b"]]`, `t[0]` (a row as a dict), `t[mask]`, `t[rows]`.
  func index(_ indices: [Value], in machine: VirtualMachine) throws -> Value {
    guard indices.count == 1, let index = indices.first else {
      throw RuntimeError(
        .type, "a table takes one index, got \(indices.count)",
        hint: "t[\"column\"], t[0] for a row, t[\"column\"][0] for one place")
    }
    if let name = index.string {
      return machine.value(ofColumn: table.cells[try table.place(of: name)])
    }
    if let names = machine.textList(index), !names.isEmpty {
      return machine.heap.instance(TableObject(try table.selecting(names)))
    }
    if index.tag == Tag.int { return try row(index.int, in: machine) }
    guard let places = try machine.tensor(from: index) else {
      throw RuntimeError(
        .type,
        "a table is indexed by a column's name or a row's number, "
          + "got a value of type \(machine.typeName(index))")
    }
    if places.rank == 0 { return try row(places.itemInt(), in: machine) }
    return machine.heap.instance(TableObject(table.rows(at: try rows(chosenBy: places))))
  }

  /// Rows one by one, as dicts.
  func iterate(in machine: VirtualMachine) throws -> (() throws -> Value?) {
    let table = self.table
    var next = 0
    return {
      guard next < table.count else { return nil }
      defer { next += 1 }
      return try machine.row(next, of: table)
    }
  }

  private func row(_ index: Int, in machine: VirtualMachine) throws -> Value {
    let place = index < 0 ? index + table.count : index
    guard place >= 0 && place < table.count else {
      throw RuntimeError(.index, "row \(index) of a table with \(table.count) rows")
    }
    return try machine.row(place, of: table)
  }

  private func rows(chosenBy places: Tensor) throws -> [Int] {
    if places.dtype == .bool {
      let mask = places.bools()
      guard mask.count == table.count, places.rank == 1 else {
        throw RuntimeError(
          .shape, "a mask of shape \(places.shape) for a table with \(table.count) rows")
      }
      return mask.indices.filter { mask[$0] }
    }
    return try places.ints().map { index in
      let place = index < 0 ? index + table.count : index
      guard place >= 0 && place < table.count else {
        throw RuntimeError(.index, "row \(index) of a table with \(table.count) rows")
      }
      return place
    }
  }
}

extension TableCell {
  /// For digests and undo.
  var state: ObjectState {
    switch self {
    case .none: .none
    case .bool(let value): .bool(value)
    case .int(let value): .int(value)
    case .number(let value): .float(value)
    case .text(let value): .text(value)
    case .spread(let mean, let deviation):
      .list([.float(mean), deviation.map(ObjectState.float) ?? .none])
    }
  }

  init(state: ObjectState) {
    switch state {
    case .bool(let value): self = .bool(value)
    case .int(let value): self = .int(value)
    case .float(let value): self = .number(value)
    case .text(let value): self = .text(value)
    case .list(let parts):
      guard case .float(let mean)? = parts.first else {
        self = .none
        return
      }
      if parts.count > 1, case .float(let deviation) = parts[1] {
        self = .spread(mean: mean, deviation: deviation)
      } else {
        self = .spread(mean: mean, deviation: nil)
      }
    case .none, .tensor, .dict, .value: self = .none
    }
  }
}

extension VirtualMachine {
  /// A cell as a value; a spread is its mean.
  func value(of cell: TableCell) -> Value {
    switch cell {
    case .none: .none
    case .bool(let value): .bool(value)
    case .int(let value): .int(value)
    case .number(let value), .spread(let value, _): .float(value)
    case .text(let text): heap.text(text)
    }
  }

  /// A value as a cell.
  /// - Throws: `type` for what no place of a table can hold.
  func cell(_ value: Value, column: String) throws -> TableCell {
    switch argument(value) {
    case .none: return .none
    case .bool(let value): return .bool(value)
    case .integer(let value): return .int(value)
    case .number(let value): return .number(value)
    case .text(let value): return .text(value)
    case .list, .object:
      if let tensor = value.tensorObject?.tensor, tensor.count == 1, tensor.rank == 0 {
        return tensor.dtype == .i64 ? .int(try tensor.itemInt()) : .number(try tensor.item())
      }
      throw RuntimeError(
        .type,
        "a place of a table holds a number, a text, a bool or none; "
          + "\"\(column)\" got a value of type \(typeName(value))",
        hint: "give an object's name, as in report.add(loss.name, …)")
    }
  }

  /// A whole column: a tensor where all are numbers or all bools, else a list.
  func value(ofColumn cells: CellColumn) -> Value {
    if let tensor = cells.tensor { return heap.tensor(tensor) }
    return heap.list(cells.map(value(of:)))
  }

  /// A row as a dict.
  func row(_ index: Int, of table: Table) throws -> Value {
    try dict(zip(table.columns, table.row(index)).map { ($0, value(of: $1)) })
  }
}
