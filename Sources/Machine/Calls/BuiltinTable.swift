/// Builtins that belong together, made when one of them is first asked for.
public struct BuiltinArea: Sendable {
  /// Names of the entries, in their order.
  public let names: [String]
  /// Makes the entries.
  public let entries: @Sendable () -> [Builtin]

  /// An area whose entries have `names`.
  public init(_ names: [String], entries: @escaping @Sendable () -> [Builtin]) {
    self.names = names
    self.entries = entries
  }

  /// An area of entries that exist already.
  public init(_ builtins: [Builtin]) {
    self.init(builtins.map(\.name)) { builtins }
  }
}

/// The builtins of a machine by name.
///
/// A program uses a few areas of many, and making all entries would take most of a start.
public final class BuiltinTable {
  private let areas: [BuiltinArea]
  /// The area of each name; of two areas with the same name the first has it.
  private lazy var places: [String: Int] = {
    var places: [String: Int] = [:]
    places.reserveCapacity(areas.reduce(0) { $0 + $1.names.count })
    for (place, area) in areas.enumerated() {
      for name in area.names where places[name] == nil { places[name] = place }
    }
    return places
  }()
  /// Entries made so far, and those that were added.
  private var made: [String: Builtin] = [:]

  /// The builtins of some areas.
  public init(_ areas: [BuiltinArea]) { self.areas = areas }

  /// The builtin of a name.
  public subscript(name: String) -> Builtin? {
    if let builtin = made[name] { return builtin }
    guard let place = places[name] else { return nil }
    for entry in areas[place].entries() where made[entry.name] == nil {
      if places[entry.name] == place { made[entry.name] = entry }
    }
    return made[name]
  }

  /// Whether there is a builtin of that name.
  public func contains(_ name: String) -> Bool { made[name] != nil || places[name] != nil }

  /// All names, by alphabet.
  public var names: [String] { Set(places.keys).union(made.keys).sorted() }

  /// All builtins, by alphabet.
  public var all: [Builtin] { names.compactMap { self[$0] } }

  /// Adds a builtin, in the place of one of the same name.
  func add(_ builtin: Builtin) { made[builtin.name] = builtin }
}
