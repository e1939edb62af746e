import Diagnostics
import Syntax

/// The variables of the top level that a cell reads and binds, for slices, stale cells and hints.
public struct CellNames: Sendable, Equatable {
  /// Names whose value from before the cell may matter to it, in order of their first use; names
  /// of builtins are among them.
  public var read: [String]
  /// Names that it assigns, changes in their place or deletes, in order.
  public var bound: [String]

  /// The names of a cell's statements.
  public static func of(_ statements: [Statement]) -> CellNames {
    var collector = Collector()
    collector.visit(statements)
    return CellNames(read: collector.read, bound: collector.bound)
  }

  private struct Collector {
    var read: [String] = []
    var bound: [String] = []
    private var seenRead: Set<String> = []
    private var seenBound: Set<String> = []
    private var hidden: [[String]] = []

    mutating func visit(_ statements: [Statement]) {
      // Blocks may not run, so only what a statement at the top binds surely hides what is read
      // later.
      for statement in statements {
        visit(statement)
      }
    }

    private mutating func visit(_ statement: Statement) {
      var events: [NameEvent] = []
      NameWalk { events.append($0) }.visit(statement)
      let surelyBound = Self.surelyBound(by: statement)
      for event in events { note(event) }
      for name in surelyBound { seenRead.insert(name) }
    }

    /// What a statement binds whenever it runs.
    private static func surelyBound(by statement: Statement) -> [String] {
      switch statement.kind {
      case .assignment(let targetLists, value: _): targetLists.flatMap(NameWalk.names)
      case .definition(let definition): [definition.name.name]
      case .importing(let importing):
        switch importing.bound {
        case .module(let name): [name.name]
        case .names(let names): names.map(\.name)
        }
      case .expression, .augmented, .whileLoop, .forLoop, .returning, .breaking, .continuing,
        .throwing, .assertion, .outer, .delete:
        []
      }
    }

    private mutating func note(_ event: NameEvent) {
      switch event {
      case .read(let name): noteRead(name.name)
      case .method(let name): noteRead(name)
      case .bind(let name), .delete(let name): noteBound(name.name)
      case .change(let name):
        noteRead(name.name)
        noteBound(name.name)
      case .function(let function):
        for name in Scope.freeNames(of: function).sorted() { noteRead(name) }
        for name in Self.outerNames(of: function) { noteBound(name) }
      case .enterComprehension(let names): hidden.append(names)
      case .leaveComprehension(let count): hidden.removeLast(count)
      case .outer, .enterLoop, .leaveLoop: break
      }
    }

    private mutating func noteRead(_ name: String) {
      guard !hidden.contains(where: { $0.contains(name) }) else { return }
      if seenRead.insert(name).inserted { read.append(name) }
    }

    private mutating func noteBound(_ name: String) {
      guard !hidden.contains(where: { $0.contains(name) }) else { return }
      if seenBound.insert(name).inserted { bound.append(name) }
    }

    /// Names that a function, or one inside it, assigns at the top level when it is called.
    private static func outerNames(of function: Function) -> [String] {
      var names: [String] = []
      NameWalk { event in
        switch event {
        case .outer(let name): names.append(name.name)
        case .function(let inner): names += outerNames(of: inner)
        default: break
        }
      }.visit(function)
      return names
    }
  }
}
