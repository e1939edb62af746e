extension ColorMap {
  /// Blue over near white to red: L* falls evenly from 96 in the middle to 38 at both ends.
  public static let diverging = ColorMap(
    "diverging", kind: .diverging,
    stops: sampled { place in
      let away = abs(2 * place - 1)
      let lightness = 96 - 58 * away
      return place < 0.5
        ? LabColor(lightness, chroma: 46 * away, hueDegrees: 280)
        : LabColor(lightness, chroma: 62 * away, hueDegrees: 32)
    })
}
