import Machine
import Tensors

/// The world as a session sees it: what comes from it is recorded, and a replay gives it back.
final class RecordingOutside: Outside {
  private let world: any Outside
  /// Where values that are given back live.
  var heap: Heap?
  /// What a replay gives back, by source; nil asks the world.
  private var given: [String: [Literal]]?
  private var answers: [(source: String, values: [Literal])] = []
  private var reads: [(path: String, hash: String)] = []
  private var writes: [String] = []
  private var writtenEarlier: Set<String> = []

  init(world: any Outside) {
    self.world = world
  }

  /// Begins a cell; `given` holds its `#<` records in a replay, nil in a plain run.
  func beginCell(given records: [Record]?) {
    writtenEarlier.formUnion(writes)
    answers = []
    reads = []
    writes = []
    given = records.map { records in
      var given: [String: [Literal]] = [:]
      for case .outside(let source, let value) in records {
        given[source] = Self.values(of: source, recorded: value)
      }
      return given
    }
  }

  /// `#< …` of the cell that ended.
  var incoming: [Record] {
    answers.map { answer in
      .outside(
        source: answer.source,
        value: answer.values.count == 1 ? answer.values[0] : .list(answer.values))
    } + reads.map { .fileRead(path: $0.path, hash: $0.hash) }
  }

  /// `#= file …` of the cell that ended: figures apart, whose bytes are those of a version of
  /// gnuplot; their data has a record of its own.
  var written: [Record] {
    writes.filter { !isFigure($0) }.compactMap { path in
      guard let hash = try? Hashing.sha256(world.open(path)) else { return nil }
      return .fileWritten(path: path, hash: hash)
    }
  }

  /// Whether a file has the ending of a picture; a `.tex` is one where its `.pdf` was written too.
  private func isFigure(_ path: String) -> Bool {
    if [".png", ".svg", ".pdf"].contains(where: path.hasSuffix) { return true }
    return path.hasSuffix(".tex") && writes.contains { $0.hasSuffix(".pdf") }
  }

  /// Sources whose one answer is a list, so that several answers are a list of lists.
  private static func values(of source: String, recorded: Literal) -> [Literal] {
    guard case .list(let items) = recorded else { return [recorded] }
    if source.hasPrefix("args") || source.hasPrefix("list_files") {
      guard case .list? = items.first else { return [recorded] }
    }
    return items
  }

  private func answer(_ source: String, _ fresh: () throws -> Literal) rethrows -> Literal {
    let value: Literal
    if var values = given?[source], !values.isEmpty {
      value = values.removeFirst()
      given?[source] = values
    } else {
      value = try fresh()
    }
    if let index = answers.firstIndex(where: { $0.source == source }) {
      answers[index].values.append(value)
    } else {
      answers.append((source, [value]))
    }
    return value
  }

  func value(_ source: String, fresh: () throws -> Value) throws -> Value {
    var asked: Value?
    let literal = try answer(source) {
      let value = try fresh()
      asked = value
      guard let literal = Literal(value) else {
        throw RuntimeError(.type, "\(source) gave a value that a session cannot record")
      }
      return literal
    }
    return asked ?? literal.value(in: heap)
  }

  func read(_ path: String) throws -> [UInt8] {
    let bytes = try world.read(path)
    if isToRecord(path) { reads.append((path, Hashing.sha256(bytes))) }
    return bytes
  }

  func open(_ path: String) throws -> ByteSource {
    let source = try world.open(path)
    if isToRecord(path) { reads.append((path, try Hashing.sha256(source))) }
    return source
  }

  /// Whether a file that is read now comes from outside and is not recorded yet.
  private func isToRecord(_ path: String) -> Bool {
    !writes.contains(path) && !writtenEarlier.contains(path)
      && !reads.contains { $0.path == path }
  }

  func write(_ path: String, _ bytes: [UInt8], append: Bool) throws {
    try world.write(path, bytes, append: append)
    if !writes.contains(path) { writes.append(path) }
  }

  func replace(_ path: String, with parts: FileParts) throws {
    try world.replace(path, with: parts)
    if !writes.contains(path) { writes.append(path) }
  }

  func list(_ folder: String) throws -> [String] {
    let names = try answer("list_files \(Literal.quoted(folder))") {
      .list(try world.list(folder).map(Literal.text))
    }
    guard case .list(let items) = names else { return [] }
    return items.compactMap { if case .text(let name) = $0 { name } else { nil } }
  }

  func exists(_ path: String) -> Bool {
    answer("file_exists \(Literal.quoted(path))") { .bool(world.exists(path)) } == .bool(true)
  }
}

extension Literal {
  /// The literal of a value: none, a bool, a number, a text, or a list of these; else nil.
  init?(_ value: Value) {
    switch value.tag {
    case Tag.none: self = .none
    case Tag.bool: self = .bool(value.bool)
    case Tag.int: self = .int(value.int)
    case Tag.float: self = .float(value.float)
    default:
      if let text = value.string {
        self = .text(text)
      } else if let list = value.listObject {
        var items: [Literal] = []
        for item in list.items {
          guard let literal = Literal(item) else { return nil }
          items.append(literal)
        }
        self = .list(items)
      } else {
        return nil
      }
    }
  }

  /// The value on a heap.
  func value(in heap: Heap?) -> Value {
    switch self {
    case .none: .none
    case .bool(let value): .bool(value)
    case .int(let value): .int(value)
    case .float(let value): .float(value)
    case .text(let text): heap?.text(text) ?? .none
    case .list(let items): heap?.list(items.map { $0.value(in: heap) }) ?? .none
    }
  }
}
