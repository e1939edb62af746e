"""Writes Tests/Reference/tensors.txt: operations on given numbers by NumPy and SciPy.

Run by hand from the root: python3 Tests/Reference/tensors.py
"""

import numpy as np
from scipy import special

from rows import Rows

reference = Rows(20240607)
row, normal, apart, ints = reference.row, reference.normal, reference.apart, reference.ints

# Elementwise
anything = apart(3, 4)
positive = np.abs(apart(3, 4)) + 0.1
inside = np.linspace(-0.93, 0.9, 12).reshape(3, 4)
unit = np.linspace(0.03, 0.98, 12).reshape(3, 4)
for name, f, x in [
    ("neg", np.negative, anything), ("abs", np.abs, anything), ("sign", np.sign, anything),
    ("square", np.square, anything), ("exp", np.exp, anything), ("expm1", np.expm1, anything),
    ("log", np.log, positive), ("log2", np.log2, positive), ("log10", np.log10, positive),
    ("log1p", np.log1p, inside), ("sqrt", np.sqrt, positive),
    ("rsqrt", lambda x: 1 / np.sqrt(x), positive), ("reciprocal", np.reciprocal, anything),
    ("floor", np.floor, anything), ("ceil", np.ceil, anything), ("round", np.round, anything),
    ("trunc", np.trunc, anything), ("sin", np.sin, anything), ("cos", np.cos, anything),
    ("tan", np.tan, inside), ("asin", np.arcsin, inside), ("acos", np.arccos, inside),
    ("atan", np.arctan, anything), ("sinh", np.sinh, anything), ("cosh", np.cosh, anything),
    ("tanh", np.tanh, anything), ("asinh", np.arcsinh, anything),
    ("acosh", np.arccosh, positive + 1.1), ("atanh", np.arctanh, inside),
    ("erf", special.erf, anything), ("erfc", special.erfc, anything),
    ("probit", special.ndtri, unit), ("normalCDF", special.ndtr, anything),
    ("sigmoid", special.expit, anything), ("softplus", lambda x: np.logaddexp(x, 0), anything),
    ("relu", lambda x: np.maximum(x, 0), anything),
    ("leakyRelu 0.2", lambda x: np.where(x > 0, x, 0.2 * x), anything),
    ("gelu", lambda x: x * special.ndtr(x), anything),
    ("clip -0.3 0.4", lambda x: np.clip(x, -0.3, 0.4), anything),
]:
    row(name, [x], f(x))
i = ints(-5, 5, 6)
for name, f in [("neg", np.negative), ("abs", np.abs), ("sign", np.sign), ("square", np.square),
                ("floor", np.floor), ("not", np.invert)]:
    row(name, [i], f(i).astype(np.int64))
row("exp", [i], np.exp(i))
row("not", [np.array([True, False])], np.array([False, True]))
odd = np.array([0.0, -0.0, 1.5, np.inf, -np.inf, np.nan])
for name, f in [("isnan", np.isnan), ("isinf", np.isinf), ("isfinite", np.isfinite)]:
    row(name, [odd], f(odd))

# Two operands, broadcast
a, b = apart(2, 3, 4), apart(3, 1) + 0.011
for name, f in [
    ("adding", np.add), ("subtracting", np.subtract), ("multiplying", np.multiply),
    ("dividing", np.divide), ("floorDividing", np.floor_divide), ("remainder", np.remainder),
    ("minimum", np.minimum), ("maximum", np.maximum), ("atan2", np.arctan2), ("equal", np.equal),
    ("notEqual", np.not_equal), ("less", np.less), ("lessOrEqual", np.less_equal),
    ("greater", np.greater), ("greaterOrEqual", np.greater_equal),
]:
    row(name, [a, b], f(a, b))
    if name != "atan2":
        i, j = ints(-9, 9, 2, 3), ints(1, 5, 3)
        row(name, [i, j], f(i, j))
    row(name, [b[:, 0], np.float64(0.37)], f(b[:, 0], 0.37))
row("floorDividing", [np.array([-7, 7, -7, 7]), np.array([2, -2, -2, 2])], np.array([-4, -4, 3, 3]))
row("remainder", [np.array([-7, 7, -7, 7]), np.array([2, -2, -2, 2])], np.array([1, -1, -1, 1]))
p, q = positive, apart(4)
row("power", [p, q], np.power(p, q))
row("power", [np.array([2, -3, 5]), np.array([10, 3, 0])], np.array([1024, -27, 1]))
row("power edge", [np.array([-1.5, -0.5, 2.0]), np.array([2.0, 3.0, -1.0])], np.array([2.25, -0.125, 0.5]))
row("power 3", [anything], anything**3)
row("power 2", [anything], anything**2)
row("power 0.5", [positive], np.sqrt(positive))
row("power of 2", [anything], 2.0**anything)
row("subtracted from 2", [anything], 2 - anything)
row("divided into 2", [anything], 2 / anything)
m, n = np.array([True, True, False, False]), np.array([True, False, True, False])
for name, f in [("and", np.logical_and), ("or", np.logical_or), ("xor", np.logical_xor)]:
    row(name, [m, n], f(m, n))
for name, f in [("and", np.bitwise_and), ("or", np.bitwise_or), ("xor", np.bitwise_xor)]:
    row(name, [np.array([12, -1]), np.array([10, 7])], f(np.array([12, -1]), np.array([10, 7])))
c = ints(0, 2, 2, 3, 1).astype(bool)
row("where", [c, a, b], np.where(c, a, b))
row("adding", [np.array([True, False]), np.array([True, True])], np.array([2, 1]))
row("adding", [np.array([1, 2]), np.array([0.5])], np.array([1.5, 2.5]))

# Reductions
x = apart(2, 3, 4)
for axes in [None, (0,), (1,), (2,), (0, 2), (1, 2), (0, 1)]:
    tag = "all" if axes is None else ",".join(map(str, axes))
    for name, f in [
        ("sum", np.sum), ("mean", np.mean), ("prod", np.prod), ("max", np.max), ("min", np.min),
        ("logSumExp", lambda v, axis: special.logsumexp(v, axis=axis)),
        ("norm", lambda v, axis: np.sqrt(np.sum(v * v, axis=axis))),
        ("var", np.var), ("std", np.std),
        ("var ddof", lambda v, axis: np.var(v, axis=axis, ddof=1)),
        ("sum kept", lambda v, axis: np.sum(v, axis=axis, keepdims=True)),
        ("var kept", lambda v, axis: np.var(v, axis=axis, keepdims=True)),
    ]:
        row(f"{name} axes {tag}", [x], f(x, axis=axes))
    t = ints(0, 2, 2, 3, 4).astype(bool)
    for name, f in [("all", np.all), ("any", np.any), ("countNonzero", np.count_nonzero)]:
        row(f"{name} axes {tag}", [t], f(t, axis=axes))
    i = ints(-9, 9, 2, 3, 4)
    for name, f in [("sum", np.sum), ("prod", np.prod), ("max", np.max), ("min", np.min)]:
        row(f"{name} axes {tag}", [i], f(i, axis=axes))
row("mean axes all", [np.array([1, 2, 4])], np.array(7 / 3))
row("prod axes all", [np.array([2.0, 0.0, 3.0])], np.array(0.0))
row("prod axes all", [np.array([0.0, 0.0, 3.0])], np.array(0.0))
row("sum axes all", [np.array([True, True, False])], np.array(2))
row("max axes all", [np.array([1.0, np.nan, 3.0])], np.array(np.nan))
row("sum axes 0", [np.zeros((0, 2))], np.zeros(2))
row("prod axes 0", [np.zeros((0, 2))], np.ones(2))
row("sum axes 1", [np.zeros((2, 0))], np.zeros(2))
row("norm edge axes 0", [np.array([[3.0, 0.0], [4.0, 0.0]])], np.array([5.0, 0.0]))
row("logSumExp axes all", [np.array([1000.0, 1000.0])], np.array(1000 + np.log(2)))
row("logSumExp axes all", [np.array([-np.inf, -np.inf])], np.array(-np.inf))
long = normal(70000)
for axis in (0, 1, 2):
    for name, f in [("argmax", np.argmax), ("argmin", np.argmin)]:
        row(f"{name} {axis}", [x], f(x, axis=axis))
    row(f"softmax {axis}", [x], special.softmax(x, axis=axis))
    row(f"logSoftmax {axis}", [x], special.log_softmax(x, axis=axis))
    row(f"cumsum {axis}", [x], np.cumsum(x, axis=axis))
    row(f"sort {axis}", [x], np.sort(x, axis=axis))
    row(f"sort descending {axis}", [x], -np.sort(-x, axis=axis))
    row(f"argsort {axis}", [x], np.argsort(x, axis=axis, kind="stable"))
row("argmax", [np.array([1.0, 3.0, 3.0])], np.array(1))
row("argmax", [np.array([1.0, np.nan, 3.0])], np.array(1))
row("softmax 0", [np.array([1000.0, 0.0])], np.array([1.0, 0.0]))
row("cumsum 0", [np.array([3, -1, 2])], np.array([3, 2, 4]))

# Shapes
row("reshape 4,-1", [x], x.reshape(4, -1))
row("ravel", [x], x.ravel())
row("flatten 1", [x], x.reshape(2, 12))
row("transpose", [x], x.T)
row("transpose 1,2,0", [x], x.transpose(1, 2, 0))
row("swapAxes 0,2", [x], x.swapaxes(0, 2))
row("moveAxis 0,2", [x], np.moveaxis(x, 0, 2))
row("squeeze", [x[:, :1]], x[:, 0])
row("unsqueeze -1", [x], x[..., None])
row("expandDims 0,2", [x[0]], np.expand_dims(x[0], (0, 2)))
row("broadcast 2,3,4", [x[:, :1]], np.broadcast_to(x[:, :1], (2, 3, 4)))
row("concat 1", [x, x[:, :2] + 1], np.concatenate([x, x[:, :2] + 1], axis=1))
row("concat 0", [np.array([1, 2]), np.array([0.5])], np.array([1.0, 2.0, 0.5]))
row("stack 1", [x[0], x[1]], np.stack([x[0], x[1]], axis=1))
row("split 1,3 axis 2", [x], [x[..., :1], x[..., 1:]])
row("flip 0,2", [x], np.flip(x, (0, 2)))
row("roll 1 axis 2", [x], np.roll(x, 1, axis=2))
row("roll -5", [x], np.roll(x, -5))
row("tile 2,1,2", [x], np.tile(x, (2, 1, 2)))
row("tile 2,1", [np.array([1.5, 2.5])], np.tile(np.array([1.5, 2.5]), (2, 1)))
row("repeat 2 axis 1", [x], np.repeat(x, 2, axis=1))
row("repeat 3", [x[0, 0]], np.repeat(x[0, 0], 3))
row("pad", [x[0]], np.pad(x[0], [(1, 0), (0, 2)], constant_values=9.5))
square = apart(4, 4)
row("tril 1", [square], np.tril(square, 1))
row("triu -1", [x], np.triu(x, -1))
row("diagonal 1", [x], np.diagonal(x, 1, axis1=1, axis2=2))
row("diagonal -1", [square], np.diagonal(square, -1))

# Indexing: the names are those of the table in IndexCases
mask, mask2 = np.array([True, False, True]), x > 0.1
pick, pick2 = np.array([1, 0, -1, 1]), np.array([[0, 2], [1, -1]])
for name, value in [
    ("[1]", x[1]), ("[-1, 2]", x[-1, 2]), ("[..., 0]", x[..., 0]), ("[:, 1:]", x[:, 1:]),
    ("[:, ::-1, ::2]", x[:, ::-1, ::2]), ("[0, None, :, 3:0:-2]", x[0, None, :, 3:0:-2]),
    ("[5:]", x[5:]), ("[:, -2:9]", x[:, -2:9]), ("[::-1, 2:0:-1]", x[::-1, 2:0:-1]),
]:
    row(f"index {name}", [x], value)
    base = x.copy()
for name, key in [
    ("[1]", (1,)), ("[..., 0]", (..., 0)), ("[:, ::-1, ::2]", (slice(None), slice(None, None, -1), slice(None, None, 2))),
]:
    base, value = x.copy(), apart(*x[key].shape) + 2
    base[key] = value
    row(f"assign {name}", [x, value], base)
    base = x.copy()
    base[key] = 7.25
    row(f"assign {name}", [x, np.float64(7.25)], base)
row("index mask [:, m]", [x, mask], x[:, mask])
row("index mask [m]", [x, mask2], x[mask2])
row("index gather [p]", [x, np.array([1, 0, -1])], x[[1, 0, -1]])
row("index gather [:, :, p]", [x, pick2], x[:, :, pick2])
row("index gather [0, p]", [x, pick], x[0, pick])
row("index gather [p, :, q]", [x, np.array([0, 1, 1]), np.array([3, 0, 2])], x[[0, 1, 1], :, [3, 0, 2]])
row("index gather [:, p, q]", [x, np.array([[0], [2]]), np.array([1, 3])], x[:, [[0], [2]], [1, 3]])
base = x.copy(); base[mask2] = -1.5
row("assign mask [m]", [x, mask2, np.float64(-1.5)], base)
base = x.copy(); base[:, [2, 0]] = 4.0 + x[:, :2]
row("assign gather [:, p]", [x, np.array([2, 0]), 4.0 + x[:, :2]], base)
base = x[0, 0].copy(); base[[1, 1, 2]] = [5.0, 6.0, 7.0]
row("assign gather [p]", [x[0, 0], np.array([1, 1, 2]), np.array([5.0, 6.0, 7.0])], base)
row("take 1", [x, pick], np.take(x, [1, 0, 2, 1], axis=1))
row("take 2", [x, pick2], np.take(x, pick2, axis=2))
along = ints(0, 3, 2, 5, 4)
row("gather 1", [x, along], np.take_along_axis(x, along, axis=1))
added = x.copy()
values = apart(2, 5, 4)
for o in range(2):
    for j in range(5):
        for k in range(4):
            added[o, along[o, j, k], k] += values[o, j, k]
row("scatterAdd 1", [x, along, values], added)
added = x.copy()
values = apart(2, 4, 4)
for j, place in enumerate([1, 0, 2, 1]):
    added[:, place] += values[:, j]
row("indexAdd 1", [x, np.array([1, 0, 2, 1]), values], added)
row("nonzero", [mask2], list(np.nonzero(mask2)))

# Sorting
mixed = np.array([2.0, np.nan, -1.0, 2.0, -0.0, 0.0, np.inf, -np.inf])
row("argsort", [mixed], np.argsort(mixed, kind="stable"))
row("sort", [mixed], np.sort(mixed))
row("argsort", [np.array([3, -2, 3, 0])], np.argsort([3, -2, 3, 0], kind="stable"))
many = np.round(normal(150), 1)
row("argsort", [many], np.argsort(many, kind="stable"))
many = ints(-40, 40, 150)
row("argsort", [many], np.argsort(many, kind="stable"))
order = np.argsort(-x, axis=2, kind="stable")[..., :2]
row("topk 2", [x], [np.take_along_axis(x, order, axis=2), order])
u = np.array([3.0, 1.0, 3.0, 2.0, 1.0])
row("unique", [u], list(np.unique(u, return_counts=True)))
u = np.array([3, -1, 3])
row("unique", [u], list(np.unique(u, return_counts=True)))
s, q = np.array([1.0, 2.0, 2.0, 4.0]), np.array([[0.5, 2.0], [3.0, 9.0]])
row("searchSorted", [s, q], np.searchsorted(s, q))
row("searchSorted right", [s, q], np.searchsorted(s, q, side="right"))
row("bincount", [np.array([1, 3, 1])], np.bincount([1, 3, 1]))

# Products
for sa, sb in [((3, 4), (4, 5)), ((4,), (4,)), ((4,), (4, 3)), ((3, 4), (4,)),
               ((2, 3, 4), (4, 5)), ((2, 3, 4), (2, 4, 5)), ((3, 1, 2, 4), (2, 4, 3)),
               ((4,), (2, 4, 3)), ((2, 0), (0, 3))]:
    a, b = apart(*sa), apart(*sb)
    row("matmul", [a, b], a @ b)
row("matmul", [np.array([[1, 2], [3, 4]]), np.array([5, 6])], np.array([17, 39]))
a, b = apart(4, 3), apart(5, 4)
row("matmul transposed", [a, b], a.T @ b.T)
a, b = apart(4), apart(4)
row("dot", [a, b], a @ b)
b = apart(3)
row("outer", [a, b], np.outer(a, b))


# Networks
def conv1d(x, w, b=None, stride=1, padding=0, dilation=1, groups=1):
    batch, channels, time = x.shape
    out, each, width = w.shape
    x = np.pad(x, [(0, 0), (0, 0), (padding, padding)])
    steps = (x.shape[2] - dilation * (width - 1) - 1) // stride + 1
    y = np.zeros((batch, out, steps))
    for o in range(out):
        group = o // (out // groups)
        for t in range(steps):
            for k in range(width):
                window = x[:, group * each:(group + 1) * each, t * stride + k * dilation]
                y[:, o, t] += window @ w[o, :, k]
    return y if b is None else y + b[:, None]


x, w, b = apart(2, 4, 9), apart(6, 4, 3), apart(6)
row("conv1d", [x, w, b], conv1d(x, w, b))
row("conv1d", [x, w], conv1d(x, w))
w = apart(6, 2, 3)
row("conv1d 2,2,2,2", [x, w, b], conv1d(x, w, b, 2, 2, 2, 2))
row("conv1d 1,1,1,4", [x, apart(4, 1, 3) * 0 + 0.5], conv1d(x, np.full((4, 1, 3), 0.5), None, 1, 1, 1, 4))
for shape in [(5, 3, 4), (6, 3)]:
    x, w, b = apart(*shape), apart(3) + 1, apart(3)
    axes = tuple(d for d in range(len(shape)) if d != 1)
    wide = (1, 3) + (1,) * (len(shape) - 2)
    mean, var = x.mean(axes), x.var(axes)
    h = (x - mean.reshape(wide)) / np.sqrt(var.reshape(wide) + 1e-5)
    row("batchNorm", [x, w, b], [h * w.reshape(wide) + b.reshape(wide), mean, var])
    row("batchNorm plain", [x], [h, mean, var])
    m, v = apart(3), np.abs(apart(3)) + 0.5
    h = (x - m.reshape(wide)) / np.sqrt(v.reshape(wide) + 1e-5)
    row("batchNorm given", [x, m, v, w, b], h * w.reshape(wide) + b.reshape(wide))
x, w, b = apart(2, 3, 4), apart(5, 4), apart(5)
row("linear", [x, w, b], x @ w.T + b)
row("linear", [x, w], x @ w.T)

# Creation
row("eye", [np.array(2)], np.eye(3, 4))
row("arange", [np.array(2)], np.arange(0.5, 2, 0.25))
row("linspace", [np.array(2)], np.linspace(-1, 2, 7))

reference.write("tensors")
