import Diagnostics
import Tensors

// Notes on parameters and results: `fn centers(z: f32[batch, dim]) -> f32[..., dim]`.

extension VirtualMachine {
  /// Checks the noted parameters of the call that begins; R(sizes) takes the named sizes, as a
  /// list of names and ints, for the note on the result.
  @inline(never)
  func checkNotes(_ frame: UnsafeMutablePointer<Frame>, sizes: Int) throws(RuntimeError) {
    let prototype = prototype(frame)
    let r = frame.pointee.registers
    var named: [NamedSize] = []
    for (index, parameter) in prototype.description.parameters.enumerated() {
      guard let note = parameter.note else { continue }
      let place = r + index + 1
      let isCell = place.pointee.isObject(.cell)
      let value = isCell ? place.pointee.cellValue : place.pointee
      if value.isNone, parameter.defaultsToNone { continue }
      let fitted = try fit(
        value, to: note, as: "'\(parameter.name)'", of: prototype, sizes: &named)
      if isCell { place.pointee.cellValue = fitted } else { place.pointee = fitted }
    }
    guard prototype.description.result?.sizes != nil else { return }
    r[sizes] = heap.list(
      named.flatMap {
        [heap.text($0.name), .int($0.size), heap.text($0.owner), heap.text($0.shape)]
      })
  }

  /// Checks a result against its note.
  @inline(never)
  func checkResult(
    _ frame: UnsafeMutablePointer<Frame>, result: Int, sizes: Int
  ) throws(RuntimeError) {
    let prototype = prototype(frame)
    let r = frame.pointee.registers
    guard let note = prototype.description.result else { return }
    var named: [NamedSize] = []
    if note.sizes != nil, let items = (r[sizes].heapObject as? ListObject)?.items {
      for index in stride(from: 0, to: items.count, by: 4) {
        named.append(
          NamedSize(
            name: items[index].string ?? "", size: items[index + 1].int,
            owner: items[index + 2].string ?? "", shape: items[index + 3].string ?? ""))
      }
    }
    r[result] = try fit(r[result], to: note, as: "the result", of: prototype, sizes: &named)
  }

  /// The value as the note wants it: a number or list takes the noted dtype.
  private func fit(
    _ value: Value, to note: TypeNote, as role: String, of prototype: Prototype,
    sizes: inout [NamedSize]
  ) throws(RuntimeError) -> Value {
    let owner = prototype.description.name ?? "fn"
    func wrong(_ kind: ErrorKind, _ message: String) -> RuntimeError {
      RuntimeError(kind, "\(owner): \(message)", hint: "the signature is \(prototype.signature)")
    }
    guard let dtype = DType.allCases.first(where: { $0.name == note.name }),
      note.name != "bool" || note.sizes != nil
    else {
      guard accepts(value, note.name) else {
        throw wrong(.type, "\(role) must be \(note.name), got \(typeName(value))")
      }
      return note.name == "float" && value.tag == Tag.int ? .float(Double(value.int)) : value
    }
    var fitted = value
    if (value.heapObject as? TensorObject) == nil {
      fitted = try native {
        guard let tensor = try self.tensor(fromNumbers: value, dtype: dtype) else {
          throw wrong(.type, "\(role) must be \(note), got \(self.typeName(value))")
        }
        return self.heap.tensor(tensor)
      }
    }
    guard let tensor = (fitted.heapObject as? TensorObject)?.tensor else { return fitted }
    guard tensor.dtype == dtype else {
      throw wrong(.type, "\(role) must be \(note), got a tensor of \(tensor.dtype.name)")
    }
    if let wanted = note.sizes {
      if let message = mismatch(tensor.shape, wanted, role, &sizes) {
        throw wrong(.shape, "\(role) must be \(note), got shape \(tensor.shape)\(message)")
      }
    }
    return fitted
  }

  private func accepts(_ value: Value, _ type: String) -> Bool {
    let name = typeName(value)
    if name == type { return true }
    return switch type {
    case "float": value.tag == Tag.int
    case "fn": isFunction(value)
    case "tensor": (value.heapObject as? InstanceObject)?.object.tensorValue != nil
    default: false
    }
  }
}

/// A size that a note names, and whose size it was.
struct NamedSize {
  var name: String
  var size: Int
  var owner: String
  /// The whole shape of the owner.
  var shape: String
}

/// Nil where a shape fits a note; else what to add to "got shape …". Takes the named sizes.
private func mismatch(
  _ shape: [Int], _ wanted: [TypeNote.Size], _ role: String, _ sizes: inout [NamedSize]
) -> String? {
  var pairs: [(TypeNote.Size, Int)] = []
  if let rest = wanted.firstIndex(of: .rest) {
    let behind = wanted.count - rest - 1
    guard shape.count >= wanted.count - 1 else { return "" }
    pairs =
      Array(zip(wanted[..<rest], shape)) + Array(zip(wanted[(rest + 1)...], shape.suffix(behind)))
  } else {
    guard shape.count == wanted.count else { return "" }
    pairs = Array(zip(wanted, shape))
  }
  for (size, length) in pairs {
    switch size {
    case .rest: break
    case .int(let expected):
      if expected != length { return "" }
    case .name(let name):
      guard let known = sizes.first(where: { $0.name == name }) else {
        sizes.append(NamedSize(name: name, size: length, owner: role, shape: "\(shape)"))
        continue
      }
      if known.size != length {
        return ": \(name) is \(known.size) in \(known.owner), which has shape \(known.shape), "
          + "and \(length) here"
      }
    }
  }
  return nil
}

extension TypeNote: CustomStringConvertible {
  /// As typed in a script: `f32[batch, dim]`.
  public var description: String {
    guard let sizes else { return name }
    let parts = sizes.map { size in
      switch size {
      case .name(let name): name
      case .int(let value): "\(value)"
      case .rest: "..."
      }
    }
    return "\(name)[\(parts.joined(separator: ", "))]"
  }
}
