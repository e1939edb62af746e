/// Finds the corner of a panel where a legend covers least.
struct LegendPlacement {
  /// Points of the series, 0…1 from the lower left corner.
  var points: [(x: Double, y: Double)] = []
  /// The legend's size as parts of the panel's.
  var width: Double
  var height: Double

  /// The size of a legend of these labels in a panel of `panel` units (1/96 inch).
  init(labels: [String], panel: Figure.Size) {
    let longest = labels.map(\.count).max() ?? 0
    width = min(1, (Double(longest) * 7.2 + 55) / max(1, panel.width - 85))
    height = min(1, (Double(labels.count) * 18 + 14) / max(1, panel.height - 85))
  }

  /// Adds the points of a line, and points along its longer pieces.
  mutating func add(path: [(x: Double, y: Double)]) {
    var previous: (x: Double, y: Double)?
    for point in path {
      guard point.x.isFinite, point.y.isFinite else {
        previous = nil
        continue
      }
      if let previous {
        let distance = max(abs(point.x - previous.x), abs(point.y - previous.y))
        let pieces = min(50, Int(min(distance, 1) * 50))
        for piece in 1..<max(1, pieces) {
          let part = Double(piece) / Double(pieces)
          points.append(
            (
              previous.x + (point.x - previous.x) * part,
              previous.y + (point.y - previous.y) * part
            ))
        }
      }
      points.append(point)
      previous = point
    }
  }

  /// Adds the points of a cloud.
  mutating func add(cloud: [(x: Double, y: Double)]) {
    points += cloud
  }

  /// The first free corner, else `.outside` if the best one would cover more than a hundredth
  /// of the points.
  var best: Axes.Legend {
    let corners: [(Axes.Legend, Double, Double)] = [
      (.topRight, 1 - width, 1 - height), (.topLeft, 0, 1 - height),
      (.bottomRight, 1 - width, 0), (.bottomLeft, 0, 0),
    ]
    var best = (place: Axes.Legend.outside, count: max(1, points.count / 100))
    for (place, left, bottom) in corners {
      let count = points.count {
        $0.x >= left && $0.x <= left + width && $0.y >= bottom && $0.y <= bottom + height
      }
      if count < best.count { best = (place, count) }
    }
    return best.place
  }
}
