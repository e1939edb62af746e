extension ColorMap {
  /// Blue over green to orange at the constant lightness L* 70.
  public static let isoluminant = ColorMap(
    "isoluminant", kind: .isoluminant,
    stops: sampled { place in
      LabColor(70, chroma: 36, hueDegrees: 250 - 190 * place)
    })
}
