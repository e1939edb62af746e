import Testing

/// What a wrong call says, as the user sees it; the session goes on after each.
@Suite struct DomainErrorTests {
  private static let vowels = "load_speakers(\"examples/data/japanese_vowels.csv\")"
  private static let lossSignature =
    "hint: the signature is snt_xent(..data, scale=5, temperature=0.2, margin=none, reduction=\"mean\", "
    + "normalize=true, weights=none, mask=none)"

  private static func expect(_ code: String, _ message: String...) {
    let script = DomainScript()
    #expect(script.run(code) == message.joined(separator: "\n") + "\n", "\(code)")
    #expect(script.run("1 + 1") == "2\n")
  }

  @Test func `losses name the option, what it takes and what it got`() {
    Self.expect(
      "snt_xent(scale=5, temperature=0.2)",
      "value: snt_xent: takes 'scale' or 'temperature', not both, got scale 5 and temperature 0.2",
      "hint: scale is 1 / temperature")
    Self.expect(
      "snt_xent(scale=0)", "value: snt_xent: 'scale' must be a number > 0, got 0",
      Self.lossSignature)
    Self.expect(
      "snt_xent(margin=0.1)",
      "type: snt_xent: 'margin' must be a margin such as am(0.1), or none, got 0.1",
      Self.lossSignature)
    Self.expect(
      "snt_xent(margn=am(0.1))",
      "type: snt_xent: there is no option 'margn'; did you mean 'margin'?", Self.lossSignature)
  }

  @Test func `losses name both shapes, and the forms they take`() {
    Self.expect(
      "snt_xent(zeros(4, 8), zeros(4, 6))",
      "shape: snt_xent: views must be [batch, dim] of one shape, got [4, 8] and [4, 6]")
    Self.expect(
      "snt_xent(0.2)",
      "type: snt_xent: takes views (a, b) or a list of them, got one tensor of shape []")
    Self.expect(
      "sup_con(zeros(4, 8), [0.0, 1.0, 0.0, 1.0])",
      "type: sup_con: takes embeddings and labels (z, y); a second argument of shape [4] is "
        + "labels only as whole numbers, bools or texts, got f32",
      "hint: y.astype(i64) makes labels of numbers")
  }

  @Test func `margins mention their unit`() {
    Self.expect(
      "aam(28.6)",
      "value: aam: 'm' must be a number in 0…π (radians, not degrees), got 28.6",
      "hint: the signature is aam(m, past_pi=\"linear\", easy=false)")
    Self.expect(
      "am(3)", "value: am: 'm' must be a number in 0…2 (cosine), got 3",
      "hint: the signature is am(m)")
    Self.expect(
      "am(0.1)(1.5)", "value: am(0.1): a cosine lies in -1…1, got 1.5",
      "hint: for an angle θ write am(0.1)(cos(θ))")
  }

  @Test func `files name the line and what is wrong with it`() {
    let script = DomainScript()
    script.run("write_text(\"short.csv\", \"a,b\\n1,2\\n3\\n\")")
    script.run("write_text(\"open.csv\", \"a,b\\n1,\\\"2\\n3\\n\")")
    script.run(
      "write_text(\"bad.csv\", \"utterance,speaker,frame,c1\\n0,1,0,1.5\\n0,1,1,x\\n\")")
    #expect(
      script.run("load_csv(\"short.csv\")")
        == "io: load_csv: short.csv, line 3: expected 2 fields, got 1\n")
    #expect(
      script.run("load_csv(\"open.csv\")")
        == "io: load_csv: open.csv, line 2, column 2: the quote is never closed\n")
    #expect(
      script.run("load_speakers(\"bad.csv\")")
        == "io: load_speakers: bad.csv, line 3, column 4 (\"c1\"): expected a number, got \"x\"\n")
    #expect(
      script.run("load_speakers(\"none.csv\")").hasPrefix("io: cannot read \"none.csv\""))
    #expect(script.run("1 + 1") == "2\n")
  }

  @Test func `tables name the nearest column`() {
    Self.expect(
      "table(\"EER %\", \"loss\")[\"EER\"]",
      "key: there is no column \"EER\"; columns: EER %, loss", "hint: did you mean \"EER %\"?")
    Self.expect(
      "table(\"a\").add(1, 2)", "value: a row of this table has 1 value (a), got 2")
    Self.expect(
      "table(\"loss\").add(nt_xent())",
      "type: a place of a table holds a number, a text, a bool or none; \"loss\" got a value of "
        + "type loss",
      "hint: give an object's name, as in report.add(loss.name, …)")
    Self.expect("table(\"a\", \"a\")", "value: two columns are called \"a\"")
    Self.expect(
      "summarize(table(\"a\"), by=\"b\")", "key: there is no column \"b\"; columns: a")
    Self.expect(
      "table({a: [1], b: [1, 2]})",
      "value: columns differ in length: \"a\" has 1 values, \"b\" 2")
    Self.expect("table({a: [1]})[3]", "index: row 3 of a table with 1 rows")
  }

  @Test func `data sets name the column to split by, and lengths that differ`() {
    Self.expect(
      Self.vowels + ".split(\"splt\")", "value: split: there is no column 'splt' to split by",
      "hint: columns to split by: 'split'")
    let script = DomainScript()
    script.run("seed(1)")
    #expect(
      script.run("for b in loader(\(Self.vowels), batch_size=640) { }")
        == "shape: loader: a batch needs items of one length, got 7 to 29 frames\n"
        + "hint: add augment=[random_crop(size=7)]\n")
    Self.expect(
      "loader([1, 2], batch_size=4)", "type: loader: 'data' must be a dataset, got a list of 2",
      "hint: the signature is loader(data, batch_size, views=1, augment=[], shuffle=true, "
        + "drop_last=false)")
    Self.expect(
      "random_crop(ones(2, 3, 4), size=9)",
      "value: random_crop: 'size' must be at most the length of every item, got size 9 and an "
        + "item of 4 frames")
  }

  @Test func `models and optimizers say what they take`() {
    Self.expect(
      "linear(3, 2)(zeros(4, 5))", "shape: linear(3, 2): takes [..., 3], got shape [4, 5]")
    Self.expect(
      "sequential(5)",
      "type: sequential: takes layers such as linear(4, 3), got a value of type int")
    Self.expect(
      "sgd([zeros(3)], lr=0.1)", "type: sgd: a plain tensor cannot be trained",
      "hint: w = parameter(w) makes a parameter of it")
    Self.expect(
      "opt = adam(linear(3, 2))\nopt.lr = -1", "value: lr must be a number > 0, got -1.0")
    Self.expect(
      "adam(linear(3, 2)).step(1.0)",
      "value: step: the loss does not depend on any weight of the optimizer",
      "hint: it must be computed by the model, outside of no_grad")
    Self.expect(
      "m = linear(3, 2)\nadam(m).step(m(zeros(4, 3)))",
      "shape: step: the loss must be one number, got shape [4, 2]",
      "hint: reduce it with .mean()")
    Self.expect(
      "verify(x => \"a\", dataset(zeros(3, 2), [0, 1, 0]))",
      "type: embed: the function must give a tensor [batch, dim], got a value of type str")
  }

  @Test func `metrics say which argument is wrong`() {
    Self.expect(
      "eer([0, 1, 1], [0.2, 0.4, 0.1])",
      "value: eer: takes (scores, target), got (target, scores): the first argument holds only 0 "
        + "and 1, the second does not",
      "hint: swap them: eer(scores, target)")
    Self.expect(
      "eer([0.1, 0.2], [1, -1])",
      "value: eer: 'target' must be 1 for the same class and 0 for different, got −1 and 1",
      "hint: write target > 0")
    Self.expect(
      "eer([0.1, 0.2, nan], [1, 0, 1])",
      "value: eer: 'scores' must be numbers, got nan at index 2")
    Self.expect(
      "paired_test([1, 2, 3], [1, 2])",
      "value: paired_test: takes two lists of one length, got 3 and 2 numbers",
      "hint: pair the runs by seed: one number a seed in both lists")
  }

  @Test func `plots say which panel, scale or length is wrong`() {
    Self.expect(
      "line([1, 2], [1, 2, 3])", "shape: line: x and y must have one length, got 2 and 3")
    Self.expect(
      "line([1, 2], panel=3)", "index: line: panel 3 of a figure with 1",
      "hint: figure(rows, cols) makes room; panels count from 0")
    Self.expect(
      "title(\"x\")", "value: title: there is no figure yet",
      "hint: plot first: line([1, 4, 9]), det_plot(scores, target), figure(1, 2)")
    Self.expect(
      "show()", "value: show: there is nothing new to show",
      "hint: plot first: line([1, 4, 9]), det_plot(scores, target); show(f) shows f again")
    Self.expect(
      "line([1, 2]);\nsavefig(\"a.bmp\")",
      "value: a figure is saved as .png, .svg, .pdf or .tex, not as a.bmp")
    Self.expect(
      "line([1, 2]);\nsavefig(\"| ls\")",
      "value: a file name must not begin with < or |, as | ls does")
  }
}
