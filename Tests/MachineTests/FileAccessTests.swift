import Glibc
import Machine
import Testing

/// A folder of its own, removed with what is in it.
final class Folder {
  let path: String

  init() {
    var template = Array("/tmp/mscript-test-XXXXXX".utf8CString)
    path = mkdtemp(&template).map { String(cString: $0) } ?? "/tmp"
  }

  deinit {
    for name in ["in.txt", "link", "away"] { unlink("\(path)/\(name)") }
    rmdir(path)
  }
}

@Suite struct FileAccessTests {
  let folder = Folder()

  @Test func `writes, adds to and reads plain files where it is allowed`() throws {
    let files = FileAccess(allowedPaths: [folder.path])
    let path = "\(folder.path)/in.txt"
    try files.write(path, Array("one".utf8), append: false)
    try files.write(path, Array("two".utf8), append: true)
    #expect(try files.read(path) == Array("onetwo".utf8))
    try files.write(path, Array("x".utf8), append: false)
    #expect(try files.read(path) == Array("x".utf8))
    #expect(try files.list(folder.path) == ["in.txt"])
    #expect(files.exists(path) && !files.exists(path + "x"))
  }

  @Test func `refuses to write elsewhere, through links and to devices`() throws {
    let files = FileAccess()
    let path = "\(folder.path)/in.txt"
    #expect(
      failure { try files.write(path, [], append: false) }
        == "io: not allowed to write \"\(path)\": it is outside the working folder"
        + " / start with --allow-write PATH to allow more")
    #expect(!files.exists(path))
    let wide = FileAccess(allowedPaths: [folder.path, "/dev"])
    symlink("/etc/passwd", "\(folder.path)/link")
    #expect(
      failure { try wide.write("\(folder.path)/link", [], append: false) }
        == "io: \"\(folder.path)/link\" is a symbolic link, so it is not written")
    symlink("/etc", "\(folder.path)/away")
    #expect(
      failure { try wide.write("\(folder.path)/away/x", [], append: false) }
        .hasPrefix("io: not allowed to write"))
    #expect(
      failure { try wide.write("/dev/null", [1], append: false) }
        == "io: \"/dev/null\" is no plain file, so it is not written")
    #expect(
      failure { try files.write("no/such/folder/f", [], append: false) }
        == "io: cannot write \"no/such/folder/f\": there is no folder \"no/such/folder\"")
  }

  @Test func `names a file near to a missing one`() throws {
    let files = FileAccess(allowedPaths: [folder.path])
    try files.write("\(folder.path)/in.txt", [], append: false)
    #expect(
      failure { _ = try files.read("\(folder.path)/on.txt") }
        == "io: cannot read \"\(folder.path)/on.txt\": there is no such file"
        + " / did you mean \"\(folder.path)/in.txt\"?")
    #expect(
      failure { _ = try files.read(folder.path) }
        == "io: \"\(folder.path)\" is a folder / `list_files(folder)` lists one")
    #expect(failure { _ = try files.read("/dev/zero") } == "io: \"/dev/zero\" is no plain file")
  }
}
