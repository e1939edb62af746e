import TestSupport

/// Random programs that are well typed and end, as a list of top-level statements: values of a few
/// types, functions and closures, loops, branches, errors that are caught, and texts of it all.
struct TypedProgramGenerator {
  enum Kind: CaseIterable {
    case int, float, bool, text, ints, dict, tensor
  }

  private var random: SeededGenerator
  /// Variables in scope, by type.
  private var names: [Kind: [String]] = [:]
  /// Functions of one int that give an int.
  private var functions: [String] = []
  private var count = 0
  private var isInFunction = false
  /// How deep loops, branches and functions stand in each other.
  private var nesting = 0

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  static func program(seed: UInt64) -> [String] {
    var generator = TypedProgramGenerator(seed: seed)
    var statements = ["box = {n: 0, items: [], who: \"am\"}"]
    for kind in Kind.allCases { statements.append(generator.binding(kind)) }
    for _ in 0..<generator.below(14) + 6 { statements.append(generator.statement()) }
    for kind in Kind.allCases {
      for name in generator.names[kind] ?? [] { statements.append(name) }
    }
    return statements + ["box"]
  }

  // MARK: Chances

  private mutating func below(_ bound: Int) -> Int { Int(random.next() % UInt64(bound)) }

  private mutating func pick<Choice>(_ choices: [Choice]) -> Choice {
    choices[below(choices.count)]
  }

  private mutating func newName(_ stem: String) -> String {
    count += 1
    return "\(stem)\(count)"
  }

  private mutating func variable(_ kind: Kind) -> String? {
    guard let known = names[kind], !known.isEmpty else { return nil }
    return pick(known)
  }

  // MARK: Statements

  private mutating func binding(_ kind: Kind) -> String {
    let value = expression(kind, 3)
    let name = newName("\(kind)")
    names[kind, default: []].append(name)
    return "\(name) = \(value)"
  }

  private mutating func statement() -> String {
    switch below(nesting > 2 ? 7 : 13) {
    case 0, 1: return binding(pick(Kind.allCases))
    case 2: return change()
    case 3: return "print(\(expression(pick(Kind.allCases), 2)), \(expression(.text, 2)))"
    case 4: return expression(pick(Kind.allCases), 3)
    case 5 where isInFunction: return "print(x)"
    case 5: return "box.items.append(\(expression(.int, 1))); box.n += 1"
    case 6:
      let value = expression(.int, 2)
      return "assert \(value) == \(below(9) == 0 ? expression(.int, 2) : value), \"kept\""
    case 7: return "if \(expression(.bool, 2)) \(block()) else \(block())"
    case 8: return "for i in 0..\(below(6) + 1) \(block(with: "i"))"
    case 9:
      let name = newName("k")
      return "\(name) = 0\nwhile \(name) < \(below(5)) {\n\(name) += 1\n\(inner())\n}"
    case 10:
      return "try \(block()) catch e { print(e.kind, e.message) }"
        + (isInFunction ? "" : " finally { box.n += 1 }")
    case 11: return function()
    default: return "no_grad \(block())"
    }
  }

  private mutating func change() -> String {
    if isInFunction { return "x = \(expression(.int, 2))" }
    switch below(4) {
    case 0: return "\(variable(.int) ?? "box.n") = \(expression(.int, 2))"
    case 1: return (variable(.ints) ?? "box.items") + ".append(\(expression(.int, 2)))"
    case 2: return (variable(.dict) ?? "box") + "[\(expression(.text, 1))] = \(expression(.int, 1))"
    default: return (variable(.text) ?? "box.who") + " += \(expression(.text, 1))"
    }
  }

  /// What a block binds is seen behind it only where it surely ran: here nowhere.
  private mutating func inner(with name: String? = nil) -> String {
    let saved = (names, functions)
    if let name { names[.int, default: []].append(name) }
    nesting += 1
    let lines = (0..<below(3) + 1).map { _ in statement() }
    nesting -= 1
    (names, functions) = saved
    return lines.joined(separator: "\n")
  }

  private mutating func block(with name: String? = nil) -> String { "{\n\(inner(with: name))\n}" }

  private mutating func function() -> String {
    let name = newName("f")
    let saved = (names, functions, isInFunction)
    names = [.int: ["x"]]
    functions = []
    isInFunction = true
    nesting += 2
    let body = (0..<below(2)).map { _ in statement() } + ["return \(expression(.int, 3))"]
    nesting -= 2
    (names, functions, isInFunction) = saved
    functions.append(name)
    return "fn \(name)(x) {\n\(body.joined(separator: "\n"))\n}"
  }

  // MARK: Expressions

  private mutating func expression(_ kind: Kind, _ depth: Int) -> String {
    if depth <= 0 || below(4) == 0 {
      if let name = variable(kind), below(3) > 0 { return name }
      return literal(kind)
    }
    let d = depth - 1
    switch kind {
    case .int: return int(d)
    case .float:
      return pick([
        "(\(expression(.float, d)) \(pick(["+", "-", "*"])) \(expression(.int, d)))",
        "abs(\(expression(.float, d)))", "float(\(expression(.int, d)))",
        "round(\(expression(.float, d)), 2) * 1.0", "(\(expression(.tensor, d))).sum().item()",
      ])
    case .bool:
      return pick([
        "(\(expression(.int, d)) \(pick(["<", "==", ">=", "!="])) \(expression(.int, d)))",
        "(not \(expression(.bool, d)))", "(\(expression(.bool, d)) and \(expression(.bool, d)))",
        "(\(expression(.int, d)) in \(expression(.ints, d)))",
        "(\(expression(.text, d)) == \(expression(.text, d)))",
      ])
    case .text:
      return pick([
        "(\(expression(.text, d)) + \(expression(.text, d)))", "str(\(expression(.ints, d)))",
        "f\"{\(variable(.int) ?? "7")}:{\(variable(.float) ?? "0.5"):.3f}\"",
        "upper(\(expression(.text, d)))", "str(\(expression(.tensor, d)))",
      ])
    case .ints: return ints(d)
    case .dict:
      return pick([
        "{a: \(expression(.int, d)), ..\(expression(.dict, d))}",
        "{str(k): k + \(expression(.int, d)) for k in \(expression(.ints, d))}",
      ])
    case .tensor:
      return pick([
        "(\(expression(.tensor, d)) \(pick(["+", "-", "*"])) \(expression(.tensor, d)))",
        "tanh(\(expression(.tensor, d)))", "(\(expression(.tensor, d)) * \(expression(.float, d)))",
        "(\(expression(.tensor, d)))[::-1]", "grad(w => (w * w).sum())(\(expression(.tensor, d)))",
      ])
    }
  }

  private mutating func int(_ d: Int) -> String {
    if !functions.isEmpty, below(4) == 0 {
      return "\(pick(functions))(\(expression(.int, d)))"
    }
    return pick([
      "(\(expression(.int, d)) \(pick(["+", "-", "*"])) \(expression(.int, d)))",
      "(\(expression(.int, d)) % \(below(7) + 1))", "(\(expression(.int, d)) // \(below(40)))",
      "len(\(expression(.text, d)))", "sum(\(expression(.ints, d)))",
      "(if \(expression(.bool, d)) { \(expression(.int, d)) } else { \(expression(.int, d)) })",
      "len(\(expression(.dict, d)))", "(y => y + \(expression(.int, d)))(\(expression(.int, d)))",
    ])
  }

  private mutating func ints(_ d: Int) -> String {
    pick([
      "[\(expression(.int, d)), ..\(expression(.ints, d))]",
      "[j + \(expression(.int, d)) for j in \(expression(.ints, d)) if j % 2 == 0]",
      "sorted(\(expression(.ints, d)))", "map(j => j * 2, \(expression(.ints, d)))",
      "list(0..\(below(5)))", "sorted(\(expression(.ints, d)), key=j => -j)",
    ])
  }

  private mutating func literal(_ kind: Kind) -> String {
    switch kind {
    case .int: "\(below(20) - 5)"
    case .float: pick(["0.5", "2.25", "-1.5", "1e3"])
    case .bool: pick(["true", "false"])
    case .text: pick(["\"am\"", "\"\"", "\"é 日本\"", "'x'"])
    case .ints: pick(["[]", "[3, 1, 2]", "[\(below(9))]"])
    case .dict: pick(["{}", "{a: 1, b: 2}"])
    case .tensor: pick(["tensor([1.0, 2.0, 3.0])", "zeros(3)", "tensor([0.5, -1.0, 4.0])"])
    }
  }
}
