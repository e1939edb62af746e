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


def distance(z, squared=False):
    difference = z[:, None] - z[None]
    square = (difference ** 2).sum(-1)
    return square if squared else torch.where(
        square > 0, torch.where(square > 0, square, 1.0).sqrt(), 0.0)


def masks(y):
    same = y[:, None] == y[None]
    return same & ~torch.eye(len(y), dtype=bool), ~same


def triplets(closeness, y, margin, keep=lambda gap, margin: gap == gap, soft=False, mean="nonzero"):
    """`keep` takes d(a, n) - d(a, p); closeness is minus a distance or a similarity."""
    positive, negative = masks(y)
    gap = closeness[:, :, None] - closeness[:, None, :]  # c(a, p) - c(a, n) = d(a, n) - d(a, p)
    valid = positive[:, :, None] & negative[:, None, :] & keep(gap, margin)
    x = (margin - gap)[valid]
    terms = torch.nn.functional.softplus(x) if soft else x.clamp(min=0)
    if mean == "nonzero":
        terms = terms[terms > 0]
    return terms.mean() if len(terms) else 0 * closeness.sum()


def batch_hard(closeness, y, margin):
    positive, negative = masks(y)
    farthest = torch.where(positive, closeness, torch.inf).min(1).values
    nearest = torch.where(negative, closeness, -torch.inf).max(1).values
    return (margin + nearest - farthest).clamp(min=0).mean()


def facenet(closeness, y, margin):
    positive, negative = masks(y)
    terms = []
    for a, p in positive.nonzero().tolist():
        others = closeness[a][negative[a]]
        beyond = others[others < closeness[a, p]]
        chosen = beyond.max() if len(beyond) else others.min()
        terms.append((margin + chosen - closeness[a, p]).clamp(min=0))
    return torch.stack(terms).mean()


def contrastive(z, y, margin):
    i, j = torch.triu_indices(len(z), len(z), 1)
    d = distance(z)[i, j]
    return torch.where(y[i] == y[j], d ** 2 / 2, (margin - d).clamp(min=0) ** 2 / 2).mean()


def linear_contrastive(c, y, positive, negative):
    p, n = masks(y)
    pulls, pushes = (positive - c[p]).clamp(min=0), (c[n] - negative).clamp(min=0)
    return sum(t[t > 0].mean() if (t > 0).any() else 0 for t in (pulls, pushes))


def multi_similarity(s, y, alpha=2, beta=50, base=0.5, epsilon=None):
    p, n = masks(y)
    if epsilon is not None:
        nearest = torch.where(n, s, -torch.inf).max(1, keepdim=True).values
        farthest = torch.where(p, s, torch.inf).min(1, keepdim=True).values
        p, n = p & (s - epsilon < nearest), n & (s + epsilon > farthest)
    pull = torch.log1p((torch.exp(-alpha * (s - base)) * p).sum(1)) / alpha
    push = torch.log1p((torch.exp(beta * (s - base)) * n).sum(1)) / beta
    return (pull + push).mean()


def circle(s, y, m=0.4, scale=80, detach=True):
    p, n = masks(y)
    ap, an = (1 + m - s).clamp(min=0), (s + m).clamp(min=0)
    if detach:
        ap, an = ap.detach(), an.detach()
    lp = torch.where(p, -scale * ap * (s - 1 + m), -torch.inf).logsumexp(1)
    ln = torch.where(n, scale * an * (s - m), -torch.inf).logsumexp(1)
    return torch.nn.functional.softplus(lp + ln).mean()


def unit(z):
    return torch.nn.functional.normalize(z)


def cosine(z):
    return unit(z) @ unit(z).T


def nca(z, y, scale=1):
    logits = (-scale * distance(unit(z), True)).masked_fill(torch.eye(len(z), dtype=bool), -torch.inf)
    positive, _ = masks(y)
    return (logits.logsumexp(1) - logits.masked_fill(~positive, -torch.inf).logsumexp(1)).mean()


def generalized_lifted(d, y, positive=0, negative=1):
    p, n = masks(y)
    pulls = (d - positive).masked_fill(~p, -torch.inf).logsumexp(1)
    pushes = (negative - d).masked_fill(~n, -torch.inf).logsumexp(1)
    return (pulls + pushes).clamp(min=0).mean()


def lifted_structure(z, y, positive=0, negative=1):
    d = distance(unit(z))
    p, n = masks(y)
    pushes = (negative - d).masked_fill(~n, -torch.inf).logsumexp(1)
    i, j = torch.triu(p).nonzero().T
    x = torch.logaddexp(pushes[i], pushes[j]) + d[i, j] - positive
    return (x.clamp(min=0) ** 2 / 2).mean()


def tuplet_margin(z, y, margin=0.1, scale=64):
    s = cosine(z)
    p, n = masks(y)
    pushes = (scale * s).masked_fill(~n, -torch.inf).logsumexp(1)
    i, j = p.nonzero().T
    return torch.nn.functional.softplus(pushes[i] - scale * torch.cos(torch.acos(s[i, j]) - margin)).mean()


def angular(z, y, angle=math.pi / 4):
    z, t = unit(z), math.tan(angle) ** 2
    p, n = masks(y)
    i, j = p.nonzero().T
    x = 4 * t * (z[i] + z[j]) @ z.T - 2 * (1 + t) * (z[i] * z[j]).sum(1, keepdim=True)
    return torch.nn.functional.softplus(x.masked_fill(~n[i], -torch.inf).logsumexp(1)).mean()


def n_pairs(z, y, l2=0.0):
    chosen = [(y == c).nonzero()[:2, 0].tolist() for c in dict.fromkeys(y.tolist())]
    a, p = z[[c[0] for c in chosen]], z[[c[1] for c in chosen]]
    value = torch.nn.functional.cross_entropy(a @ p.T, torch.arange(len(a)))
    return value + l2 / 4 * (a ** 2 + p ** 2).sum(1).mean()


TUPLES = {
    "nca": nca,
    "nca(scale=3)": lambda z, y: nca(z, y, 3),
    "generalized_lifted": lambda z, y: generalized_lifted(distance(unit(z)), y),
    'generalized_lifted(pos_margin=0.1, neg_margin=0.5, distance="squared_euclidean")':
        lambda z, y: generalized_lifted(distance(unit(z), True), y, 0.1, 0.5),
    "lifted_structure": lifted_structure,
    "lifted_structure(pos_margin=0.2, neg_margin=0.5)": lambda z, y: lifted_structure(z, y, 0.2, 0.5),
    "tuplet_margin": tuplet_margin,
    "tuplet_margin(margin=0.3, scale=10)": lambda z, y: tuplet_margin(z, y, 0.3, 10),
    "angular_loss": angular,
    "angular_loss(angle=0.5)": lambda z, y: angular(z, y, 0.5),
    "n_pairs": n_pairs,
    "n_pairs(l2=0.02)": lambda z, y: n_pairs(z, y, 0.02),
    "n_pairs(normalize=true)": lambda z, y: n_pairs(unit(z), y),
    "triplet": lambda z, y: triplets(-distance(unit(z)), y, 0.2),
    "triplet(margin=0.05)": lambda z, y: triplets(-distance(unit(z)), y, 0.05),
    "triplet(margin=0.05, soft=true)": lambda z, y: triplets(
        -distance(unit(z)), y, 0.05, soft=True),
    'triplet(similarity="cosine")': lambda z, y: triplets(cosine(z), y, 0.2),
    'triplet(distance="squared_euclidean", normalize=false)': lambda z, y: triplets(
        -distance(z, True), y, 0.2),
    'triplet(miner="hard")': lambda z, y: triplets(
        -distance(unit(z)), y, 0.2, lambda gap, m: gap <= 0),
    'triplet(miner="semi_hard")': lambda z, y: triplets(
        -distance(unit(z)), y, 0.2, lambda gap, m: (gap > 0) & (gap <= m)),
    'triplet(miner="easy", soft=true)': lambda z, y: triplets(
        -distance(unit(z)), y, 0.2, lambda gap, m: gap > m, soft=True),
    'triplet(miner="batch_hard")': lambda z, y: batch_hard(-distance(unit(z)), y, 0.2),
    'triplet(miner="facenet")': lambda z, y: facenet(-distance(unit(z)), y, 0.2),
    "contrastive": lambda z, y: contrastive(z, y, 1),
    "contrastive(margin=2)": lambda z, y: contrastive(z, y, 2),
    'contrastive(form="linear", normalize=true)': lambda z, y: linear_contrastive(
        -distance(unit(z)), y, 0, -1),
    'contrastive(form="linear", similarity="cosine")': lambda z, y: linear_contrastive(
        cosine(z), y, 1, 0),
    "multi_similarity": lambda z, y: multi_similarity(cosine(z), y),
    "multi_similarity(base=1)": lambda z, y: multi_similarity(cosine(z), y, base=1),
    "multi_similarity(epsilon=0.1)": lambda z, y: multi_similarity(cosine(z), y, epsilon=0.1),
    "circle_loss": lambda z, y: circle(cosine(z), y),
    "circle_loss(detach=false)": lambda z, y: circle(cosine(z), y, detach=False),
}


def tuples():
    for name, loss in TUPLES.items():
        for label, data, y in [("X", X, Y), ("X y2", X, Y2), ("angles", ANGLES, LABELS)]:
            z = data.clone().requires_grad_()
            show(f"{label} {name}", loss(z, y), z)
    for name, loss in [
        ("triplet(margin=0.05)", losses.TripletMarginLoss()),
        ("triplet(margin=0.05, soft=true)", losses.TripletMarginLoss(smooth_loss=True)),
        ("contrastive linear", losses.ContrastiveLoss()),
        ("contrastive cosine", losses.ContrastiveLoss(
            1, 0, distance=distances.CosineSimilarity())),
        ("multi_similarity", losses.MultiSimilarityLoss()),
        ("circle_loss", losses.CircleLoss()),
        ("nca", losses.NCALoss()),
        ("generalized_lifted", losses.GeneralizedLiftedStructureLoss()),
        ("lifted_structure", losses.LiftedStructureLoss()),
        ("tuplet_margin", losses.TupletMarginLoss(margin=math.degrees(0.1))),
        ("n_pairs(normalize=true)", losses.NPairsLoss(distance=distances.DotProductSimilarity())),
    ]:
        z = X.clone().requires_grad_()
        show("pml " + name, loss(z, Y), z)
    z = X.clone().requires_grad_()
    loss = losses.TripletMarginLoss(0.2, reducer=reducers.MeanReducer())
    show("pml batch_hard", loss(z, Y, miners.BatchHardMiner()(z, Y)), z)
    z = X.clone().requires_grad_()
    mined = miners.MultiSimilarityMiner(0.1)(z, Y)
    show("pml multi_similarity(epsilon=0.1)", losses.MultiSimilarityLoss()(z, Y, mined), z)


def proxy_nca(z, w, y, scale, keeps_own):
    logits = -scale * (unit(z)[:, None] - unit(w)[None]).pow(2).sum(2)
    own = torch.nn.functional.one_hot(y, len(w)).bool()
    others = logits if keeps_own else logits.masked_fill(own, -torch.inf)
    return (others.logsumexp(1) - logits[own]).mean()


def proxy_anchor(z, w, y, margin=0.1, scale=32):
    s = unit(z) @ unit(w).T
    own = torch.nn.functional.one_hot(y, len(w)).bool()
    pulls = torch.log1p((torch.exp(-scale * (s - margin)) * own).sum(0)).sum() / len(set(y.tolist()))
    return pulls + torch.log1p((torch.exp(scale * (s + margin)) * ~own).sum(0)).mean()


def soft_triple(z, w, y, margin=0.01, scale=20, gamma=0.1, regularizer=0.0):
    centers = torch.nn.functional.normalize(w, dim=2)
    s = torch.einsum("nd,ckd->nck", unit(z), centers)
    likeness = (torch.softmax(s / gamma, 2) * s).sum(2)
    own = torch.nn.functional.one_hot(y, len(w))
    value = torch.nn.functional.cross_entropy(scale * (likeness - margin * own), y)
    if regularizer:
        i, j = torch.triu_indices(w.shape[1], w.shape[1], 1)
        cosines = torch.einsum("ckd,cld->ckl", centers, centers)[:, i, j]
        value = value + regularizer * torch.sqrt(2 + 1e-5 - 2 * cosines).mean()
    return value


def mag_face(z, w, y, norms, weight, easy=False, scale=64, margins=(0.45, 0.8)):
    cosines = unit(z) @ unit(w).T
    a = z.norm(dim=1).clamp(*norms)
    m = margins[0] + (margins[1] - margins[0]) * (a - norms[0]) / (norms[1] - norms[0])
    rows = torch.arange(len(z))
    own = cosines[rows, y]
    turned = own * torch.cos(m) - torch.sqrt((1 - own ** 2).clamp(min=1e-30)) * torch.sin(m)
    if easy:
        target = torch.where(own > 0, turned, own)
    else:
        target = torch.where(own > torch.cos(math.pi - m), turned, own - torch.sin(math.pi - m) * m)
    logits = cosines.clone()
    logits[rows, y] = target
    value = torch.nn.functional.cross_entropy(scale * logits, y)
    return value + weight * (a / norms[1] ** 2 + 1 / a).mean()


PROXY_LOSSES = {
    "mag_face(norms=[1, 3], weight=35)": lambda z, w, y: mag_face(z, w, y, (1, 3), 35),
    "mag_face(norms=[0.5, 3], weight=35)": lambda z, w, y: mag_face(z, w, y, (0.5, 3), 35),
    "mag_face(norms=[0.5, 3], easy=true)": lambda z, w, y: mag_face(z, w, y, (0.5, 3), 20, True),
    "proxy_nca": lambda z, w, y: proxy_nca(z, w, y, 1, False),
    "proxy_nca(scale=3)": lambda z, w, y: proxy_nca(z, w, y, 3, False),
    "proxy_nca_pp": lambda z, w, y: proxy_nca(z, w, y, 9, True),
    "proxy_nca_pp(scale=1)": lambda z, w, y: proxy_nca(z, w, y, 1, True),
    "proxy_anchor": proxy_anchor,
    "proxy_anchor(margin=0.2, scale=8)": lambda z, w, y: proxy_anchor(z, w, y, 0.2, 8),
    "soft_triple(sub_centers=2)": soft_triple,
    "soft_triple(sub_centers=2, gamma=0.5, regularizer=0.3)":
        lambda z, w, y: soft_triple(z, w, y, gamma=0.5, regularizer=0.3),
}


def proxy_losses():
    for name, loss in PROXY_LOSSES.items():
        grouped = name.startswith("soft_triple")
        z, w = X.clone().requires_grad_(), (W.view(2, 2, 5) if grouped else W).clone().requires_grad_()
        show("X " + name, loss(z, w, Y2 if grouped else Y), z, w)
        z = ANGLES.clone().requires_grad_()
        w = torch.cat([PROXIES, -PROXIES.flip(0)]).view(2, 2, 2) if grouped else PROXIES
        show("angles " + name, loss(z, w, LABELS), z)
    for name, loss, y in [
        ("proxy_nca_pp(scale=1)", losses.ProxyNCALoss(4, 5), Y),
        ("proxy_anchor", losses.ProxyAnchorLoss(4, 5), Y),
        ("soft_triple(sub_centers=2)", losses.SoftTripleLoss(2, 5, centers_per_class=2), Y2),
    ]:
        if hasattr(loss, "fc"):
            loss.fc.data = W.T.clone()
        else:
            loss.proxies.data = W.clone()
        z = X.clone().requires_grad_()
        show("pml " + name, loss(z, y), z)


if __name__ == "__main__":
    heads()
    tuples()
    proxy_losses()
