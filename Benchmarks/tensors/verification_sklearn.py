"""The workloads of verification.mscript with scikit-learn's roc_curve."""
import numpy as np
from sklearn.metrics import roc_curve
from timing import measure

generator = np.random.default_rng(7)


def both(scores, target):
    false_alarm, hit, _ = roc_curve(target, scores, drop_intermediate=False)
    miss = 1 - hit
    k = int(np.nanargmin(np.abs(miss - false_alarm)))
    return (miss[k] + false_alarm[k]) / 2, (0.01 * miss + 0.99 * false_alarm).min() / 0.01


for n in [1_000_000, 10_000_000]:
    target = generator.random(n) < 0.1
    scores = generator.standard_normal(n, dtype=np.float32) + 2 * target.astype(np.float32)
    measure(f"eer + min_dcf, {n}", lambda: both(scores, target), repeat=3)
