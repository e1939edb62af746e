"""Values and gradient norms of losses, from pytorch-metric-learning 2.9 where it has the loss and
from the entry's formula in PyTorch where not, in f64. Run by hand; the numbers stand in
Tests/MetricLearningTests.

    python losses.py > losses.txt
"""
import math
import torch
from pytorch_metric_learning import distances, losses, miners, reducers

torch.set_default_dtype(torch.float64)
X = torch.tensor([[math.sin(0.37 * (i + 1) * (j + 1)) + 0.1 * math.cos(i + 2 * j)
                   for j in range(5)] for i in range(8)])
W = torch.tensor([[math.cos(0.53 * (c + 1) * (k + 1)) for k in range(5)] for c in range(4)])
Y = torch.tensor([0, 0, 1, 1, 2, 2, 3, 3])
Y2 = torch.tensor([0, 0, 0, 0, 1, 1, 1, 1])
ANGLES = torch.tensor([[1, 0], [0.5, 0.8660254037844386], [0, 1], [-1, 0.0]])
LABELS = torch.tensor([0, 0, 1, 1])
PROXIES = torch.tensor([[1, 0.2], [-0.3, 1]])


def softmax_head(z, w, y, margin, scale, norms="none", centers=1):
    """Cross-entropy of scaled cosines, `margin` at the own class; w is [class * center, dim]."""
    cosine = torch.nn.functional.normalize(z) @ torch.nn.functional.normalize(w).T
    cosine = cosine.view(len(z), -1, centers).max(dim=2).values
    rows = torch.arange(len(z))
    logits = cosine.clone()
    logits[rows, y] = margin(cosine[rows, y])
    if norms != "none":
        logits = logits * z.norm(dim=1, keepdim=True)
    if norms == "xw":
        logits = logits * w.norm(dim=1)
    return torch.nn.functional.cross_entropy(scale * logits, y)


def aam(m):
    def margin(s):
        theta = torch.acos(s)
        return torch.where(s > -math.cos(m), torch.cos(theta + m), s - m * math.sin(m))
    return margin


def sphere(m):
    def margin(s):
        theta = torch.acos(s)
        k = torch.floor(m * theta / math.pi)
        return (-1) ** k * torch.cos(m * theta) - 2 * k
    return margin


def show(name, value, *inputs):
    gradients = torch.autograd.grad(value, inputs)
    print(name, f"{value.item():.12f}", *(f"{g.norm().item():.10f}" for g in gradients))


HEADS = {
    "margin_softmax": (lambda s: s, 30, "none", 1),
    "am_softmax": (lambda s: s - 0.2, 30, "none", 1),
    "aam_softmax": (aam(0.2), 30, "none", 1),
    "cos_face": (lambda s: s - 0.35, 64, "none", 1),
    "arc_face": (aam(0.5), 64, "none", 1),
    "sub_center_arc_face(sub_centers=2)": (aam(0.5), 64, "none", 2),
    "sphere_face": (sphere(4), 1, "x", 1),
    "large_margin_softmax": (sphere(4), 1, "xw", 1),
    "normalized_softmax": (lambda s: s, 20, "none", 1),
    "margin_softmax(combined_margin(1.1, 0.2, 0.1))":
        (lambda s: torch.cos(1.1 * torch.acos(s) + 0.2) - 0.1, 30, "none", 1),
}


def heads():
    for name, (margin, scale, norms, centers) in HEADS.items():
        z, w = X.clone().requires_grad_(), W.clone().requires_grad_()
        y = Y if centers == 1 else Y2
        show("X " + name, softmax_head(z, w, y, margin, scale, norms, centers), z, w)
        z = ANGLES.clone().requires_grad_()
        w = PROXIES if centers == 1 else torch.cat([PROXIES, -PROXIES.flip(0)])
        show("angles " + name, softmax_head(z, w, LABELS, margin, scale, norms, centers), z)
    # The library's own, which the formulas above must meet.
    for name, loss, y in [
        ("arc_face", losses.ArcFaceLoss(4, 5, margin=math.degrees(0.5)), Y),
        ("cos_face", losses.CosFaceLoss(4, 5), Y),
        ("sphere_face", losses.SphereFaceLoss(4, 5), Y),
        ("large_margin_softmax", losses.LargeMarginSoftmaxLoss(4, 5), Y),
        ("normalized_softmax", losses.NormalizedSoftmaxLoss(4, 5), Y),
        ("sub_center", losses.SubCenterArcFaceLoss(
            num_classes=2, embedding_size=5, sub_centers=2, margin=math.degrees(0.5)), Y2),
    ]:
        loss.W.data = W.T.clone()
        z = X.clone().requires_grad_()
        show("pml " + name, loss(z, y), z, loss.W)


if __name__ == "__main__":
    heads()
