import CKernels
import Glibc

/// A number in decimal digits, exactly rounded.
enum CSVNumber {
  case whole(Int)
  case real(Double)

  /// The number that the bytes spell, spaces around allowed, or nil. `nan` and `inf` count.
  static func parse(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> CSVNumber? {
    guard let base = bytes.baseAddress else { return nil }
    var whole: Int64 = 0
    var real = 0.0
    switch ck_parse_number(base + range.lowerBound, range.count, &whole, &real) {
    case Int32(CK_WHOLE.rawValue): return .whole(Int(whole))
    case Int32(CK_REAL.rawValue): return .real(real)
    default: return nil
    }
  }

  /// Whether it has a fraction, an exponent or no finite value.
  var isReal: Bool { if case .real = self { true } else { false } }
}

/// Rows of numbers alone, read by all threads.
enum CSVNumberRows {
  /// The columns of rows without quotes whose fields are numbers or empty; nil if they are not all.
  /// `isReal` says of each column what its first field is. Throws `.limit` if there is no room.
  static func columns(
    _ bytes: UnsafeBufferPointer<UInt8>, separator: UInt8, isReal: [Bool]
  ) throws(TensorError) -> (columns: [Tensor], rowCount: Int)? {
    var rows = 0
    guard let firstRows = ck_csv_rows(bytes.baseAddress, bytes.count, &rows) else {
      try Interrupt.check()
      return nil
    }
    defer { free(firstRows) }
    var storages: [Storage] = []
    for _ in isReal { storages.append(try Storage(byteCount: rows * 8, for: "load_csv")) }
    let pointers: [UnsafeMutableRawPointer?] = storages.map(\.pointer)
    var flags: [UInt8] = isReal.map { $0 ? 1 : 0 }
    let isRead =
      ck_csv_numbers(
        bytes.baseAddress, bytes.count, separator, flags.count, firstRows, pointers, &flags) != 0
    try Interrupt.check()
    if !isRead { return nil }
    let columns = zip(storages, flags).map { storage, flag in
      Tensor(adopting: storage, shape: [rows], dtype: flag == 0 ? .i64 : .f64)
    }
    return (columns, rows)
  }
}
