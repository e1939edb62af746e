import Testing

@testable import Kernel

@Suite struct MessageTests {
  private let parts = ["{\"msg_type\":\"a\"}", "{}", "{}", "{\"x\":1}"].map { Array($0.utf8) }

  // python3: hmac.new(b"key", b'{"msg_type":"a"}{}{}{"x":1}', "sha256").hexdigest()
  private let signature = Array(
    "0fbf2a1a4c0d7d4ef13d5e2f3e45b481b6318ae545300bdca91d27c9d4f323f6".utf8)

  @Test func `signs as Python's hmac does`() {
    #expect(Message.signature(of: parts, key: "key") == signature)
  }

  @Test func `frames read back as the message`() throws {
    let message = Message(
      identities: [[1, 2]], header: parts[0], content: parts[3], buffers: [[9]])
    #expect(try Message(frames: message.frames(key: "key"), key: "key") == message)
  }

  @Test func `a changed content is refused`() {
    var frames = Message(header: parts[0], content: parts[3]).frames(key: "key")
    frames[frames.count - 1] = Array("{\"x\":2}".utf8)
    #expect(throws: KernelError.wrongSignature) { try Message(frames: frames, key: "key") }
  }

  @Test(arguments: 0..<6)
  func `a message cut short is refused`(_ count: Int) {
    let frames = Message(header: parts[0]).frames(key: "key").prefix(count)
    #expect(throws: KernelError.self) { try Message(frames: Array(frames), key: "key") }
  }
}

@Suite struct ConnectionTests {
  private let text = """
    {"transport": "tcp", "ip": "127.0.0.1", "shell_port": 1, "iopub_port": 2, "stdin_port": 3,
     "control_port": 4, "hb_port": 5, "key": "k", "signature_scheme": "hmac-sha256"}
    """

  @Test func `reads what a front end writes`() throws {
    let connection = try Connection(json: Array(text.utf8))
    #expect(connection.address(of: connection.iopubPort) == "tcp://127.0.0.1:2")
  }

  @Test func `another signature scheme is refused`() {
    let json = text.replacing("hmac-sha256", with: "hmac-md5")
    #expect(throws: KernelError.malformed("the signature scheme must be hmac-sha256, got hmac-md5"))
    { try Connection(json: Array(json.utf8)) }
  }

  @Test func `a port out of range is refused`() {
    let json = text.replacing("\"hb_port\": 5", with: "\"hb_port\": 70000")
    #expect(throws: KernelError.malformed("a port must lie in 1…65535, got 70000")) {
      try Connection(json: Array(json.utf8))
    }
  }
}
