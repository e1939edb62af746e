"""Writes Tests/Reference/edges.txt: operations on tensors at their edges, as scripts call them,
with what NumPy, SciPy and PyTorch give: empty, one element, repeated axes, views backwards,
ties, infinities, nan and extremes, in f32, f64, i64 and bool.

A row is `code => dtype [shape] values`. Run by hand from the root:
python3 Tests/Reference/edges.py
"""

import sys

# This folder has files with names of modules of Python's own, which NumPy may ask for.
here = sys.path.pop(0)
import warnings

import numpy as np
import scipy.fft
import scipy.linalg
import scipy.signal
import scipy.spatial
import scipy.special as special
import scipy.stats
import torch
import torch.nn.functional as F
from scipy.optimize import linear_sum_assignment

warnings.filterwarnings("ignore")
np.seterr(all="ignore")
lines = []
DTYPES = {"f32": np.float32, "f64": np.float64, "i64": np.int64, "bool": np.bool_}


def number(v, kind):
    if kind == "bool":
        return "true" if v else "false"
    if kind == "i64":
        return str(int(v))
    return "nan" if np.isnan(v) else "inf" if v == np.inf else "-inf" if v == -np.inf else repr(float(v))


def literal(a, kind):
    """A tensor in a script."""
    a = np.asarray(a)
    if a.size == 0 or a.ndim == 0:
        if a.ndim == 0:
            return f"full([], {number(a, kind)}, dtype={kind})"
        return f"zeros([{', '.join(map(str, a.shape))}], dtype={kind})"

    def inside(x):
        return "[" + ", ".join(inside(y) if y.ndim else number(y, kind) for y in x) + "]"

    return f"tensor({inside(a)}, dtype={kind})"


def kind_of(a):
    return {"f4": "f32", "f8": "f64", "i8": "i64", "b1": "bool"}[np.asarray(a).dtype.str[1:]]


def expected(a):
    a = np.asarray(a)
    if a.dtype.kind in "iu":
        a = a.astype(np.int64)
    kind = kind_of(a)
    values = " ".join("1" if kind == "bool" and v else "0" if kind == "bool" else number(v, kind) for v in a.ravel())
    return f"{kind} [{','.join(map(str, a.shape))}] {values}".rstrip()


def row(code, value):
    lines.append(f"{code} => {expected(value)}")


def views(a, kind):
    """The same tensor as it is written, backwards twice, and across."""
    a = np.asarray(a)
    yield literal(a, kind)
    if a.size > 1 and a.ndim:
        back = ", ".join(["::-1"] * a.ndim)
        yield f"{literal(a[(slice(None, None, -1),) * a.ndim], kind)}[{back}]"
    if a.ndim == 2 and a.size > 1:
        yield f"{literal(a.T, kind)}.T"


def check(template, function, *operands, kinds=("f64", "f32"), cast=None):
    """Rows of `template` in each dtype and each view of the operands: `function` computes in f64
    on the rounded operands, and the result is rounded; `cast` is the dtype of a result from ints."""
    for kind in kinds:
        arrays = [np.asarray(a).astype(DTYPES[kind]) if np.asarray(a).dtype.kind != "i" or kind != "i64" else np.asarray(a) for a in operands]
        wide = [a.astype(np.float64) if kind == "f32" else a for a in arrays]
        result = np.asarray(function(*wide))
        if kind == "f32" and result.dtype.kind == "f":
            result = result.astype(np.float32)
        if kind in ("i64", "bool") and cast and result.dtype.kind == "f":
            result = result.astype(DTYPES[cast])
        for k in range(max(len(list(views(a, kind))) for a in arrays)):
            texts = []
            for a in arrays:
                v = list(views(a, kind))
                texts.append(v[min(k, len(v) - 1)])
            row(template.format(*texts), result)


inf, nan = np.inf, np.nan
EMPTY = np.zeros((0, 3))
RANGE = np.array([-inf, -3.5, -1.0, -0.5, -0.0, 0.0, 0.25, 1.0, 2.5, 3.5, inf, nan])
TINY = np.array([1e-300, 1e-30, 1e-8, 1e8, 1e30, 1e300, -1e-300, -1e30, -1e300])
GRID = np.array([[1.0, -2.0, 2.0], [2.0, nan, -inf], [2.0, 2.0, inf], [-0.0, 0.0, -2.0]])
PLAIN = np.array([[1.0, -2.0, 2.0], [2.0, 0.5, -1.0], [2.0, 2.0, 0.0], [-0.0, 0.0, -2.0]])
CUBE = np.arange(12.0).reshape(2, 3, 2) % 5 - 2
INTS = np.array([[3, -1, 3], [0, 3, -1]])
BOOLS = np.array([[True, False, True], [False, False, True]])


# MARK: element by element

def softplus(x):
    return np.logaddexp(0, x)


def elementwise():
    ordinary = {
        "exp": np.exp, "expm1": np.expm1, "log": np.log, "log2": np.log2, "log10": np.log10,
        "log1p": np.log1p, "sqrt": np.sqrt, "rsqrt": lambda x: 1 / np.sqrt(x), "square": np.square,
        "abs": np.abs, "reciprocal": lambda x: 1 / x, "floor": np.floor, "ceil": np.ceil, "round": np.round,
        "trunc": np.trunc, "asin": np.arcsin, "acos": np.arccos, "atan": np.arctan, "sinh": np.sinh,
        "cosh": np.cosh, "tanh": np.tanh, "asinh": np.arcsinh, "acosh": np.arccosh, "atanh": np.arctanh,
        "radians": np.radians, "degrees": np.degrees, "erf": special.erf, "erfc": special.erfc,
        "erfinv": special.erfinv, "probit": special.ndtri, "normal_cdf": special.ndtr,
        "sigmoid": special.expit, "logit": special.logit, "log_sigmoid": special.log_expit, "softplus": softplus,
        "isnan": np.isnan, "isinf": np.isinf, "isfinite": np.isfinite,
        "silu": lambda x: x * special.expit(x),
    }
    for name, f in ordinary.items():
        for a in [RANGE, EMPTY, np.array(0.5), np.array([[0.75, 0.25], [0.5, 0.125]])]:
            check(name + "({})", f, a)
        if name not in ("erfinv", "probit", "logit", "asin", "acos", "atanh", "expm1", "sinh", "cosh", "square", "degrees", "round"):
            check(name + "({})", f, TINY, kinds=("f64",))
    for name, f in {"sin": np.sin, "cos": np.cos, "tan": np.tan}.items():
        for a in [RANGE, EMPTY, np.array(0.5), np.array([1e6, -1e6, 1e-300])]:
            check(name + "({})", f, a, kinds=("f64",))
        check(name + "({})", f, RANGE, kinds=("f32",))
    for name, f in {"relu": lambda x: np.maximum(x, 0), "sign": np.sign}.items():
        for a in [RANGE, EMPTY, TINY]:
            check(name + "({})", f, a)
        check(name + "({})", f, INTS, kinds=("i64",))
    for name, f in {"abs": np.abs, "square": np.square, "floor": np.floor, "round": np.round}.items():
        check(name + "({})", lambda x, f=f: f(x).astype(np.int64), INTS, kinds=("i64",))
    for name, f in {"exp": np.exp, "sqrt": np.sqrt, "tanh": np.tanh, "sigmoid": special.expit}.items():
        check(name + "({})", f, np.abs(INTS), kinds=("i64",), cast="f32")
        check(name + "({})", lambda x, f=f: f(x.astype(np.float64)), BOOLS, kinds=("bool",), cast="f32")
    finite = RANGE[np.isfinite(RANGE)]
    for name, f in {"lgamma": special.gammaln, "digamma": special.digamma}.items():
        for a in [np.array([0.25, 1.0, 2.5, 3.5, 30.0, inf, nan]), EMPTY, np.array(0.5)]:
            check(name + "({})", f, a)
    check("leaky_relu({}, slope=0.1)", lambda x: np.where(x > 0, x, 0.1 * x), RANGE)
    check("elu({})", lambda x: np.where(x > 0, x, np.expm1(x)), RANGE)
    check("gelu({})", lambda x: x * special.ndtr(x), finite)
    check('gelu({}, approximate="tanh")', lambda x: F.gelu(torch.tensor(x), approximate="tanh").numpy(), finite)
    check("gelu({})", lambda x: x, EMPTY)
    check("clip({}, -1, 2)", lambda x: np.clip(x, -1, 2), RANGE)
    check("clip({}, high=2)", lambda x: np.minimum(x, 2), EMPTY)
    check("clip({}, 0, 2)", lambda x: np.clip(x, 0, 2), INTS, kinds=("i64",))
    check("nan_to_num({}, value=7)", lambda x: np.where(np.isnan(x), 7, x), GRID)
    check("nan_to_num({})", lambda x: x, EMPTY)


def pairs():
    some = np.array([-inf, -2.5, -1.0, -0.0, 0.0, 1.0, 2.5, inf, nan])
    a, b = some[:, None], some[None, :]
    binary = {
        "maximum": np.maximum, "minimum": np.minimum, "logaddexp": np.logaddexp, "hypot": np.hypot,
        "atan2": np.arctan2, "fmod": np.fmod, "floor_divide": np.floor_divide, "xlogy": special.xlogy,
        "isclose": np.isclose,
    }
    for name, f in binary.items():
        check(name + "({}, {})", f, a, b)
        check(name + "({}, {})", f, EMPTY, np.zeros(3) + 1)
        check(name + "({}, {})", f, np.array(2.0), np.array([[1.0], [3.0]]))
    for sign, f in {"+": np.add, "-": np.subtract, "*": np.multiply, "/": np.divide, "**": np.power, "%": np.mod,
                    "==": np.equal, "!=": np.not_equal, "<": np.less, "<=": np.less_equal, ">": np.greater, ">=": np.greater_equal}.items():
        check("{} " + sign + " {}", f, a, b)
        check("{} " + sign + " {}", f, EMPTY, np.zeros((1, 3)) + 1)
    ints = np.array([-3, -1, 1, 2, 5])
    for name, f in {"maximum": np.maximum, "minimum": np.minimum, "fmod": np.fmod, "floor_divide": np.floor_divide}.items():
        check(name + "({}, {})", f, ints[:, None], ints[None, :], kinds=("i64",))
    for sign, f in {"+": np.add, "-": np.subtract, "*": np.multiply, "%": np.mod, "<": np.less, "==": np.equal}.items():
        check("{} " + sign + " {}", f, ints[:, None], ints[None, :], kinds=("i64",))
    check("allclose({}, {})", lambda x, y: np.allclose(x, y), np.array([1.0, inf]), np.array([1.0, inf]))
    check("allclose({}, {})", lambda x, y: np.allclose(x, y), np.array([1.0, nan]), np.array([1.0, nan]))
    check("allclose({}, {}, equal_nan=true)", lambda x, y: np.allclose(x, y, equal_nan=True), np.array([1.0, nan]), np.array([1.0, nan]))
    check("allclose({}, {})", lambda x, y: np.allclose(x, y), EMPTY, EMPTY)
    for kind in ["f64", "f32", "i64"]:
        x = np.array([[1, -2, 3], [4, 5, -6]]).astype(DTYPES[kind])
        for v in views(x, kind):
            row(f"where({v} > 0, {v}, 0)", np.where(x > 0, x, 0))
            row(f"where(tensor([[true], [false]]), {v}, {v} * 2)", np.where([[True], [False]], x, x * 2))
    row("where(zeros([0, 3]) > 0, zeros([0, 3]), 1.0)", np.zeros((0, 3), np.float32))


# MARK: along axes

def reductions():
    def over(f, axis, keep):
        return lambda x: f(x, axis=axis, keepdims=keep)

    def logsumexp(x, axis=None, keepdims=False):
        for a in sorted(range(x.ndim) if axis is None else np.atleast_1d(axis) % x.ndim, reverse=True):
            x = np.logaddexp.reduce(x, axis=a, keepdims=True)
        return x if keepdims else x.reshape(np.sum(x, axis=axis).shape)

    def norm(x, axis=None, keepdims=False):
        return np.sqrt(np.sum(np.square(x), axis=axis, keepdims=keepdims))

    table = {
        "sum": np.sum, "mean": np.mean, "var": np.var, "std": np.std, "min": np.min, "max": np.max,
        "prod": np.prod, "all": np.all, "any": np.any, "norm": norm, "logsumexp": logsumexp, "median": np.median,
        "nansum": np.nansum, "nanmean": np.nanmean, "count_nonzero": np.count_nonzero,
    }
    options = [("", None, False), (", axis=0", 0, False), (", axis=-1, keepdims=true", -1, True)]
    for name, f in table.items():
        for a in [GRID, PLAIN, np.array([[2.0]])]:
            for text, axis, keep in options:
                check(f"{name}({{}}{text})", over(f, axis, keep), a)
        for text, axis, keep in [(", axis=[0, 2]", (0, 2), False), (", axis=[-1, 0], keepdims=true", (-1, 0), True), (", axis=1", 1, False)]:
            check(f"{name}({{}}{text})", over(f, axis, keep), CUBE)
        if name in ("sum", "prod", "all", "any", "nansum", "count_nonzero", "norm", "mean", "logsumexp", "var", "std", "nanmean"):
            for text, axis in [("", None), (", axis=0", 0), (", axis=1", 1)]:
                check(f"{name}({{}}{text})", over(f, axis, False), EMPTY)
    for name in ["sum", "prod", "min", "max"]:
        check(f"{name}({{}}, axis=1)", over(table[name], 1, False), INTS, kinds=("i64",))
    check("sum({}, axis=0)", lambda x: x.sum(0), BOOLS, kinds=("bool",))
    for name in ["all", "any", "count_nonzero"]:
        check(f"{name}({{}}, axis=1)", over(table[name], 1, False), INTS, kinds=("i64",))
        check(f"{name}({{}}, axis=0)", over(table[name], 0, False), BOOLS, kinds=("bool",))
    check("mean({}, axis=0)", lambda x: x.mean(0), INTS, kinds=("i64",), cast="f32")
    check("median({}, axis=1)", lambda x: np.median(x, 1), INTS, kinds=("i64",), cast="f32")
    for ddof in [1, 2]:
        check(f"var({{}}, axis=0, ddof={ddof})", lambda x: x.var(0, ddof=ddof), PLAIN)
        check(f"std({{}}, axis=1, ddof={ddof})", lambda x: x.std(1, ddof=ddof), PLAIN)
    for p in [1, 3, np.inf]:
        text = "inf" if p == np.inf else p
        check(f"norm({{}}, axis=1, p={text})", lambda x: np.linalg.norm(x, ord=p, axis=1), PLAIN)
    for q in [0, 0.3, 0.5, 1]:
        for text, axis in [("", None), (", axis=0", 0), (", axis=[0, 2]", (0, 2))]:
            check(f"quantile({{}}, {q}{text})", lambda x: np.quantile(x, q, axis=axis), CUBE)
        check(f"quantile({{}}, {q}, axis=1)", lambda x: np.quantile(x, q, axis=1), np.array([[1.0, nan, 2.0], [3.0, 1.0, 2.0]]))
    for name, f in {"argmax": np.argmax, "argmin": np.argmin}.items():
        for text, axis in [("", None), (", axis=0", 0), (", axis=1", 1)]:
            check(f"{name}({{}}{text})", lambda x: f(x, axis=axis), PLAIN)
            check(f"{name}({{}}{text})", lambda x: f(x, axis=axis), GRID)
            check(f"{name}({{}}{text})", lambda x: f(x, axis=axis), INTS, kinds=("i64",))
    # Large sums keep their digits; extremes do not overflow on the way.
    check("logsumexp({})", lambda x: np.logaddexp.reduce(x), np.array([1000.0, 1000.0, -inf]))
    check("logsumexp({})", lambda x: np.logaddexp.reduce(x), np.array([-inf, -inf]))
    check("mean({})", lambda x: x.mean(), np.full(7, 1e8) + np.arange(7))
    check("var({})", lambda x: x.var(), np.full(7, 1e8) + np.arange(7), kinds=("f64",))


def scans():
    maximum, minimum = np.maximum.accumulate, np.minimum.accumulate
    table = {
        "cumsum": np.cumsum, "cumprod": np.cumprod, "cummax": maximum, "cummin": minimum,
        "logcumsumexp": lambda x, axis: np.logaddexp.accumulate(x, axis=axis),
    }
    for name, f in table.items():
        for a in [PLAIN, GRID, EMPTY, np.array([[2.0]])]:
            for axis in [0, 1]:
                check(f"{name}({{}}, axis={axis})", lambda x: f(x, axis=axis), a)
    for name in ["cumsum", "cumprod", "cummax", "cummin"]:
        check(f"{name}({{}}, axis=1)", lambda x: table[name](x, axis=1), INTS, kinds=("i64",))
    for axis in [0, 1]:
        check(f"diff({{}}, axis={axis})", lambda x: np.diff(x, axis=axis), PLAIN)
        check(f"trapezoid({{}}, axis={axis})", lambda x: np.trapezoid(x, axis=axis), PLAIN)
    check("diff({}, order=2, axis=0)", lambda x: np.diff(x, n=2, axis=0), PLAIN)
    check("diff({})", lambda x: np.diff(x), INTS, kinds=("i64",))
    check("diff({})", lambda x: np.diff(x), EMPTY)
    check("diff({})", lambda x: np.diff(x), np.array([1.0]))
    check("trapezoid({})", lambda x: np.trapezoid(x), np.array([1.0]))
    check("smooth({}, decay=0.5, axis=0)", lambda x: smooth(x), PLAIN)
    for name in ["softmax", "log_softmax"]:
        f = getattr(special, name)
        for axis in [0, 1]:
            check(f"{name}({{}}, axis={axis})", lambda x: f(x, axis=axis), PLAIN)
        check(f"{name}({{}})", lambda x: f(x, axis=-1), np.array([[1e30, -1e30, 0.0], [-inf, 0.0, 0.0]]))
        check(f"{name}({{}})", lambda x: f(x, axis=-1), np.array([[0.5]]))
        row(f"{name}(zeros([0, 3], dtype=f64))", EMPTY)
    check("sparsemax({})", sparsemax, np.array([[1.0, 1.0, 1.0], [3.0, 0.0, -1.0], [0.2, 0.1, 0.1]]))


def smooth(x):
    out = np.array(x)
    for t in range(1, len(out)):
        out[t] = 0.5 * out[t - 1] + 0.5 * x[t]
    return out


def sparsemax(x):
    def one(z):
        s = np.sort(z)[::-1]
        c = np.cumsum(s)
        k = np.max(np.nonzero(1 + np.arange(1, len(z) + 1) * s > c)[0]) + 1
        return np.maximum(z - (c[k - 1] - 1) / k, 0)

    return np.array([one(z) for z in x])


def sorting():
    ties = np.array([[2.0, 1.0, 2.0, 1.0], [nan, inf, -inf, 0.0], [0.0, -0.0, 0.0, -0.0]])
    for axis in [0, 1]:
        for a, kinds in [(ties, ("f64", "f32")), (INTS, ("i64",)), (BOOLS, ("bool",)), (EMPTY, ("f64",))]:
            check(f"sort({{}}, axis={axis})", lambda x: np.sort(x, axis=axis, kind="stable"), a, kinds=kinds)
            check(f"argsort({{}}, axis={axis})", lambda x: np.argsort(x, axis=axis, kind="stable"), a, kinds=kinds)
    clean = ties[[0, 2]]
    check("sort({}, descending=true)", lambda x: -np.sort(-x, axis=-1, kind="stable"), clean)
    check("argsort({}, descending=true)", lambda x: np.argsort(-x, axis=-1, kind="stable"), clean)
    check("argsort({}, descending=true)", lambda x: np.argsort(-x, axis=-1, kind="stable"), INTS, kinds=("i64",))
    check("topk({}, k=2)[0]", lambda x: -np.sort(-x, axis=-1, kind="stable")[:, :2], clean)
    check("topk({}, k=3)[1]", lambda x: np.argsort(-x, axis=-1, kind="stable")[:, :3], clean)
    check("topk({}, k=2, largest=false)[0]", lambda x: np.sort(x, axis=-1, kind="stable")[:, :2], clean)
    check("topk({}, k=0)[0]", lambda x: x[:, :0], clean)
    check("unique({})", np.unique, np.array([3.0, 1.0, 3.0, -0.0, inf]))
    check("unique({}, counts=true)[1]", lambda x: np.unique(x, return_counts=True)[1], INTS, kinds=("i64",))
    check("unique({})", np.unique, EMPTY)
    steps = np.array([-inf, 0.0, 1.0, 1.0, 2.0, inf])
    asked = np.array([[-inf, -1.0, 0.0], [1.0, 5.0, inf]])
    for side in ["left", "right"]:
        for kind in ["f64", "f32"]:
            row(f'searchsorted({literal(steps, kind)}, {literal(asked, kind)}, side="{side}")', np.searchsorted(steps, asked, side=side))
    row("searchsorted(zeros([0]), [1.0, 2.0])", np.array([0, 0]))
    row("bincount([1, 1, 4])", np.bincount([1, 1, 4]))
    row("bincount(zeros([0], dtype=i64), minlength=2)", np.array([0, 0]))
    x = np.array([0.0, 0.5, 1.0, 1.0, 2.0, -1.0])
    for text, f in [("bins=2, range=[0, 1]", lambda x: np.histogram(x, bins=2, range=(0, 1))), ("bins=3", lambda x: np.histogram(x, bins=3))]:
        check("histogram({}, " + text + ")[0]", lambda v: f(v)[0], x)
        check("histogram({}, " + text + ")[1]", lambda v: f(v)[1], x)
    check("histogram({}, bins=2)[1]", lambda v: np.histogram(v, bins=2)[1], np.array([3.0, 3.0]))
    check("isin({}, [2.0, nan])", lambda x: np.isin(x, [2.0, nan]), GRID)
    check("isin({}, [3, 7])", lambda x: np.isin(x, [3, 7]), INTS, kinds=("i64",))
    check("rankdata({})", lambda x: scipy.stats.rankdata(x, axis=-1), clean)
    check("rankdata({}, axis=0)", lambda x: scipy.stats.rankdata(x, axis=0), PLAIN)


# MARK: shapes and places

def shapes():
    kinds = ("f64", "f32", "i64", "bool")
    base = np.arange(6).reshape(2, 3)
    for a in [base, np.zeros((0, 3), int), np.array([[1]])]:
        n = a.size
        for code, f in {
            "reshape({}, -1)" if n else "reshape({}, 3, 0)": (lambda x: x.reshape(-1)) if n else (lambda x: x.reshape(3, 0)),
            "ravel({})": np.ravel, "flatten({})": np.ravel, "transpose({})": np.transpose, "permute({}, 1, 0)": np.transpose,
            "swapaxes({}, 0, -1)": lambda x: np.swapaxes(x, 0, -1), "moveaxis({}, 0, 1)": lambda x: np.moveaxis(x, 0, 1),
            "unsqueeze({}, 1)": lambda x: np.expand_dims(x, 1), "expand_dims({}, [0, 3])": lambda x: np.expand_dims(x, (0, 3)),
            "squeeze({})": np.squeeze, "concat({}, {}, axis=1)": lambda x: np.concatenate([x, x], axis=1),
            "concat([{}, {}])": lambda x: np.concatenate([x, x]), "stack({}, {}, axis=1)": lambda x: np.stack([x, x], axis=1),
            "vstack({}, {})": lambda x: np.vstack([x, x]), "hstack({}, {})": lambda x: np.hstack([x, x]),
            "split({}, [1, " + str(a.shape[1] - 1) + "], axis=1)[1]": lambda x: x[:, 1:],
            "broadcast_to({}, 2, " + ", ".join(map(str, a.shape)) + ")": lambda x: np.broadcast_to(x, (2,) + x.shape),
            "tile({}, [2, 1, 2])": lambda x: np.tile(x, (2, 1, 2)), "repeat({}, 2, axis=0)": lambda x: np.repeat(x, 2, axis=0),
            "repeat({}, 2)": lambda x: np.repeat(x, 2), "flip({}, axis=[0, 1])": np.flip, "flip({}, axis=0)": lambda x: np.flip(x, 0),
            "rot90({}, k=3)": lambda x: np.rot90(x, 3), "roll({}, 1)": lambda x: np.roll(x, 1),
            "roll({}, -2, axis=1)": lambda x: np.roll(x, -2, axis=1), "roll({}, [1, 2], axis=[0, 1])": lambda x: np.roll(x, (1, 2), axis=(0, 1)),
            "tril({})": np.tril, "triu({}, offset=1)": lambda x: np.triu(x, 1), "diagonal({})": np.diagonal,
            "pad({}, [[1, 0], [0, 2]])": lambda x: np.pad(x, [(1, 0), (0, 2)]), "zeros_like({})": np.zeros_like,
            "ones_like({})": np.ones_like, "full_like({}, 1)": lambda x: np.full_like(x, 1),
        }.items():
            for kind in kinds:
                x = a.astype(DTYPES[kind])
                for v in views(x, kind):
                    row(code.replace("{}", v), f(x))
        for kind in kinds:
            if a.shape[0]:
                x = a.astype(DTYPES[kind])
                for v in views(x, kind):
                    row(f"unstack({v})[0]", x[0])
    for mode, name in [("reflect", "reflect"), ("replicate", "edge"), ("circular", "wrap")]:
        check(f'pad({{}}, [[1, 1], [2, 1]], mode="{mode}")', lambda x: np.pad(x, [(1, 1), (2, 1)], mode=name), PLAIN)
    check("unfold({}, 2, step=2)", lambda x: np.lib.stride_tricks.sliding_window_view(x, 2, axis=-1)[..., ::2, :], np.arange(10.0).reshape(2, 5))
    check("diag({})", np.diag, np.array([1.0, nan]))
    check("diag({}, offset=-1)", lambda x: np.diag(x, -1), np.array([1.0, 2.0]))
    check("diag({})", np.diag, np.zeros(0))
    check("meshgrid({}, [5.0, 6.0])[0]", lambda x: np.meshgrid(x, [5.0, 6.0], indexing="ij")[0], np.array([1.0, 2.0, 3.0]))
    for kind in kinds:
        row(f"zeros(2, 0, dtype={kind})", np.zeros((2, 0), DTYPES[kind]))
        row(f"ones([2], dtype={kind})", np.ones(2, DTYPES[kind]))
        row(f"eye(2, columns=3, dtype={kind})", np.eye(2, 3, dtype=DTYPES[kind]))
        row(f"eye(0, dtype={kind})", np.eye(0, dtype=DTYPES[kind]))
    for kind in kinds[:3]:
        row(f"full([1, 2], 7, dtype={kind})", np.full((1, 2), 7, DTYPES[kind]))
        row(f"arange(5, 0, -2, dtype={kind})", np.arange(5, 0, -2).astype(DTYPES[kind]))
        row(f"arange(3, 3, dtype={kind})", np.zeros(0, DTYPES[kind]))
        row(f"one_hot([2, 0], classes=3, dtype={kind})", np.eye(3, dtype=DTYPES[kind])[[2, 0]])
    for kind in kinds[:2]:
        row(f"linspace(1, -1, 5, dtype={kind})", np.linspace(1, -1, 5).astype(DTYPES[kind]))
        row(f"linspace(2, 3, 1, dtype={kind})", np.array([2], DTYPES[kind]))
        row(f"linspace(2, 3, 0, dtype={kind})", np.array([], DTYPES[kind]))
        row(f"logspace(-1, 1, 3, dtype={kind})", np.logspace(-1, 1, 3).astype(DTYPES[kind]))
    for kind in kinds:
        x = np.array([0, 1, 1, 0]).astype(DTYPES[kind])
        for to in kinds:
            row(f"astype({literal(x, kind)}, {to})", x.astype(DTYPES[to]))
    row("astype(tensor([1e300, -inf, nan, 5e-324], dtype=f64), f32)", np.array([1e300, -inf, nan, 5e-324]).astype(np.float32))


def places():
    base = np.arange(12).reshape(4, 3)
    for kind in ("f64", "f32", "i64"):
        x = base.astype(DTYPES[kind])
        for v in views(x, kind):
            row(f"take({v}, [3, 0, -1])", x[[3, 0, -1]])
            row(f"take({v}, zeros([0], dtype=i64))", x[[]])
            row(f"take({v}, [[2], [2]], axis=1)", np.take(x, [[2], [2]], axis=1))
            index = np.array([[2, 0, 2], [1, 1, 1]])
            row(f"gather({v}, [[2, 0, 2], [1, 1, 1]], axis=0)", np.take_along_axis(x, index, 0))
            added = torch.tensor(x).scatter_add(0, torch.tensor(index), torch.ones(2, 3, dtype=torch.tensor(x).dtype)).numpy()
            row(f"scatter_add({v}, [[2, 0, 2], [1, 1, 1]], ones(2, 3, dtype={kind}), axis=0)", added)
            summed = x.copy()
            np.add.at(summed, [0, 0], x[:2])
            row(f"index_add({v}, [0, 0], {v}[0..2])", summed)
            segments = np.zeros((3, 3), DTYPES[kind])
            np.add.at(segments, [2, 0, 2, 0], x)
            row(f"segment_sum({v}, [2, 0, 2, 0])", segments)
            if kind != "i64":
                with np.errstate(all="ignore"):
                    row(f"segment_mean({v}, [2, 0, 2, 0], count=4)", np.array([x[[1, 3]].mean(0), [nan] * 3, x[[0, 2]].mean(0), [nan] * 3]).astype(DTYPES[kind]))
                row(f"segment_max({v}, [2, 0, 2, 0])", np.array([x[[1, 3]].max(0), [-inf] * 3, x[[0, 2]].max(0)]).astype(DTYPES[kind]))
            row(f"argwhere({v} > 9)", np.argwhere(x > 9))
            row(f"nonzero({v}[0])", np.nonzero(x[0])[0])
            row(f"{v}[{v} > 7]", x[x > 7])
            row(f"{v}[1..3, ::2]", x[1:3, ::2])
            row(f"{v}[[0, 2], [1, 1]]", x[[0, 2], [1, 1]])
    row("item(tensor([[2.5]]))", np.array(2.5))
    row("tensor(tolist(tensor([[1.0, nan], [-inf, 0.0]], dtype=f64)), dtype=f64)", np.array([[1.0, nan], [-inf, 0.0]]))
    row("argwhere(zeros(0, 2))", np.zeros((0, 2), np.int64))
    row("argwhere(zeros(2, 2))", np.zeros((0, 2), np.int64))


# MARK: matrices

def matrices():
    a = np.array([[4.0, 1.0, 0.5], [1.0, 3.0, -1.0], [0.5, -1.0, 2.0]])
    b = np.array([[1.0, -2.0], [0.5, 1.0], [3.0, 0.0]])
    one, none = np.array([[2.5]]), np.zeros((0, 0))
    for name, f in {
        "inv": np.linalg.inv, "det": np.linalg.det, "cholesky": np.linalg.cholesky, "eigvalsh": np.linalg.eigvalsh,
        "svdvals": scipy.linalg.svdvals, "trace": np.trace, "pinv": np.linalg.pinv, "expm": scipy.linalg.expm,
        "slogdet": lambda x: np.linalg.slogdet(x)[1], "matrix_rank": np.linalg.matrix_rank, "cond": np.linalg.cond,
    }.items():
        for x in [a, one]:
            check(name + ("({})[1]" if name == "slogdet" else "({})"), f, x)
    for name, f in {"inv": np.linalg.inv, "det": np.linalg.det, "trace": np.trace, "cholesky": np.linalg.cholesky, "matrix_rank": np.linalg.matrix_rank}.items():
        check(name + "({})", f, none, kinds=("f64",))
    for power in [0, 1, 3, -2]:
        check(f"matrix_power({{}}, {power})", lambda x: np.linalg.matrix_power(x, power), a)
    singular = np.array([[1.0, 2.0], [2.0, 4.0]])
    check("det({})", lambda x: np.array(0.0), singular, kinds=("f64",))
    check("matrix_rank({})", np.linalg.matrix_rank, singular)
    check("pinv({})", np.linalg.pinv, singular)
    check("pinv({})", np.linalg.pinv, b)
    check("solve({}, {})", np.linalg.solve, a, b)
    check("solve({}, {})", np.linalg.solve, a, b[:, 0])
    check("solve_triangular({}, {})", lambda x, y: scipy.linalg.solve_triangular(np.tril(x), y, lower=True), a, b)
    check("solve_triangular({}, {}, lower=false)", lambda x, y: scipy.linalg.solve_triangular(np.triu(x), y), a, b)
    check("lstsq({}, {})", lambda x, y: np.linalg.lstsq(x, y, rcond=None)[0], b, a[:, 0])
    for x in [a, b, b.T]:
        check("svd({})[1]", lambda x: np.linalg.svd(x, compute_uv=False), x)
        check("u, s, vt = svd({})\n(u * s) @ vt".replace("\n", "; "), lambda x: x, x)
        check("q, r = qr({}); q @ r", lambda x: x, x)
    check("w, v = eigh({}); (v * w) @ v.T", lambda x: x, a)
    check("{} @ {}", np.matmul, a, b)
    check("matmul({}, {})", np.matmul, np.zeros((2, 0)), np.zeros((0, 3)))
    check("matmul({}, {})", np.matmul, np.array([[inf, 1.0], [0.0, nan]]), np.array([[1.0], [1.0]]))
    check("matmul({}, {})", np.matmul, np.arange(12.0).reshape(2, 2, 3), b)
    check("dot({}, {})", np.dot, a[0], a[1])
    check("dot({}, {})", np.dot, np.zeros(0), np.zeros(0))
    check("inner({}, {})", np.inner, a, b.T)
    check("outer({}, {})", np.outer, a[0], np.array([1.0, -inf]))
    check("cross({}, {})", np.cross, a, np.ones((3, 3)))
    check('einsum("ij,kj->ik", {}, {})', lambda x, y: np.einsum("ij,kj->ik", x, y), a, b.T)
    check('einsum("ii->i", {})', lambda x: np.einsum("ii->i", x), a)
    check("tensordot({}, {}, axes=1)", lambda x, y: np.tensordot(x, y, 1), a, b)
    check("kron({}, {})", np.kron, b, one)
    check("block_diag({}, {})", scipy.linalg.block_diag, b, one)


# MARK: signals

def signals():
    x = np.array([[1.0, -2.0, 0.5, 3.0, 0.0], [0.0, 0.0, 1.0, 0.0, 0.0]])
    for name, f in {"fft": np.fft.fft, "ifft": np.fft.ifft, "rfft": np.fft.rfft, "fft2": np.fft.fft2, "ifft2": np.fft.ifft2}.items():
        for part, take in [("[0]", np.real), ("[1]", np.imag)]:
            check(name + "({})" + part, lambda v: take(f(v)), x)
            check(name + "({})" + part, lambda v: take(f(v)), np.array([[2.0]]))
            if name in ("fft", "rfft"):
                check(name + "({}, n=8)" + part, lambda v: take(f(v, n=8)), x)
                check(name + "({}, axis=0)" + part, lambda v: take(f(v, axis=0)), x)
    for n in [5, 4]:
        check("irfft(rfft({}), n=" + str(n) + ")", lambda v: v, x[:, :n])
    check("fftshift({})", np.fft.fftshift, x)
    check("fftshift({}, axis=1)", lambda v: np.fft.fftshift(v, axes=1), x)
    for n in [1, 4, 5]:
        row(f"fftfreq({n}, d=0.5).astype(f64)", np.fft.fftfreq(n, 0.5).astype(np.float32).astype(np.float64))
        row(f"rfftfreq({n}).astype(f64)", np.fft.rfftfreq(n).astype(np.float32).astype(np.float64))
    check("power_spectrum({})", lambda v: np.abs(np.fft.rfft(v)) ** 2, x)
    check("dct({})", lambda v: scipy.fft.dct(v, norm="ortho"), x)
    check("idct({}, axis=0)", lambda v: scipy.fft.idct(v, norm="ortho", axis=0), x)
    for n in [1, 2, 5]:
        row(f"hann({n}, dtype=f64)", scipy.signal.windows.hann(n))
        row(f"hamming({n}, periodic=true, dtype=f64)", scipy.signal.windows.hamming(n, sym=False))
    for mode in ["full", "same", "valid"]:
        check(f'convolve({{}}, {{}}, mode="{mode}")', lambda a, v: np.convolve(a, v, mode), x[0], np.array([1.0, 0.5]))
        check(f'correlate({{}}, {{}}, mode="{mode}")', lambda a, v: np.correlate(a, v, mode), x[0], np.array([1.0, 0.5]))
    check("interp({}, [0.0, 1.0, 3.0], [1.0, 2.0, 0.0])", lambda q: np.interp(q, [0.0, 1.0, 3.0], [1.0, 2.0, 0.0]), np.array([-1.0, 0.0, 0.5, 3.0, 9.0]))


def t(f):
    return lambda *a: f(*[torch.tensor(np.array(v)) for v in a]).numpy()


def networks():
    x = np.arange(24.0).reshape(2, 3, 4) % 7 - 3
    w = np.arange(18.0).reshape(2, 3, 3) % 4 - 1
    for stride, padding, dilation in [(1, 0, 1), (2, 1, 1), (1, 2, 2), (3, 0, 1)]:
        if 4 + 2 * padding < dilation * 2 + 1:
            continue
        options = f"stride={stride}, padding={padding}, dilation={dilation}"
        check(f"conv1d({{}}, {{}}, {options})", t(lambda a, b: F.conv1d(a, b, stride=stride, padding=padding, dilation=dilation)), x, w)
        check(f"conv_transpose1d({{}}, {{}}, {options})", t(lambda a, b: F.conv_transpose1d(a, b, stride=stride, padding=padding, dilation=dilation)), x[:, :2], w)
    image, kernel = np.arange(32.0).reshape(1, 2, 4, 4) % 5 - 2, np.arange(16.0).reshape(2, 2, 2, 2) % 3 - 1
    for stride, padding in [(1, 0), (2, 1)]:
        check(f"conv2d({{}}, {{}}, stride={stride}, padding={padding})", t(lambda a, b: F.conv2d(a, b, stride=stride, padding=padding)), image, kernel)
        check(f"conv_transpose2d({{}}, {{}}, stride={stride}, padding={padding})", t(lambda a, b: F.conv_transpose2d(a, b, stride=stride, padding=padding)), image, kernel)
    check("conv1d({}, {})", t(F.conv1d), x[:0], w)
    for kernel in [1, 2, 3]:
        check(f"max_pool({{}}, {kernel})", t(lambda a: F.max_pool1d(a, kernel)), x)
        check(f"avg_pool({{}}, {kernel})", t(lambda a: F.avg_pool1d(a, kernel)), x)
    holes = x.copy()
    holes[0, 0] = [nan, 1, -inf, -inf]
    check("max_pool({}, 2)", t(lambda a: F.max_pool1d(a, 2)), holes)
    check("max_pool({}, [2, 2], stride=[1, 2])", t(lambda a: F.max_pool2d(a, 2, stride=(1, 2))), image)
    check("avg_pool({}, [2, 1])", t(lambda a: F.avg_pool2d(a, (2, 1))), image)
    check("resize({}, 7)", t(lambda a: F.interpolate(a, size=7, mode="nearest")), x)
    check('resize({}, 7, mode="linear")', t(lambda a: F.interpolate(a, size=7, mode="linear")), x)
    check('resize({}, [3, 6], mode="linear")', t(lambda a: F.interpolate(a, size=(3, 6), mode="bilinear")), image)
    rows = np.array([[1.0, 1.0, 1.0, 1.0], [1.0, -2.0, 0.0, 3.0]])
    check("linear({}, {})", lambda a, b: a @ b.T, rows, np.arange(8.0).reshape(2, 4))
    check("linear({}, {})", lambda a, b: a @ b.T, rows[:0], np.arange(8.0).reshape(2, 4))
    check("embedding([[1, 0], [1, 1]], {})", lambda w: w[[[1, 0], [1, 1]]], rows)
    check("layer_norm({})", t(lambda a: F.layer_norm(a, (4,))), rows)
    check("rms_norm({}, eps=1e-5)", lambda a: a / np.sqrt((a * a).mean(-1, keepdims=True) + 1e-5), rows)
    check("batch_norm({})", t(lambda a: F.batch_norm(a, None, None, training=True)), rows)
    check("batch_norm({})", t(lambda a: F.batch_norm(a, None, None, training=True)), x)
    check("group_norm({}, groups=2)", t(lambda a: F.group_norm(a, 2)), rows)
    check("instance_norm({})", t(lambda a: F.instance_norm(a)), x)
    check("attention({}, {}, {})", t(F.scaled_dot_product_attention), x[0], x[1], x[1])
    check("attention({}, {}, {}, causal=true)", t(lambda q, k, v: F.scaled_dot_product_attention(q, k, v, is_causal=True)), x[0], x[1], x[1])
    check("attention({}, {}, {}, scale=100)", t(lambda q, k, v: F.scaled_dot_product_attention(q, k, v, scale=100)), x[0], x[1], x[1])
    check("stats_pool({})", lambda a: np.concatenate([a.mean(2), a.std(2, ddof=1)], axis=1), x)
    row("dropout(ones(2, 3, dtype=f64), p=0)", np.ones((2, 3)))
    row("dropout(ones(2, 3, dtype=f64), p=1)", np.zeros((2, 3)))
    cell = torch.nn.GRUCell(4, 2, dtype=torch.float64)
    with torch.no_grad():
        for p in cell.parameters():
            p.copy_(torch.arange(p.numel(), dtype=torch.float64).reshape(p.shape) % 5 / 4 - 0.5)
        h = np.array([[0.5, -0.5], [0.0, 100.0]])
        check(
            "gru_cell({}, {}, {}, {}, bw={}, bu={})",
            lambda a, b, *_: cell(torch.tensor(np.array(a)), torch.tensor(np.array(b))).numpy(),
            rows, h, *[p.numpy() for p in cell.parameters()], kinds=("f64",),
        )


# MARK: statistics

def statistics():
    x = np.array([[1.0, 2.0], [3.0, -1.0], [0.5, 0.0], [2.0, 2.0]])
    check("cov({})", lambda a: np.cov(a, rowvar=False), x)
    check("cov({}, ddof=0)", lambda a: np.cov(a, rowvar=False, ddof=0), x)
    check("corrcoef({})", lambda a: np.corrcoef(a, rowvar=False), x)
    check("corrcoef({})", lambda a: np.array([[nan, nan], [nan, 1.0]]), np.array([[1.0, 2.0], [1.0, 3.0]]), kinds=("f64",))
    check("standardize({})", lambda a: (a - a.mean(0)) / a.std(0), x)
    check("standardize({}, axis=none)", lambda a: (a - a.mean()) / a.std(), x)
    check("standardize({})", lambda a: np.zeros_like(a), np.array([[1.0, 2.0]]))
    check("normalize({})", t(lambda a: F.normalize(a, dim=-1)), np.array([[0.0, 0.0], [3.0, -4.0], [1e-20, 0.0]]))
    check("normalize({}, axis=0)", t(lambda a: F.normalize(a, dim=0)), x)
    check("normalize({})", lambda a: a, EMPTY)
    for name, option, f in [
        ("euclidean", "distance", lambda a, b: scipy.spatial.distance.cdist(a, b)),
        ("squared_euclidean", "distance", lambda a, b: scipy.spatial.distance.cdist(a, b, "sqeuclidean")),
        ("manhattan", "distance", lambda a, b: scipy.spatial.distance.cdist(a, b, "cityblock")),
        ("dot", "similarity", lambda a, b: a @ b.T),
        ("cosine", "similarity", lambda a, b: 1 - scipy.spatial.distance.cdist(a, b, "cosine")),
    ]:
        check(f'pairwise({{}}, {{}}, {option}="{name}")', f, x, x[:2] + 0.25)
    cost = np.array([[1.0, 1.0, 2.0], [1.0, 3.0, 0.0]])
    check("hungarian({})", lambda c: linear_sum_assignment(c)[1], cost)
    check("hungarian({})", lambda c: np.zeros(0, np.int64), np.zeros((0, 2)), kinds=("f64",))
    check("sinkhorn({}, eps=1, iterations=500)", sinkhorn, cost)
    check("whiten({})", lambda a: scipy.linalg.solve_triangular(np.linalg.cholesky(np.cov(a, rowvar=False)), (a - a.mean(0)).T, lower=True).T, x)


def sinkhorn(c):
    k = np.exp(-c)
    v = np.ones(c.shape[1])
    for _ in range(500):
        u = 1 / c.shape[0] / (k @ v)
        v = 1 / c.shape[1] / (k.T @ u)
    return u[:, None] * k * v


for part in [elementwise, pairs, reductions, scans, sorting, shapes, places, matrices, signals, networks, statistics]:
    part()
with open("Tests/Reference/edges.txt", "w") as f:
    f.write(f"# Written by Tests/Reference/edges.py (NumPy {np.__version__}, SciPy, PyTorch {torch.__version__}); do not edit.\n")
    f.write("\n".join(lines) + "\n")
print(len(lines), "rows")
