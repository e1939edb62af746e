"""The workloads of training.mscript in PyTorch."""
import math
import sys
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn

from timing import measure

sys.path.append(str(Path(__file__).resolve().parents[1] / "peers"))
from additive_margins import encoder, loss_of

model = encoder()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
loss = loss_of("aam", 0.3, 2.0)
a, b = torch.randn(90, 12, 7), torch.randn(90, 12, 7)


def step():
    optimizer.zero_grad()
    loss(model(a), model(b)).backward()
    optimizer.step()


measure("encoder step, 2 x 90x12x7", step, repeat=200)

mlp = nn.Sequential(
    nn.Linear(64, 256), nn.ReLU(), nn.Linear(256, 256), nn.ReLU(), nn.Linear(256, 64))
trained = torch.optim.Adam(mlp.parameters(), lr=1e-3)
digits, noise = torch.randn(1797, 64), torch.randn(1797, 64)


def contrast(a, b, scale=5):
    n = a.shape[0]
    z = F.normalize(torch.cat([a, b]))
    partner = torch.cat([torch.arange(n, 2 * n), torch.arange(n)])
    return F.cross_entropy((scale * z @ z.T).fill_diagonal_(-math.inf), partner)


def epoch():
    order = torch.randperm(1797)
    for start in range(0, 1792, 256):
        pick = order[start:start + 256]
        x, e = digits[pick], noise[pick]
        trained.zero_grad()
        contrast(mlp(x + 0.1 * e), mlp(x - 0.1 * e)).backward()
        trained.step()


measure("MLP epoch, 1797x64, batches of 256", epoch, repeat=20)
