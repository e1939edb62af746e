import Glibc

extension ColorMap {
  /// Light gray over blue to dark, and over red back to light gray: angles and phases. L* runs
  /// 85…25…85 in even steps.
  public static let cyclic = ColorMap(
    "cyclic", kind: .cyclic,
    stops: sampled { place in
      let chroma = 40 * abs(sin(2 * .pi * place))
      return LabColor(
        25 + 60 * abs(2 * place - 1), chroma: chroma, hueDegrees: place < 0.5 ? 265 : 35)
    })
}
