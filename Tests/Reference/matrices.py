"""Writes Tests/Reference/matrices.txt: linear algebra on given numbers by NumPy and SciPy.

Run by hand from the root: python3 Tests/Reference/matrices.py
Signs of vectors in decompositions are a matter of taste, so rows compare absolute values, and
products that do not depend on them.
"""

import numpy as np
from scipy import linalg

from rows import Rows

reference = Rows(20240711)
row, normal, apart = reference.row, reference.normal, reference.apart


def strong(*shape):
    """Square matrices far from singular, not symmetric."""
    n = shape[-1]
    return np.round(normal(*shape) + 3 * np.eye(n) + np.diag(np.arange(n)), 3)


def positive(*shape):
    a = normal(*shape)
    return np.round(a @ np.swapaxes(a, -1, -2) + np.eye(shape[-1]), 3)


def symmetric(*shape):
    a = normal(*shape)
    return np.round((a + np.swapaxes(a, -1, -2)) / 2 + np.diag(2.0 * np.arange(shape[-1])), 3)


# Equations
for a, b in [(strong(3, 3), normal(3, 2)), (strong(4, 4), normal(4)),
             (strong(2, 3, 3), normal(2, 3, 2)), (strong(3, 3), normal(2, 3, 1)),
             (strong(2, 1, 2, 2), normal(3, 2, 2)), (np.zeros((0, 0)), np.zeros((0, 2)))]:
    row("solve", [a, b], np.linalg.solve(a, b))
a, b = strong(4, 4), normal(4, 2)
row("solveTriangular lower", [np.tril(a), b], linalg.solve_triangular(a, b, lower=True))
row("solveTriangular upper", [np.triu(a), b], linalg.solve_triangular(a, b))
row("solveTriangular lower", [np.tril(a), b[:, 0]], linalg.solve_triangular(a, b[:, 0], lower=True))
for a in [strong(3, 3), strong(2, 3, 3), np.array([[2.0]]), np.zeros((2, 0, 0))]:
    row("inv", [a], np.linalg.inv(a))
    row("det", [a], np.linalg.det(a))
    sign, size = np.linalg.slogdet(a)
    row("slogdet", [a], [size, sign])
swapped = strong(4, 4)[[1, 0, 3, 2]]
row("det", [swapped], np.linalg.det(swapped))
swapped = swapped[[0, 2, 1, 3]]
sign, size = np.linalg.slogdet(swapped)
row("slogdet", [swapped], [size, sign])
singular = np.array([[1.0, 2.0, 3.0], [2.0, 4.0, 6.0], [1.0, 0.5, -1.0]])
row("det singular", [singular], np.array(0.0))
row("slogdet edge", [np.array([[1.0, 2.0], [2.0, 4.0]])], [np.array(-np.inf), np.array(0.0)])
for a in [positive(3, 3), positive(2, 4, 4), np.array([[4.0]]), np.zeros((0, 0))]:
    row("cholesky", [a], np.linalg.cholesky(a))

# Decompositions
for shape in [(4, 3), (3, 3), (3, 5), (2, 4, 3), (3, 1), (0, 3), (2, 0)]:
    a = normal(*shape)
    q, r = np.linalg.qr(a)
    row("qr q", [a], q)
    row("qr r", [a], r)
for shape in [(4, 3), (3, 3), (2, 5), (2, 3, 2), (1, 3), (0, 3)]:
    a = normal(*shape)
    u, s, vt = np.linalg.svd(a, full_matrices=False)
    row("svd s", [a], s)
    row("svd u", [a], np.abs(u))
    row("svd vt", [a], np.abs(vt))
    row("svd whole", [a], a)
equal = np.diag([2.0, 2.0, 1.0])
row("svd s edge", [equal], np.array([2.0, 2.0, 1.0]))
for a in [symmetric(3, 3), symmetric(2, 4, 4), np.array([[5.0]]), np.zeros((0, 0))]:
    w, v = np.linalg.eigh(a)
    row("eigh values", [a], w)
    row("eigh vectors", [a], np.abs(v))
    row("eigh whole", [a], a)
for shape in [(4, 3), (3, 4), (2, 3, 2)]:
    a = normal(*shape)
    row("pinv", [a], np.linalg.pinv(a))
flat = np.outer([1.0, 2.0, -1.0], [0.5, 1.0])
row("pinv edge", [flat], np.linalg.pinv(flat))
for a, b in [(normal(5, 3), normal(5, 2)), (normal(4, 2), normal(4)), (normal(2, 4), normal(2, 1))]:
    row("lstsq", [a, b], np.linalg.lstsq(a, b, rcond=None)[0])
row("matrixRank", [flat], np.array(1))
row("matrixRank", [normal(2, 3, 4)], np.array([3, 3]))
a = strong(2, 3, 3)
row("cond", [a], np.linalg.cond(a))

# Functions of matrices
for n in [0, 1, 2, 5, -2]:
    a = strong(3, 3)
    row(f"matrixPower {n}" + " edge" * (n == 0), [a], np.linalg.matrix_power(a, n))
row("matrixPower 10", [np.array([[1, 1], [1, 0]])], np.array([[89, 55], [55, 34]]))
for a in [normal(3, 3), 8 * normal(3, 3), np.array([[0.0, 1.0], [0.0, 0.0]]), np.zeros((3, 3))]:
    row("expm", [a], linalg.expm(a))
for a, b in [(apart(2, 3), apart(3, 2)), (apart(3), apart(2)), (apart(2), apart(2, 2)),
             (np.array([1, 2]), np.array([[1, -1]]))]:
    row("kron", [a, b], np.kron(a, b))
a, b = apart(4, 3), apart(3) + 0.05
row("cross", [a, b], np.cross(a, b))
a, b = apart(3, 2), apart(3, 2) + 0.05
row("cross 0", [a, b], np.cross(a, b, axis=0))
blocks = [apart(2, 3), apart(1, 1), apart(2)]
row("blockDiagonal", blocks, linalg.block_diag(*blocks))
for a in [apart(3, 4), apart(2, 3, 3)]:
    row("trace", [a], np.trace(a, axis1=-2, axis2=-1))

# Contractions
terms = {"i": (3,), "j": (4,), "ij": (3, 4), "jk": (4, 2), "ik": (3, 2), "kl": (2, 5), "ii": (3, 3),
         "bij": (2, 3, 4), "bjk": (2, 4, 2), "b": (2,), "iij": (3, 3, 2), "aji": (2, 4, 3)}
for text in ["ij,jk->ik", "ij,jk", "ij->ji", "ij->", "ij->i", "ii->i", "ii", "ii->", "i,i->", "i,j->ij",
             "i,j->ji", "bij,bjk->bik", "bij,bjk->ki", "bij,bij->b", "ij,jk,kl->il", "ij,jk,ik->",
             "iij->j", "i,ij,j->", "b,bij->bj", "aji,ij->a", "ij,ij->ij"]:
    operands = [apart(*terms[part]) for part in text.split("->")[0].split(",")]
    row("einsum " + text, operands, np.einsum(text, *operands))
a, b = apart(2, 1, 3, 4), apart(5, 4, 2)
row("einsum ...ij,...jk->...ik", [a, b], np.einsum("...ij,...jk->...ik", a, b))
row("einsum ...j,jk", [a[0, 0], b[0]], np.einsum("...j,jk", a[0, 0], b[0]))
row("einsum i...->...", [a[0, 0]], np.einsum("i...->...", a[0, 0]))
row("einsum ij,jk->ik", [np.array([[1, 2], [3, 4]]), np.array([[5], [6]])], np.array([[17], [39]]))
a, b = apart(2, 3, 4), apart(4, 3, 5)
row("tensordot 2,1 0,1", [a, b], np.tensordot(a, b, ([2, 1], [0, 1])))
row("tensordot 1 1", [a, b], np.tensordot(a, b, ([1], [1])))
a, b = apart(2), apart(3)
row("tensordot none", [a, b], np.tensordot(a, b, 0))

reference.write("matrices")
