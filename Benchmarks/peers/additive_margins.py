"""The experiment of examples/additive_margins.mscript, written for PyTorch.

Same data, network, augmentation, batches and epochs. Prints one line a loss: mean and standard
deviation over seeds of EER (%) and minDCF at 0.05 and 0.01.

    python additive_margins.py [--seeds 10] [--epochs 80] [--scale 2]
"""

import argparse
import csv
import math
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

DATA = Path(__file__).resolve().parents[2] / "examples/data/japanese_vowels.csv"


def load():
    """Standardised utterances [12, time] and speakers, for the train and the test split."""
    rows = {"train": {}, "test": {}}
    with open(DATA, newline="") as file:
        reader = csv.reader(file)
        next(reader)
        for row in reader:
            frames = rows[row[1]].setdefault(row[0], (row[2], []))[1]
            frames.append([float(value) for value in row[4:]])
    frames = np.concatenate([np.array(f) for _, f in rows["train"].values()])
    mean, sd = frames.mean(0), frames.std(0)
    parts = []
    for split in ("train", "test"):
        items = rows[split].values()
        parts.append(
            (
                [torch.tensor((np.array(f) - mean) / sd, dtype=torch.float32).T for _, f in items],
                np.array([speaker for speaker, _ in items]),
            )
        )
    return parts


class StatsPool(nn.Module):
    def forward(self, x):
        return torch.cat([x.mean(2), x.std(2)], dim=1)


def encoder():
    return nn.Sequential(
        nn.Conv1d(12, 64, 3), nn.BatchNorm1d(64), nn.ReLU(),
        nn.Conv1d(64, 128, 3), nn.BatchNorm1d(128), nn.ReLU(),
        StatsPool(), nn.Linear(256, 64),
    )


def view(items, size=7, noise=0.3, offset=0.3):
    """One noisy crop of each utterance: [batch, 12, size]."""
    crops = []
    for x in items:
        start = int(torch.randint(0, x.shape[1] - size + 1, ()))
        crops.append(x[:, start : start + size])
    x = torch.stack(crops)
    return x + noise * torch.randn_like(x) + offset * torch.randn(x.shape[0], x.shape[1], 1)


def loss_of(kind, margin, scale):
    def positive(s):
        if kind == "am":
            return s - margin
        if kind == "aam":
            shifted = s * math.cos(margin) - (1 - s * s).clamp(0, 1).sqrt() * math.sin(margin)
            return torch.where(
                s > math.cos(math.pi - margin), shifted, s - margin * math.sin(margin))
        return s

    def loss(a, b):
        a, b = F.normalize(a), F.normalize(b)
        n = a.shape[0]
        index = torch.arange(n)
        if kind == "nt":
            return F.cross_entropy(scale * a @ b.T, index)
        z = torch.cat([a, b])
        s = z @ z.T
        partner = torch.cat([index + n, index])
        rows = torch.arange(2 * n)
        s = s.index_put((rows, partner), positive(s[rows, partner]))
        s = s.masked_fill(torch.eye(2 * n, dtype=torch.bool), -math.inf)
        return F.cross_entropy(scale * s, partner)

    return loss


def train(items, loss, epochs, batch=90):
    model = encoder()
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    for _ in range(epochs):
        order = torch.randperm(len(items)).tolist()
        for start in range(0, len(items), batch):
            chosen = [items[i] for i in order[start : start + batch]]
            optimizer.zero_grad()
            loss(model(view(chosen)), model(view(chosen))).backward()
            optimizer.step()
    return model


@torch.no_grad()
def verify(model, items, speakers):
    """Scores and targets of all pairs."""
    model.eval()
    lengths = np.array([x.shape[1] for x in items])
    z = None
    for length in np.unique(lengths):
        where = np.flatnonzero(lengths == length)
        out = F.normalize(model(torch.stack([items[i] for i in where])))
        if z is None:
            z = torch.empty(len(items), out.shape[1])
        z[torch.from_numpy(where)] = out
    i, j = np.triu_indices(len(items), 1)
    return (z @ z.T).numpy()[i, j], speakers[i] == speakers[j]


def rates(scores, target):
    order = np.argsort(-scores, kind="stable")
    target = target[order]
    last = np.append(np.flatnonzero(np.diff(scores[order])), len(scores) - 1)
    miss = np.append(1.0, 1 - np.cumsum(target)[last] / target.sum())
    false_alarm = np.append(0.0, np.cumsum(~target)[last] / (~target).sum())
    return miss, false_alarm


def eer(scores, target):
    miss, false_alarm = rates(scores, target)
    k = int(np.argmax(miss <= false_alarm))
    gap0, gap1 = miss[k - 1] - false_alarm[k - 1], miss[k] - false_alarm[k]
    t = gap0 / (gap0 - gap1)
    return float(miss[k - 1] + t * (miss[k] - miss[k - 1]))


def min_dcf(scores, target, p):
    miss, false_alarm = rates(scores, target)
    return float((p * miss + (1 - p) * false_alarm).min() / min(p, 1 - p))


def report(name, rows):
    rows = np.array(rows)
    sd = rows.std(0, ddof=1) if len(rows) > 1 else np.zeros(3)
    cells = "   ".join(f"{m:7.3f} ± {s:.3f}" for m, s in zip(rows.mean(0), sd))
    print(f"{name:<20} {cells}", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--epochs", type=int, default=80)
    parser.add_argument("--scale", type=float, default=2.0)
    parser.add_argument("--rows", nargs="*", default=["nt:0", "snt:0", "am:0.1", "aam:0.3"])
    options = parser.parse_args()
    started = time.perf_counter()
    (items, _), (test_items, speakers) = load()

    def judged(model):
        scores, target = verify(model, test_items, speakers)
        return 100 * eer(scores, target), min_dcf(scores, target, 0.05), min_dcf(
            scores, target, 0.01)

    class Mean(nn.Module):
        def forward(self, x):
            return x.mean(2)

    report("mean cepstra", [judged(Mean())])
    for row in options.rows:
        kind, margin = row.split(":")
        rows = []
        for seed in range(1, options.seeds + 1):
            torch.manual_seed(seed)
            loss = loss_of(kind, float(margin), options.scale)
            rows.append(judged(train(items, loss, options.epochs)))
        report(row, rows)
    print(f"{time.perf_counter() - started:.1f} s after the imports")


if __name__ == "__main__":
    main()
