"""What the machine can do: single-precision products and memory copies, on two threads."""
import ctypes
import ctypes.util
import threading
import time

import numpy as np

library = ctypes.CDLL(ctypes.util.find_library("openblas"))
libc = ctypes.CDLL(None)
pointer = ctypes.POINTER(ctypes.c_float)


def best(call, repeat):
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return min(times)


n = 4096
a, b, c = (np.random.rand(n, n).astype(np.float32) for _ in range(3))
p, q, r = (array.ctypes.data_as(pointer) for array in (a, b, c))
one, zero = ctypes.c_float(1), ctypes.c_float(0)
seconds = best(
    lambda: library.cblas_sgemm(101, 111, 111, n, n, n, one, p, n, q, n, zero, r, n), 5)
rate = 2 * n ** 3 / seconds / 1e9
print(f"sgemm GFLOP/s\t{rate}\t{rate}")

size = 256 << 20
source, target = np.ones(size, np.uint8), np.zeros(size, np.uint8)
half = size // 2


def copy():
    threads = [
        threading.Thread(
            target=libc.memmove,
            args=[ctypes.c_void_p(array.ctypes.data + part * half) for array in (target, source)]
            + [ctypes.c_size_t(half)])
        for part in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


seconds = best(copy, 9)
rate = 2 * size / seconds / 1e9
print(f"copy GB/s, read and written\t{rate}\t{rate}")
