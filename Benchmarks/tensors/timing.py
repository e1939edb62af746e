"""How the peers' programs time a call: two calls to warm up, then the median of some."""
import statistics
import time


def measure(name, call, repeat=7):
    times = []
    for round in range(repeat + 2):
        start = time.perf_counter()
        call()
        if round >= 2:
            times.append(time.perf_counter() - start)
    print(f"{name}\t{statistics.median(times)}\t{min(times)}", flush=True)
