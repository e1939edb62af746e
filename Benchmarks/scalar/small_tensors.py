import numpy as np


def run(n):
    x = np.linspace(0, 1, 64, dtype=np.float32)
    y = np.linspace(1, 2, 64, dtype=np.float32)
    total = 0.0
    for i in range(n):
        x = 0.9 * x + y
        total += (x * y).sum().item()
    return total


print(run(200000))
