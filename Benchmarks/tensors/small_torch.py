"""The workloads of small.mscript in eager PyTorch."""
import torch
from timing import measure

x, w = (torch.randn(64, 64, requires_grad=True) for _ in range(2))
bias = torch.randn(64, requires_grad=True)


def step():
    h = x
    for _ in range(4):
        h = torch.tanh(h * w + bias) * 0.5 + x
    torch.autograd.grad(h.mean(), [x, w, bias])


def per_call(name, call, calls):
    import statistics
    import time
    times = []
    for _ in range(11):
        start = time.perf_counter()
        for _ in range(calls):
            call()
        times.append((time.perf_counter() - start) / calls)
    print(f"{name}\t{statistics.median(times[2:])}\t{min(times[2:])}")


tiny = torch.randn(4)


def additions():
    h = tiny
    for _ in range(100):
        h = h + tiny
    return h


per_call("20-operation chain with gradients, 64x64", step, 200)
with torch.no_grad():
    per_call("100 additions of 4 elements", additions, 200)
