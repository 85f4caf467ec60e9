"""Lists that people bring: labels by hand (标引), firms and output of the industry chain.

Labels and verdicts come as sheets beside the template, from the journal (``Spoken``), or both: where both speak of one thing the
journal's word stands, for there somebody signed it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.lines.navigation.study.samples import NO, YES


@dataclass(frozen=True, slots=True, kw_only=True)
class Industry:
    """What a place has of a node: firms, and output in 万元 of a year; what the list leaves open is unknown."""

    firms: int | None
    output_wan: int | None
    year: int | None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """What the journal holds of a study: labels by document and node, verdicts by document; settled words only."""

    labels: Mapping[tuple[str, str], bool] = field(default_factory=dict)
    verdicts: Mapping[str, bool] = field(default_factory=dict)


def labels_csv(labels: Mapping[tuple[str, str], bool]) -> str:
    """The sheet that ``hand_labels`` reads."""
    return _csv(("document", "node", "label"), [(d, n, int(yes)) for (d, n), yes in sorted(labels.items())])


def verdicts_csv(verdicts: Mapping[str, bool]) -> str:
    """The sheet that ``samples.labels`` of a template names."""
    return _csv(("document", "relevant"), [(d, int(yes)) for d, yes in sorted(verdicts.items())])


def _csv(heads: tuple[str, ...], rows: list[tuple[object, ...]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(heads)
    writer.writerows(rows)
    return "\ufeff" + out.getvalue()


def hand_labels(path: Path, nodes: set[str]) -> dict[tuple[str, str], bool] | Refused:
    """A CSV ``document, node, label``: 1 puts a document under a node, 0 takes it away, whatever the rule says."""
    found: dict[tuple[str, str], bool] = {}
    with path.open(encoding="utf-8-sig", newline="") as f:
        for line, row in enumerate(csv.DictReader(f), 2):
            node, said = (row.get("node") or "").strip(), (row.get("label") or "").strip().lower()
            if node not in nodes or said not in (*YES, *NO):
                return _wrong(path, line)
            found[(row.get("document") or "").strip(), node] = said in YES
    return found


def industry(path: Path, nodes: set[str]) -> dict[str, Industry] | Refused:
    """A CSV ``node, firms, output_wan, year, source``; an empty cell is unknown, a row without a source is refused."""
    found: dict[str, Industry] = {}
    with path.open(encoding="utf-8-sig", newline="") as f:
        for line, row in enumerate(csv.DictReader(f), 2):
            cells = {k: (row.get(k) or "").strip() for k in ("node", "firms", "output_wan", "year", "source")}
            whole = [cells[k] for k in ("firms", "output_wan", "year")]
            if cells["node"] not in nodes or not cells["source"] or any(c and not c.isdecimal() for c in whole):
                return _wrong(path, line)
            firms, output, year = (int(c) if c else None for c in whole)
            found[cells["node"]] = Industry(firms=firms, output_wan=output, year=year, source=cells["source"])
    return found


def _wrong(path: Path, line: int) -> Refused:
    says = Text(
        f"{path.name} 第 {line} 行：节点不在技术分解表中、取值不可读，或缺少来源。",
        f"{path.name} line {line}: the node is not in the tree, a value cannot be read, or the source is missing.",
    )
    return Refused(reasons=(Reason(code="list-mistake", says=says, field=path.name),))
