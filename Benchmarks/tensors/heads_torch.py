"""The losses of heads.mscript by hand in PyTorch."""
import math

import torch
import torch.nn.functional as F
from timing import measure

z = torch.randn(256, 192, requires_grad=True)
w = torch.randn(5994, 192, requires_grad=True)
y = torch.randint(0, 5994, (256,))
items = torch.arange(256)


def arc_face(scale=30.0, m=0.2):
    z.grad = w.grad = None
    cosine = F.normalize(z) @ F.normalize(w).T
    s = cosine[items, y]
    shifted = s * math.cos(m) - (1 - s * s).clamp(0, 1).sqrt() * math.sin(m)
    target = torch.where(s > math.cos(math.pi - m), shifted, s - m * math.sin(m))
    F.cross_entropy(scale * cosine.index_put((items, y), target), y).backward()


e = torch.randn(1024, 128, requires_grad=True)
labels = torch.arange(1024) % 128
same = labels[:, None] == labels[None]
positive = same & ~torch.eye(1024, dtype=torch.bool)
negative = ~same


def triplet(m=0.2):
    e.grad = None
    u = F.normalize(e)
    distance = torch.cdist(u, u)
    far = distance.masked_fill(~positive, -math.inf).amax(1)
    near = distance.masked_fill(~negative, math.inf).amin(1)
    F.relu(far - near + m).mean().backward()


def sup_con(temperature=0.1):
    e.grad = None
    u = F.normalize(e)
    logits = (u @ u.T / temperature).fill_diagonal_(-math.inf)
    log_p = logits.log_softmax(1).masked_fill(~positive, 0)
    (-log_p.sum(1) / positive.sum(1)).mean().backward()


def multi_similarity(alpha=2.0, beta=50.0, base=0.5):
    e.grad = None
    u = F.normalize(e)
    s = u @ u.T
    up = torch.where(positive, -alpha * (s - base), -math.inf)
    down = torch.where(negative, beta * (s - base), -math.inf)
    (F.softplus(up.logsumexp(1)) / alpha + F.softplus(down.logsumexp(1)) / beta).mean().backward()


measure("arc_face 256x192x5994", arc_face, repeat=15)
measure("batch-hard triplet, 1024x128", triplet, repeat=15)
measure("sup_con, 1024x128", sup_con, repeat=15)
measure("multi_similarity, 1024x128", multi_similarity, repeat=15)
