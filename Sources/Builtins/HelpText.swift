import Catalog
import Machine

/// The short help that `help(x)` writes.
public enum HelpText {
  /// Signature, summary, details, example, source and related names of an entry.
  public static func page(_ entry: Documentation) -> String {
    var parts = [entry.signature, entry.summary]
    if !entry.details.isEmpty { parts.append(entry.details) }
    var example = entry.example.code.split(separator: "\n").map { "  \($0)" }
    example += entry.example.prints.split(separator: "\n").map { "  #> \($0)" }
    if !example.isEmpty { parts.append(example.joined(separator: "\n")) }
    if let source = entry.source {
      parts.append("\(source.authors) \(source.year), \(source.title), \(source.link)")
    }
    if !entry.related.isEmpty { parts.append("see also: \(entry.related.joined(separator: ", "))") }
    return parts.joined(separator: "\n")
  }

  /// The help of a function, a method, or the entry of a name.
  static func of(_ value: Value, in machine: VirtualMachine) throws -> String {
    if let name = value.string {
      guard let builtin = machine.builtins[name] else {
        throw RuntimeError(.name, "help: there is no function \(QuotedText.of(name))")
      }
      return page(builtin.documentation)
    }
    if let builtin = value.builtinObject?.builtin { return page(builtin.documentation) }
    if let method = value.boundMethodObject?.method { return page(method.documentation) }
    if let closure = value.heapObject as? ClosureObject {
      let prototype = closure.prototype
      return [prototype.signature, prototype.description.documentation].compactMap { $0 }
        .joined(separator: "\n")
    }
    return "a value of type \(value.typeName)"
  }
}
