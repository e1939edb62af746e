import Catalog
import Machine

/// A pattern as scripts see it: `r = regex(r"\d+")`, then `r.search(s)`.
final class RegexObject: ScriptObject {
  let program: RegexProgram

  init(_ program: RegexProgram) {
    self.program = program
  }

  var typeName: String { "regex" }
  var shown: String { "regex \(QuotedText.of(program.pattern))" }
  var state: ObjectState { .text(program.pattern) }
  static let members = ["pattern"] + methods.names
  var memberNames: [String] { Self.members }

  func field(_ name: String, in machine: VirtualMachine) throws -> Value? {
    name == "pattern" ? machine.heap.text(program.pattern) : nil
  }

  func method(_ name: String) -> ObjectMethod? { Self.methods[name] }

  static let methods = MethodTable([
    ObjectMethod(
      "match", of: RegexObject.self, Text("s"),
      summary: "The match at the start of a text, as a dict; none if there is none.",
      details: "As `search`, but only where the text begins; `$` at the end of the pattern asks "
        + "for the whole text.",
      example: Example(#"regex(r"\d+").match("12 of 40").text"#, prints: "\"12\""),
      related: ["search", "findall"]
    ) { regex, machine, text in
      let search = RegexSearch(regex.program, in: text)
      let match = try search.program.match(in: search.bytes, from: 0, .anchored)
      return try match.map { try search.described($0, in: machine) } ?? .none
    },
    ObjectMethod(
      "search", of: RegexObject.self, Text("s"),
      summary: "The first match in a text, as a dict; none if there is none.",
      details: "`text` is what matched, `start` and `end` its places, `groups` the list of what "
        + "its groups took (none for one that took no part). A pattern with named groups, "
        + "`(?P<id>…)`, gives `named` too, a dict.",
      example: Example(
        #"m = regex(r"spk(\d+)").search("from spk07")"# + "\n[m.text, m.start, m.groups]",
        prints: #"["spk07", 5, ["07"]]"#),
      related: ["match", "findall", "find"]
    ) { regex, machine, text in
      let search = RegexSearch(regex.program, in: text)
      let match = try search.program.match(in: search.bytes, from: 0, .anywhere)
      return try match.map { try search.described($0, in: machine) } ?? .none
    },
    ObjectMethod(
      "findall", of: RegexObject.self, Text("s"),
      summary: "All matches in a text, one behind the other, as a list of texts.",
      details: "With one group in the pattern what it took, with several a list of them for each "
        + "match.",
      example: Example(#"regex(r"\d+").findall("1, 20 and 300")"#, prints: #"["1", "20", "300"]"#),
      related: ["search", "split"]
    ) { regex, machine, text in
      let search = RegexSearch(regex.program, in: text)
      var found: [Value] = []
      for match in try search.all() {
        try LongLoop.turn(found.count)
        found.append(search.taken(by: match, in: machine))
      }
      return machine.heap.list(found)
    },
    ObjectMethod(
      "sub", of: RegexObject.self,
      AnyValue("new", accepts: "a text, or a function of the match"), Text("s"),
      summary: "A text with every match replaced.",
      details: #"In a text `\1` stands for group 1 and `\g<name>` for a named one: write it with "#
        + "`r\"…\"`. A function gets the dict that `search` gives, and gives a text.",
      example: Example(#"regex(r"(\w+)-(\w+)").sub(r"\2-\1", "am-aam")"#, prints: "\"aam-am\""),
      related: ["replace", "findall"]
    ) { regex, machine, new, text in
      machine.heap.text(
        utf8: try RegexSearch(regex.program, in: text).replacing(with: new, in: machine))
    },
    ObjectMethod(
      "split", of: RegexObject.self, Text("s"),
      summary: "The parts of a text between the matches.",
      details: "What groups of the pattern took stands between the parts.",
      example: Example(#"regex(r"[,;]\s*").split("a, b;c")"#, prints: #"["a", "b", "c"]"#),
      related: ["findall", "sub"]
    ) { regex, machine, text in
      let search = RegexSearch(regex.program, in: text)
      var parts: [Value] = []
      var start = 0
      for match in try search.all() {
        parts.append(search.text(start..<match.range.lowerBound, in: machine))
        parts += match.groups.map { search.text($0, in: machine) }
        start = match.range.upperBound
      }
      return machine.heap.list(parts + [search.text(start..<search.bytes.count, in: machine)])
    },
  ])
}

extension BuiltinCatalog {
  /// Regular expressions.
  static let patterns: [Builtin] = [
    Builtin(
      "regex", Text("pattern"),
      summary: "A regular expression, to search texts with.",
      details: "Its methods are `match(s)`, `search(s)`, `findall(s)`, `sub(new, s)` and "
        + "`split(s)`. The patterns are those of PCRE2, which Perl's and Python's are; write them "
        + "as `r\"…\"`. `(?i)` at the front ignores case. Too long a search is a `limit` error.",
      example: Example(
        #"regex(r"(?i)eer\s*=\s*([\d.]+)").search("EER = 5.2").groups"#, prints: #"["5.2"]"#),
      related: ["find", "replace", "split"]
    ) { machine, pattern in machine.heap.instance(RegexObject(try RegexProgram(pattern))) }
  ]
}
