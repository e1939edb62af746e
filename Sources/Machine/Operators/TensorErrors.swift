import Catalog
import Diagnostics
import Tensors

extension TensorError: SubjectError {
  /// The kind as the language names it.
  public var kindName: String { kind == .interrupted ? "interrupt" : kind.rawValue }
  /// Tensors give no hints.
  public var hint: String? { nil }
}

extension RuntimeError {
  /// The kinds of error, for targets that import no diagnostics.
  public typealias Kind = ErrorKind
}
