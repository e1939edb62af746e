/// The safetensors file format: a JSON header, then the bytes of all tensors without gaps.
public enum Safetensors {
  /// The longest header that the format allows.
  static let longestHeader = 100_000_000

  /// Reads the tensors in the order of the header: BOOL; integers of 8 to 64 bits, which become
  /// i64; F16 and BF16, which become f32; F32 and F64. Throws `.io` for a damaged file, offsets
  /// that overlap, leave gaps or do not fit the shape, names that stand twice, and other types;
  /// `.limit` where the memory does not suffice.
  public static func load(_ source: ByteSource) throws(TensorError) -> [(
    name: String, tensor: Tensor
  )] {
    let header = try SafetensorsHeader(source, for: "load_safetensors")
    var arrays: [(name: String, tensor: Tensor)] = []
    for entry in header.entries {
      let place = FilePlace(
        function: "load_safetensors", name: "\(source.name), \"\(entry.name)\"")
      let stream = PlainStream(source, entry.bytes, at: place)
      arrays.append((entry.name, try entry.elements.tensor(entry.shape, from: stream)))
    }
    return arrays
  }

  /// The texts that a file keeps beside its tensors, in the order of the header. Throws `.io`.
  public static func metadata(_ source: ByteSource) throws(TensorError) -> [(
    key: String, value: String
  )] {
    try SafetensorsHeader(source, for: "safetensors_metadata").metadata
  }

  /// Tensors and texts as the parts of a file. The header has the tensors in their order; their
  /// bytes stand by falling size of element, so that each begins at a multiple of it. Throws
  /// `.value` for a name that stands twice or is kept for the texts, `.limit` for lack of memory.
  public static func encoded(
    _ arrays: [(name: String, tensor: Tensor)], metadata: [(key: String, value: String)] = []
  ) throws(TensorError) -> FileParts {
    var names: Set<String> = []
    for (name, _) in arrays {
      if name == SafetensorsHeader.metadataKey {
        throw .value("save_safetensors: the name \(name) is kept for the metadata")
      }
      if !names.insert(name).inserted {
        throw .value("save_safetensors: the name \(name) stands twice")
      }
    }
    var data = FileParts()
    var ranges = arrays.map { _ in 0..<0 }
    for width in [8, 4, 1] {
      for (place, array) in arrays.enumerated() where array.tensor.dtype.byteCount == width {
        let start = data.byteCount
        try data.append(array.tensor)
        ranges[place] = start..<data.byteCount
      }
    }
    var header = "{"
    if !metadata.isEmpty {
      let texts = metadata.map { "\(quoted($0.key)):\(quoted($0.value))" }
      header += "\"\(SafetensorsHeader.metadataKey)\":{\(texts.joined(separator: ","))}"
    }
    for (array, range) in zip(arrays, ranges) {
      let shape = array.tensor.shape.map(String.init).joined(separator: ",")
      header += header.utf8.count > 1 ? "," : ""
      header += "\(quoted(array.name)):{\"dtype\":\"\(array.tensor.dtype.name.uppercased())\","
      header += "\"shape\":[\(shape)],\"data_offsets\":[\(range.lowerBound),\(range.upperBound)]}"
    }
    header += "}"
    header += String(repeating: " ", count: (8 - header.utf8.count % 8) % 8)
    let length = header.utf8.count
    if length > longestHeader { throw .limit("save_safetensors: the header is too long") }
    var file = FileParts()
    try file.append((0..<8).map { UInt8(truncatingIfNeeded: length >> ($0 * 8)) })
    try file.append(Array(header.utf8))
    file.append(data)
    return file
  }

  /// A text as JSON.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      case "\u{0}"..<" ":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

/// The header of a safetensors file, checked.
private struct SafetensorsHeader {
  /// The key under which the texts stand.
  static let metadataKey = "__metadata__"

  /// A tensor and where its bytes stand in the file.
  struct Entry {
    let name: String
    let elements: StoredElements
    let shape: [Int]
    let bytes: Range<Int>
  }

  private(set) var entries: [Entry] = []
  private(set) var metadata: [(key: String, value: String)] = []

  init(_ source: ByteSource, for function: String) throws(TensorError) {
    let place = FilePlace(function: function, name: source.name)
    let stream = PlainStream(source, 0..<source.count, at: place)
    let length = try stream.take(8).number(at: 0, bytes: 8)
    if length < 0 || length > Safetensors.longestHeader {
      throw place.damaged("its header would be longer than the format allows")
    }
    let bytes = try stream.take(length)
    if bytes.first != 123 { throw place.damaged("its header does not begin with {") }
    guard case .object(let fields) = try HeaderJSON.read(bytes, at: place) else {
      throw place.damaged("its header is no object")
    }
    for (name, value) in fields {
      if name == Self.metadataKey {
        metadata = try Self.texts(value, place)
      } else {
        entries.append(try Self.entry(name, value, from: stream.at, place))
      }
    }
    try Self.check(entries, stream.at..<source.count, place)
  }

  private static func texts(_ value: HeaderJSON, _ place: FilePlace) throws(TensorError) -> [(
    key: String, value: String
  )] {
    guard case .object(let fields) = value else {
      throw place.damaged("its metadata is no object")
    }
    var texts: [(key: String, value: String)] = []
    for (key, value) in fields {
      guard let text = value.string else {
        throw place.damaged("the metadata \"\(key)\" is no text")
      }
      texts.append((key, text))
    }
    return texts
  }

  private static func entry(
    _ name: String, _ value: HeaderJSON, from start: Int, _ place: FilePlace
  ) throws(TensorError) -> Entry {
    let inside = FilePlace(function: place.function, name: "\(place.name), \"\(name)\"")
    guard let type = value["dtype"]?.string, let shape = value["shape"]?.integers,
      let offsets = value["data_offsets"]?.integers, offsets.count == 2
    else { throw inside.damaged("its entry needs dtype, shape and two data_offsets") }
    guard let format = format(type) else {
      throw inside.damaged(
        "its type \(type.prefix(20)) is not read; BOOL, integers, F16, BF16, F32 and F64 are")
    }
    let elements = StoredElements(format: format)
    let count = try elements.byteCount(of: shape, at: inside)
    guard offsets[1] - offsets[0] == count else {
      throw inside.damaged("its offsets \(offsets) do not span the \(count) bytes of \(shape)")
    }
    let first = start.addingReportingOverflow(offsets[0])
    let last = start.addingReportingOverflow(offsets[1])
    if first.overflow || last.overflow { throw inside.damaged("its offsets are too large") }
    return Entry(
      name: name, elements: elements, shape: shape, bytes: first.partialValue..<last.partialValue)
  }

  private static func format(_ type: String) -> StoredElements.Format? {
    switch type {
    case "BOOL": .bool
    case "I8": .i8
    case "I16": .i16
    case "I32": .i32
    case "I64": .i64
    case "U8": .u8
    case "U16": .u16
    case "U32": .u32
    case "U64": .u64
    case "F16": .f16
    case "BF16": .bf16
    case "F32": .f32
    case "F64": .f64
    default: nil
    }
  }

  /// Whether the tensors cover the data exactly: no gap, no overlap, nothing outside.
  private static func check(_ entries: [Entry], _ data: Range<Int>, _ place: FilePlace)
    throws(TensorError)
  {
    var end = data.lowerBound
    let order = entries.sorted {
      ($0.bytes.lowerBound, $0.bytes.upperBound) < ($1.bytes.lowerBound, $1.bytes.upperBound)
    }
    for entry in order {
      if entry.bytes.lowerBound != end {
        let how = entry.bytes.lowerBound < end ? "overlaps the tensor" : "leaves a gap"
        throw place.damaged("\"\(entry.name)\" \(how) before it")
      }
      end = entry.bytes.upperBound
    }
    if end > data.upperBound { throw place.damaged("it ends before its values do") }
    if end < data.upperBound {
      throw place.damaged("\(data.upperBound - end) bytes follow its values")
    }
  }
}
