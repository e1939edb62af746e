"""Writes Tests/Reference/signals.txt: convolutions, pools, network functions and transforms on
given numbers by PyTorch, NumPy and SciPy.

Run by hand from the root: python3 Tests/Reference/signals.py
"""

import numpy as np
import torch
import torch.nn.functional as F
from scipy import fft as sfft

from rows import Rows

reference = Rows(20240915)
row, normal, apart = reference.row, reference.normal, reference.apart


def by_torch(f, *arrays):
    result = f(*[torch.from_numpy(np.ascontiguousarray(a)) for a in arrays])
    if isinstance(result, tuple):
        return [r.numpy() for r in result]
    return result.numpy()


# Convolutions: stride, padding, dilation, each of rows and columns, then groups
for sx, sw, o in [((2, 3, 5, 4), (4, 3, 2, 3), (1, 1, 0, 0, 1, 1, 1)), ((1, 4, 6, 5), (2, 2, 3, 2), (2, 1, 1, 2, 1, 2, 2)),
                  ((2, 2, 4, 4), (2, 1, 1, 1), (1, 2, 0, 0, 1, 1, 2)), ((1, 1, 5, 6), (1, 1, 2, 2), (2, 3, 1, 0, 3, 2, 1))]:
    x, w, b = normal(*sx), normal(*sw), normal(sw[0])
    y = by_torch(lambda x, w, b: F.conv2d(x, w, b, o[:2], o[2:4], o[4:6], o[6]), x, w, b)
    row("conv2d " + ",".join(map(str, o)), [x, w, b], y)
# The same with output padding before the groups
for sx, sw, o in [((2, 3, 3, 4), (3, 2, 2, 3), (1, 1, 0, 0, 1, 1, 0, 0, 1)), ((1, 4, 3, 2), (4, 1, 3, 2), (2, 3, 1, 0, 1, 1, 1, 2, 2)),
                  ((1, 2, 3, 3), (2, 2, 2, 2), (1, 2, 1, 1, 2, 3, 1, 2, 1))]:
    x, w, b = normal(*sx), normal(*sw), normal(sw[1] * o[8])
    y = by_torch(lambda x, w, b: F.conv_transpose2d(x, w, b, o[:2], o[2:4], o[6:8], o[8], o[4:6]), x, w, b)
    row("convTranspose2d " + ",".join(map(str, o)), [x, w, b], y)
for sx, sw, o in [((2, 3, 4), (3, 2, 3), (1, 0, 1, 0, 1)), ((1, 4, 5), (4, 2, 3), (3, 1, 1, 2, 2)), ((1, 1, 3), (1, 1, 2), (1, 1, 3, 2, 1))]:
    x, w, b = normal(*sx), normal(*sw), normal(sw[1] * o[4])
    y = by_torch(lambda x, w, b: F.conv_transpose1d(x, w, b, o[0], o[1], o[3], o[4], o[2]), x, w, b)
    row("convTranspose1d " + ",".join(map(str, o)), [x, w, b], y)
for mode in ["full", "same", "valid"]:
    for n, m in [(7, 3), (6, 4), (3, 5)]:
        a, v = normal(n), normal(m)
        row(f"convolve {mode}", [a, v], np.convolve(a, v, mode))
        row(f"correlate {mode}", [a, v], np.correlate(a, v, mode))
row("convolve full", [np.array([1, 2, 3]), np.array([1, -1])], np.array([1, 1, 1, -3]))

# Pools: kernel, stride, padding
for shape, k, s, p in [((2, 2, 7), (3,), (2,), (1,)), ((1, 2, 5, 6), (2, 3), (2, 3), (0, 0)), ((1, 1, 5, 5), (3, 2), (1, 2), (1, 1))]:
    x = apart(*shape)
    name = " ".join(",".join(map(str, v)) for v in (k, s, p))
    pool = F.max_pool1d if len(k) == 1 else F.max_pool2d
    row("maxPool " + name, [x], by_torch(lambda x: pool(x, k, s, p), x))
    pool = F.avg_pool1d if len(k) == 1 else F.avg_pool2d
    row("averagePool " + name, [x], by_torch(lambda x: pool(x, k, s, p), x))
row("maxPool 2 2 0", [np.array([1, 5, 2, 4])], np.array([5, 4]))
for shape, size in [((1, 2, 5), (8,)), ((1, 2, 5), (3,)), ((1, 1, 3, 4), (5, 2)), ((1, 1, 2, 2), (4, 4)), ((1, 1, 1), (3,))]:
    x = apart(*shape)
    name = ",".join(map(str, size))
    row("resize nearest " + name, [x], by_torch(lambda x: F.interpolate(x, size, mode="nearest"), x))
    mode = "linear" if len(size) == 1 else "bilinear"
    row("resize linear " + name, [x], by_torch(lambda x: F.interpolate(x, size, mode=mode, align_corners=False), x))
places, values, q = np.array([-1.0, 0.5, 2.0, 2.5]), apart(4), np.array([[-0.7, 0.8, 2.1], [-3.0, 0.1, 4.0]])
row("interpolated", [q, places, values], np.interp(q, places, values))
row("interpolated edge", [np.array([-1.0, 0.5, 2.5]), places, values], values[[0, 1, 3]])
row("interpolated edge", [np.array([0.0, 5.0]), np.array([1.0]), np.array([3.0])], np.array([3.0, 3.0]))

# Networks
x, w, b = apart(2, 3, 4), normal(4), normal(4)
row("layerNorm", [x, w, b], by_torch(lambda x, w, b: F.layer_norm(x, (4,), w, b), x, w, b))
row("layerNorm plain", [x], by_torch(lambda x: F.layer_norm(x, (4,), eps=0.1), x))
row("rmsNorm", [x, w], by_torch(lambda x, w: F.rms_norm(x, (4,), w, 1e-5), x, w))
x, w, b = apart(2, 4, 3), normal(4), normal(4)
row("groupNorm 2", [x, w, b], by_torch(lambda x, w, b: F.group_norm(x, 2, w, b), x, w, b))
row("groupNorm 1", [x[:, :, 0], w, b], by_torch(lambda x, w, b: F.group_norm(x, 1, w, b), x[:, :, 0], w, b))
row("instanceNorm", [x, w, b], by_torch(lambda x, w, b: F.instance_norm(x, weight=w, bias=b), x, w, b))
q, k, v = normal(2, 3, 4), normal(2, 5, 4), normal(2, 5, 2)
row("attention", [q, k, v], by_torch(F.scaled_dot_product_attention, q, k, v))
mask = np.array([[1, 0, 1, 1, 0], [1, 1, 1, 1, 1], [0, 0, 0, 1, 0]], dtype=bool)
row("attention mask", [q, k, v, mask], by_torch(F.scaled_dot_product_attention, q, k, v, mask))
bias = normal(3, 5)
row("attention mask", [q, k, v, bias], by_torch(F.scaled_dot_product_attention, q, k, v, bias))
row("attention causal", [q, k, v], by_torch(lambda q, k, v: F.scaled_dot_product_attention(q, k, v, is_causal=True), q, k, v))
nowhere = mask.copy()
nowhere[1] = False
some = by_torch(F.scaled_dot_product_attention, q, k, v, mask)
some[:, 1] = 0
row("attention mask", [q, k, v, nowhere], some)
x, h, w, u, bw, bu = normal(2, 3), normal(2, 2), normal(6, 3), normal(6, 2), normal(6), normal(6)
row("gruCell", [x, h, w, u, bw, bu], by_torch(torch.gru_cell, x, h, w, u, bw, bu))
x = apart(2, 3, 5)
row("statisticsPool", [x], np.concatenate([x.mean(2), x.std(2, ddof=1)], axis=1))

# Transforms
for shape in [(8,), (3, 5), (2, 6), (1,), (2, 7, 3)]:
    re, im = normal(*shape), normal(*shape)
    for axis in range(len(shape)):
        y, z = np.fft.fft(re + 1j * im, axis=axis), np.fft.ifft(re + 1j * im, axis=axis)
        row(f"fft {axis}", [re, im], [y.real, y.imag])
        row(f"fft im {axis}", [re, im], y.imag)
        row(f"ifft {axis}", [re, im], [z.real, z.imag])
        y = np.fft.rfft(re, axis=axis)
        row(f"rfft {axis}", [re], [y.real, y.imag])
        row(f"rfft im {axis}", [re], y.imag)
        row(f"dct {axis}", [re], sfft.dct(re, axis=axis, norm="ortho"))
        row(f"idct {axis}", [re], sfft.idct(re, axis=axis, norm="ortho"))
        row(f"powerSpectrum {axis}", [re], np.abs(y) ** 2)
re, im = normal(2, 5), normal(2, 5)
for n in [8, 9, 4, 1]:
    row(f"irfft 1 n {n}", [re, im], np.fft.irfft(re + 1j * im, n, axis=1))
    y = np.fft.fft(re + 1j * im, n)
    row(f"fft 1 n {n}", [re, im], [y.real, y.imag])
row("fftShift 0,1", [re], np.fft.fftshift(re))
row("fftShift 1", [re], np.fft.fftshift(re, axes=1))

reference.write("signals")
