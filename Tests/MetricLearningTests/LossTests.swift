import Catalog
import Glibc
import Tensors
import TestSupport
import Testing

@testable import MetricLearning

/// What every loss must satisfy. One row in `LossFixture.all` earns all of it.
@Suite struct LossTests {
  @Test(arguments: LossFixture.all)
  func `gives the worked value`(_ fixture: LossFixture) throws {
    let value = try fixture.loss(fixture.data(LossFixture.embeddings())).item()
    #expect(abs(value - fixture.expected) < 1e-12 * max(1, abs(fixture.expected)))
  }

  // At angles that are not special, so that no cosine sits on a corner.
  @Test(arguments: LossFixture.all.filter(\.hasWholeGradient))
  func `gradient agrees with central differences`(_ fixture: LossFixture) throws {
    let error = try gradientError([waves([4, 2], 0.6)]) { inputs in
      try fixture.loss(fixture.data(inputs[0]))
    }
    #expect(error < 1e-6)
  }

  @Test(arguments: LossFixture.all)
  func `stays finite when embeddings coincide, oppose or vanish`(_ fixture: LossFixture) throws {
    var cases: [[Double]] = [
      [1, 0, 1, 0, 1, 0, 1, 0], [1, 0, -1, 0, 1, 0, -1, 0], [0, 0, 1, 0, 0, 0, 0, 1],
    ]
    // Squared distances of rows as given leave the range of f32.
    if fixture.isScaleFree { cases.append([1e-30, 0, 1e30, 0, 1, 1, -1, -1]) }
    for values in cases {
      for dtype in [DType.f32, .f64] {
        let x = try Tensor(values, shape: [4, 2], dtype: dtype).tracked()
        let loss = try fixture.loss(fixture.data(x))
        let gradient = try #require(try loss.gradients(wrt: [x])[0])
        let value = try loss.item()
        let isFinite = gradient.doubles().allSatisfy { $0.isFinite }
        #expect(value.isFinite && isFinite, "\(values) \(dtype)")
      }
    }
  }

  @Test(arguments: LossFixture.all.filter(\.isScaleFree))
  func `is unmoved by the lengths of embeddings`(_ fixture: LossFixture) throws {
    let lengths = try Tensor([0.5, 3, 20, 0.01], shape: [4, 1], dtype: .f64)
    let x = try LossFixture.embeddings()
    let one = try fixture.loss(fixture.data(x)).item()
    let other = try fixture.loss(fixture.data(x * lengths)).item()
    #expect(abs(one - other) < 1e-12 * max(1, abs(one)))
  }

  @Test func `every loss in the catalog has a fixture`() {
    let tested = Set(LossFixture.all.map(\.loss.entryName))
    #expect(Set(LossCatalog.all.map(\.name)).subtracting(tested).isEmpty)
  }

  @Test func `every file in Losses is in the catalog`() throws {
    let folder = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    let directory = try #require(opendir(folder + "/Sources/MetricLearning/Losses"))
    defer { closedir(directory) }
    var files: Set<String> = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { start in
        start.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.hasSuffix(".swift"), !name.contains("+") { files.insert(String(name.dropLast(6))) }
    }
    #expect(files == Set(LossFixture.all.map { "\(type(of: $0.loss))" }))
  }

  @Test func `every entry is documented and cited`() {
    let all =
      LossCatalog.all.map(\.entry.documentation) + MarginCatalog.all.map(\.documentation)
    for documentation in all {
      #expect(documentation.summary.hasSuffix("."))
      #expect(documentation.source != nil)
      #expect(!documentation.example.code.isEmpty && !documentation.example.prints.isEmpty)
    }
    #expect(Set(all.map(\.name)).count == all.count)
  }

  @Test func `the call makes an equal loss`() throws {
    let loss = try SNTXentLoss.maker.entry.make(
      [],
      named: [("scale", .number(30)), ("margin", .object(AdditiveMargin(0.2), typeName: "margin"))])
    #expect(loss.call == "snt_xent(scale=30, margin=am(0.2))")
    #expect(loss.name == "SNT-Xent-AM(0.2) scale=30")
    let plain = try NTXentLoss.maker.entry.make([])
    let cooled = try SNTXentLoss.maker.entry.make([], named: [("temperature", .number(0.2))])
    #expect(plain.name == "NT-Xent" && plain.call == "nt_xent()")
    #expect(cooled.name == "SNT-Xent" && cooled.call == "snt_xent(temperature=0.2)")
  }

  @Test func `temperature is the inverse of scale`() throws {
    let x = try LossFixture.embeddings()
    let data = LossData.views(try x.split(sizes: [2, 2]))
    let scaled = try SNTXentLoss.maker.entry.make([], named: [("scale", .number(8))])
    let cooled = try SNTXentLoss.maker.entry.make([], named: [("temperature", .number(0.125))])
    let values = try [scaled(data).item(), cooled(data).item()]
    #expect(values[0] == values[1])
  }

  @Test func `reductions are those of the terms`() throws {
    let x = try waves([6, 4], 0.3)
    let data = LossData.views(try x.split(sizes: [3, 3]))
    func value(_ reduction: String) throws -> Tensor {
      let loss = try SNTXentLoss.maker.entry.make([], named: [("reduction", .text(reduction))])
      return try loss(data)
    }
    let terms = try value("none").doubles()
    #expect(terms.count == 6)
    let total = terms.reduce(0, +)
    let sum = try value("sum").item()
    let mean = try value("mean").item()
    #expect(abs(sum - total) < 1e-12)
    #expect(abs(mean - total / 6) < 1e-12)
    let error = try gradientError([x]) { inputs in
      let loss = try SNTXentLoss.maker.entry.make([], named: [("reduction", .text("none"))])
      return try loss(.views(inputs[0].split(sizes: [3, 3])))
    }
    #expect(error < 1e-6)
  }

  @Test func `a margin of 0 changes nothing`() throws {
    let x = try waves([12, 5], 0.8)
    let data = LossData.views(try x.split(sizes: [6, 6]))
    let plain = try SNTXentLoss(options: .init(loss: "x"))(data).item()
    for margin in [AdditiveMargin(0), AdditiveAngularMargin(0)] as [any Margin] {
      let other = try SNTXentLoss(options: .init(loss: "x", margin: margin))(data).item()
      #expect(abs(plain - other) < 1e-13)
    }
  }

  @Test func `rows as given need no normalization`() throws {
    let x = try LossFixture.embeddings()
    let data = LossData.views(try x.split(sizes: [2, 2]))
    let one = try SNTXentLoss(options: .init(loss: "x"))(data).item()
    let other = try SNTXentLoss(options: .init(loss: "x", normalizes: false))(data).item()
    #expect(abs(one - other) < 1e-12)
    let error = try gradientError([waves([4, 3], 0.6)]) { inputs in
      try SNTXentLoss(options: .init(loss: "x", normalizes: false))(
        .views(inputs[0].split(sizes: [2, 2])))
    }
    #expect(error < 1e-6)
  }

  @Test func `an anchor without a positive is no unit`() throws {
    let x = try waves([5, 3], 0.1)
    let loss = SupConLoss(options: try .init(loss: "x", scale: 10, reduction: .none))
    let terms = try loss(.labeled(x, labels: [0, 0, 1, 2, 2]))
    #expect(terms.count == 4)
  }
}

@Suite struct LossErrorTests {
  private func message(_ body: () throws -> Void) -> String {
    do {
      try body()
      return "no error"
    } catch { return "\(error)" }
  }

  @Test func `scale and temperature together are refused`() {
    #expect(
      message {
        _ = try SNTXentLoss.maker.entry.make(
          [], named: [("scale", .integer(5)), ("temperature", .number(0.2))])
      } == "snt_xent: takes 'scale' or 'temperature', not both, got scale 5 and temperature 0.2")
  }

  @Test func `views of different shapes are refused with both shapes`() throws {
    let a = try waves([4, 3], 0)
    let b = try waves([4, 2], 0)
    let loss = try SNTXentLoss.maker.entry.make([])
    #expect(
      message { _ = try loss(.views([a, b])) }
        == "snt_xent: views must be [batch, dim] of one shape, got [4, 3] and [4, 2]")
    #expect(
      message { _ = try loss(.views([a])) } == "snt_xent: takes at least two views, got 1")
    #expect(
      message { _ = try loss(.labeled(a, labels: [0, 0, 1, 1])) }
        == "snt_xent: takes views (a, b) or a list of them; with labels, sup_con(z, y)")
  }

  @Test func `labels that never repeat are refused`() throws {
    let z = try waves([3, 2], 0)
    let loss = try NTXentLoss.maker.entry.make([])
    #expect(
      message { _ = try loss(.labeled(z, labels: [0, 1, 2])) }
        == "nt_xent: no label comes twice among 3 rows, so there is no positive pair")
    #expect(
      message { _ = try loss(.labeled(z, labels: [0, 1])) }
        == "nt_xent: takes one label a row, got 3 rows and 2 labels")
  }

  @Test func `a margin in degrees is refused`() {
    #expect(
      message { _ = try AdditiveAngularMargin.entry.make([.number(28.6)]) }
        == "aam: 'm' must be a number in 0…π (radians, not degrees), got 28.6")
    #expect(
      message { _ = try AdditiveMargin.entry.make([.integer(-1)]) }
        == "am: 'm' must be a number in 0…2 (cosine), got -1")
  }

  @Test func `a margin that is none is named`() {
    #expect(
      message { _ = try SNTXentLoss.maker.entry.make([], named: [("margin", .number(0.2))]) }
        == "snt_xent: 'margin' must be a margin such as am(0.1), or none, got 0.2")
    #expect(
      message {
        _ = try SNTXentLoss.maker.entry.make(
          [],
          named: [
            ("margin", .object(AdditiveMargin(0.2), typeName: "margin")),
            ("normalize", .bool(false)),
          ])
      } == "snt_xent: a margin works on cosines, got am(0.2) with normalize=false")
  }
}
