import Builtins
import Catalog

/// Reference pages in Markdown, from the same entries that help reads.
public enum ReferencePage {
  /// A page of entries, in the order of their names.
  public static func markdown(title: String, _ entries: [Documentation]) -> String {
    let sections = entries.sorted { $0.name < $1.name }.map(section)
    return (["# \(title)"] + sections).joined(separator: "\n\n") + "\n"
  }

  /// One entry as a section.
  public static func section(_ entry: Documentation) -> String {
    var parts = ["## `\(entry.signature)`", entry.summary]
    if !entry.parameters.isEmpty { parts.append(table(entry.parameters)) }
    if !entry.details.isEmpty { parts.append(entry.details.trimmedAtEnd) }
    if !entry.example.code.isEmpty {
      var lines = entry.example.code.lines
      if !entry.example.prints.isEmpty {
        lines += entry.example.prints.trimmedAtEnd.lines.map { "#> " + $0 }
      }
      parts.append((["```"] + lines + ["```"]).joined(separator: "\n"))
    }
    if let source = entry.source { parts.append("Source: \(HelpPage.citation(source)).") }
    if !entry.related.isEmpty {
      let names = entry.related.map { "`\($0)`" }.joined(separator: ", ")
      parts.append("See also \(names).")
    }
    return parts.joined(separator: "\n\n")
  }

  private static func table(_ parameters: [ParameterDescription]) -> String {
    let rows = parameters.map { parameter in
      let name = parameter.passing == .rest ? "..\(parameter.name)" : parameter.name
      let fallback = parameter.defaultText.map { "`\($0)`" } ?? "required"
      let shown = parameter.passing == .rest ? "any number" : fallback
      let accepts = parameter.accepts.replacing("|", with: "\\|")
      let note = parameter.passing == .named ? ", by name" : ""
      return "| `\(name)` | \(accepts)\(note) | \(shown) |"
    }
    return (["| parameter | takes | default |", "| --- | --- | --- |"] + rows)
      .joined(separator: "\n")
  }
}
