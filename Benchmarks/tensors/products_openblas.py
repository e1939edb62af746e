"""The workloads of products.mscript by Debian's OpenBLAS called directly."""
import ctypes
import ctypes.util

import numpy as np
from timing import measure

library = ctypes.CDLL(ctypes.util.find_library("openblas"))
pointer = ctypes.POINTER(ctypes.c_float)
generator = np.random.default_rng(7)


def matrix(*shape):
    return generator.standard_normal(shape, dtype=np.float32)


def product(m, n, k):
    a, b, c = matrix(m, k), matrix(k, n), matrix(m, n)
    p, q, r = (array.ctypes.data_as(pointer) for array in (a, b, c))
    one, zero = ctypes.c_float(1), ctypes.c_float(0)
    kept = (a, b, c)

    def call():
        library.cblas_sgemm(101, 111, 111, m, n, k, one, p, k, q, n, zero, r, n)
        return kept

    return call


measure("matmul 1024x1024x1024", product(1024, 1024, 1024), repeat=15)
measure("matmul 4096x128x4096", product(4096, 4096, 128), repeat=15)
measure("sgemm 4096x4096x4096", product(4096, 4096, 4096), repeat=3)
