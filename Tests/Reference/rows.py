"""Rows of reference files for the tensor operations: `name | input | … -> output | …`, an array
as `dtype [shape] values`. Where the word `edge` stands in the name there is no derivative to
compare. The names are those of the tables in Tests/TensorsTests/*Cases.swift.
"""

import numpy as np


def text(a):
    a = np.asarray(a)
    kind = {"b": "bool", "i": "i64", "f": "f64"}[a.dtype.kind]
    shape = ",".join(str(n) for n in a.shape)
    if kind == "f64":
        values = [repr(float(v)) for v in a.ravel()]
    else:
        values = [str(int(v)) for v in a.ravel()]
    return " ".join([kind, f"[{shape}]", *values])


class Rows:
    """Collects rows, and makes the operands for them."""

    def __init__(self, seed):
        self.rng = np.random.default_rng(seed)
        self.rows = []

    def row(self, name, inputs, outputs):
        if not isinstance(outputs, (list, tuple)):
            outputs = [outputs]
        sides = (" | ".join(map(text, inputs)), " | ".join(map(text, outputs)))
        self.rows.append(name + " | " + " -> ".join(sides))

    def normal(self, *shape):
        return np.round(self.rng.normal(size=shape), 3)

    def apart(self, *shape):
        """Distinct numbers in random order, no two nearer than 0.1, none near 0."""
        n = int(np.prod(shape))
        values = (np.arange(n) - n / 2 + 0.3) * 0.13
        return np.round(self.rng.permutation(values), 3).reshape(shape)

    def ints(self, low, high, *shape):
        return self.rng.integers(low, high, size=shape)

    def write(self, name, by=f"NumPy {np.__version__}, SciPy"):
        with open(f"Tests/Reference/{name}.txt", "w") as f:
            f.write(f"# Written by Tests/Reference/{name}.py ({by}); do not edit.\n")
            f.write("\n".join(self.rows) + "\n")
        print(len(self.rows), "rows of", name)
