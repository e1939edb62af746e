"""Writes Tests/TrainingTests/TorchFixtures.swift: what PyTorch gives for the optimizers, for
clipping and for a small model. Run by hand: python Tests/Reference/training.py"""

import math
import pathlib
import textwrap

import torch

torch.set_default_dtype(torch.float64)


def wave(shape, seed):
    n = math.prod(shape)
    return torch.tensor([math.sin(1.234567 * i + seed) for i in range(n)]).reshape(shape)


def gradient(step):
    return torch.tensor([math.sin(1.3 * i + 0.7 * step) * (1 + 0.1 * i) for i in range(6)])


def optimized(make, dtype):
    w = torch.nn.Parameter(wave([6], 0.5).to(dtype))
    optimizer = make([w])
    for step in range(5):
        w.grad = gradient(step).to(dtype)
        optimizer.step()
    return w.detach().to(torch.float64)


def swift(values):
    numbers = [repr(v) for v in torch.as_tensor(values).detach().flatten().tolist()]
    return "[\n" + textwrap.fill(", ".join(numbers), 92, initial_indent="    ",
                                 subsequent_indent="    ") + ",\n  ]"


optimizers = {
    "sgd(lr: 0.1)": lambda p: torch.optim.SGD(p, lr=0.1),
    "sgd(lr: 0.1, momentum: 0.9)": lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9),
    "sgd(lr: 0.1, momentum: 0.9, nesterov, decay: 0.01)": lambda p: torch.optim.SGD(
        p, lr=0.1, momentum=0.9, nesterov=True, weight_decay=0.01
    ),
    "adam(lr: 0.01)": lambda p: torch.optim.Adam(p, lr=0.01),
    "adam(lr: 0.01, decay: 0.1)": lambda p: torch.optim.Adam(p, lr=0.01, weight_decay=0.1),
    "adam(lr: 0.01, betas: 0.8, 0.95, eps: 1e-3)": lambda p: torch.optim.Adam(
        p, lr=0.01, betas=(0.8, 0.95), eps=1e-3
    ),
    "adamw(lr: 0.01)": lambda p: torch.optim.AdamW(p, lr=0.01),
}


class StatsPool(torch.nn.Module):
    def forward(self, x):
        return torch.cat([x.mean(2), x.std(2)], 1)


def model():
    layers = torch.nn.Sequential(
        torch.nn.Conv1d(3, 4, 3, stride=2, padding=1),
        torch.nn.BatchNorm1d(4),
        torch.nn.ReLU(),
        torch.nn.Conv1d(4, 6, 2, dilation=2, groups=2),
        torch.nn.Tanh(),
        StatsPool(),
        torch.nn.Linear(12, 5),
        torch.nn.BatchNorm1d(5),
    )
    with torch.no_grad():
        for place, p in enumerate(layers.parameters()):
            p.copy_(wave(p.shape, float(place)) * 0.5)
    return layers


lines = [
    "// Written by Tests/Reference/training.py with PyTorch " + torch.__version__.split("+")[0] + ".",
    "",
    "/// What PyTorch gives for the same weights, inputs and gradients.",
    "enum TorchFixtures {",
    "  /// Weights after five steps, in f64 and in f32.",
    "  static let optimizers: [(call: String, f64: [Double], f32: [Double])] = [",
]
for name, make in optimizers.items():
    lines += [
        "    (",
        f'      "{name}",',
        f"      {swift(optimized(make, torch.float64))},",
        f"      {swift(optimized(make, torch.float32))}",
        "    ),",
    ]
lines += ["  ]", ""]

parts = [wave([3], 0.2), wave([2, 2], 0.9)]
ps = [torch.nn.Parameter(torch.zeros_like(p)) for p in parts]
for p, g in zip(ps, parts):
    p.grad = g.clone()
norm = torch.nn.utils.clip_grad_norm_(ps, 0.5)
lines += [
    "  /// The norm of two gradients, and both clipped to 0.5.",
    f"  static let clippedNorm = {float(norm)!r}",
    f"  static let clipped: [[Double]] = [{swift(ps[0].grad)}, {swift(ps[1].grad)}]",
    "",
]

net = model()
x = wave([6, 3, 11], 0.3).requires_grad_()
out = net(x)
(out * wave(out.shape, 2.0)).sum().backward()
lines += [
    "  /// A model in training: its output for one batch, and gradients of a weighted sum of it.",
    f"  static let output: [Double] = {swift(out)}",
    f"  static let inputGradientNorm = {float(x.grad.norm())!r}",
    "  static let weightGradientNorms: [Double] = "
    + swift(torch.stack([p.grad.norm() for p in net.parameters()])),
    f"  static let runningMean: [Double] = {swift(net[1].running_mean)}",
    f"  static let runningVariance: [Double] = {swift(net[1].running_var)}",
    f"  static let lastRunningVariance: [Double] = {swift(net[7].running_var)}",
]
net.eval()
lines += [
    "  /// The same model in evaluation, after that batch.",
    f"  static let evaluated: [Double] = {swift(net(x))}",
    "}",
    "",
]
target = pathlib.Path(__file__).parent.parent / "TrainingTests" / "TorchFixtures.swift"
target.write_text("\n".join(lines))
