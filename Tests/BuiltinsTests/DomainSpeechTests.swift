import Testing

@testable import Builtins

/// The thin path of the experiment on the shipped speakers.
@Suite struct DomainSpeechTests {
  private static let data = """
    speakers = load_speakers("examples/data/japanese_vowels.csv")
    train, test = speakers.split("split", standardize=true)

    """

  /// 370 test utterances make 370 · 369 / 2 pairs; the counts and rates are those of the untrained
  /// row computed in NumPy from the same file.
  @Test func `the mean cepstra of the test speakers have the known error rates`() {
    let script = DomainScript()
    script.run(Self.data + "scores, target = verify(x => x.mean(axis=2), test)")
    #expect(script.run("[len(scores), int(target.sum())]") == "[68265, 8927]\n")
    #expect(script.run("round(100 * eer(scores, target), 2)") == "14.71\n")
    #expect(script.run("round(min_dcf(scores, target, p_target=0.05), 3)") == "0.682\n")
    #expect(script.run("round(min_dcf(scores, target, p_target=0.01), 3)") == "0.867\n")
  }

  @Test func `standardizing takes its figures from the first part`() {
    let code = Self.data + "x = concat([u.x for u in train], axis=1)\n"
    #expect(shown(code + "float(abs(x.mean(axis=1)).max()) < 1e-5") == "true")
    #expect(shown(code + "float(abs(x.std(axis=1) - 1).max()) < 1e-4") == "true")
  }

  @Test func `items, labels and columns can be read`() {
    #expect(
      shown(Self.data + "u = train[0]\n[u.x.shape, u.label, u.speaker, u.split]")
        == "[[12, 20], 0, \"1\", \"train\"]")
    #expect(shown(Self.data + "[len(train), len(test)]") == "[270, 370]")
    #expect(shown(Self.data + "speakers.columns[:3]") == "[\"split\", \"c1\", \"c2\"]")
    #expect(shown(Self.data + "len(train[train.labels == 3])") == "30")
  }

  @Test func `a training run learns and is the same when repeated`() {
    let code =
      Self.data + """
        fn encoder() = sequential(
          conv1d(12, 16, kernel=3), batch_norm(16), relu(), stats_pool(), linear(32, 16))
        augment = [random_crop(size=7), random_noise(sd=0.3), random_offset(sd=0.3)]
        fn run() {
          seed(7)
          model = encoder()
          opt = adam(model, lr=1e-3)
          loss = snt_xent(scale=5, margin=aam(0.3))
          losses = []
          for epoch in progress(1..=3, label=loss.name) {
            for batch in loader(train, batch_size=90, views=2, augment=augment) {
              a, b = batch.views
              value = loss(model(a), model(b))
              opt.step(value)
              losses.append(value.item())
            }
          }
          [losses, verify(model, test)[0]]
        }
        first = run()
        second = run()
        """
    let script = DomainScript()
    script.run(code)
    #expect(script.run("first[0][-1] < first[0][0]") == "true\n")
    #expect(script.run("len(first[0])") == "9\n")
    #expect(script.run("[first[0] == second[0], all(first[1] == second[1])]") == "[true, true]\n")
    #expect(script.sink.progress.first == "SNT-Xent-AAM(0.3) 0/3")
    #expect(script.sink.progress[3] == "SNT-Xent-AAM(0.3) 3/3")
  }

  @Test func `embeddings stand in the order of the data`() {
    let script = DomainScript()
    script.run(Self.data + "z, y = embed(x => x.mean(axis=2), test)")
    #expect(script.run("[z.shape, y.shape]") == "[[370, 12], [370]]\n")
    #expect(script.run("allclose(z[5], test[5].x.mean(axis=1))") == "true\n")
    #expect(script.run("all(y == test.labels)") == "true\n")
  }
}
