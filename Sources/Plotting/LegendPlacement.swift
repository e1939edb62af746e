/// Finds the corner of a panel where a legend covers least.
struct LegendPlacement {
  /// Points of the series, 0…1 from the lower left corner.
  var points: [(x: Double, y: Double)] = []
  /// The legend's size as parts of the panel's.
  var width: Double
  var height: Double

  /// Whether there is room for a legend beside the panel.
  private let isWide: Bool
  // Where words are, which must not be covered at all.
  private var wordPoints: [(x: Double, y: Double)] = []

  /// The size of a legend of these labels between axes `inside` units apart (1/96 inch).
  init(labels: [String], inside: Figure.Size) {
    let longest = labels.map(\.count).max() ?? 0
    isWide = inside.width >= Panel.narrow
    width = min(1, (Double(longest) * (isWide ? 7.2 : 6.1) + (isWide ? 72 : 55)) / inside.width)
    height = min(1, (Double(labels.count) * (isWide ? 18 : 15) + 20) / inside.height)
  }

  /// Adds the points of a line, and points along its longer pieces.
  mutating func add(path: [(x: Double, y: Double)]) {
    points += Self.filled(path)
  }

  /// Adds a line where words stand.
  mutating func add(words: [(x: Double, y: Double)]) {
    wordPoints += Self.filled(words)
  }

  // Points about a sixty-fourth of the panel apart along a path, those inside the panel.
  private static func filled(_ path: [(x: Double, y: Double)]) -> [(x: Double, y: Double)] {
    let apart = 1.0 / 64
    var points: [(x: Double, y: Double)] = []
    var previous: (x: Double, y: Double)?
    for point in path {
      guard point.x.isFinite, point.y.isFinite else {
        previous = nil
        continue
      }
      guard let last = previous else {
        if isInside(point) { points.append(point) }
        previous = point
        continue
      }
      let distance = max(abs(point.x - last.x), abs(point.y - last.y))
      if distance < apart { continue }
      let pieces = Int(min(distance / apart, 256))
      for piece in 1...pieces {
        let part = Double(piece) / Double(pieces)
        let between = (last.x + (point.x - last.x) * part, last.y + (point.y - last.y) * part)
        if isInside(between) { points.append(between) }
      }
      previous = point
    }
    return points
  }

  private static func isInside(_ point: (x: Double, y: Double)) -> Bool {
    point.x >= 0 && point.x <= 1 && point.y >= 0 && point.y <= 1
  }

  /// Adds the points of a cloud.
  mutating func add(cloud: [(x: Double, y: Double)]) {
    points += cloud.filter(Self.isInside)
  }

  /// The first corner that covers less than a hundredth of the points; else the place beside a
  /// wide panel; else the best corner if it covers less than a tenth; else below.
  var best: Axes.Legend {
    let corners: [(place: Axes.Legend, left: Double, bottom: Double)] = [
      (.topRight, 1 - width, 1 - height), (.topLeft, 0, 1 - height),
      (.bottomRight, 1 - width, 0), (.bottomLeft, 0, 0),
    ]
    var best = (place: Axes.Legend.outside, count: Int.max)
    for corner in corners {
      let covers = { (point: (x: Double, y: Double)) in
        point.x >= corner.left && point.x <= corner.left + width && point.y >= corner.bottom
          && point.y <= corner.bottom + height
      }
      if wordPoints.contains(where: covers) { continue }
      let count = points.count(where: covers)
      if count < best.count { best = (corner.place, count) }
    }
    if best.count < max(1, points.count / 100) { return best.place }
    if isWide { return .outside }
    return best.count < points.count / 10 ? best.place : .below
  }
}
