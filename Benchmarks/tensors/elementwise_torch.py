"""The workloads of elementwise.mscript in PyTorch, in place or into kept memory where it can."""
import torch
from timing import measure

torch.set_grad_enabled(False)
x = torch.randn(10_000_000)
m = torch.randn(4096, 4096)
row = torch.randn(4096)
a, b, big = torch.empty_like(x), torch.empty_like(x), torch.empty_like(m)


def chain():
    torch.mul(x, x, out=a)
    a.neg_().exp_().mul_(0.5)
    torch.tanh(x, out=b)
    return a.add_(b)


measure("chain exp(-x*x)*0.5+tanh(x), 1e7", chain)
measure("exp, 1e7", lambda: torch.exp(x, out=a))
measure("tanh, 1e7", lambda: torch.tanh(x, out=a))
measure("row softmax, 4096x4096", lambda: torch.softmax(m, 1, out=big))
measure("row logsumexp, 4096x4096", lambda: torch.logsumexp(m, 1))
measure("broadcast add, 4096x4096 + 4096", lambda: torch.add(m, row, out=big))
measure("row sums, 4096x4096", lambda: m.sum(1))
measure("column means, 4096x4096", lambda: m.mean(0))
measure("max of all, 4096x4096", lambda: m.max())
measure("sort, 1e7", lambda: torch.sort(x), repeat=3)
measure("argsort, 1e7", lambda: torch.argsort(x), repeat=3)
measure("randn, 1e7", lambda: a.normal_())
