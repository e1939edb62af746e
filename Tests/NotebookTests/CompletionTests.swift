import Testing

@testable import Notebook

extension OneMachine {
  @Suite struct CompletionTests {
    private func insertions(_ line: String, in session: Session) -> [String] {
      session.completions(line, cursor: line.utf8.count).map(\.insertion)
    }

    private var session: Session {
      var options = SessionOptions()
      options.seed = 1
      let session = Session(options, screen: NoScreen())
      _ = session.submit("speakers = [1]; speaking = {rate: 8000}\nfn fit(model, epochs=3) { }")
      return session
    }

    @Test func `completes variables, builtins and words`() {
      let session = session
      #expect(insertions("x = spea", in: session) == ["speakers", "speaking"])
      #expect(insertions("pri", in: session) == ["print"])
      #expect(insertions("no_g", in: session) == ["no_grad"])
    }

    @Test func `completes options inside a call`() {
      let session = session
      #expect(insertions("fit(m, ep", in: session) == ["epochs="])
      #expect(insertions("fit(f(1), ep", in: session) == ["epochs="])
      #expect(insertions("print(1, se", in: session).contains("sep="))
      #expect(!insertions("print(1, sep=\"\", se", in: session).contains("sep="))
      #expect(!insertions("fit(m) + ep", in: session).contains("epochs="))
    }

    @Test func `completes fields behind a dot, and none behind a range`() {
      let session = session
      #expect(insertions("speaking.ra", in: session).contains("rate"))
      #expect(insertions("0..spea", in: session) == ["speakers", "speaking"])
    }

    @Test func `counts the cursor in bytes`() {
      let session = session
      let line = "é = spea + 1"
      let found = session.completions(line, cursor: "é = spea".utf8.count)
      #expect(found.map(\.insertion) == ["speakers", "speaking"])
    }
  }
}
