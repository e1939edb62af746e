"""The workloads of elementwise.mscript in NumPy, with results written into kept memory where
NumPy can do so."""
import numpy as np
from timing import measure

generator = np.random.default_rng(7)
x = generator.standard_normal(10_000_000, dtype=np.float32)
m = generator.standard_normal((4096, 4096), dtype=np.float32)
row = generator.standard_normal(4096, dtype=np.float32)
a, b, big = np.empty_like(x), np.empty_like(x), np.empty_like(m)


def chain():
    np.multiply(x, x, out=a)
    np.negative(a, out=a)
    np.exp(a, out=a)
    np.multiply(a, np.float32(0.5), out=a)
    np.tanh(x, out=b)
    return np.add(a, b, out=a)


def softmax():
    np.subtract(m, m.max(1, keepdims=True), out=big)
    np.exp(big, out=big)
    return np.divide(big, big.sum(1, keepdims=True), out=big)


def logsumexp():
    top = m.max(1, keepdims=True)
    np.subtract(m, top, out=big)
    return np.log(np.exp(big, out=big).sum(1)) + top[:, 0]


measure("chain exp(-x*x)*0.5+tanh(x), 1e7", chain)
measure("exp, 1e7", lambda: np.exp(x, out=a))
measure("tanh, 1e7", lambda: np.tanh(x, out=a))
measure("row softmax, 4096x4096", softmax)
measure("row logsumexp, 4096x4096", logsumexp)
measure("broadcast add, 4096x4096 + 4096", lambda: np.add(m, row, out=big))
measure("row sums, 4096x4096", lambda: m.sum(1))
measure("column means, 4096x4096", lambda: m.mean(0))
measure("max of all, 4096x4096", lambda: m.max())
measure("sort, 1e7", lambda: np.sort(x), repeat=5)
measure("argsort, 1e7", lambda: np.argsort(x), repeat=3)
measure("randn, 1e7", lambda: generator.standard_normal(out=a, dtype=np.float32))
