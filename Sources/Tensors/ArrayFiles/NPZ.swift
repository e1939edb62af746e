/// NumPy's file format for several arrays: a zip file of `.npy` members.
public enum NPZ {
  /// Reads the arrays in the order of the file, each under the name of its member without `.npy`.
  /// Members may be stored or deflated, also beyond 4 GB. Throws `.io` for a damaged file, one with
  /// other members, or one whose sizes cannot be true; `.limit` where the memory does not suffice.
  public static func load(_ source: ByteSource) throws(TensorError) -> [(
    name: String, tensor: Tensor
  )] {
    let place = FilePlace(function: "load_npz", name: source.name)
    let zip = try ZipDirectory(source, at: place)
    var arrays: [(name: String, tensor: Tensor)] = []
    for member in zip.members {
      guard member.name.hasSuffix(".npy") else {
        throw place.damaged("the member \(member.name) is no .npy array")
      }
      let stream = try zip.stream(of: member)
      let tensor = try NPY.array(from: stream)
      if stream.remaining > 0 {
        throw stream.place.damaged("\(stream.remaining) bytes follow its values")
      }
      arrays.append((String(member.name.dropLast(4)), tensor))
    }
    return arrays
  }

  /// Tensors as the parts of a `.npz` file, deflated or stored. Throws `.value` for a name that is
  /// empty, too long or stands twice, `.limit` where the memory does not suffice.
  public static func encoded(
    _ arrays: [(name: String, tensor: Tensor)], isCompressed: Bool = false
  ) throws(TensorError) -> FileParts {
    var zip = ZipWriter()
    var names: Set<String> = []
    for (name, tensor) in arrays {
      if name.isEmpty || name.utf8.count > 65_000 || name.utf8.contains(0) {
        throw .value("save_npz: a name must have 1 to 65000 bytes, none of them \\0")
      }
      if !names.insert(name).inserted { throw .value("save_npz: the name \(name) stands twice") }
      try zip.add("\(name).npy", try NPY.encoded(tensor), isDeflated: isCompressed)
    }
    return try zip.finished()
  }
}
