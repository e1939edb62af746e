"""Writes Tests/Reference/learners.txt: what scikit-learn learns from given rows.

Run by hand from the root: python3 Tests/Reference/learners.py
"""

import numpy as np
import sklearn
from rows import Rows
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.linear_model import Lasso, LogisticRegression, Ridge
from sklearn.manifold import TSNE, trustworthiness
from sklearn.mixture import GaussianMixture
from sklearn.svm import SVC

reference = Rows(20251125)
row, normal = reference.row, reference.normal
rng = reference.rng


def number(value):
    return np.asarray(float(value))


def blobs(n, k, dim, spread):
    centers = normal(k, dim) * 3
    y = np.arange(n) % k
    return np.round(centers[y] + rng.normal(size=(n, dim)) * spread, 3), y


# Components.
for name, shape, dims, whiten in [
    ("pca covariance", (40, 3), 2, False),
    ("pca direct", (7, 5), 3, False),
    ("pca whiten", (40, 3), 3, True),
    ("pca wide", (4, 9), 4, False),
]:
    x = np.round(normal(*shape) @ normal(shape[1], shape[1]) + 2, 3)
    p = PCA(dims, whiten=whiten, svd_solver="full").fit(x)
    z = p.transform(x[:3])
    row(
        f"{name} {dims} {int(whiten)}", [x],
        [p.components_, p.mean_, p.explained_variance_, p.explained_variance_ratio_, z, p.inverse_transform(z)],
    )

# Groups.
x, _ = blobs(60, 4, 3, 1.5)
far = x[:4].copy()
far[3] = 500.0
for name, start in [("kmeans", x[:4]), ("kmeans empty", far)]:
    m = KMeans(4, init=start, n_init=1).fit(x)
    row(name, [x, start], [m.cluster_centers_, m.labels_.astype(np.int64), number(m.inertia_), np.asarray(m.n_iter_)])
x, _ = blobs(300, 12, 4, 1.0)
runs = [KMeans(12, n_init=1, random_state=seed).fit(x).inertia_ for seed in range(40)]
row("kmeans spread", [x], [number(np.mean(runs))])

# Mixtures.
x, _ = blobs(80, 3, 2, 1.2)
start = x[[0, 1, 2]] + 0.25
nearest = ((x[:, None] - start) ** 2).sum(2).argmin(1)
shares = np.eye(3)[nearest]
for kind in ["full", "tied", "diag", "spherical"]:
    first = GaussianMixture(3, covariance_type=kind)
    first._initialize(x, shares)
    roots = first.precisions_cholesky_
    precisions = {
        "full": lambda: np.array([r @ r.T for r in roots]),
        "tied": lambda: roots @ roots.T,
        "diag": lambda: roots**2,
        "spherical": lambda: roots**2,
    }[kind]()
    m = GaussianMixture(
        3, covariance_type=kind, weights_init=first.weights_, means_init=first.means_,
        precisions_init=precisions, tol=1e-5, max_iter=500,
    ).fit(x)
    row(
        f"gmm {kind}", [x, start],
        [m.weights_, m.means_, m.covariances_, number(m.lower_bound_), np.asarray(m.n_iter_),
         m.predict_proba(x[:4]), m.score_samples(x[:4]), m.predict(x).astype(np.int64), np.asarray(m._n_parameters())],
    )

# Regressions.
def regression(n, dim, outputs=None):
    x = normal(n, dim) + 0.5
    w = normal(dim, outputs or 1) * (rng.random((dim, 1)) < 0.5)
    y = np.round(x @ w + 0.3 * rng.normal(size=(n, outputs or 1)) + 1, 3)
    return x, y if outputs else y[:, 0]


for n, dim, outputs in [(20, 4, None), (6, 9, None), (20, 3, 2)]:
    x, y = regression(n, dim, outputs)
    for bias in [True, False]:
        m = Ridge(alpha=0.7, fit_intercept=bias).fit(x, y)
        row(f"ridge 0.7 {int(bias)}", [x, y], [m.coef_, np.asarray(m.intercept_ if bias else (np.zeros(2) if outputs else 0.0)), m.predict(x[:3])])
        m = Lasso(alpha=0.05, fit_intercept=bias, tol=1e-13, max_iter=1000000).fit(x, y)
        row(f"lasso 0.05 {int(bias)}", [x, y], [m.coef_, np.asarray(m.intercept_ if bias else (np.zeros(2) if outputs else 0.0)), m.predict(x[:3])])
x, y = regression(20, 4)
w = np.linalg.lstsq(np.column_stack([x, np.ones(20)]), y, rcond=None)[0]
row("ridge 0 1", [x, y], [w[:4], number(w[4]), (x @ w[:4] + w[4])[:3]])

# Classifiers.
for k in [2, 3]:
    x, y = blobs(60, k, 3, 4.0)
    labels = (y * 2 + 5).astype(np.int64)
    for c, bias in [(1.0, True), (0.05, True), (2.0, False)]:
        m = LogisticRegression(C=c, fit_intercept=bias, solver="newton-cholesky", tol=1e-14, max_iter=1000).fit(x, labels)
        row(
            f"logistic {c} {int(bias)}", [x, labels],
            [m.coef_, np.asarray(m.intercept_), m.predict_proba(x[:4]), m.decision_function(x[:4]), m.predict(x).astype(np.int64)],
        )
    for kernel, c, gamma in [("linear", 1.0, "scale"), ("linear", 0.05, "scale"), ("rbf", 1.0, "scale"), ("rbf", 10.0, 0.02)]:
        m = SVC(C=c, kernel=kernel, gamma=gamma, tol=1e-10).fit(x, labels)
        row(
            f"svm {kernel} {c} {gamma}", [x, labels],
            [m.decision_function(x), m.predict(x).astype(np.int64), m.support_[np.argsort(m.support_)].astype(np.int64)],
        )

# Pictures: the divergence and the trustworthiness that scikit-learn's reaches.
x, _ = blobs(150, 6, 8, 1.5)
t = TSNE(perplexity=12, random_state=0)
z = t.fit_transform(x)
row("tsne 12", [x], [number(t.kl_divergence_), number(trustworthiness(x, z, n_neighbors=8))])

reference.write("learners", f"scikit-learn {sklearn.__version__}")
