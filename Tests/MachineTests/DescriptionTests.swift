import Machine
import Tensors
import Testing

@Suite struct DescriptionTests {
  let bench = Bench()
  private var machine: VirtualMachine { bench.machine }

  @Test func `quotes texts with their escapes, and prints them bare`() throws {
    let text = bench.text("a\"\n\t\\\u{1b}é")
    #expect(machine.shown(text) == "\"a\\\"\\n\\t\\\\\\u{1b}é\"")
    #expect(try machine.printed(text) == "a\"\n\t\\\u{1b}é")
  }

  @Test func `shows lists and dicts as they are typed`() throws {
    let dict = bench.dict([("am", .float(0.1)), ("xs", bench.list(.int(1), bench.text("a")))])
    #expect(machine.shown(dict) == "{\"am\": 0.1, \"xs\": [1, \"a\"]}")
    #expect(try machine.printed(bench.list(.none, .bool(true))) == "[none, true]")
    #expect(machine.shown(try bench.range(0, 10, by: 2)) == "0..10 by 2")
  }

  @Test func `cuts a long list at 80 columns, and prints it whole`() throws {
    let list = machine.heap.list((0..<100).map { .int($0) })
    let shown = machine.shown(list)
    #expect(
      shown
        == "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, …, 99]  (100 items)")
    #expect(shown.count <= 80)
    #expect(try machine.printed(list).hasSuffix("97, 98, 99]"))
  }

  @Test func `shows long dicts an entry a line`() throws {
    let entries = (0..<3).map { ("key \($0)", bench.text(String(repeating: "x", count: 30))) }
    let x = String(repeating: "x", count: 30)
    #expect(
      machine.shown(bench.dict(entries)) == """
        {
          "key 0": "\(x)",
          "key 1": "\(x)",
          "key 2": "\(x)"
        }
        """)
  }

  private func shown(_ values: [Double], _ shape: [Int], dtype: DType = .f32) throws -> String {
    machine.shown(machine.heap.tensor(try Tensor(values, shape: shape, dtype: dtype)))
  }

  @Test func `shows small tensors whole, aligned on the point`() throws {
    #expect(
      try shown([1, 0.5, -10.25, 3], [2, 2])
        == """
        f32[2, 2]
            1.00    0.50
          -10.25    3.00
        """
        .replacing("  -10.25  3.00", with: "  -10.25   3.00"))
    #expect(try shown([1, .nan, .infinity], [3]) == "f32[3]\n  1.0  nan  inf")
    #expect(try shown([1e-7, 2], [2], dtype: .f64) == "f64[2]\n  0.0000  2.0000")
    #expect(try shown([1e-7, 2e-5], [2]) == "f32[2]\n  1.0000e-07  2.0000e-05")
    #expect(try shown([], [0, 3]) == "f32[0, 3]  no elements")
    #expect(try shown([0.1], []) == "0.1")
    let ints = machine.heap.tensor(try Tensor(ints: [1, -20], shape: [2]))
    #expect(machine.shown(ints) == "i64[2]\n    1  -20")
  }

  @Test func `shows large tensors as a header with statistics and their corners`() throws {
    let values = (0..<1_000).map { Double($0) }
    #expect(
      try shown(values, [50, 20]) == """
        f32[50, 20]  mean 499.5  sd 288.675  ███████
            0.0    1.0    2.0    3.0    4.0    5.0  …   15.0   16.0   17.0   18.0   19.0
           20.0   21.0   22.0   23.0   24.0   25.0  …   35.0   36.0   37.0   38.0   39.0
           40.0   41.0   42.0   43.0   44.0   45.0  …   55.0   56.0   57.0   58.0   59.0
          …
          940.0  941.0  942.0  943.0  944.0  945.0  …  955.0  956.0  957.0  958.0  959.0
          960.0  961.0  962.0  963.0  964.0  965.0  …  975.0  976.0  977.0  978.0  979.0
          980.0  981.0  982.0  983.0  984.0  985.0  …  995.0  996.0  997.0  998.0  999.0
        """)
    for line in try shown(values, [10, 100]).split(separator: "\n") { #expect(line.count <= 80) }
  }

  @Test func `shows the first and last matrix of more than two axes`() throws {
    #expect(
      try shown((0..<8).map { Double($0) }, [2, 2, 2]) == """
        f32[2, 2, 2]
        [0]
          0.0  1.0
          2.0  3.0
        [1]
          4.0  5.0
          6.0  7.0
        """)
  }
}
