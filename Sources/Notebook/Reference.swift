import Builtins
import Catalog
import Diagnostics

/// Everything that scripts can call, for pages and help.
public struct Reference {
  /// The documentation of all builtins.
  static var entries: [Documentation] { BuiltinCatalog.all.map(\.documentation) }

  private let entries = Self.entries

  /// The reference.
  public init() {}

  /// A page of all builtins, then of the tensor operations, in Markdown.
  public var markdown: String {
    ReferencePage.markdown(title: "Reference", entries) + "\n" + OperationPage.markdown
  }

  /// All pages as text.
  public var text: String {
    entries.sorted { $0.name < $1.name }.map(HelpPage.text).joined(separator: "\n")
  }

  /// All names with their one-line summaries.
  public var overview: String { HelpPage.list(entries) }

  /// The page of a name, or the entries that speak of a topic; nil if nothing is known.
  public func page(of name: String) -> String? { HelpPage.search(name, in: entries) }

  /// The page of a name in Markdown.
  public func markdown(of name: String) -> String? {
    entries.first { $0.name == name }.map { ReferencePage.section($0) + "\n" }
  }

  /// `; did you mean 'triplet'?`, or nothing.
  public func suggestion(for name: String) -> String {
    Self.nearest(name, in: entries.map(\.name)).map { "; did you mean '\($0)'?" } ?? ""
  }

  /// The nearest of some names, nil if none is near.
  public static func nearest(_ name: String, in names: [String]) -> String? {
    Suggestion.nearest(name, in: names)
  }
}
