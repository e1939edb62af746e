import Catalog
import Diagnostics
import Machine
import Syntax

extension OutlineCheck {
  /// A call of a builtin: its signature, what its parameters say, then its rule.
  func callBuiltin(
    _ name: String, _ arguments: OutlineArguments, at range: SourceRange
  ) -> Outline {
    guard let builtin = builtins[name] else { return .unknown }
    let documentation = builtin.documentation
    let all = arguments.positional + arguments.named.map(\.value)
    // By the names in the call: a layer of the same name may have other parameters.
    var values = Dictionary(
      arguments.named.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    var rest = arguments.positional
    do throws(ArgumentError) {
      let binding = try documentation.bind(
        positional: arguments.positional.count, names: arguments.named.map(\.name))
      if builtin.refusal != nil, !checkArguments(builtin, binding, all, arguments, at: range) {
        return .unknown
      }
      for (parameter, place) in zip(documentation.parameters, binding.places) {
        if let place { values[parameter.name] = all[place] }
      }
      rest = Array(all[binding.rest])
    } catch {
      if builtin.refusal != nil {
        let place = documentation.argument(
          of: error.fact, positional: arguments.positional.count,
          names: arguments.named.map(\.name))
        report(error, at: place.map { arguments.ranges[$0] } ?? range)
        return .unknown
      }
    }
    guard let rule = rules[name], !arguments.hasSpread else { return .unknown }
    let call = OutlineCall(values, rest: rest, positional: arguments.positional)
    return result(at: range) { () throws(OutlineError) in try rule(call) }
  }

  /// Whether each parameter takes its argument, as far as that is known.
  private func checkArguments(
    _ builtin: Builtin, _ binding: Binding, _ all: [Outline], _ arguments: OutlineArguments,
    at range: SourceRange
  ) -> Bool {
    for (index, place) in binding.places.enumerated() {
      if builtin.documentation.parameters[index].passing == .rest { continue }
      var error: ArgumentError?
      if let place {
        error = refusal(of: builtin, index, all[place])
      } else if !arguments.hasSpread {
        error = builtin.refusal?(index, nil)
      }
      guard var error else { continue }
      error.entry = builtin.name
      error.signature = builtin.documentation.signature
      report(error, at: place.map { arguments.ranges[$0] } ?? range)
      return false
    }
    return true
  }
}

extension OutlineCheck {
  /// What a parameter says to an argument, as far as that is known.
  private func refusal(of builtin: Builtin, _ index: Int, _ value: Outline) -> ArgumentError? {
    guard let argument = value.argument else { return nil }
    if let error = builtin.refusal?(index, argument) { return error }
    let parameter = builtin.documentation.parameters[index]
    let takesTensors = ["a tensor", "a number or a tensor"].contains {
      parameter.accepts.hasPrefix($0)
    }
    guard case .text = argument, takesTensors, builtin.refusal != nil else { return nil }
    return ArgumentError(
      .wrongType(parameter: parameter.name, accepts: parameter.accepts, got: argument.shown))
  }
}
