import Catalog
import Machine
import MetricLearning
import Tensors

/// How well scores tell the same class from different ones.
enum Metrics {
  static let all: [Builtin] = [
    eer, minDCF, actDCF, cllr, detCurve, rocCurve, tarAtFar, thresholdAt, auroc, auprc,
    pairedTest,
  ]

  private static let scores = NumbersArgument("scores", "[trial], higher for more alike")
  private static let target = NumbersArgument("target", "[trial], 1 for the same class, else 0")
  private static let exampleTrials =
    "scores = [0.9, 0.8, 0.55, 0.4, 0.35, 0.7, 0.5, 0.45, 0.3, 0.2, 0.1, 0.05]\n"
    + "target = [1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0]\n"

  /// Checked trials of a call of `metric`.
  static func trials(_ scores: Tensor, _ target: Tensor, metric: String) throws -> Trials {
    try requireVectors(scores, target, metric: metric)
    return try Trials(scores: scores, targets: target, metric: metric)
  }

  private static func requireVectors(_ scores: Tensor, _ target: Tensor, metric: String) throws {
    guard scores.rank == 1, target.rank == 1 else {
      throw RuntimeError(
        .shape,
        "\(metric): 'scores' and 'target' are vectors of one length, "
          + "got shapes \(scores.shape) and \(target.shape)",
        hint: scores.count == target.count ? "flatten them: x.ravel()" : nil)
    }
  }

  private static let eer = Builtin.metric(
    "eer", scores, target,
    Choice(
      "convention", EqualErrorConvention.allCases.map(\.rawValue), default: "interpolated"),
    Flag("details"),
    summary: "Equal error rate: where misses and false alarms are equally frequent; a fraction.",
    details: """
      A trial is accepted if its score ≥ threshold; tied trials enter together. "interpolated": \
      where the line between the two points around the crossing meets P_miss = P_fa; \
      "closest_max" and "closest_mean": the larger of the two rates, or their mean, at the point \
      where they are closest; "convex_hull": on the convex hull of the curve. `details=true` \
      gives a dict: eer, convention, threshold, p_miss, p_fa, missed, false_alarms, targets, \
      non_targets.
      """,
    example: Example(exampleTrials + "eer(scores, target)", prints: "0.4"),
    source: Citation(
      "Martin et al.", 1997, "The DET curve in assessment of detection task performance",
      "isca-archive.org/eurospeech_1997/martin97b_eurospeech.html"),
    related: ["min_dcf", "det_plot", "det_curve", "verify"]
  ) { machine, scores, target, convention, details in
    try requireVectors(scores, target, metric: "eer")
    let result = try EqualErrorRate(
      scores: scores, targets: target,
      convention: EqualErrorConvention(rawValue: convention) ?? .interpolated)
    guard details else { return .float(result.rate) }
    return try machine.dict([
      ("eer", .float(result.rate)), ("convention", machine.heap.text(convention)),
      ("threshold", .float(result.threshold)), ("p_miss", .float(result.missRate)),
      ("p_fa", .float(result.falseAlarmRate)), ("missed", .int(result.point.missed)),
      ("false_alarms", .int(result.point.falselyAccepted)),
      ("targets", .int(result.targetCount)), ("non_targets", .int(result.nonTargetCount)),
    ])
  }

  private static let pTarget = Number("p_target", .any, default: 0.01, passing: .named)
  private static let cMiss = Number("c_miss", .any, default: 1, passing: .named)
  private static let cFalseAlarm = Number("c_fa", .any, default: 1, passing: .named)
  private static let normalize = Flag("normalize", default: true)
  private static let evaluation = Citation(
    "NIST", 2016, "Speaker recognition evaluation plan", "nist.gov/itl/iad/mig/sre16")

  private static let minDCF = Builtin.metric(
    "min_dcf", scores, target, pTarget, cMiss, cFalseAlarm, normalize, Flag("details"),
    summary: "Least detection cost over all thresholds.",
    details: """
      min over thresholds of c_miss · p_target · P_miss + c_fa · (1 − p_target) · P_fa, divided by \
      min(c_miss · p_target, c_fa · (1 − p_target)) unless `normalize=false`. `details=true` gives \
      a dict: cost, threshold, p_miss, p_fa.
      """,
    example: Example(exampleTrials + "min_dcf(scores, target, p_target=0.01)", prints: "0.6"),
    source: evaluation, related: ["eer", "act_dcf", "det_plot"]
  ) { machine, scores, target, prior, missCost, alarmCost, isNormalized, details in
    let cost = try DetectionCost(
      targetPrior: prior, missCost: missCost, falseAlarmCost: alarmCost,
      isNormalized: isNormalized)
    try requireVectors(scores, target, metric: "min_dcf")
    let least = try MinimumDetectionCost(scores: scores, targets: target, cost: cost)
    guard details else { return .float(least.cost) }
    return try machine.dict([
      ("cost", .float(least.cost)), ("threshold", .float(least.threshold)),
      ("p_miss", .float(least.missRate)), ("p_fa", .float(least.falseAlarmRate)),
    ])
  }

  private static let actDCF = Builtin.metric(
    "act_dcf", scores, target, pTarget, cMiss, cFalseAlarm, normalize,
    summary: "Detection cost at the Bayes threshold: what calibrated scores would cost.",
    details: """
      The cost of `min_dcf` at the threshold ln(c_fa · (1 − p_target) / (c_miss · p_target)). \
      Scores must be natural log-likelihood ratios.
      """,
    example: Example("act_dcf([8, 6, 1, -7], [1, 1, 0, 0])", prints: "0.0"),
    source: evaluation, related: ["min_dcf", "cllr"]
  ) { _, scores, target, prior, missCost, alarmCost, isNormalized in
    let cost = try DetectionCost(
      targetPrior: prior, missCost: missCost, falseAlarmCost: alarmCost,
      isNormalized: isNormalized, metric: "act_dcf")
    return .float(try trials(scores, target, metric: "act_dcf").actualDetectionCost(cost))
  }

  private static let cllr = Builtin.metric(
    "cllr", scores, target,
    summary: "Cost of log-likelihood ratios in bits: 0 is perfect, 1 tells nothing.",
    details: """
      ½ (mean over targets of log₂(1 + e^−s) + mean over non-targets of log₂(1 + e^s)). Scores are \
      natural log-likelihood ratios.
      """,
    example: Example("cllr([0, 0, 0], [1, 0, 0])", prints: "1.0"),
    source: Citation(
      "Brümmer and du Preez", 2006, "Application-independent evaluation of speaker detection",
      "doi.org/10.1016/j.csl.2005.08.001"),
    related: ["act_dcf", "min_dcf"]
  ) { _, scores, target in
    .float(try trials(scores, target, metric: "cllr").costOfLogLikelihoodRatios)
  }

  private static let detCurve = Builtin.metric(
    "det_curve", scores, target,
    summary: "Miss and false-alarm rates at every threshold: a list p_fa, p_miss, threshold.",
    details: """
      Three f64 tensors [point], from "reject all" (threshold inf) on, then one point for each \
      distinct score, highest first. Rates are fractions.
      """,
    example: Example(
      "p_fa, p_miss, threshold = det_curve([2, 1, 0], [1, 0, 1])\np_miss",
      prints: "f64[4]\n  1.0  0.5  0.5  0.0"),
    related: ["det_plot", "roc_curve", "eer"]
  ) { machine, scores, target in
    let curve = try trials(scores, target, metric: "det_curve").errorCurve.detectionErrors
    return try machine.vectors([curve.falseAlarmRates, curve.missRates, curve.thresholds])
  }

  private static let rocCurve = Builtin.metric(
    "roc_curve", scores, target,
    summary: "True and false accept rates at every threshold: a list far, tar, threshold.",
    details: "As `det_curve`, with the true accept rate 1 − P_miss in second place.",
    example: Example(
      "far, tar, threshold = roc_curve([2, 1, 0], [1, 0, 1])\ntar",
      prints: "f64[4]\n  0.0  0.5  0.5  1.0"),
    related: ["det_curve", "auroc", "tar_at_far"]
  ) { machine, scores, target in
    let curve = try trials(scores, target, metric: "roc_curve").errorCurve.detectionErrors
    return try machine.vectors([
      curve.falseAlarmRates, curve.missRates.map { 1 - $0 }, curve.thresholds,
    ])
  }

  private static let tarAtFar = Builtin.metric(
    "tar_at_far", scores, target, Number("far", .any, default: 0.01, passing: .named),
    summary: "Share of targets accepted while at most the share `far` of non-targets is.",
    details: "At the lowest threshold whose false accept rate is ≤ far. Fractions.",
    example: Example(exampleTrials + "tar_at_far(scores, target, far=0.2)", prints: "0.6"),
    related: ["threshold_at", "roc_curve", "eer"]
  ) { _, scores, target, far in
    .float(
      try trials(scores, target, metric: "tar_at_far").errorCurve
        .trueAcceptRate(atFalseAlarmRate: far))
  }

  private static let thresholdAt = Builtin.metric(
    "threshold_at", scores, target, Number("far", .any, default: 0.01, passing: .named),
    summary: "The lowest threshold that accepts at most the share `far` of the non-targets.",
    details: "A score of the trials, or inf where even the highest lets in too many.",
    example: Example(exampleTrials + "threshold_at(scores, target, far=0.2)", prints: "0.55"),
    related: ["tar_at_far", "eer"]
  ) { _, scores, target, far in
    .float(
      try trials(scores, target, metric: "threshold_at").errorCurve
        .point(falseAlarmRate: far, metric: "threshold_at").threshold)
  }

  private static let auroc = Builtin.metric(
    "auroc", scores, target,
    summary: "Area under the ROC: the chance that a target scores above a non-target.",
    details: "Ties count one half.",
    example: Example("auroc([3, 2, 1], [1, 0, 1])", prints: "0.5"),
    related: ["roc_curve", "auprc", "eer"]
  ) { _, scores, target in
    .float(try trials(scores, target, metric: "auroc").errorCurve.areaUnderROC)
  }

  private static let auprc = Builtin.metric(
    "auprc", scores, target,
    summary: "Average precision: the area under precision against recall, without interpolation.",
    details: "Σ (R_k − R_{k−1}) · P_k over the distinct scores, descending.",
    example: Example("auprc([3, 2, 1], [1, 0, 1])", prints: "0.8333333333333333"),
    related: ["auroc"]
  ) { _, scores, target in
    .float(try trials(scores, target, metric: "auprc").errorCurve.averagePrecision)
  }

  private static let pairedTest = Builtin(
    "paired_test",
    NumbersArgument("a", "[run], one number a seed"),
    NumbersArgument("b", "[run], for the same seeds"),
    Choice("method", PairedTest.Method.allCases.map(\.rawValue), default: "permutation"),
    Number("confidence", .between(0, 1), default: 0.95, passing: .named),
    summary: "Compares two settings run on the same seeds: difference, interval, p, n.",
    details: """
      `difference` is the mean of a − b, `interval` Student's interval around it, `p` two-sided: \
      "permutation" flips the signs of the differences (all ways up to 20 pairs), "t" is \
      Student's, "wilcoxon" the signed ranks. The result has the fields difference, interval, p, \
      n and method.
      """,
    example: Example("paired_test([9, 10, 11], [10, 11.5, 11.5]).difference", prints: "-1.0"),
    source: Citation(
      "Good", 2005, "Permutation, Parametric and Bootstrap Tests of Hypotheses",
      "doi.org/10.1007/b138696"),
    related: ["summarize", "table"]
  ) { machine, first, second, method, confidence in
    let test = try PairedTest(
      first.doubles(), second.doubles(),
      method: PairedTest.Method(rawValue: method) ?? .permutation, confidence: confidence)
    return machine.heap.instance(ComparisonObject(test))
  }
}

extension VirtualMachine {
  /// A list of f64 vectors.
  func vectors(_ lists: [[Double]]) throws -> Value {
    heap.list(
      try lists.map { heap.tensor(try Tensor($0, shape: [$0.count], dtype: .f64)) })
  }
}
