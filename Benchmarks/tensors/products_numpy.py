"""The workloads of products.mscript in NumPy."""
import numpy as np
from timing import measure

generator = np.random.default_rng(7)
a, b, c, d = (
    generator.standard_normal(shape, dtype=np.float32)
    for shape in [(1024, 1024), (1024, 1024), (4096, 128), (128, 4096)])
square, wide = np.empty((1024, 1024), np.float32), np.empty((4096, 4096), np.float32)
measure("matmul 1024x1024x1024", lambda: np.matmul(a, b, out=square), repeat=15)
measure("matmul 4096x128x4096", lambda: np.matmul(c, d, out=wide), repeat=15)
