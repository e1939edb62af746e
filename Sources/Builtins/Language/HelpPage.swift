import Catalog
import Machine

/// Help as text: what `?name` and `help(name)` show.
public enum HelpPage {
  /// The help of a value: of a function its page, of another value its type, how it shows and what
  /// it has.
  public static func text(of value: Value, in machine: VirtualMachine) -> String {
    if let builtin = value.builtinObject?.builtin { return text(builtin.documentation) }
    if let method = value.boundMethodObject?.method { return text(method.documentation) }
    if let closure = value.heapObject as? ClosureObject {
      let prototype = closure.prototype
      return [prototype.signature, prototype.description.documentation].compactMap { $0 }
        .joined(separator: "\n") + "\n"
    }
    let members = value.instanceObject?.object.memberNames ?? []
    let list = members.isEmpty ? "" : "It has: " + members.joined(separator: ", ") + "\n"
    return "a value of type \(value.typeName)\n\(machine.shown(value))\n\(list)"
  }

  /// Signature, summary, parameters, details, example, source, related names.
  public static func text(_ entry: Documentation) -> String {
    var parts = [entry.signature + "\n" + entry.summary]
    if !entry.parameters.isEmpty { parts.append(table(entry.parameters)) }
    if !entry.details.isEmpty { parts.append(entry.details) }
    if !entry.example.code.isEmpty { parts.append(example(entry.example)) }
    if let source = entry.source { parts.append("From: " + citation(source)) }
    if !entry.related.isEmpty { parts.append("See also: " + entry.related.joined(separator: ", ")) }
    return parts.joined(separator: "\n\n") + "\n"
  }

  private static func table(_ parameters: [ParameterDescription]) -> String {
    let width = parameters.map { name(of: $0).count }.max() ?? 0
    return parameters.map { parameter in
      let name = name(of: parameter)
      let padding = String(repeating: " ", count: width - name.count)
      let fallback = parameter.defaultText.map { "; default \($0)" } ?? ""
      return "  \(name)\(padding)  \(parameter.accepts)\(fallback)"
    }.joined(separator: "\n")
  }

  private static func name(of parameter: ParameterDescription) -> String {
    switch parameter.passing {
    case .positional: parameter.name
    case .named: parameter.name + "="
    case .rest: ".." + parameter.name
    }
  }

  private static func example(_ example: Example) -> String {
    func lines(_ text: String, _ mark: String) -> [String] {
      text.split(separator: "\n").map { mark + $0 }
    }
    return (["Example:"] + lines(example.code, "  ") + lines(example.prints, "  #> "))
      .joined(separator: "\n")
  }

  /// `Chen et al. 2020, SimCLR, §2.1 (arxiv.org/abs/2002.05709)`.
  public static func citation(_ source: Citation) -> String {
    "\(source.authors) \(source.year), \(source.title) (\(source.link))"
  }

  /// What is known of `word`: the page of that name, else a list of entries that speak of it, else
  /// nil.
  public static func search(_ word: String, in entries: [Documentation]) -> String? {
    if let entry = entries.first(where: { $0.name == word }) { return text(entry) }
    let topic = word.lowercased()
    guard !topic.isEmpty else { return nil }
    let found = entries.filter { entry in
      entry.name.contains(topic) || entry.summary.lowercased().contains(topic)
        || entry.details.lowercased().contains(topic)
    }
    return found.isEmpty ? nil : list(found)
  }

  /// Entries in the order of their names, a line each.
  public static func list(_ entries: [Documentation]) -> String {
    let width = entries.map(\.name.count).max() ?? 0
    return entries.sorted { $0.name < $1.name }.map { entry in
      let padding = String(repeating: " ", count: width - entry.name.count)
      return "  \(entry.name)\(padding)  \(entry.summary)\n"
    }.joined()
  }
}
