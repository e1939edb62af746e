import Glibc

@testable import Plotting

/// Figures of the field made of formulas and a fixed random sequence.
enum Samples {
  /// A small generator with a fixed beginning (Knuth's MMIX constants).
  struct Sequence {
    var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func uniform() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (Double(state >> 11) + 0.5) / 9_007_199_254_740_992
    }

    mutating func normal() -> Double { Probit.deviate(uniform()) }
  }

  static func uniforms(_ count: Int, seed: UInt64) -> [Double] {
    var sequence = Sequence(seed)
    return (0..<count).map { _ in sequence.uniform() }
  }

  static func normals(_ count: Int, mean: Double = 0, deviation: Double = 1, seed: UInt64 = 1)
    -> [Double]
  {
    var sequence = Sequence(seed)
    return (0..<count).map { _ in mean + deviation * sequence.normal() }
  }

  /// Five systems whose scores are normal with unequal spreads; EERs between 2 and 12 %.
  static var det: Figure {
    let names = ["SNT-Xent", "SNT-Xent + AM 0.1", "SNT-Xent + AAM 0.1", "SupCon", "AM-Softmax"]
    let curves = names.enumerated().map { index, name in
      let gap = 2.4 + 0.42 * Double(index)
      let spread = 1 + 0.12 * Double(index % 3)
      let thresholds = (0...400).map { -4 + Double($0) * 0.03 }
      return DETCurve(
        falseAlarmRate: thresholds.map { 1 - Probit.fraction($0) },
        missRate: thresholds.map { Probit.fraction(($0 - gap) / spread) }, label: name,
        equalErrorRate: Probit.fraction(-gap / (1 + spread)),
        minimumCostPoint: DETCurve.Rates(
          falseAlarm: 1 - Probit.fraction(gap * 0.78),
          miss: Probit.fraction((gap * 0.78 - gap) / spread)))
    }
    return .det(curves)
  }

  static var scores: Figure {
    .scoreHistogram(
      target: normals(4000, mean: 0.52, deviation: 0.14, seed: 3),
      nonTarget: normals(20000, mean: 0.05, deviation: 0.11, seed: 4), threshold: 0.257,
      equalErrorRate: 0.0301)
  }

  static var training: Figure {
    let curves = ["no margin", "additive margin 0.2"].enumerated().map { index, name in
      SpreadCurve(
        meanOf: (0..<5).map { run in
          let noise = normals(60, deviation: 0.06, seed: UInt64(20 + 7 * run + index))
          return noise.enumerated().map { epoch, noise in
            0.6 + 0.35 * Double(index) + 3.2 * exp(-Double(epoch) / 12)
              + noise * (1 + 2 * exp(-Double(epoch) / 10))
          }
        }, label: name)
    }
    return .trainingCurves(curves)
  }

  static var heatmap: Figure {
    let size = 24
    let noise = normals(size * size, deviation: 0.06, seed: 9)
    let values = (0..<size * size).map { cell in
      let (row, column) = (cell / size, cell % size)
      return (row / 6 == column / 6 ? 0.75 : 0.1) + noise[cell]
    }
    var figure = Figure.heatmap(values, rows: size, columns: size)
    figure.axes[0].title = "Cosine similarity of a batch"
    figure.axes[0].x.label = "Utterance"
    figure.axes[0].y.label = "Utterance"
    figure.axes[0].colorLabel = "Cosine"
    figure.axes[0].aspect = .ratio(1)
    return figure
  }

  static var row: Figure {
    var det = det
    det.axes[0].title = "Verification"
    var scores = scores
    scores.axes[0].title = "Scores"
    var training = training
    training.axes[0].title = "Training"
    return .row([det, scores, training])
  }

  /// Thresholds right of, left of and far left of the middle; the last leaves a legend no corner.
  static var scoreRow: Figure {
    .row([
      scores(mean: 0.5, deviation: 0.13, shift: 0), scores(mean: 0.62, deviation: 0.1, shift: 0.3),
      fullScores,
    ])
  }

  static func scores(mean: Double, deviation: Double, shift: Double) -> Figure {
    .scoreHistogram(
      target: normals(2000, mean: mean, deviation: deviation, seed: 5),
      nonTarget: normals(8000, mean: shift, deviation: 0.12, seed: 6),
      threshold: (mean + shift) / 2, equalErrorRate: 0.086)
  }

  /// Scores gathered at both ends; the words leave no room for a legend at the top.
  static var fullScores: Figure {
    .scoreHistogram(
      target: normals(2000, mean: 0.8, deviation: 0.06, seed: 7),
      nonTarget: normals(8000, mean: 0.15, deviation: 0.05, seed: 8), threshold: 0.29,
      equalErrorRate: 0.002)
  }

  static var scatter: Figure {
    var figure = Figure.scatter(
      (0..<4).map { index in
        let count = 150
        return Curve(
          x: normals(
            count, mean: cos(Double(index) * 1.6), deviation: 0.25, seed: UInt64(31 + index)),
          y: normals(
            count, mean: sin(Double(index) * 1.6), deviation: 0.25, seed: UInt64(51 + index)),
          label: "speaker \(index + 1)")
      })
    figure.axes[0].aspect = .equal
    return figure
  }

  static var cloud: Figure {
    let x = normals(120_000, seed: 71)
    let y = zip(x, normals(120_000, seed: 72)).map { 0.7 * $0 + 0.5 * $1 }
    return .scatter([Curve(x: x, y: y, label: "120,000 points")])
  }

  static var log: Figure {
    var figure = Figure.line([
      Curve(
        x: (1...200).map { Double($0) * 50 }, y: (1...200).map { 3 * pow(Double($0), -1.2) },
        label: "gradient norm")
    ])
    figure.axes[0].y.scale = .log
    figure.axes[0].x.scale = .log
    figure.axes[0].x.label = "Step"
    figure.axes[0].y.label = "Norm"
    return figure
  }

  static var bars: Figure {
    .bar([2.31, 1.98, 1.72, 1.66], names: ["SupCon", "NT-Xent", "SNT-Xent", "SNT-Xent-AM"])
  }

  static var errors: Figure {
    .errorbar([
      SpreadCurve(
        x: [0.05, 0.1, 0.2, 0.3, 0.4], middle: [8.9, 8.5, 8.2, 8.3, 8.6],
        low: [8.7, 8.35, 8.05, 8.1, 8.3], high: [9.1, 8.65, 8.35, 8.5, 8.9], label: "EER (%)")
    ])
  }

  static var surface: Figure {
    let size = 40
    let values = (0..<size * size).map { cell -> Double in
      let x = Double(cell % size) / 6 - 3.25
      let y = Double(cell / size) / 6 - 3.25
      return exp(-(x * x + y * y) / 4) * cos(1.5 * x)
    }
    return .surface(
      Grid(
        values, rows: size, columns: size, x: Grid.Span(-3.3, 3.3), y: Grid.Span(-3.3, 3.3)))
  }

  static var roc: Figure {
    let thresholds = (0...400).map { -4 + Double($0) * 0.03 }
    return .roc([
      DETCurve(
        falseAlarmRate: thresholds.map { 1 - Probit.fraction($0) },
        missRate: thresholds.map { Probit.fraction($0 - 2) }, label: "AUC 0.921")
    ])
  }

  static var boxes: Figure {
    .box(groups, names: names)
  }

  static var violins: Figure {
    .violin(groups, names: names)
  }

  private static let names = ["intra-speaker", "inter-speaker", "noise"]
  private static var groups: [[Double]] {
    [
      normals(400, mean: 0.6, deviation: 0.15, seed: 81), normals(800, deviation: 0.1, seed: 82),
      normals(90, mean: 0.2, deviation: 0.25, seed: 83),
    ]
  }

  static var confusion: Figure {
    .confusion([45, 3, 0, 2, 4, 39, 6, 1, 0, 5, 44, 1, 1, 0, 2, 47], names: ["a", "b", "c", "d"])
  }

  static var contours: Figure {
    guard case .surface(let grid, _) = surface.axes[0].series[0].geometry else { return surface }
    return .contour(grid)
  }

  static var embedding: Figure {
    let clouds = (0..<5).map { index -> Curve in
      let angles = normals(
        80, mean: Double(index) * 1.25, deviation: 0.12, seed: UInt64(90 + index))
      return Curve(x: angles.map(cos), y: angles.map(sin), label: "class \(index)")
    }
    return .embedding(clouds, showsUnitCircle: true)
  }

  static var reliability: Figure {
    .reliability(
      confidence: [0.05, 0.15, 0.25, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 0.95],
      accuracy: [0.02, 0.11, 0.2, 0.27, 0.36, 0.43, 0.55, 0.61, 0.7, 0.86],
      counts: [3, 5, 8, 14, 20, 31, 50, 90, 160, 400])
  }

  static var all: [(name: String, figure: Figure)] {
    [
      ("det", det), ("scores", scores), ("training", training), ("heatmap", heatmap), ("row", row),
      ("score-row", scoreRow),
      ("scatter", scatter), ("cloud", cloud), ("log", log), ("bars", bars), ("errors", errors),
      ("surface", surface), ("roc", roc), ("hist", .hist(normals(3000))),
      ("boxes", boxes), ("violins", violins), ("confusion", confusion), ("contours", contours),
      ("embedding", embedding), ("reliability", reliability),
    ]
  }
}
