extension ColorMap {
  /// Dark violet over teal to light yellow, L* 15…91 in even steps; readable in gray and with
  /// any common color blindness. Its hues follow viridis (van der Walt and Smith, 2015).
  public static let linear: ColorMap = {
    // a* and b* at quarters of the way; L* is a straight line.
    let a = [37.0, 8, -28, -45, -9]
    let b = [-31.0, -32, -8, 42, 84]
    return ColorMap(
      "linear", kind: .linear,
      stops: sampled { place in
        LabColor(15 + 76 * place, a: smooth(a, at: place), b: smooth(b, at: place))
      })
  }()

  // A Catmull–Rom curve through evenly spaced points.
  private static func smooth(_ points: [Double], at place: Double) -> Double {
    let along = place * Double(points.count - 1)
    let index = min(Int(along), points.count - 2)
    let t = along - Double(index)
    let (p1, p2) = (points[index], points[index + 1])
    let p0 = index > 0 ? points[index - 1] : 2 * p1 - p2
    let p3 = index + 2 < points.count ? points[index + 2] : 2 * p2 - p1
    let slope1 = (p2 - p0) / 2
    let slope2 = (p3 - p1) / 2
    let bend = 3 * (p2 - p1) - 2 * slope1 - slope2
    let twist = 2 * (p1 - p2) + slope1 + slope2
    return p1 + t * (slope1 + t * (bend + t * twist))
  }
}
