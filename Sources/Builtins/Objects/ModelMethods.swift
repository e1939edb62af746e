import Catalog
import Machine
import Training

/// What can be called on a model.
enum ModelMethods {
  static let table = MethodTable([summary, train, eval])

  private static let summary = ObjectMethod(
    "summary", of: ModelObject.self,
    summary: "Prints a line a layer: its call, the shapes of its weights and their number.",
    example: Example(
      "sequential(linear(4, 3), relu()).summary()",
      prints: """
        0 linear(4, 3)  weight [3, 4] bias [3]  15
        1 relu()                                0
        15 parameters
        """),
    related: ["sequential"]
  ) { model, machine in
    machine.output.write(model.content.summary + "\n")
    return .none
  }

  private static let train = mode(
    "train", true, "Switches to training: batch statistics, dropout.", "true")
  private static let eval = mode(
    "eval", false, "Switches to evaluation: running statistics, no dropout.", "false")

  private static func mode(
    _ name: String, _ isTraining: Bool, _ summary: String, _ prints: String
  ) -> ObjectMethod {
    ObjectMethod(
      name, of: ModelObject.self, changesObject: true, summary: summary,
      details: "`embed` and `verify` evaluate by themselves and leave the mode as it is.",
      example: Example(
        "model = sequential(linear(2, 2), batch_norm(2))\nmodel.\(name)()\nmodel.training",
        prints: prints),
      related: ["batch_norm", "dropout"]
    ) { model, machine in
      model.parts.forEach(machine.willChangeModel)
      model.content.setTraining(isTraining)
      return .none
    }
  }
}
