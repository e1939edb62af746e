import Tensors
import Testing

@testable import Speech

@Suite struct UtteranceSetTests {
  static let table = """
    utterance,split,speaker,frame,c2,c1
    u1,train,ann,0,10,1
    u1,train,ann,1,20,2
    u2,train,"bob, b.",5,30,3
    u3,test,ann,0,40,4
    u3,test,ann,1,50,5
    u3,test,ann,2,60,6

    """

  private func set(_ text: String = table) throws -> UtteranceSet {
    try UtteranceSet(csv: Array(text.utf8), source: "t.csv")
  }

  @Test func `a table becomes utterances by channel and frame`() throws {
    let set = try set()
    #expect(set.count == 3 && set.speakerNames == ["ann", "bob, b."])
    #expect(set.labels == [0, 1, 0] && set.channelNames == ["c1", "c2"])
    #expect(set.items.map(\.shape) == [[2, 2], [2, 1], [2, 3]])
    #expect(set.items[0].doubles() == [1, 2, 10, 20])
    #expect(set.utterances.map(\.name) == ["u1", "u2", "u3"])
    #expect(set.summary == "3 utterances of 2 speakers, 2 channels, 1 to 3 frames")
  }

  @Test func `parts come in order of appearance and keep the numbering`() throws {
    let parts = try set().split(by: "split")
    #expect(parts.map(\.name) == ["train", "test"])
    #expect(parts.map(\.part.count) == [2, 1])
    #expect(parts[1].part.labels == [0] && parts[1].part.speakerNames == ["ann", "bob, b."])
  }

  @Test func `the first part's frames standardize all`() throws {
    let parts = try set().standardizedSplit(by: "split")
    // Channel c1 of the first part: 1, 2, 3 with mean 2 and variance 2/3.
    let deviation = (2 / 3.0).squareRoot()
    let first = parts[0].part.items[0].doubles()
    let last = parts[1].part.items[0].doubles()
    #expect(abs(first[0] + 1 / deviation) < 1e-6 && abs(first[1]) < 1e-6)
    #expect(abs(last[0] - 2 / deviation) < 1e-6 && abs(last[5] - 4 / deviation) < 1e-6)
  }

  private func message(_ text: String) -> String {
    do {
      _ = try set(text)
      return "no error"
    } catch { return "\(error)" }
  }

  @Test func `each mistake names its line and column`() throws {
    let start = "utterance,speaker,frame,c1\n"
    #expect(message("") == "load_speakers: t.csv is empty")
    #expect(
      message("utterance,frame,c1\nu,0,1\n")
        == "load_speakers: t.csv has no column \"speaker\"")
    #expect(
      message("utterance,speaker,frame\nu,a,0\n")
        == "load_speakers: t.csv has no columns 'c1', 'c2', … of values")
    #expect(
      message("utterance,speaker,frame,c1,c3\nu,a,0,1,2\n")
        == "load_speakers: t.csv has a column 'c3' but no 'c2'")
    #expect(
      message(start + "u,a,0,1\nu,a,1,x\n")
        == "load_speakers: t.csv, line 3, column 4 (\"c1\"): expected a number, got \"x\"")
    #expect(
      message(start + "u,a,0,1\nu,a,1,nan\n")
        == "load_speakers: t.csv, line 3, 'c1': a number is needed, got nan")
    #expect(
      message(start + "u,a,0,1\nu,a,2,1\n")
        == "load_speakers: t.csv, line 3, 'frame': frames must count upward, got 2 after 0")
    #expect(
      message(start + "u,a,0,1\nu,b,1,1\n")
        == "load_speakers: t.csv, line 3, 'speaker': must stay a within utterance u, got b")
    #expect(
      message(start + "u,a,0,1\nv,a,0,1\nu,a,1,1\n")
        == "load_speakers: t.csv, line 4, 'utterance': the frames of u must stand in a row")
    #expect(
      message(start + "u,a,0\n")
        == "load_speakers: t.csv, line 2: expected 4 fields, got 3")
    #expect(message(start) == "load_speakers: t.csv has no frames")
    let split = #expect(throws: SpeechError.self) { try set().split(by: "fold") }
    #expect(split?.message == "split: there is no column 'fold' to split by")
    #expect(split?.hint == "columns to split by: 'split'")
    let file = #expect(throws: SpeechError.self) { try UtteranceSet(path: "/no/such.csv") }
    #expect(file?.kindName == "io" && file?.message.hasPrefix("load_speakers: ") == true)
  }

  @Test func `embedding keeps the order of items of mixed lengths`() throws {
    var calls = 0
    let items = try [3, 5, 3, 4, 5, 3].enumerated().map { place, length in
      try Tensor.full([2, length], .float(Double(place)))
    }
    let z = try embed(items, batchSize: 2) { x in
      calls += 1
      return try x.sum(axes: [2])
    }
    #expect(z.shape == [6, 2])
    #expect(z.doubles() == [0, 0, 5, 5, 6, 6, 12, 12, 20, 20, 15, 15])
    #expect(calls == 4)
    let error = #expect(throws: SpeechError.self) { try embed([]) { $0 } }
    #expect(error?.message == "embed: the data is empty")
  }
}
