import CKernels

/// The element types that tiles of closenesses are searched in for the nearest rows.
public protocol NeighborElement: ContrastElement {
  /// The first place from `start` on where `t` reaches `limit` or, where they are given, the limit
  /// of that place; `count` where there is none.
  static func nextNear(
    _ t: UnsafePointer<Self>, from start: Int, count: Int, limit: Self,
    limits: UnsafePointer<Self>?
  ) -> Int
}

extension Float: NeighborElement {
  /// See `NeighborElement`.
  public static func nextNear(
    _ t: UnsafePointer<Float>, from start: Int, count: Int, limit: Float,
    limits: UnsafePointer<Float>?
  ) -> Int {
    ck_next_near_f32(t, start, count, limit, limits)
  }
}

extension Double: NeighborElement {
  /// See `NeighborElement`.
  public static func nextNear(
    _ t: UnsafePointer<Double>, from start: Int, count: Int, limit: Double,
    limits: UnsafePointer<Double>?
  ) -> Int {
    ck_next_near_f64(t, start, count, limit, limits)
  }
}
