"""Writes Tests/Reference/arrays.txt: scans, arrangements, groups and special functions on given
numbers by NumPy, SciPy and PyTorch.

Run by hand from the root: python3 Tests/Reference/arrays.py
"""

import numpy as np
import torch
from scipy import special, stats

from rows import Rows

reference = Rows(20240802)
row, normal, apart, ints = reference.row, reference.normal, reference.apart, reference.ints


def by_torch(f, *arrays):
    return f(*[torch.from_numpy(np.ascontiguousarray(a)) for a in arrays]).numpy()


# Special functions
positive = np.abs(apart(3, 4)) + 0.2
anywhere = np.array([-4.5, -2.3, -1.75, -0.4, -0.05, 0.03, 0.5, 1.0, 1.461632, 3.2, 12.5, 40.0])
row("lgamma", [positive], special.gammaln(positive))
row("lgamma", [anywhere], special.gammaln(anywhere))
row("digamma", [positive], special.digamma(positive))
row("digamma", [anywhere], special.digamma(anywhere))
row("digamma edge", [np.array([1e-6, 1e6, 1e16, np.inf, np.nan, -1.0])],
    special.digamma(np.array([1e-6, 1e6, 1e16, np.inf, np.nan, -1.0])))
for order in [1, 2, 3]:
    row(f"polygamma {order}", [positive], special.polygamma(order, positive))
trigamma = [special.zeta(2, x) if x > 0 else np.pi**2 / np.sin(np.pi * x)**2 - special.zeta(2, 1 - x) for x in anywhere]
row("polygamma 1 edge", [anywhere], np.array(trigamma))
unit = np.array([-0.9999, -0.97, -0.5, -0.1, -1e-3, 1e-9, 0.3, 0.499, 0.7, 0.95, 0.999])
row("erfinv", [unit[1:-1]], special.erfinv(unit[1:-1]))
row("erfinv edge", [np.array([-1.0, 1.0, 0.0, 1.5, np.nan, 1 - 1e-15, -1 + 1e-12])],
    special.erfinv(np.array([-1.0, 1.0, 0.0, 1.5, np.nan, 1 - 1e-15, -1 + 1e-12])))

# Scans
x = apart(2, 3, 4)
for axis in [0, 1, 2]:
    row(f"cumprod {axis}", [x], np.cumprod(x, axis=axis))
    row(f"cummax {axis}", [x], np.maximum.accumulate(x, axis=axis))
    row(f"cummin {axis}", [x], np.minimum.accumulate(x, axis=axis))
    row(f"logcumsumexp {axis}", [x], np.logaddexp.accumulate(x, axis=axis))
    row(f"diff 1 {axis}", [x], np.diff(x, axis=axis))
    row(f"trapezoid {axis}", [x], np.trapezoid(x, axis=axis))
row("cumprod 0", [np.array([2.0, 0.0, 3.0, 0.0, 4.0])], np.array([2.0, 0, 0, 0, 0]))
row("cumprod 0", [np.array([2, -3, 5])], np.array([2, -6, -30]))
row("cumprod 0", [np.array([True, True, False])], np.array([1, 1, 0]))
row("cummax 0", [np.array([1.0, np.nan, 3.0])], np.array([1.0, np.nan, np.nan]))
row("cummax 0", [np.array([1, 5, 2])], np.array([1, 5, 5]))
row("cummin 0", [np.zeros((0, 2))], np.zeros((0, 2)))
row("logcumsumexp 0 edge", [np.array([800.0, -800.0, 801.0])], np.logaddexp.accumulate(np.array([800.0, -800.0, 801.0])))
row("logcumsumexp 0 edge", [np.array([-np.inf, -np.inf, 1.0, np.inf])], np.array([-np.inf, -np.inf, 1.0, np.inf]))
row("diff 2 -1", [x], np.diff(x, 2))
row("diff 1 0", [np.array([5, 3, 8])], np.array([-2, 5]))
row("diff 3 0", [np.array([5.0, 3.0])], np.zeros(0))
places = np.sort(apart(4))
row("trapezoid x 2", [x, places], np.trapezoid(x, places, axis=2))
places = np.sort(apart(3))
row("trapezoid x 1", [x, places], np.trapezoid(x, places, axis=1))

# Arrangements
for mode, theirs in [("reflect", "reflect"), ("replicate", "edge"), ("circular", "wrap")]:
    row(f"pad {mode} 1,2,0,3", [x[0]], np.pad(x[0], [(1, 2), (0, 3)], mode=theirs))
    row(f"pad {mode} 5,7", [x[0, 0]], np.pad(x[0, 0], [(5, 7)], mode=theirs))
row("pad reflect 2,1", [np.array([1.5])], np.array([1.5] * 4))
row("pad circular 1,1", [np.array([1, 2, 3])], np.array([3, 1, 2, 3, 1]))
a, b, c = apart(2), apart(3), apart(2)
row("meshgrid", [a, b, c], list(np.meshgrid(a, b, c, indexing="ij")))
row("meshgrid cartesian", [a, b, c], list(np.meshgrid(a, b, c)))
v = apart(3)
for offset in [0, 1, -2]:
    row(f"diag {offset}", [v], np.diag(v, offset))
    row(f"diag {offset}", [x[0]], np.diag(x[0], offset))
for k in [0, 1, 2, 3, -1, 5]:
    row(f"rot90 {k}", [x], np.rot90(x, k))
row("rot90 1 axes 2,0", [x], np.rot90(x, 1, axes=(2, 0)))
row("unfold 2,1,2", [x], by_torch(lambda t: t.unfold(2, 2, 1), x))
y = apart(5, 2)
row("unfold 2,2,0", [y], by_torch(lambda t: t.unfold(0, 2, 2), y))
row("isin", [np.array([[1, 2], [3, 4]]), np.array([4, 1, 9])], np.array([[True, False], [False, True]]))
row("isin", [np.array([1.0, np.nan, 2.5]), np.array([2.5, np.nan])], np.array([False, False, True]))
row("isin", [np.array([1.0]), np.zeros(0)], np.array([False]))

# Groups
ids = np.array([2, 0, 2, 4, 0])
y = apart(5, 3)
for name, f, none in [("Sum", np.sum, 0.0), ("Mean", np.mean, np.nan), ("Max", np.max, -np.inf)]:
    groups = [f(y[ids == k], axis=0) if (ids == k).any() else np.full(3, none) for k in range(6)]
    row(f"segment{name} 6", [y, ids], np.array(groups))
    filled = np.array([1, 0, 2, 2, 0])
    groups = [f(y[filled == k], axis=0) for k in range(3)]
    row(f"segment{name}", [y, filled], np.array(groups))
row("segmentSum", [np.array([1, 2, 3]), np.array([1, 1, 0])], np.array([3, 3]))
row("segmentMax", [np.array([1, 2, 3]), np.array([1, 1, 0])], np.array([3, 2]))
many = normal(200)
for bins, bounds in [(10, None), (7, (-1.0, 1.5)), (1, None)]:
    counts, edges = np.histogram(many, bins=bins, range=bounds)
    tail = "" if bounds is None else f" {bounds[0]} {bounds[1]}"
    row(f"histogram {bins}{tail}", [many], [counts, edges])
row("histogram 3", [np.array([2, 2])], list(np.histogram(np.array([2, 2]), bins=3)))
row("histogram edges", [many, np.array([-1.0, 0.0, 0.5])], np.histogram(many, np.array([-1.0, 0.0, 0.5]))[0])
ties = np.array([[3.0, 1.0, 3.0, 2.0], [0.0, 0.0, 0.0, -1.0]])
row("rankData", [ties], stats.rankdata(ties, axis=1))
row("rankData 0", [ties], stats.rankdata(ties, axis=0))
row("rankData", [np.array([5, 5, 1])], np.array([2.5, 2.5, 1.0]))



def sparsemax(x):
    z = np.sort(x)[::-1]
    excess = np.cumsum(z) - 1
    k = np.nonzero(np.arange(1, len(x) + 1) * z > excess)[0][-1]
    return np.maximum(x - excess[k] / (k + 1), 0)


for axis in [0, 1]:
    y = apart(4, 3)
    row(f"sparsemax {axis}", [y], np.apply_along_axis(sparsemax, axis, y))

reference.write("arrays")
