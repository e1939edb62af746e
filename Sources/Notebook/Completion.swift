import Catalog
import Syntax

/// What could stand at the cursor.
public enum Completion {
  /// One possibility.
  public struct Candidate: Equatable, Sendable {
    /// What replaces the word at the cursor.
    public let insertion: String
    /// One line of help.
    public let help: String

    /// A possibility.
    public init(_ insertion: String, help: String = "") {
      self.insertion = insertion
      self.help = help
    }
  }

  /// What is known where the line is typed.
  public struct Scope {
    /// Variables, each with what its value is.
    public var variables: [Candidate]
    /// What scripts can call.
    public var builtins: [Documentation]
    /// Fields and methods of the value of a variable or a chain of fields (`model`, `d.runs`).
    public var members: (_ chain: [String]) -> [Candidate]
    /// Parameters of a function of the user's or a method, by its chain; nil if unknown.
    public var parameters: (_ chain: [String]) -> [ParameterDescription]?

    /// A scope.
    public init(
      variables: [Candidate], builtins: [Documentation],
      members: @escaping ([String]) -> [Candidate] = { _ in [] },
      parameters: @escaping ([String]) -> [ParameterDescription]? = { _ in nil }
    ) {
      self.variables = variables
      self.builtins = builtins
      self.members = members
      self.parameters = parameters
    }
  }

  /// The possibilities at a byte offset of a text, sorted, each once.
  public static func candidates(text: String, cursor: Int, scope: Scope) -> [Candidate] {
    let typed = Array(
      String(decoding: Array(text.utf8.prefix(cursor)), as: UTF8.self).unicodeScalars)
    let start = wordStart(typed, before: typed.count)
    let word = String(String.UnicodeScalarView(typed[start...]))
    if start > 0, typed[start - 1] == ".", !(start > 1 && typed[start - 2] == ".") {
      let chain = chain(typed, before: start - 1)
      guard !chain.isEmpty else { return matching(word, methods(of: scope)) }
      let members = scope.members(chain)
      return matching(word, members.isEmpty ? methods(of: scope) : members)
    }
    var found = namedArguments(typed, before: start, scope)
    found += scope.variables
    found += scope.builtins.map { Candidate($0.name, help: $0.summary) }
    found += (Parser.reservedWords + Parser.contextualWords).map { Candidate($0) }
    return matching(word, found)
  }

  /// Where a word of help is asked for.
  public static func names(matching word: String, scope: Scope) -> [Candidate] {
    matching(
      word, scope.variables + scope.builtins.map { Candidate($0.name, help: $0.summary) })
  }

  private static func methods(of scope: Scope) -> [Candidate] {
    scope.builtins.filter { !$0.parameters.isEmpty }.map { Candidate($0.name, help: $0.summary) }
  }

  private static func matching(_ word: String, _ all: [Candidate]) -> [Candidate] {
    var seen: Set<String> = []
    return all.filter { $0.insertion.hasPrefix(word) && seen.insert($0.insertion).inserted }
      .sorted { $0.insertion < $1.insertion }
  }

  /// The options of the innermost call around the place that were not given yet.
  private static func namedArguments(
    _ typed: [Unicode.Scalar], before end: Int, _ scope: Scope
  ) -> [Candidate] {
    guard let open = openCall(typed, before: end) else { return [] }
    let chain = chain(typed, before: open)
    guard let name = chain.last else { return [] }
    let entry = scope.builtins.first { $0.name == name }?.parameters
    guard let parameters = scope.parameters(chain) ?? entry else { return [] }
    let given = String(String.UnicodeScalarView(typed[open..<end]))
    return parameters.filter { $0.passing != .rest && !given.contains("\($0.name)=") }.map {
      Candidate(
        $0.name + "=", help: $0.accepts + ($0.defaultText.map { "; default \($0)" } ?? ""))
    }
  }

  /// The index of the `(` that encloses a place, nil if none or another bracket is nearer.
  private static func openCall(_ typed: [Unicode.Scalar], before end: Int) -> Int? {
    var depth = 0
    for index in stride(from: end - 1, through: 0, by: -1) {
      switch typed[index] {
      case ")", "]", "}": depth += 1
      case "(", "[", "{":
        if depth == 0 { return typed[index] == "(" ? index : nil }
        depth -= 1
      default: break
      }
    }
    return nil
  }

  /// The names joined by dots that end at a place: `a.b.` gives `a`, `b`.
  private static func chain(_ typed: [Unicode.Scalar], before end: Int) -> [String] {
    var names: [String] = []
    var end = end
    while true {
      let start = wordStart(typed, before: end)
      guard start < end, !("0"..."9").contains(typed[start]) else { return [] }
      names.insert(String(String.UnicodeScalarView(typed[start..<end])), at: 0)
      guard start > 0, typed[start - 1] == "." else { return names }
      end = start - 1
    }
  }

  private static func wordStart(_ typed: [Unicode.Scalar], before end: Int) -> Int {
    var start = end
    while start > 0, isWord(typed[start - 1]) { start -= 1 }
    return start
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || scalar.properties.isAlphabetic || scalar.properties.numericType != nil
  }
}
