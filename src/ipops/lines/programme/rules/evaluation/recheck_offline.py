"""Checks an auditor pack with Python alone: no program of ours, no database, no network.

    python3 recheck_offline.py [FOLDER]

Looks at: every file's SHA-256, every proof up to the head, the score sheet's arithmetic from value and target to total and
grade, its digest, and the published fact beside it. Exit 0: everything holds; 1: something does not; 2: usage.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any


def wrong_files(folder: Path, manifest: dict[str, Any]) -> list[str]:
    """Files that are gone, changed, or not named in the manifest."""
    found = []
    named = dict(manifest["files"])
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.name != "manifest.json"):
        name = path.relative_to(folder).as_posix()
        if "__pycache__" in name:
            continue
        if named.pop(name, None) != hashlib.sha256(path.read_bytes()).hexdigest():
            found.append(f"文件不符 · file differs: {name}")
    return found + [f"文件缺失 · file is missing: {name}" for name in named]


def wrong_proofs(folder: Path, heads: list[dict[str, Any]]) -> list[str]:
    """Entries whose proof does not lead to the head that is kept here."""
    sys.path.insert(0, str(folder))
    verify_offline: Any = importlib.import_module("verify_offline")
    found = []
    with (folder / "proofs.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            proof = json.loads(line)
            if proof["head"] not in heads or not verify_offline.holds(proof, "sha256"):
                found.append(f"证明不成立 · proof does not hold: {proof['n']}")
    return found


def share(line: dict[str, Any]) -> Fraction:
    """The share of the points: by the curve, nothing below ``least``, never above the whole."""
    achieved = Fraction(line["value"]) / Fraction(line["target"])
    if line["curve"] == "step":
        return Fraction(1) if achieved >= 1 else Fraction(0)
    return Fraction(0) if achieved < Fraction(line["least"]) or achieved < 0 else min(achieved, Fraction(1))


def wrong_points(sheet: dict[str, Any]) -> list[str]:
    """Lines whose points do not follow from their value and target, headings that are not the sums of their items."""
    found = []
    lines = {x["item"]: x for x in sheet["lines"]}
    for x in sheet["lines"]:
        points = Fraction(x["points"]) if x["points"] is not None else None
        if x["how"] in ("measure", "execution") and points is not None:
            if points != Fraction(str(x["most"])) * share(x):
                found.append(f"得分不符 · points do not follow: {x['item']}")
        elif x["how"] == "heading":
            parts = [y["points"] for y in lines.values() if y["under"] == x["item"]]
            if points is not None and points != sum(map(Fraction, parts), Fraction(0)):
                found.append(f"小计不符 · heading is not the sum: {x['item']}")
    whole = sum((Fraction(x["points"]) for x in sheet["lines"] if not x["under"]), Fraction(0))
    if sheet["total"] is None or whole != Fraction(sheet["total"]):
        found.append("总分不符 · the total is not the sum")
    return found


def wrong_result(frozen: dict[str, Any], published: dict[str, Any]) -> list[str]:
    """Grade, digest and amount against the published fact."""
    sheet, found = frozen["sheet"], []
    told = json.dumps(sheet, ensure_ascii=False, sort_keys=True)
    if hashlib.sha256(told.encode()).hexdigest() != published["sheet"]:
        found.append("评分表摘要不符 · the digest of the sheet differs")
    total, grade = Fraction(sheet["total"]), frozen["grade"]
    top = grade["to"] == "100"
    inside = Fraction(grade["from"]) <= total and (total < Fraction(grade["to"]) or (top and total == 100))
    if not inside or grade["grade"]["zh"] != published["grade"]:
        found.append("等级不符 · the grade differs")
    amount = published.get("amount")
    paid = frozen["payment"].get("fen")
    if (amount is None) != (paid is None) or (amount is not None and str(paid) not in json.dumps(amount)):
        found.append("金额不符 · the amount differs")
    return found


def main(folder: str = ".") -> int:
    here = Path(folder)
    manifest = json.loads((here / "manifest.json").read_text(encoding="utf-8"))
    frozen = json.loads((here / "sheet.json").read_text(encoding="utf-8"))
    published = json.loads((here / "published.json").read_text(encoding="utf-8"))
    heads = [json.loads(line) for line in (here / "heads.jsonl").read_text(encoding="utf-8").splitlines()]
    wrong = [
        *wrong_files(here, manifest),
        *wrong_proofs(here, heads),
        *wrong_points(frozen["sheet"]),
        *wrong_result(frozen, published["fact"]),
    ]
    for line in wrong:
        sys.stdout.write(line + "\n")
    if not wrong:
        sys.stdout.write(
            f"全部成立 · everything holds: {len(manifest['files'])} files, total {frozen['sheet']['total']}\n"
        )
    return 1 if wrong else 0


if __name__ == "__main__":
    if len(sys.argv) > 2:
        sys.stderr.write(str(__doc__))
        sys.exit(2)
    sys.exit(main(*sys.argv[1:]))
