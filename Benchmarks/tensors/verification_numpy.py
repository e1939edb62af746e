"""The workloads of verification.mscript in vectorised NumPy: one sort serves both figures."""
import numpy as np
from timing import measure

generator = np.random.default_rng(7)


def rates(scores, target):
    order = np.argsort(-scores, kind="stable")
    sorted_scores, hits = scores[order], np.cumsum(target[order])
    last = np.append(np.flatnonzero(np.diff(sorted_scores)), len(scores) - 1)
    hits = hits[last]
    miss = 1 - hits / hits[-1]
    false_alarm = (last + 1 - hits) / (len(scores) - hits[-1])
    return np.append(1.0, miss), np.append(0.0, false_alarm)


def both(scores, target):
    miss, false_alarm = rates(scores, target)
    k = int(np.argmax(miss <= false_alarm))
    gap0, gap1 = miss[k - 1] - false_alarm[k - 1], miss[k] - false_alarm[k]
    t = gap0 / (gap0 - gap1)
    eer = miss[k - 1] + t * (miss[k] - miss[k - 1])
    return eer, (0.01 * miss + 0.99 * false_alarm).min() / 0.01


for n in [1_000_000, 10_000_000]:
    target = generator.random(n) < 0.1
    scores = generator.standard_normal(n, dtype=np.float32) + 2 * target.astype(np.float32)
    measure(f"eer + min_dcf, {n}", lambda: both(scores, target), repeat=3)
