"""Writes Tests/Reference/statistics.txt: statistics of given numbers by NumPy and SciPy.

Run by hand from the root: python3 Tests/Reference/statistics.py
"""

import sys

# This file's name is that of a module of Python's own, which NumPy may ask for.
here = sys.path.pop(0)
import numpy as np
from scipy import linalg, optimize
from scipy.spatial import distance

sys.path.insert(0, here)
from rows import Rows

reference = Rows(20241003)
row, normal, apart = reference.row, reference.normal, reference.apart

x = apart(6, 3)
row("covariance 1", [x], np.cov(x, rowvar=False))
row("covariance 0", [x], np.cov(x, rowvar=False, ddof=0))
row("correlation", [x], np.corrcoef(x, rowvar=False))
for ddof in [0, 1]:
    row(f"standardized {ddof} axes 0", [x], (x - x.mean(0)) / x.std(0, ddof=ddof))
row("standardized 0 axes all", [x], (x - x.mean()) / x.std())
row("standardized 0 axes 0 edge", [np.array([[2.0, 1.0], [2.0, 3.0]])], np.array([[0.0, -1.0], [0.0, 1.0]]))


def whitening(x, method):
    c = np.cov(x, rowvar=False).reshape(x.shape[1], x.shape[1])
    h = x - x.mean(0)
    if method == "cholesky":
        return linalg.solve_triangular(np.linalg.cholesky(c), h.T, lower=True).T
    w, v = np.linalg.eigh(c)
    if method == "zca":
        return h @ (v / np.sqrt(w)) @ v.T
    return np.abs(h @ (v / np.sqrt(w))[:, ::-1])


for method in ["cholesky", "zca", "pca"]:
    row(f"whitened {method} 1", [x], whitening(x, method))
y = apart(7, 4)
row("whitened zca 2", [y], np.concatenate([whitening(y[:, :2], "zca"), whitening(y[:, 2:], "zca")], axis=1))
out = x.copy()
for t in range(1, 6):
    out[t] = 0.9 * out[t - 1] + 0.1 * x[t]
row("smoothed 0.9 0", [x], out)
a, b = apart(4, 3), apart(5, 3) + 0.05
row("squaredDistances", [a, b], distance.cdist(a, b, "sqeuclidean"))
cost, p, q = np.abs(normal(3, 4)), np.array([0.2, 0.5, 0.3]), np.array([0.1, 0.2, 0.3, 0.4])
kernel = np.exp(-cost / 0.5)
v = np.ones(4)
for _ in range(8):
    u = p / (kernel @ v)
    v = q / (kernel.T @ u)
row("sinkhorn", [cost, p, q], u[:, None] * kernel * v)
for n, m in [(4, 4), (3, 6), (1, 1), (0, 2)]:
    c = normal(n, m)
    row("assignment", [c], optimize.linear_sum_assignment(c)[1].astype(np.int64))

reference.write("statistics")
