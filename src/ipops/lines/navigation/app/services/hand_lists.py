"""Sheets of labels and verdicts that were made without the browser, taken into the journal as words of whoever brings them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.lines.navigation.app.services.hands import Judged, Labelled, documents_label, sample_judge
from ipops.lines.navigation.facts import Relevance
from ipops.lines.navigation.machine import OURS
from ipops.lines.navigation.study.samples import NO, YES
from ipops.webkit.enrol import By

_UNSURE = ("?", "不确定", "unsure")
_MOST_REASONS = 20


def labels_import(*, study: str, path: Path, by: By) -> int | Refused:
    """The sheet ``document,node,label`` that ``hand_labels`` of a template reads; gives how many documents are new."""
    under: dict[str, set[str]] = {}
    out: dict[str, set[str]] = {}
    first: dict[str, int] = {}
    reasons: list[Reason] = []
    rows = _rows(path, ("document", "node", "label"))
    if isinstance(rows, Refused):
        return rows
    for line, cells in rows:
        document, node, said = cells["document"], cells["node"], cells["label"].lower()
        if not document or not node or said not in (*YES, *NO):
            reasons.append(_wrong(line, _LABEL_CELLS))
            continue
        first.setdefault(document, line)
        (under if said in YES else out).setdefault(document, set()).add(node)
    if reasons:
        return Refused(reasons=tuple(reasons[:_MOST_REASONS]))
    words = [
        Labelled(
            document=d, under=tuple(sorted(under.get(d, ()))), out=tuple(sorted(out.get(d, ()))), at=_LINE.fill(n=line)
        )
        for d, line in first.items()
    ]
    return documents_label(study=study, words=words, by=by)


def verdicts_import(*, study: str, path: Path, by: By) -> int | Refused:
    """The sample sheet with its column ``relevant`` filled; empty cells are passed over. Gives how many verdicts are new."""
    words: list[Judged] = []
    reasons: list[Reason] = []
    rows = _rows(path, ("document", "relevant"))
    if isinstance(rows, Refused):
        return rows
    for line, cells in rows:
        said = cells["relevant"].lower()
        if not said:
            continue
        verdict = Relevance.RELEVANT if said in YES else Relevance.NOT if said in NO else None
        if said in _UNSURE:
            verdict = Relevance.UNSURE
        if verdict is None or not cells["document"]:
            reasons.append(_wrong(line, _VERDICT_CELLS))
            continue
        words.append(Judged(document=cells["document"], verdict=verdict, at=_LINE.fill(n=line)))
    if reasons:
        return Refused(reasons=tuple(reasons[:_MOST_REASONS]))
    return sample_judge(study=study, words=words, by=by)


def _rows(path: Path, heads: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]] | Refused:
    """Lines with their number, or the refusal of a file that is no such sheet."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        return Refused(reasons=(Reason(code="list-unreadable", says=_ENCODING, cite=OURS, field="file"),))
    reader = csv.DictReader(text.splitlines())
    if lacking := [h for h in heads if h not in (reader.fieldnames or ())]:
        says = _HEADS.fill(heads="、".join(lacking))
        return Refused(reasons=(Reason(code="list-heads", says=says, cite=OURS, field="file"),))
    return ((line, {h: (row.get(h) or "").strip() for h in heads}) for line, row in enumerate(reader, 2))


def _wrong(line: int, says: Text) -> Reason:
    at = _LINE.fill(n=line)
    return Reason(code="list-line", says=Text(f"{at.zh}：{says.zh}", f"{at.en}: {says.en}"), cite=OURS, field="file")


_LINE = Text("第 {n} 行", "line {n}")
_LABEL_CELLS = Text("须有文献与节点，label 列为 1 或 0。", "it needs a document and a node, and 1 or 0 as label.")
_VERDICT_CELLS = Text("relevant 列为 1、0 或 ?（不确定）。", "the column relevant holds 1, 0 or ? (unsure).")
_ENCODING = Text("文件不是 UTF-8 编码的 CSV。", "The file is no CSV in UTF-8.")
_HEADS = Text("表头缺少 {heads}。", "The heads lack {heads}.")
