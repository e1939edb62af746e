import Catalog
import Diagnostics
import Syntax

extension OutlineCheck {
  /// What a note says of a value.
  static func outline(of note: Note?) -> Outline {
    guard let note else { return .unknown }
    let sizes = note.sizes
    switch note.name.name {
    case "int": return .int(nil)
    case "str": return .text(nil)
    case "list": return .list(nil)
    case "dict": return .dict(nil)
    case "f32", "f64", "i64", "bool":
      if note.name.name == "bool", sizes == nil { return .bool(nil) }
      let isOpen = sizes?.contains(.rest) ?? true
      let known = sizes?.map { size -> Int? in if case .int(let size) = size { size } else { nil } }
      return .tensor(dtype: note.name.name, sizes: isOpen ? nil : known)
    default: return .unknown
    }
  }

  /// Types and shapes of a call's arguments against the notes on the parameters.
  func checkNotes(
    _ values: [String: Outline], _ closure: OutlineClosure, _ arguments: OutlineArguments,
    at range: SourceRange
  ) {
    var named: [String: (size: Int, owner: String, shape: [Int?])] = [:]
    for (index, parameter) in closure.function.parameters.enumerated() {
      guard let note = parameter.note, let value = values[parameter.name.name] else { continue }
      let name = parameter.name.name
      guard let (kind, problem) = misfit(value, note, owner: name, &named) else { continue }
      let place = index < arguments.positional.count ? arguments.ranges[index] : range
      report(
        kind,
        "\(closure.name ?? "fn"): '\(name)' must be \(closure.source.text(in: note.range)), got "
          + problem, at: place, hint: "the signature is \(closure.signature)")
      return
    }
  }

  /// What a value is that a note does not take; nil if it may fit.
  private func misfit(
    _ value: Outline, _ note: Note, owner: String,
    _ named: inout [String: (size: Int, owner: String, shape: [Int?])]
  ) -> (ErrorKind, String)? {
    let type = note.name.name
    let isDType = ["f32", "f64", "i64"].contains(type) || type == "bool" && note.sizes != nil
    guard isDType else {
      let plain: Set = ["int", "float", "str", "bool", "list", "dict", "range"]
      guard plain.contains(type), let got = value.typeName, plain.contains(got), got != type,
        !(type == "float" && got == "int")
      else { return nil }
      return (.type, got)
    }
    switch value {
    case .text, .dict: return (.type, value.typeName ?? "")
    case .tensor(let dtype?, sizes: _) where dtype != type: return (.type, "a tensor of \(dtype)")
    case .tensor(_, let shape?):
      guard let sizes = note.sizes, !sizes.contains(.rest) else { return nil }
      return mismatch(shape, sizes, owner: owner, &named).map {
        (.shape, "shape " + Outline.text(shape) + $0)
      }
    default: return nil
    }
  }

  /// What is wrong with a shape behind the message; nil if it fits.
  private func mismatch(
    _ shape: [Int?], _ sizes: [Note.Size], owner: String,
    _ named: inout [String: (size: Int, owner: String, shape: [Int?])]
  ) -> String? {
    guard shape.count == sizes.count else { return "" }
    for (size, wanted) in zip(shape, sizes) {
      guard let size else { continue }
      switch wanted {
      case .int(let number) where number != size: return ""
      case .name(let name):
        if let known = named[name], known.size != size {
          return ": \(name) is \(known.size) in '\(known.owner)', which has shape "
            + "\(Outline.text(known.shape)), and \(size) here"
        }
        if named[name] == nil { named[name] = (size, owner, shape) }
      case .int, .rest: break
      }
    }
    return nil
  }
}
