import CFFTW
import Synchronization

/// Plans of FFTW, made and destroyed one at a time; estimated ones depend on sizes alone.
enum FourierPlans {
  /// How many rows there are, and where the next one begins among inputs and outputs.
  typealias Rows = (count: Int, from: Int, to: Int)

  private static let planner = Mutex(())

  /// Makes and runs a plan of f64 for rows of length n; false where there is none.
  static func run64(
    _ n: Int, _ rows: Rows,
    _ make: (UnsafePointer<fftw_iodim64>, UnsafePointer<fftw_iodim64>) -> fftw_plan?
  ) -> Bool {
    var length = fftw_iodim64(n: n, is: 1, os: 1)
    var many = fftw_iodim64(n: rows.count, is: rows.from, os: rows.to)
    let plan = planner.withLock { _ in make(&length, &many).map { UInt(bitPattern: $0) } }
    guard let plan = plan.flatMap({ OpaquePointer(bitPattern: $0) }) else { return false }
    fftw_execute(plan)
    planner.withLock { _ in fftw_destroy_plan(plan) }
    return true
  }

  /// The same for f32.
  static func run32(
    _ n: Int, _ rows: Rows,
    _ make: (UnsafePointer<fftwf_iodim64>, UnsafePointer<fftwf_iodim64>) -> fftwf_plan?
  ) -> Bool {
    var length = fftwf_iodim64(n: n, is: 1, os: 1)
    var many = fftwf_iodim64(n: rows.count, is: rows.from, os: rows.to)
    let plan = planner.withLock { _ in make(&length, &many).map { UInt(bitPattern: $0) } }
    guard let plan = plan.flatMap({ OpaquePointer(bitPattern: $0) }) else { return false }
    fftwf_execute(plan)
    planner.withLock { _ in fftwf_destroy_plan(plan) }
    return true
  }
}
