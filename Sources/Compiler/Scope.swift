import Diagnostics
import Machine
import Syntax

/// The words of in-place methods.
enum PlaceWords {
  static func contains(_ name: String) -> Bool { PlaceWord.all.contains(name) }
}

/// The variables of a function, or of the top level, where all are globals.
struct Scope {
  /// Nil for the top level.
  let function: Function?
  /// Names local to the function: parameters first, then in order of their first assignment.
  private(set) var locals: [String] = []
  private var localSet: Set<String> = []
  /// Names whose assignments write outward.
  private(set) var outers: Set<String> = []
  /// Locals that a function inside shares.
  private(set) var cells: Set<String> = []
  /// Locals that are deleted somewhere, so that no use can trust that they hold a value.
  private(set) var deleted: Set<String> = []
  /// Names that a statement assigns, deletes or changes in their place.
  private(set) var changed: Set<String> = []
  private var parameters: Set<String> = []
  /// The first mention of each `outer` name.
  private(set) var outerNames: [Identifier] = []

  /// The scope of a function.
  init(_ function: Function) {
    self.function = function
    for parameter in function.parameters { declare(parameter.name.name) }
    parameters = localSet
    collect { $0.visit(function) }
    collectCells { $0.visit(function) }
  }

  /// The scope of the top level of a cell or file.
  init(topLevel statements: [Statement]) {
    function = nil
  }

  var isTopLevel: Bool { function == nil }

  func isLocal(_ name: String) -> Bool { localSet.contains(name) }

  func isParameter(_ name: String) -> Bool { parameters.contains(name) }

  private mutating func declare(_ name: String) {
    if localSet.insert(name).inserted { locals.append(name) }
  }

  private mutating func collect(_ walk: (NameWalk) -> Void) {
    var bound: [String] = []
    var outers: [Identifier] = []
    var deleted: Set<String> = []
    var changed: Set<String> = []
    walk(
      NameWalk { event in
        switch event {
        case .bind(let name): bound.append(name.name)
        case .change(let name): changed.insert(name.name)
        case .delete(let name):
          bound.append(name.name)
          deleted.insert(name.name)
        case .outer(let name): outers.append(name)
        case .read, .method, .function, .enterLoop, .leaveLoop, .enterComprehension,
          .leaveComprehension:
          break
        }
      })
    self.changed = changed.union(bound)
    outerNames = outers
    self.outers = Set(outers.map(\.name))
    for name in bound where !self.outers.contains(name) { declare(name) }
    self.deleted = deleted
  }

  /// Finds the locals that functions inside share. A loop's variables are copied into functions
  /// made in the loop, so these do not count.
  private mutating func collectCells(_ walk: (NameWalk) -> Void) {
    var shared: Set<String> = []
    var hidden: [[String]] = []
    let isLocal = localSet
    walk(
      NameWalk { event in
        switch event {
        case .enterLoop(let names), .enterComprehension(let names): hidden.append(names)
        case .leaveLoop: hidden.removeLast()
        case .leaveComprehension(let count): hidden.removeLast(count)
        case .function(let function):
          for name in Self.freeNames(of: function)
          where isLocal.contains(name) && !hidden.contains(where: { $0.contains(name) }) {
            shared.insert(name)
          }
        case .read, .method, .bind, .change, .delete, .outer: break
        }
      })
    cells = shared
  }

  /// Names that a function, or one inside it, takes from its surroundings.
  static func freeNames(of function: Function) -> Set<String> {
    var locals = Set(function.parameters.map(\.name.name))
    var used: Set<String> = []
    var outers: Set<String> = []
    var hidden: [[String]] = []
    NameWalk { event in
      switch event {
      case .read(let name):
        if !hidden.contains(where: { $0.contains(name.name) }) { used.insert(name.name) }
      case .method(let name): used.insert(name)
      case .bind(let name), .delete(let name): locals.insert(name.name)
      case .outer(let name): outers.insert(name.name)
      case .function(let inner):
        for name in freeNames(of: inner) where !hidden.contains(where: { $0.contains(name) }) {
          used.insert(name)
        }
      case .enterComprehension(let names): hidden.append(names)
      case .leaveComprehension(let count): hidden.removeLast(count)
      case .change, .enterLoop, .leaveLoop: break
      }
    }.visit(function)
    return used.subtracting(locals.subtracting(outers)).union(outers)
  }
}
