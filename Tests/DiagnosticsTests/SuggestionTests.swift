import Diagnostics
import Testing

@Suite struct SuggestionTests {
  @Test(arguments: [
    ("", "", 0), ("a", "", 1), ("kitten", "sitting", 3), ("margn", "margin", 1),
    ("marign", "margin", 1), ("ca", "abc", 3), ("é", "e", 1), ("flaw", "lawn", 2),
  ])
  func `counts insertions, deletions, replacements and swaps`(a: String, b: String, edits: Int) {
    #expect(Suggestion.editDistance(a, b) == edits)
    #expect(Suggestion.editDistance(b, a) == edits)
  }

  let names = ["margin", "marginal", "batch_size", "lr", "x", "eer", "min_dcf"]

  @Test func `finds the nearest name, or none`() {
    #expect(Suggestion.nearest("margn", in: names) == "margin")
    #expect(Suggestion.nearest("batchSize", in: names) == "batch_size")
    #expect(Suggestion.nearest("MIN_DCF", in: names) == "min_dcf")
    #expect(Suggestion.nearest("zebra", in: names) == nil)
    #expect(Suggestion.nearest("y", in: names) == nil)
    #expect(Suggestion.nearest("margin", in: ["margin"]) == nil)
  }

  @Test func `gives several in order and asks`() {
    let names = ["bat", "cat", "car", "dog"]
    #expect(
      Suggestion.nearest("cat", in: names, count: 9) == ["bat", "car"].filter { $0 != "cat" })
    #expect(Suggestion.question("margn", in: self.names) == "did you mean `margin`?")
    #expect(Suggestion.question("cas", in: names, count: 2) == "did you mean `car` or `cat`?")
    #expect(Suggestion.question("zebra", in: names) == nil)
  }
}
