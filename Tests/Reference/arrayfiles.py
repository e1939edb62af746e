"""Writes Tests/Reference/arrays: array files as NumPy, zipfile and safetensors write them.

Run by hand from the root: python3 Tests/Reference/arrayfiles.py
Every array is described by its values in `expected.txt`, a row `file | name | dtype [shape] values`
with the dtype that MScript reads it as; a file that must be refused has the row `file | refused`.
"""

import io
import json
import pathlib
import struct
import zipfile

import numpy as np
from numpy.lib import format as npy
from safetensors.numpy import save_file

folder = pathlib.Path("Tests/Reference/arrays")
folder.mkdir(exist_ok=True)
rows = []


def text(a):
    a = np.asarray(a)
    kind = {"b": "bool", "i": "i64", "u": "i64"}.get(a.dtype.kind)
    if kind is None:
        kind = "f64" if a.dtype.itemsize == 8 else "f32"
    shape = ",".join(map(str, a.shape))
    flat = a.ravel().astype(np.float64) if a.dtype.kind == "f" else a.ravel().astype(np.int64)
    return " ".join([kind, f"[{shape}]", *(repr(v.item()) for v in flat)])


def row(file, name, array):
    rows.append(f"{file} | {name} | {text(array)}")


def refused(file, content):
    (folder / file).write_bytes(content)
    rows.append(f"{file} | refused")


def npy_bytes(array, version=None):
    out = io.BytesIO()
    npy.write_array(out, array, version=version)
    return out.getvalue()


def put(file, array, version=None):
    (folder / file).write_bytes(npy_bytes(array, version))
    row(file, "", array)


values = {
    "bool": np.array([[True, False, True], [False, False, True]]),
    "i1": np.array([-128, -1, 0, 127], np.int8),
    "i2": np.array([[-32768, 7], [8, 32767]], np.int16),
    "i4": np.array([-(2**31), 5, 2**31 - 1], np.int32),
    "i8": np.array([-(2**63), 0, 2**63 - 1], np.int64),
    "u1": np.array([[[0, 200], [255, 1]]], np.uint8),
    "u2": np.array([0, 65535], np.uint16),
    "u4": np.array([0, 2**32 - 1], np.uint32),
    "u8": np.array([0, 2**63 - 1], np.uint64),
    # 6e-8 is the least f16 above 0, 65504 the largest.
    "f2": np.array([0.5, -2, 65504, 5.96e-8, 6.1e-5, -0.0, np.inf, -np.inf, np.nan], np.float16),
    "f4": np.array([[1.5, -2.25, 1e-45], [np.nan, np.inf, 3.4e38]], np.float32),
    "f8": np.array([0.1, -1e308, 5e-324], np.float64),
}
for name, array in values.items():
    put(f"{name}.npy", array)
    if array.dtype.itemsize > 1:
        put(f"{name}-big.npy", array.astype(array.dtype.newbyteorder(">")))
put("version2.npy", values["f4"], (2, 0))
put("version3.npy", values["f4"], (3, 0))
put("columns.npy", np.asfortranarray(np.arange(24, dtype=np.float32).reshape(2, 3, 4)))
put("columns-i2.npy", np.asfortranarray(values["i2"]))
put("scalar.npy", np.array(2.5))
put("empty.npy", np.zeros((0, 4), np.float32))
refused("u8-large.npy", npy_bytes(np.array([2**63], np.uint64)))
refused("complex.npy", npy_bytes(np.array([1j])))
refused("texts.npy", npy_bytes(np.array(["a", "b"])))
refused("dates.npy", npy_bytes(np.array(["2026-01-01"], "M8[D]")))
refused("records.npy", npy_bytes(np.array([(1, 2.0)], [("a", "i4"), ("b", "f8")])))
pickled = io.BytesIO()
np.save(pickled, np.array([{}], object), allow_pickle=True)
refused("objects.npy", pickled.getvalue())

arrays = {"w": values["f4"], "labels": values["i8"], "mask": values["bool"], "half": values["f2"]}
np.savez(folder / "stored.npz", **arrays)
np.savez_compressed(folder / "deflated.npz", **arrays, zeros=np.zeros((50, 60)))
for name, array in arrays.items():
    row("stored.npz", name, array)
    row("deflated.npz", name, array)
row("deflated.npz", "zeros", np.zeros((50, 60)))
np.savez(folder / "positional.npz", values["i4"], values["f8"])
row("positional.npz", "arr_0", values["i4"])
row("positional.npz", "arr_1", values["f8"])


class Pipe(io.RawIOBase):
    """A place that cannot be wound back, so that zipfile writes sizes behind each member."""

    def __init__(self):
        self.content = b""

    def writable(self):
        return True

    def write(self, data):
        self.content += bytes(data)
        return len(data)


pipe = Pipe()
with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as zipped:
    zipped.comment = b"sizes stand behind the members"
    for name in ("w", "labels"):
        zipped.writestr(f"{name}.npy", npy_bytes(arrays[name]))
(folder / "streamed.npz").write_bytes(pipe.content)
row("streamed.npz", "w", arrays["w"])
row("streamed.npz", "labels", arrays["labels"])

zip64 = zipfile.ZIP64_LIMIT
zipfile.ZIP64_LIMIT = zipfile.ZIP_FILECOUNT_LIMIT = 0
with zipfile.ZipFile(folder / "zip64.npz", "w") as zipped:
    zipped.writestr("w.npy", npy_bytes(arrays["w"]))
    zipped.writestr("f8.npy", npy_bytes(values["f8"]))
zipfile.ZIP64_LIMIT, zipfile.ZIP_FILECOUNT_LIMIT = zip64, 65535
row("zip64.npz", "w", arrays["w"])
row("zip64.npz", "f8", values["f8"])


def zipped(members, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


refused("other.npz", zipped([("readme.txt", b"hello")]))
refused("bzip2.npz", zipped([("a.npy", npy_bytes(values["f4"]))], zipfile.ZIP_BZIP2))
plain = zipped([("a.npy", npy_bytes(values["f4"]))], zipfile.ZIP_STORED)
at = plain.index(b"NUMPY") + 130
refused("checksum.npz", plain[:at] + bytes([plain[at] ^ 1]) + plain[at + 1 :])
refused("cut.npz", plain[:-30])
# A directory that declares 4 GB where a few bytes are packed.
packed = bytearray(zipped([("a.npy", npy_bytes(values["f4"]))]))
at = packed.index(b"PK\x01\x02")
packed[at + 24 : at + 28] = struct.pack("<I", 0xFFFF_FFF0)
refused("bomb.npz", bytes(packed))
# Both entries point at the first member: what a bomb of overlapping members does.
twice = bytearray(zipped([("a.npy", npy_bytes(values["f4"])), ("b.npy", npy_bytes(values["f4"]))]))
first = twice.index(b"PK\x01\x02")
second = twice.index(b"PK\x01\x02", first + 4)
twice[second + 42 : second + 46] = twice[first + 42 : first + 46]
refused("overlap.npz", bytes(twice))

tensors = {
    "b": values["bool"], "i1": values["i1"], "i4": values["i4"], "i8": values["i8"],
    "u1": values["u1"], "u2": values["u2"], "h": values["f2"], "f": values["f4"],
    "d": values["f8"], "none": np.zeros((0, 3), np.float32), "one": np.array(7.0, np.float32),
}
save_file(tensors, folder / "plain.safetensors", {"author": "Zoë \"Z\"", "step": "10"})
for name, array in tensors.items():
    row("plain.safetensors", name, array)


def safetensors(header, data=b""):
    content = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(content)) + content + data


def entry(start, end, shape, dtype="F32"):
    return {"dtype": dtype, "shape": shape, "data_offsets": [start, end]}


# In the order in which the package lays tensors out, so that our file has the same bytes.
ordered = {"a": values["f8"], "b": values["f4"], "c": values["bool"]}
save_file(ordered, folder / "ordered.safetensors", {"k": "v"})
for name, array in ordered.items():
    row("ordered.safetensors", name, array)
# bf16 keeps the upper half of an f32.
halves = np.array([1.5, -2, 3e38, 1e-40], np.float32).view(np.uint32) >> 16
(folder / "bf16.safetensors").write_bytes(
    safetensors({"x": entry(0, 8, [2, 2], "BF16")}, halves.astype("<u2").tobytes())
)
row("bf16.safetensors", "x", (halves << 16).astype(np.uint32).view(np.float32).reshape(2, 2))
data = bytes(16)
refused("overlap.safetensors",
        safetensors({"a": entry(0, 8, [2]), "b": entry(4, 12, [2])}, data[:12]))
refused("gap.safetensors", safetensors({"a": entry(0, 4, [1]), "b": entry(8, 12, [1])}, data[:12]))
refused("outside.safetensors", safetensors({"a": entry(0, 8, [2])}, data[:4]))
refused("rest.safetensors", safetensors({"a": entry(0, 8, [2])}, data))
refused("shape.safetensors", safetensors({"a": entry(0, 8, [3])}, data[:8]))
refused("huge.safetensors", safetensors({"a": entry(0, 8, [2**62, 2**62])}, data[:8]))
refused("backwards.safetensors", safetensors({"a": entry(8, 0, [2])}, data[:8]))
refused("float8.safetensors", safetensors({"a": entry(0, 2, [2], "F8_E4M3")}, data[:2]))
refused("twice.safetensors", safetensors(
    b'{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},'
    b'"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}', data[:4]))
refused("metadata.safetensors", safetensors({"__metadata__": {"step": 10}}))
refused("nojson.safetensors", safetensors(b"{not json}"))
refused("longheader.safetensors", struct.pack("<Q", 2**40) + b"{}")

(folder / "expected.txt").write_text("\n".join(rows) + "\n")
