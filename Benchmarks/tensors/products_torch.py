"""The workloads of products.mscript in PyTorch."""
import torch
from timing import measure

torch.set_grad_enabled(False)
a, b, c, d = (
    torch.randn(shape) for shape in [(1024, 1024), (1024, 1024), (4096, 128), (128, 4096)])
square, wide = torch.empty(1024, 1024), torch.empty(4096, 4096)
measure("matmul 1024x1024x1024", lambda: torch.matmul(a, b, out=square), repeat=15)
measure("matmul 4096x128x4096", lambda: torch.matmul(c, d, out=wide), repeat=15)
