"""Writes Tests/Reference/formats.txt: values in formats of the mini-language, by CPython.

Run by hand from the root: python3 Tests/Reference/formats.py
A row is `kind, value, format, result`, parted by tabs; the result is the word ERROR where CPython
raises, else the text between bars. Texts as formats of numbers (`s`) and the locale (`n` with
another one than C) are left out: ours differ there on purpose.
"""

import random

rng = random.Random(20251125)

INTS = [0, 1, -1, 7, -42, 255, 1234, -98765, 1234567, 65, 2**40, -(2**63), 2**63 - 1, 8364]
FLOATS = [0.0, -0.0, 1.0, -1.5, 0.5, 2.5, 3.14159, 1234.5678, -1234567.891, 1e-5, 123456789.0,
          1e16, 1e17, -1e300, 5e-324, 0.1, 99.995, 1e100, 1e22, 123456.0, 1234567.0,
          float("inf"), float("-inf"), float("nan"), -0.001, 0.9999999, 1e15, 999999.5]
TEXTS = ["", "a", "margin", "größe", "日本", "a\u0301"]
FILLS = ["", "*", "0", " ", "é", "x"]
ALIGNS = ["", "<", ">", "^", "="]
SIGNS = ["", "+", "-", " "]
WIDTHS = ["", "1", "6", "12", "20", "25"]
GROUPS = ["", ",", "_"]
PRECISIONS = ["", ".0", ".1", ".2", ".3", ".6", ".17", ".20"]


def spec(types, precisions):
    align = rng.choice(ALIGNS)
    fill = rng.choice(FILLS) if align else ""
    pick = lambda options, often=0.5: "" if rng.random() < often else rng.choice(options)
    return "".join([
        fill, align, pick(SIGNS), pick(["z"], 0.9), pick(["#"], 0.75), pick(["0"], 0.75),
        pick(WIDTHS, 0.3), pick(GROUPS), pick(precisions, 0.4), rng.choice(types)])


def row(kind, value, format_):
    try:
        result = "|" + format(value, format_) + "|"
    except (ValueError, OverflowError):
        result = "ERROR"
    shown = value if isinstance(value, str) else repr(value)
    rows.append("\t".join([kind, shown, format_, result]))


rows = []
for _ in range(330):
    row("int", rng.choice(INTS), spec(["", "d", "d", "b", "o", "x", "X", "n"], ["", ".2"]))
for _ in range(60):
    row("int", rng.choice(INTS), spec(["e", "f", "g", "%", "E", "G", "F"], PRECISIONS))
for number in [65, 97, 8364, 128512, 0x110000, -1]:
    for format_ in ["c", "5c", "<5c", "^5c", "+c", ".2c", ",c", "#c", "05c"]:
        row("int", number, format_)
for _ in range(600):
    row("float", rng.choice(FLOATS),
        spec(["", "", "e", "E", "f", "f", "F", "g", "g", "G", "n", "%"], PRECISIONS))
for _ in range(40):
    row("float", rng.choice(FLOATS), spec(["d", "x", "c", "b"], ["", ".2"]))
for _ in range(120):
    row("str", rng.choice(TEXTS), spec(["", "s", "s", "d"], [".0", ".1", ".3", ""]))
for format_ in ["q", "5.f", ".", "5.", ",,", "_,", ",_", "**<5", "<<5", "<>5", "==5", "5 ", " 5", "10d5", "0>5", "00005",
                "+ 5", "-+5", "#", "##x", "0x", ".-1f", "5.2.1f", "é", ",n", "_n", "_b", ",b",
                "_x", ",x", "_e", ",e", ",g", "_%", ",s", "z", "zd", "z.1f", "<", "é<", "{", "}"]:
    for kind, value in [("int", 42), ("float", 42.25), ("str", "ab")]:
        row(kind, value, format_)

with open("Tests/Reference/formats.txt", "w", encoding="utf-8") as file:
    file.write("\n".join(dict.fromkeys(rows)) + "\n")
