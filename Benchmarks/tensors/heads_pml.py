"""The losses of heads.mscript in pytorch-metric-learning."""
import torch
from pytorch_metric_learning import losses, miners
from timing import measure

y = torch.randint(0, 5994, (256,))
z = torch.randn(256, 192, requires_grad=True)
head = losses.ArcFaceLoss(5994, 192, margin=11.459, scale=30)
e = torch.randn(1024, 128, requires_grad=True)
labels = torch.arange(1024) % 128
hard, margin = miners.BatchHardMiner(), losses.TripletMarginLoss(margin=0.2)
supervised, similarity = losses.SupConLoss(), losses.MultiSimilarityLoss()


def step(value):
    z.grad = e.grad = head.W.grad = None
    value().backward()


measure("arc_face 256x192x5994", lambda: step(lambda: head(z, y)), repeat=9)
measure(
    "batch-hard triplet, 1024x128", lambda: step(lambda: margin(e, labels, hard(e, labels))),
    repeat=9)
measure("sup_con, 1024x128", lambda: step(lambda: supervised(e, labels)), repeat=9)
measure("multi_similarity, 1024x128", lambda: step(lambda: similarity(e, labels)), repeat=9)
