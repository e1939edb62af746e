import Diagnostics
import Machine
import Syntax

// Literals of lists and dicts, comprehensions, f-texts.

extension Emitter {
  func list(_ items: [Item], into target: Int, at range: SourceRange) throws(Diagnostic) {
    try scratch { () throws(Diagnostic) in
      // A literal of any length: items go in by the handful.
      let handful = 32
      if items.count <= handful, !items.contains(where: \.isSpread) {
        let first = try temporaries(max(items.count, 1), range)
        for (index, item) in items.enumerated() {
          try value(item.value, into: first + index, as: .own)
        }
        code.emit(.newList, target, first, items.count, at: range)
        return
      }
      let result = try temporary(range)
      code.emit(.newList, result, result, 0, at: range)
      for item in items {
        try scratch { () throws(Diagnostic) in
          let register = try temporary(item.range)
          try value(item.value, into: register, as: item.isSpread ? .borrow : .own)
          code.emit(item.isSpread ? .listExtend : .listAppend, result, register, at: item.range)
        }
      }
      code.emit(.move, target, result, at: range)
    }
  }

  func dict(_ entries: [Entry], into target: Int, at range: SourceRange) throws(Diagnostic) {
    try scratch { () throws(Diagnostic) in
      let result = try temporary(range)
      code.emit(.newDict, result, at: range)
      for entry in entries {
        try scratch { () throws(Diagnostic) in
          let register = try temporaries(2, entry.range)
          switch entry.kind {
          case .word(let word, let value):
            code.load(.text(word), into: register, at: entry.range)
            try self.value(value, into: register + 1, as: .own)
          case .computed(let key, let value):
            try self.value(key, into: register, as: .own)
            try self.value(value, into: register + 1, as: .own)
          case .spread(let value):
            try self.value(value, into: register)
            code.emit(.dictSpread, result, register, at: entry.range)
            return
          }
          code.emit(.dictSet, result, register, register + 1, at: entry.range)
        }
      }
      code.emit(.move, target, result, at: range)
    }
  }

  /// R(target) = what `element` adds to a new list or dict, whose register it is given.
  func comprehension(
    _ clauses: [Clause], isDict: Bool = false, into target: Int, _ range: SourceRange,
    element: (Int) throws(Diagnostic) -> Void
  ) throws(Diagnostic) {
    try scratch { () throws(Diagnostic) in
      let result = try temporary(range)
      if isDict {
        code.emit(.newDict, result, at: range)
      } else {
        code.emit(.newList, result, result, 0, at: range)
      }
      let before = (comprehensionVariables.count, assigned)
      // As many items as the loop gives, where there is one loop alone.
      let room = isDict || clauses.count > 1 ? nil : result
      try clause(clauses[...], room: room) { () throws(Diagnostic) in try element(result) }
      comprehensionVariables.removeLast(comprehensionVariables.count - before.0)
      assigned = before.1
      code.emit(.move, target, result, at: range)
    }
  }

  private func clause(
    _ clauses: ArraySlice<Clause>, room list: Int? = nil, element: () throws(Diagnostic) -> Void
  ) throws(Diagnostic) {
    guard let first = clauses.first else {
      try scratch(element)
      return
    }
    switch first {
    case .condition(let condition):
      let fails = try jumpsUnless(condition)
      try clause(clauses.dropFirst(), element: element)
      code.patch(fails)
    case .loop(let targets, let items):
      try scratch { () throws(Diagnostic) in
        try loop(over: items, targets: targets, room: list) { (item) throws(Diagnostic) in
          try self.bindComprehension(targets, to: item)
          try self.clause(clauses.dropFirst(), element: element)
        }
      }
    }
  }

  /// Gives a comprehension's targets the item in a register.
  private func bindComprehension(
    _ targets: [Target], to item: Int
  ) throws(Diagnostic) {
    if targets.count == 1, case .place(let place) = targets[0].kind,
      case .name(let name) = place.kind
    {
      comprehensionVariables.append((name, item))
      return
    }
    let range = targets[0].range
    let names = NameWalk.names(of: targets)
    let first = try temporaries(max(names.count, 1), range)
    for (index, name) in names.enumerated() {
      comprehensionVariables.append((name, first + index))
    }
    if targets.count == 1, case .list(let inner, form: _) = targets[0].kind {
      try unpack(inner, from: item, at: range)
    } else {
      try unpack(targets, from: item, at: range)
    }
  }

  func formattedText(
    _ parts: [FormattedPart], into target: Int, at range: SourceRange
  ) throws(Diagnostic) {
    try scratch { () throws(Diagnostic) in
      let first = try temporaries(max(parts.count, 1), range)
      for (index, part) in parts.enumerated() {
        switch part {
        case .literal(let text): code.load(.text(text), into: first + index, at: range)
        case .value(let value, let spec):
          try scratch { () throws(Diagnostic) in
            let register = try operand(value)
            var format = Instruction.absent
            if let spec {
              format = try temporary(value.range)
              try formattedText(spec, into: format, at: value.range)
            }
            code.emit(.formatValue, first + index, register, format, at: value.range)
          }
        }
      }
      code.emit(.joinTexts, target, first, parts.count, at: range)
    }
  }
}
