import Catalog
import Machine
import MetricLearning
import Plotting
import Tensors

extension Plots {
  static let ofTheField: [Builtin] = [
    detPlot, rocPlot, prPlot, scorePlot, trainingPlot, marginPlot,
  ]

  private static let scores = NumbersArgument("scores", "[trial], higher for more alike")
  private static let target = NumbersArgument("target", "[trial], 1 for the same class, else 0")
  private static let exampleCall = "([0.9, 0.8, 0.4, 0.3], [1, 1, 0, 1])"

  private static let detPlot = Builtin.plot(
    "det_plot", scores, target, label,
    Flag("mark_eer", default: true), OptionalNumber("p_target", .between(0, 1)),
    summary: "Detection error trade-off: miss rate against false-alarm rate on probit axes.",
    details: """
      A ring marks the equal error rate; with `p_target` a diamond marks the point of the minimum \
      detection cost. Further calls add curves.
      """,
    example: Example("det_plot\(exampleCall.dropLast()), label=\"demo\").panels", prints: "1"),
    source: Citation(
      "Martin et al.", 1997, "The DET curve in assessment of detection task performance",
      "isca-archive.org/eurospeech_1997/martin97b_eurospeech.html"),
    related: ["eer", "det_curve", "roc_plot", "score_plot"]
  ) { _, scores, target, label, marksRate, prior in
    let curve = try Metrics.trials(scores, target, metric: "det_plot").errorCurve
    var drawn = rates(of: curve, label: label)
    if marksRate { drawn.equalErrorRate = curve.equalErrorRate().rate }
    if let prior {
      let least = curve.minimumDetectionCost(
        try DetectionCost(targetPrior: prior, metric: "det_plot"))
      drawn.minimumCostPoint = DETCurve.Rates(
        falseAlarm: least.falseAlarmRate, miss: least.missRate)
    }
    return .det([drawn], ends: Axis.Limits(0.001, 0.5))
  }

  private static let rocPlot = Builtin.plot(
    "roc_plot", scores, target, label,
    summary: "Receiver operating characteristic: accepted targets against false alarms.",
    details: "`xscale=\"log\"` spreads the small false-alarm rates.",
    example: Example("roc_plot\(exampleCall).panels", prints: "1"),
    related: ["roc_curve", "auroc", "det_plot"]
  ) { _, scores, target, label in
    let curve = try Metrics.trials(scores, target, metric: "roc_plot").errorCurve
    return .roc([rates(of: curve, label: label)], scale: .linear)
  }

  private static let prPlot = Builtin.plot(
    "pr_plot", scores, target, label,
    summary: "Precision against recall.",
    details: "One point for each distinct score, without interpolation.",
    example: Example("pr_plot\(exampleCall).panels", prints: "1"),
    related: ["auprc", "roc_plot"]
  ) { _, scores, target, label in
    let curve = try Metrics.trials(scores, target, metric: "pr_plot").errorCurve
    var recall: [Double] = []
    var precision: [Double] = []
    for point in curve.dropFirst() {
      let accepted = curve.targetCount - point.missed
      recall.append(Double(accepted) / Double(curve.targetCount))
      precision.append(Double(accepted) / Double(accepted + point.falselyAccepted))
    }
    return .precisionRecall([Curve(x: recall, y: precision, label: label)])
  }

  private static let scorePlot = Builtin.plot(
    "score_plot", scores, target,
    summary: "Densities of target and non-target scores, with the threshold of the EER.",
    details: "The threshold is that of the point where the two error rates are closest.",
    example: Example("score_plot\(exampleCall.dropLast()), title=\"demo\").panels", prints: "1"),
    related: ["eer", "det_plot", "hist"]
  ) { _, scores, target in
    let trials = try Metrics.trials(scores, target, metric: "score_plot")
    let rate = try trials.errorCurve.equalErrorRate()
    return .whole(
      panel(
        .scoreHistogram(
          target: trials.targetScores, nonTarget: trials.nonTargetScores,
          threshold: rate.threshold.isFinite ? rate.threshold : nil,
          equalErrorRate: rate.rate)))
  }

  private static let trainingPlot = Builtin.plot(
    "training_plot", NumbersArgument("values", "[epoch], or [run, epoch] for a band"),
    OptionalNumbersArgument("x", "[epoch]", passing: .named), label,
    summary: "A loss or metric over the epochs of training; several runs give mean ± sd.",
    details: """
      Without x epochs count from 1. Further calls add curves. The standard deviation divides by \
      n − 1.
      """,
    example: Example("training_plot([3.5, 2.25, 2], label=\"SNT-Xent\").panels", prints: "1"),
    related: ["band", "line", "progress"]
  ) { _, values, x, label in
    .training([
      try spreadCurve(values, x: x, from: 1, label: label, function: "training_plot")
    ])
  }

  private static let marginPlot = Builtin.plot(
    "margin_plot", MarginsArgument("margins"), Flag("gradient"),
    summary: "The target logit of margins against the angle of the positive pair.",
    details: """
      The dashed line is the plain cosine. Angles are radians. `gradient=true` shows the \
      derivative by the cosine instead.
      """,
    example: Example("margin_plot([am(0.1), aam(0.3)]).panels", prints: "1"),
    related: ["am", "aam", "snt_xent"]
  ) { _, margins, isGradient in
    let angles = (0...200).map { Double($0) / 200 * Double.pi }
    var series = [
      Series(
        .line(x: angles, y: angles.map { isGradient ? 1 : Cosine.of($0) }), label: "no margin",
        color: .neutral, dash: .dashed, lineWidth: 1)
    ]
    for (index, margin) in margins.enumerated() {
      let logits = angles.map { margin.logit(Cosine.of($0)) }
      series.append(
        Series(
          .line(x: angles, y: logits.map { isGradient ? $0.slope : $0.value }),
          label: margin.call, color: .index(index)))
    }
    let quarter = Double.pi / 4
    let ticks = zip(0...4, ["0", "π/4", "π/2", "3π/4", "π"]).map {
      Axis.Tick(Double($0) * quarter, $1)
    }
    return .flat(
      Axes(
        x: Axis("Angle of the positive pair", limits: Axis.Limits(0, .pi), ticks: ticks),
        y: Axis(isGradient ? "Derivative by the cosine" : "Target logit"), series: series))
  }

  /// The rates of all operating points.
  private static func rates(of curve: ErrorCurve, label: String) -> DETCurve {
    let rates = curve.detectionErrors
    return DETCurve(
      falseAlarmRate: rates.falseAlarmRates, missRate: rates.missRates, label: label)
  }
}

/// A margin, or a list of them.
struct MarginsArgument: ValueParameter {
  let description: ParameterDescription

  init(_ name: String) {
    description = ParameterDescription(
      name, accepts: "a margin such as am(0.1), or a list of them")
  }

  func read(value: Value?, in machine: VirtualMachine) throws -> [any Margin] {
    guard let value else { throw absent }
    let items = value.listObject?.items ?? [value]
    return try items.map { item in
      guard let margin = machine.object(item, as: MarginObject.self) else {
        throw wrongType(item, machine)
      }
      return margin.content
    }
  }
}
