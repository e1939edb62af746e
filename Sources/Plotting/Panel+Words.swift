extension Panel {
  /// Turns words that would run past a side of the panel to the other side of their point; where
  /// neither has the room, moves them in from the edge. Centered words, and those whose point is
  /// off the panel, stay; words longer than the panel is wide begin at its left edge.
  mutating func keepWordsInside() {
    for index in items.indices {
      guard case .words(let words, let place, let height, let anchor) = items[index].shape,
        anchor != .center
      else { continue }
      let part = x.part(place)
      guard part >= 0, part <= 1 else { continue }
      let length = (Double(words.count) + Self.wordsGap) * characterWidth / inside.width
      let room: (left: Double, right: Double) = (part, 1 - part)
      if length <= (anchor == .left ? room.right : room.left) { continue }
      let isLeft = room.left > room.right
      let settled = isLeft ? max(part, length) : max(min(part, 1 - length), 0)
      items[index].shape = .words(
        words, x: settled == part ? place : x.low + settled * x.span, y: height,
        anchor: isLeft ? .right : .left)
    }
  }

  /// The room between a point and words beside it, in characters.
  static let wordsGap = 0.7
}
