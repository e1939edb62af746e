// All messages of the check beyond those of running, in alphabetical order.

enum CheckMessages {
  static func assignedNone(_ word: String) -> String {
    "`\(word)` changes the list or dict in its place and gives none, which this assigns"
  }
  static func builtinReaches(_ name: String) -> String {
    "`builtin.\(name)` still reaches it; another name keeps both"
  }
  static let comparedWithNaN = "nan equals nothing, itself included"
  static let documentation = "`##` lines above the `fn` document it"
  static let droppedValue = "nothing takes this value"
  static func droppedSort(_ name: String) -> String {
    "`\(name)` of a tensor gives a new tensor, which this statement drops"
  }
  static let equalIsComparison = "`==` compares; `=` assigns"
  static func hiddenBuiltin(_ name: String) -> String {
    "your variable `\(name)` hides the builtin; `builtin.\(name)(…)` calls it, "
      + "`del \(name)` brings it back"
  }
  static func hidesBuiltin(_ name: String) -> String { "`\(name)` hides the builtin of that name" }
  static func localWithoutValue(_ name: String) -> String {
    "`\(name)` has no value yet: it is assigned in this function, so it is local to it"
  }
  static func outerAllows(_ name: String) -> String {
    "`outer \(name)` at the start of the function allows it"
  }
  static func outerChange(_ name: String) -> String {
    "this changes `\(name)`, which belongs to the surroundings of the function"
  }
  static func outerMeansOuter(_ name: String) -> String {
    "`outer \(name)` at the start of the function means the outer one"
  }
  static func readTooEarly(_ name: String, line: Int) -> String {
    "`\(name)` has no value yet: it gets one at line \(line)"
  }
  static let repeatedList = "`[e] * n` multiplies the numbers in the list; it makes no copies"
  static let repeatInstead = "n copies are `full(n, e)`, a tensor, or `repeat([e], n)`, a list"
  static let textAsDocumentation = "a text at the head of a function is no documentation"
  static let tensorTruth =
    "`any(x)` asks for one true element, `all(x)` for all of them; `&`, `|` and `~` go element by "
    + "element"
  static func underscore(_ name: String) -> String {
    "leave it out, or begin its name with `_` to keep it"
  }
  static func unknownName(_ name: String) -> String { "there is no `\(name)`" }
  static func unpacked(_ values: Int, into targets: Int, orMore: Bool) -> String {
    "cannot unpack \(values) value\(values == 1 ? "" : "s") into "
      + "\(orMore ? "at least " : "")\(targets) target\(targets == 1 ? "" : "s")"
  }
  static func unreachable(_ word: String) -> String {
    "this never runs: `\(word)` stands before it"
  }
  static func unusedImport(_ name: String) -> String { "`\(name)` is imported and never used" }
  static func unusedLocal(_ name: String) -> String { "`\(name)` is assigned and never used" }
  static let useIsNaN = "`isnan(x)` finds it"
}
