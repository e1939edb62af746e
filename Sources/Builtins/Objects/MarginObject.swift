import Machine
import MetricLearning
import Tensors

/// A margin as scripts see it: called with a cosine it gives the positive's logit.
final class MarginObject: LibraryObject {
  let content: any Margin
  var wrapped: Any { content }

  init(_ margin: any Margin) {
    content = margin
  }

  var typeName: String { "margin" }
  var shown: String { content.call }
  var state: ObjectState { .text(content.call) }
  var memberNames: [String] { ["name"] }

  func field(_ name: String, in machine: VirtualMachine) throws -> Value? {
    name == "name" ? machine.heap.text(content.shortName) : nil
  }

  func call(_ arguments: Arguments, in machine: VirtualMachine) throws -> Value {
    guard arguments.positional.count == 1, arguments.named.isEmpty else {
      throw RuntimeError(
        .type,
        "\(shown): takes one value, the cosine of a positive pair, "
          + "got \(arguments.positional.count + arguments.named.count)")
    }
    let argument = arguments.positional[0]
    if let cosine = argument.asDouble {
      return .float(content.logit(try checked(cosine)).value)
    }
    guard let cosines = try machine.tensor(from: argument) else {
      throw RuntimeError(
        .type,
        "\(shown): the cosine must be a number or a tensor, "
          + "got a value of type \(machine.typeName(argument))")
    }
    return machine.heap.tensor(try logits(of: cosines))
  }

  private func checked(_ cosine: Double) throws -> Double {
    guard abs(cosine) <= 1 + 1e-5 else {
      throw RuntimeError(
        .value, "\(shown): a cosine lies in -1…1, got \(cosine)",
        hint: "for an angle θ write \(shown)(cos(θ))")
    }
    return cosine
  }

  /// The logits of many cosines, differentiable once.
  private func logits(of cosines: Tensor) throws -> Tensor {
    let results = try cosines.doubles().map { content.logit(try checked($0)) }
    let dtype: DType = cosines.dtype == .f32 ? .f32 : .f64
    let values = try Tensor(results.map(\.value), shape: cosines.shape, dtype: dtype)
    guard cosines.tracksGradient else { return values }
    let slopes = try Tensor(results.map(\.slope), shape: cosines.shape, dtype: dtype)
    return CustomOperation(name: "margin", inputs: [cosines], output: values) { gradient in
      [try gradient * slopes]
    }.tensor
  }
}
