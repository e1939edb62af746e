import Glibc
import Tensors

extension FuzzTarget {
  /// Tables of comma separated values.
  static let csv = FuzzTarget(
    "csv",
    seeds: {
      ["a,b\n1,2\n3,4\n", "name;rate\n\"x \"\"y\"\"\";1e-3\nz;\n", "1,nan\r\n-inf,0x1\r\n"]
        .map { Array($0.utf8) }
    }
  ) { bytes in
    var options = CSV.Options()
    _ = try? CSV.parse(bytes, named: "fuzz", options)
    options.separator = ";"
    options.hasHeader = false
    _ = try? CSV.parse(bytes, named: "fuzz", options)
  }

  /// NumPy's files.
  static let npy = FuzzTarget(
    "npy", isText: false,
    seeds: {
      ["'<f4', 'fortran_order': False, 'shape': (2,)", "'|b1', 'fortran_order': True, 'shape': ()"]
        .map { body in
          let header = Array("{'descr': \(body), }\n".utf8)
          return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.count), 0] + header
            + [UInt8](repeating: 1, count: 8)
        }
    }
  ) { bytes in
    let path = "/dev/shm/mscript-fuzz-\(getpid()).npy"
    guard let file = fopen(path, "w") else { throw FuzzFinding("no memory file \(path)") }
    fwrite(bytes, 1, bytes.count, file)
    fclose(file)
    defer { unlink(path) }
    _ = try? NPY.load(path)
  }
}
