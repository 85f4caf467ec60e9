"""Checks an auditor pack with Python alone: no program of ours, no database, no network.

    python3 -I recheck_offline.py [FOLDER [HEADS.jsonl]]

Looks at: every file's SHA-256, every proof up to the head, every document behind a proven entry, the published entry and the sheet it
names, the rules' version, the tables, the sheet's arithmetic from value and target to total and grade. HEADS are heads you hold
yourself, one JSON a line. Exit 0: everything holds; 1: something does not; 2: usage.
"""

from __future__ import annotations

import csv
import hashlib
import importlib
import io
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

#: As many entries of one goal are in the pack; a goal with more names them all in the sheet.
MOST_FACTS = 2_000


def wrong_files(folder: Path, manifest: Mapping[str, Any]) -> Iterator[str]:
    """Files that are gone, changed, or not named in the manifest."""
    named = dict(manifest["files"])
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and p != folder / "manifest.json"):
        name = path.relative_to(folder).as_posix()
        if name not in named:
            yield f"多出文件 · a file was added: {name}"
        elif named.pop(name) != _sha(path.read_bytes()):
            yield f"文件不符 · file differs: {name}"
    yield from (f"文件缺失 · file is missing: {name}" for name in named)


def wrong_proofs(folder: Path, proofs: Iterable[Mapping[str, Any]], heads: list[Any]) -> Iterator[str]:
    """Entries whose proof does not lead to the head that is kept here."""
    sys.path.insert(0, str(folder))
    verify_offline: Any = importlib.import_module("verify_offline")
    for proof in proofs:
        if proof["head"] not in heads or not verify_offline.holds(proof, "sha256"):
            yield f"证明不成立 · proof does not hold: {proof['n']}"


def papers_named(entries: Iterable[Mapping[str, Any]]) -> set[str]:
    """The documents that entries rest on: their source, and the papers behind the figures of a return (``SHA-256#page``)."""
    found: set[str] = set()
    for e in entries:
        behind = [e.get("doc") or "", *(x.partition("#")[0] for x in _listed(e["fact"].get("evidence")))]
        found |= {sha for sha in behind if len(sha) == 64}
    return found


def _listed(value: Any) -> list[str]:
    return value if isinstance(value, list) else []


def wrong_papers(folder: Path, entries: Mapping[int, Mapping[str, Any]], lacking: Iterable[str]) -> Iterator[str]:
    """A document by its name, which is its hash; one that an entry rests on and that is not here. ``lacking`` are those that the
    office itself had no more: they are told at the end."""
    for path in sorted((folder / "documents").glob("*")):
        if _sha(path.read_bytes()) != path.name:
            yield f"佐证不符 · document differs from its name: {path.name}"
    for sha in sorted(papers_named(entries.values()) - set(lacking)):
        if not (folder / "documents" / sha).exists():
            yield f"佐证缺失 · a document is missing: {sha}"


def wrong_publication(
    frozen: bytes, published: Mapping[str, Any], entry: Mapping[str, Any] | None, n: int
) -> Iterator[str]:
    """The published fact is the proven entry, and the sheet is the document that it names."""
    if entry is None or published != entry or entry["kind"] != "evaluation_published":
        yield f"公布事实与已证明的第{n}条不符 · the published fact is not the proven entry {n}"
    elif _sha(frozen) != entry["doc"]:
        yield "评分表不是公布时留存的那份 · the sheet is not the one that was published"


def wrong_rules(folder: Path, frozen: Mapping[str, Any]) -> Iterator[str]:
    """The rules as files are those frozen with the sheet, and their version is the one the result was worked out under."""
    kept = frozen["rules"]["files"]
    for path, text in kept.items():
        file = folder / "rules" / path
        if file.exists() and file.read_bytes() != text.encode():
            yield f"规则不是公布时的 · a rule is not the published one: {path}"
    versions = []
    for layer in frozen["rules"]["layers"]:
        digest = hashlib.sha256()
        own = {Path(p.partition("/")[2]): text for p, text in kept.items() if p.partition("/")[0] == layer}
        for name in sorted(own):
            digest.update(name.as_posix().encode() + b"\0" + hashlib.sha256(own[name].encode()).digest())
        versions.append(f"{layer} {digest.hexdigest()}")
    if _sha("\n".join(versions).encode()) != frozen["pack_version"]:
        yield "规则版本不符 · the version of the rules differs"


def table(used: Mapping[int, list[str]], entries: Mapping[int, Mapping[str, Any]], kinds: Mapping[str, Any]) -> str:
    """``used.csv``: every entry of the pack, what it is, and what it is there for."""
    heads = ("编号 entry", "事实 fact", "kind", "录入时间 learned", "录入人 by", "佐证文件 document", "用于 used for")
    rows = [
        (n, f"{kinds[e['kind']]['zh']} {kinds[e['kind']]['en']}", e["kind"], e["at"], e["by"], e.get("doc") or "", " ".join(used[n]))
        for n, e in sorted(entries.items())
    ]  # fmt: skip
    return _csv(heads, rows)


def goals(frozen: Mapping[str, Any]) -> str:
    """``goals.csv``: the figure of each goal, what it was held against, and the numbers of all entries behind it."""
    heads = (
        "目标 goal", "名称 title", "数值 value", "单位 unit", "基数 base", "基年 base year", "增幅% growth", "要求 target",
        "判定 verdict", "条款 clause", "算式 formula", "依据条目 entries", "基年条目 base entries",
    )  # fmt: skip
    rows = []
    for code, x in sorted(frozen["goals"].items()):
        growth = " ".join(f"{k}={v}" for k, v in sorted((x.get("growth") or {}).items()))
        formula = "；".join(y["zh"] for y in x.get("formula", ()))
        title = x.get("title") or {"zh": "", "en": ""}
        rows.append(
            (
                code, f"{title['zh']} {title['en']}", _told(x.get("value")), x.get("unit"), _told(x.get("baseline")), x.get("base_year"),
                growth, _told(x.get("target")), x.get("verdict"), x.get("clause"), formula,
                " ".join(map(str, x.get("entries", ()))), " ".join(map(str, x.get("base_entries", ()))),
            )
        )  # fmt: skip
    return _csv(heads, rows)


def _told(value: Any) -> str:
    return "未知 unknown" if value is None else str(value)


def _csv(heads: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows([heads, *rows])
    return out.getvalue()


def used_of(frozen: Mapping[str, Any], later: Iterable[tuple[int, str]]) -> dict[int, list[str]]:
    """Every entry of the pack with what it is there for: a kind of record, or goals. ``later`` came from the publication on."""
    used: dict[int, list[str]] = {}
    for kind, numbers in frozen["cases"].items():
        for n in numbers:
            used.setdefault(n, []).append(kind)
    for goal, told in frozen["goals"].items():
        for n in [*told.get("entries", ()), *told.get("base_entries", ())][:MOST_FACTS]:
            if goal not in used.setdefault(n, []):
                used[n].append(goal)
    for n, kind in later:
        used.setdefault(n, []).append(kind)
    return dict(sorted(used.items()))


def wrong_tables(folder: Path, frozen: Mapping[str, Any], entries: Mapping[int, Mapping[str, Any]]) -> Iterator[str]:
    """Entries the sheet names without a proof here, and tables that say something else than sheet and proofs."""
    later = [(n, e["kind"]) for n, e in sorted(entries.items()) if n > frozen["known_to"]]
    used = used_of(frozen, later)
    yield from (f"条目没有证明 · no proof of entry {n}" for n in used if n not in entries)
    yield from (f"多出条目 · an entry the sheet does not name: {n}" for n in entries if n not in used)
    kinds = json.loads((folder / "kinds.json").read_text(encoding="utf-8"))
    for name, told in (("used.csv", table(used, entries, kinds)), ("goals.csv", goals(frozen))):
        if (folder / name).read_bytes() != told.encode("utf-8-sig"):
            yield f"表与依据不符 · the table does not follow: {name}"


def share(line: Mapping[str, Any]) -> Fraction:
    """The share of the points: by the curve, nothing below ``least``, never above the whole."""
    achieved = Fraction(line["value"]) / Fraction(line["target"])
    if line["curve"] == "step":
        return Fraction(1) if achieved >= 1 else Fraction(0)
    return Fraction(0) if achieved < Fraction(line["least"]) or achieved < 0 else min(achieved, Fraction(1))


def wrong_points(sheet: Mapping[str, Any]) -> Iterator[str]:
    """Lines whose points do not follow from their value and target, headings that are not the sums of their items."""
    for x in sheet["lines"]:
        points = Fraction(x["points"]) if x["points"] is not None else None
        if x["how"] in ("measure", "execution") and points is not None:
            if points != Fraction(str(x["most"])) * share(x):
                yield f"得分不符 · points do not follow: {x['item']}"
        elif x["how"] == "heading":
            parts = [y["points"] for y in sheet["lines"] if y["under"] == x["item"]]
            if points is not None and points != sum(map(Fraction, parts), Fraction(0)):
                yield f"小计不符 · heading is not the sum: {x['item']}"
    whole = sum((Fraction(x["points"]) for x in sheet["lines"] if not x["under"]), Fraction(0))
    if sheet["total"] is None or whole != Fraction(sheet["total"]):
        yield "总分不符 · the total is not the sum"


def wrong_result(frozen: Mapping[str, Any], published: Mapping[str, Any]) -> Iterator[str]:
    """Score, grade, digest and amount against the published fact."""
    sheet = frozen["sheet"]
    told = json.dumps(sheet, ensure_ascii=False, sort_keys=True)
    if _sha(told.encode()) != published["sheet"]:
        yield "评分表摘要不符 · the digest of the sheet differs"
    total, grade = Fraction(sheet["total"]), frozen["grade"]
    if total != Fraction(published["score"]):
        yield "公布得分不符 · the published score differs"
    top = grade["to"] == "100"
    inside = Fraction(grade["from"]) <= total and (total < Fraction(grade["to"]) or (top and total == 100))
    if not inside or grade["grade"]["zh"] != published["grade"]:
        yield "等级不符 · the grade differs"
    if frozen["payment"].get("fen") != published.get("amount"):
        yield "金额不符 · the amount differs"


def _sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _lines(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def wrong(here: Path, held: str) -> Iterator[str]:
    """Everything that does not hold. A file that cannot be read is a line too, and the rest is still looked at."""
    manifest = json.loads((here / "manifest.json").read_text(encoding="utf-8"))
    yield from wrong_files(here, manifest)
    heads, proofs = _lines(here / "heads.jsonl"), _lines(here / "proofs.jsonl")
    entries = {p["n"]: json.loads(p["entry"]) for p in proofs}
    sheet = (here / "sheet.json").read_bytes()
    frozen, published = json.loads(sheet), json.loads((here / "published.json").read_text(encoding="utf-8"))
    if manifest["head"] not in heads:
        yield "清单中的封印不符 · the head in the manifest differs"
    if held and not [h for h in heads if h in _lines(Path(held))]:
        yield "不是您所持有的封印 · the head is not among those you hold"
    looks: list[Callable[[], Iterator[str]]] = [
        lambda: wrong_proofs(here, proofs, heads),
        lambda: wrong_papers(here, entries, manifest["lacking"]),
        lambda: wrong_publication(sheet, published, entries.get(manifest["published"]), manifest["published"]),
        lambda: wrong_rules(here, frozen),
        lambda: wrong_tables(here, frozen, entries),
        lambda: wrong_points(frozen["sheet"]),
        lambda: wrong_result(frozen, published["fact"]),
    ]
    for look in looks:
        yield from _caught(look)


def _caught(look: Callable[[], Iterator[str]]) -> Iterator[str]:
    try:
        yield from look()
    except (
        OSError,
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        ArithmeticError,
        ImportError,
        SyntaxError,
    ) as e:
        yield f"读不懂 · cannot be read: {type(e).__name__} {e}"


def main(folder: str = ".", held: str = "") -> int:
    sys.dont_write_bytecode = True
    here = Path(folder)
    found = list(_caught(lambda: wrong(here, held)))
    sys.stdout.writelines(f"{line}\n" for line in found)
    if not found:
        manifest = json.loads((here / "manifest.json").read_text(encoding="utf-8"))
        head, count = manifest["head"], len(manifest["files"])
        root = f"封印 · head: size {head['size']} sha256 {head['sha256']}"
        sys.stdout.write(f"全部成立 · everything holds: {count} files\n{root}\n")
        sys.stdout.writelines(
            f"出具时已无此佐证 · the office had this document no more: {x}\n" for x in manifest["lacking"]
        )
    return 1 if found else 0


if __name__ == "__main__":
    if len(sys.argv) > 3:
        sys.stderr.write(str(__doc__))
        sys.exit(2)
    sys.exit(main(*sys.argv[1:]))
