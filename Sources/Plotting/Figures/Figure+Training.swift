extension Figure {
  /// Losses or metrics over the steps of training, with the spread of several runs where given.
  public static func trainingCurves(
    _ curves: [SpreadCurve], xLabel: String = "Epoch", yLabel: String = "Loss",
    yScale: Axis.Scale = .linear
  ) -> Figure {
    var figure = band(
      curves.map { curve in
        var curve = curve
        if yScale == .log { curve.low = zip(curve.low, curve.middle).map { max($0, $1 / 1000) } }
        return curve
      })
    figure.axes[0].series.removeAll { one in
      if case .band(_, let low, let high) = one.geometry { low == high } else { false }
    }
    figure.axes[0].x.label = xLabel
    figure.axes[0].y = Axis(yLabel, scale: yScale)
    return figure
  }
}
