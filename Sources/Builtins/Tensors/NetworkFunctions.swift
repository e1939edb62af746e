import Catalog
import Machine
import Tensors

extension BuiltinCatalog {
  /// What networks do, with the weights given; some names are layers too.
  static let networkFunctions: [Builtin] = [
    Builtin(
      "linear", TensorArgument("x", "[…, in]"), TensorArgument("w", "[out, in]"),
      OptionalTensorArgument("b", "[out]"),
      summary: "x @ w.T + b.",
      example: Example("linear([1.0, 2.0], [[3.0, 4.0]], [0.5])", prints: "f32[1]\n  11.5"),
      related: ["matmul", "conv1d"]
    ) { machine, x, w, b in machine.heap.tensor(try x.linear(w, bias: b)) },
    Builtin(
      "embedding", TensorArgument("ids", "of ints"), TensorArgument("w", "[class, dim]"),
      summary: "The row of w for each id, on a new last axis.",
      example: Example("embedding([1, 0], [[1, 2], [3, 4]])", prints: "i64[2, 2]\n  3  4\n  1  2"),
      related: ["take", "one_hot"]
    ) { machine, ids, w in
      guard w.rank == 2 else {
        throw RuntimeError(.shape, "embedding: w must be [class, dim], got shape \(w.shape)")
      }
      return machine.heap.tensor(try w.take(ids))
    },
    Builtin(
      "batch_norm", TensorArgument("x", "[batch, channel, …]"),
      OptionalTensorArgument("w", "[channel]"), OptionalTensorArgument("b", "[channel]"), epsilon,
      summary: "Each channel brought to mean 0 and variance 1 over the batch, then scaled and "
        + "shifted.",
      example: Example(
        "batch_norm([[1.0], [3.0]], eps=0).tolist()", prints: "[[-1.0], [1.0]]"),
      source: Citation(
        "Ioffe and Szegedy", 2015, "Batch Normalization", "arxiv.org/abs/1502.03167"),
      related: ["layer_norm", "group_norm", "standardize"]
    ) { machine, x, w, b, epsilon in
      machine.heap.tensor(try x.batchNorm(weight: w, bias: b, epsilon: epsilon).output)
    },
    Builtin(
      "layer_norm", TensorArgument("x", "[…, dim]"), OptionalTensorArgument("w", "[dim]"),
      OptionalTensorArgument("b", "[dim]"), epsilon,
      summary: "Each row brought to mean 0 and variance 1, then scaled and shifted.",
      example: Example("layer_norm([1.0, 3.0], eps=0)", prints: "f32[2]\n  -1.0   1.0"),
      source: Citation(
        "Ba, Kiros and Hinton", 2016, "Layer Normalization", "arxiv.org/abs/1607.06450"),
      related: ["rms_norm", "batch_norm", "group_norm"]
    ) { machine, x, w, b, epsilon in
      machine.heap.tensor(try x.layerNorm(weight: w, bias: b, epsilon: epsilon))
    },
    Builtin(
      "rms_norm", TensorArgument("x", "[…, dim]"), OptionalTensorArgument("w", "[dim]"), epsilon,
      summary: "Each row divided by the root of its mean square, then scaled.",
      example: Example("rms_norm([1.0, -1.0], eps=0)", prints: "f32[2]\n   1.0  -1.0"),
      source: Citation(
        "Zhang and Sennrich", 2019, "Root Mean Square Layer Normalization",
        "arxiv.org/abs/1910.07467"),
      related: ["layer_norm", "normalize"]
    ) { machine, x, w, epsilon in
      machine.heap.tensor(try x.rmsNorm(weight: w, epsilon: epsilon))
    },
    Builtin(
      "group_norm", TensorArgument("x", "[batch, channel, …]"),
      OptionalTensorArgument("w", "[channel]"), OptionalTensorArgument("b", "[channel]"),
      Integer("groups", .atLeast(1), passing: .named), epsilon,
      summary: "Groups of channels brought to mean 0 and variance 1 in each item, then scaled and "
        + "shifted.",
      example: Example(
        "group_norm([[1.0, 3.0]], groups=1, eps=0).tolist()", prints: "[[-1.0, 1.0]]"),
      source: Citation("Wu and He", 2018, "Group Normalization", "arxiv.org/abs/1803.08494"),
      related: ["instance_norm", "layer_norm", "batch_norm"]
    ) { machine, x, w, b, groups, epsilon in
      machine.heap.tensor(try x.groupNorm(groups: groups, weight: w, bias: b, epsilon: epsilon))
    },
    Builtin(
      "instance_norm", TensorArgument("x", "[batch, channel, time, …]"),
      OptionalTensorArgument("w", "[channel]"), OptionalTensorArgument("b", "[channel]"), epsilon,
      summary: "Each channel of each item brought to mean 0 and variance 1.",
      example: Example(
        "instance_norm([[[1.0, 3.0]]], eps=0).tolist()", prints: "[[[-1.0, 1.0]]]"),
      related: ["group_norm", "batch_norm"]
    ) { machine, x, w, b, epsilon in
      machine.heap.tensor(try x.instanceNorm(weight: w, bias: b, epsilon: epsilon))
    },
    Builtin(
      "dropout", TensorArgument("x"), Number("p", .between(0, 1), default: 0.5, passing: .named),
      rngParameter,
      summary: "Elements set to 0 with probability p, the others divided by 1 − p.",
      example: Example("dropout([1.0, 2.0], p=0)", prints: "f32[2]\n  1.0  2.0"),
      related: ["bernoulli"]
    ) { machine, x, p, rng in
      let floats = x.dtype.isFloating ? x : try x.astype(.f32)
      let kept = try draw(rng, machine) { try $0.bernoulli(1 - p, x.shape) }
      let scale = p < 1 ? 1 / (1 - p) : 0
      return machine.heap.tensor(try floats * (kept.astype(floats.dtype) * scale))
    },
    attention,
    Builtin(
      "gru_cell", TensorArgument("x", "[batch, in]"), TensorArgument("h", "[batch, hidden]"),
      TensorArgument("w", "[3 hidden, in]"), TensorArgument("u", "[3 hidden, hidden]"),
      OptionalTensorArgument("bw", "[3 hidden]"), OptionalTensorArgument("bu", "[3 hidden]"),
      summary: "The next state of a gated recurrent unit, gates in the order r, z, n.",
      details: "n = tanh(w x + bw + r (u h + bu)); the next h is (1 − z) n + z h. As PyTorch's.",
      example: Example(
        "gru_cell(zeros(1, 2), ones(1, 1), zeros(3, 2), zeros(3, 1)).tolist()", prints: "[[0.5]]"),
      source: Citation(
        "Cho et al.", 2014, "Learning Phrase Representations using RNN Encoder-Decoder",
        "arxiv.org/abs/1406.1078"),
      related: ["linear", "attention"]
    ) { machine, x, h, w, u, bw, bu in machine.heap.tensor(try x.gruCell(h, w, u, bw, bu)) },
    Builtin(
      "stats_pool", TensorArgument("x", "[batch, channel, time]"),
      summary: "The means over time, then the standard deviations over time − 1.",
      example: Example(
        "stats_pool([[[1.0, 3.0]]]).tolist()", prints: "[[2.0, 1.4142135381698608]]"),
      related: ["mean", "std", "avg_pool"]
    ) { machine, x in machine.heap.tensor(try x.statisticsPool()) },
  ]

  private static let epsilon = Number("eps", .atLeast(0), default: 1e-5, passing: .named)

  private static let attention = Builtin(
    "attention", TensorArgument("q", "[…, n, dim]"), TensorArgument("k", "[…, m, dim]"),
    TensorArgument("v", "[…, m, width]"),
    OptionalTensorArgument("mask", "[…, n, m]", passing: .named), Flag("causal"),
    OptionalNumber("scale"),
    summary: "softmax(q @ k.mT · scale) @ v: values by how well keys meet queries.",
    details: """
      The scale is 1 / √dim unless given. A mask of bools holds where a query may look, one of \
      numbers is added to the scores; causal=true lets the query i see the keys up to i. A query \
      that may look nowhere gives 0.
      """,
    example: Example(
      "attention([[0.0]], [[1.0], [2.0]], [[3.0], [5.0]]).tolist()", prints: "[[4.0]]"),
    source: Citation(
      "Vaswani et al.", 2017, "Attention Is All You Need", "arxiv.org/abs/1706.03762"),
    related: ["softmax", "gru_cell"]
  ) { machine, q, k, v, mask, causal, scale in
    machine.heap.tensor(try q.attention(k, v, mask: mask, causal: causal, scale: scale))
  }
}
