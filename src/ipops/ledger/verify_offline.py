"""Checks a proof of an ipops ledger with Python alone: no program of ours, no database, no network.

    python3 verify_offline.py PROOF.json [HEADS.jsonl]

HEADS are the heads you kept yourself, one JSON a line; without them compare the printed roots with roots you trust.
The form of a proof is in docs/reference/proof-format.md. Exit 0: it holds; 1: it does not; 2: usage.
"""

from __future__ import annotations

import hashlib
import json
import sys
from typing import Any


def _climb(h: str, at: int, last: int, old: bytes, new: bytes, path: list[bytes]) -> tuple[bytes | None, bytes | None]:
    """RFC 9162, 2.1.3.2 and 2.1.4.2: the root without and with what lies to the right; Nones if this is no path."""
    for step in path:
        if last == 0:
            return None, None
        if at & 1 or at == last:
            old, new = (hashlib.new(h, b"\x01" + step + right).digest() for right in (old, new))
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            new = hashlib.new(h, b"\x01" + new + step).digest()
        at, last = at >> 1, last >> 1
    return (old, new) if last == 0 else (None, None)


def verify_inclusion(leaf: bytes, at: int, size: int, path: list[bytes], root: bytes, h: str = "sha256") -> bool:
    """Whether the leaf hash stands at ``at``, counted from 0, in the tree of ``size`` leaves with ``root``."""
    return 0 <= at < size and _climb(h, at, size - 1, leaf, leaf, path)[1] == root


def verify_consistency(m: int, n: int, old: bytes, new: bytes, path: list[bytes], h: str = "sha256") -> bool:
    """Whether the tree of ``n`` leaves with root ``new`` begins with the tree of ``m`` leaves with root ``old``."""
    if not 0 < m <= n or m == n:
        return 0 < m == n and not path and old == new
    steps, at, last = list(path) if m & (m - 1) else [old, *path], m - 1, n - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    return bool(steps) and _climb(h, at, last, steps[0], steps[0], steps[1:]) == (old, new)


def holds(proof: dict[str, Any], h: str) -> bool:
    """Whether the proof leads to its own head under the hash ``h``."""
    size, root = proof["head"]["size"], bytes.fromhex(proof["head"][h])
    path = [bytes.fromhex(step) for step in proof["path"][h]]
    if proof["type"] == "consistency":
        return verify_consistency(proof["from"]["size"], size, bytes.fromhex(proof["from"][h]), root, path, h)
    leaf = hashlib.new(h, b"\x00" + proof["entry"].encode()).digest()
    numbered = proof["type"] == "inclusion" and json.loads(proof["entry"])["n"] == proof["n"]
    return numbered and verify_inclusion(leaf, proof["n"] - 1, size, path, root, h)


def main(file: str, kept: str = "") -> str | None:
    """What is wrong with the proof in ``file``, or None; the roots it rests on are printed."""
    with open(file, encoding="utf-8") as f, open(kept or file, encoding="utf-8") as k:
        proof, lines = json.load(f), list(k)
    heads = [proof[k] for k in ("from", "head") if k in proof]
    known = [json.loads(line) for line in lines] if kept else heads
    for h in ("sha256", "sm3") if all(head["sm3"] for head in heads) else ("sha256",):
        if h not in hashlib.algorithms_available:
            sys.stdout.write(f"{h} 未核对，本机无此算法 · {h} not checked: this Python lacks it\n")
        elif not holds(proof, h):
            return f"不成立 · does not hold: {h}"
    if strange := [head["size"] for head in heads if head not in known]:
        return f"不是所保存的封印 · not among the heads you kept: size {strange}"
    sys.stdout.writelines(f"成立 · holds: size {d['size']} sha256 {d['sha256']} sm3 {d['sm3']}\n" for d in heads)
    return None


if __name__ == "__main__":
    try:
        sys.exit(main(*sys.argv[1:]) if len(sys.argv) in (2, 3) else sys.stderr.write(str(__doc__)) and 2)
    except (AttributeError, KeyError, OSError, TypeError, ValueError) as e:
        sys.exit(f"读不懂 · cannot be read as a proof: {e!r}")
