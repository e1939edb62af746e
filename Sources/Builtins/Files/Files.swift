import Catalog
import Machine

extension BuiltinCatalog {
  /// Files and paths; writing is allowed under the working folder alone.
  static let files: [Builtin] = [
    Builtin(
      "read_text", Text("path"),
      summary: "The content of a UTF-8 file as a text.",
      example: Example(
        "write_text(\"note.txt\", \"a\\nb\\n\")\nread_text(\"note.txt\")", prints: "\"a\\nb\\n\""),
      related: ["write_text", "lines", "load_csv"]
    ) { machine, path in
      let bytes = try machine.outside.read(path)
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw RuntimeError(.io, "read_text: \(QuotedText.of(path)) is no UTF-8 text")
      }
      return machine.heap.text(text.hasPrefix("\u{feff}") ? String(text.dropFirst()) : text)
    },
    Builtin(
      "write_text", Text("path"), Text("text"), Flag("append"),
      summary: "Writes a text to a file, or adds it to its end.",
      details: "The file must lie under the working folder, or under a path given with "
        + "`--allow-write`; symbolic links and devices are refused.",
      example: Example("write_text(\"note.txt\", \"margin 0.1\\n\")", prints: ""),
      related: ["read_text", "save_json"]
    ) { machine, path, text, append in
      try machine.outside.write(path, Array(text.utf8), append: append)
      return .none
    },
    Builtin(
      "list_files", Text("folder", default: "."), Text("pattern", default: "*"),
      summary: "The names in a folder that fit a pattern, sorted.",
      details: "In the pattern `*` stands for any characters, `?` for one.",
      example: Example(
        "write_text(\"b.tmp\", \"\"); write_text(\"a.tmp\", \"\")\nlist_files(\".\", \"*.tmp\")",
        prints: "[\"a.tmp\", \"b.tmp\"]"),
      related: ["file_exists", "path_join"]
    ) { machine, folder, pattern in
      try machine.outside.value(
        "list_files \(QuotedText.of(folder)) \(QuotedText.of(pattern))"
      ) {
        let names = try machine.outside.list(folder)
        return machine.heap.list(
          names.filter { Pattern.fits($0, pattern) }.map(machine.heap.text))
      }
    },
    Builtin(
      "file_exists", Text("path"), summary: "Whether there is a file or folder at a path.",
      example: Example("file_exists(\"no such file\")", prints: "false"),
      related: ["list_files", "read_text"]
    ) { machine, path in
      try machine.outside.value("file_exists \(QuotedText.of(path))") {
        .bool(machine.outside.exists(path))
      }
    },
    Builtin(
      "path_join", Rest("parts", accepts: "texts"),
      summary: "A path of several parts, with `/` between them.",
      details: "A part that begins with `/` starts anew.",
      example: Example("path_join(\"data\", \"train.csv\")", prints: "\"data/train.csv\""),
      related: ["path_parent", "path_name"]
    ) { machine, parts in
      var path = ""
      for part in parts {
        guard let text = part.string else {
          throw RuntimeError(.type, "path_join: parts must be texts, got \(part.described)")
        }
        if text.hasPrefix("/") || path.isEmpty {
          path = text
        } else {
          path += (path.hasSuffix("/") ? "" : "/") + text
        }
      }
      return machine.heap.text(path)
    },
    path("path_name", "The last part of a path.", "\"train.csv\"") { $0.name },
    path("path_stem", "The last part of a path without its ending.", "\"train\"") { $0.stem },
    path("path_suffix", "The ending of a path with its point, or an empty text.", "\".csv\"") {
      $0.suffix
    },
    path("path_parent", "The folder that a path lies in.", "\"data\"") { $0.parent },
  ]

  private static func path(
    _ name: String, _ summary: String, _ shown: String,
    _ part: @escaping @Sendable (PathParts) -> String
  ) -> Builtin {
    Builtin(
      name, Text("path"), summary: summary,
      example: Example("\(name)(\"data/train.csv\")", prints: shown),
      related: ["path_join", "path_name", "path_stem", "path_suffix", "path_parent"].filter {
        $0 != name
      }
    ) { machine, path in machine.heap.text(part(PathParts(path))) }
  }
}

/// The parts of a path.
private struct PathParts {
  let parent: String
  let name: String

  init(_ path: String) {
    var path = path[...]
    while path.count > 1 && path.hasSuffix("/") { path.removeLast() }
    guard let slash = path.lastIndex(of: "/") else {
      (parent, name) = (".", String(path))
      return
    }
    parent = slash == path.startIndex ? "/" : String(path[..<slash])
    name = String(path[path.index(after: slash)...])
  }

  private var point: String.Index? {
    guard let point = name.lastIndex(of: "."), point != name.startIndex else { return nil }
    return point
  }

  var stem: String { point.map { String(name[..<$0]) } ?? name }
  var suffix: String { point.map { String(name[$0...]) } ?? "" }
}

/// Patterns of file names.
enum Pattern {
  /// Whether a name fits a pattern with `*` and `?`.
  static func fits(_ name: String, _ pattern: String) -> Bool {
    let (letters, wanted) = (Array(name.unicodeScalars), Array(pattern.unicodeScalars))
    var (i, j) = (0, 0)
    var star: (i: Int, j: Int)?
    while i < letters.count {
      if j < wanted.count, wanted[j] == "?" || wanted[j] == letters[i], wanted[j] != "*" {
        (i, j) = (i + 1, j + 1)
      } else if j < wanted.count, wanted[j] == "*" {
        star = (i, j)
        j += 1
      } else if let last = star {
        star = (last.i + 1, last.j)
        (i, j) = (last.i + 1, last.j + 1)
      } else {
        return false
      }
    }
    return wanted[j...].allSatisfy { $0 == "*" }
  }
}
