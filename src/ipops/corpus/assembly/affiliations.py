"""``affiliations``: parents, affiliates, branches and former names, dated, from a table given by path.

A CSV with the columns ``name, parent, relation`` and, where known, ``code, parent_code, since, until``. Names and codes are
resolved to parties of the corpus; a line that names nobody here is a problem with its line, not a silence.
"""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pyarrow as pa

from ipops.corpus.assembly.workspace import Workspace
from ipops.corpus.identity.names import form_of
from ipops.kernel.outcome import Place, Problem
from ipops.kernel.text import Text

RELATIONS = ("parent", "affiliate", "branch", "renamed")
Relation = tuple[str, str, str, date | None, date | None, str]


def read_affiliations(ws: Workspace, path: Path | None) -> tuple[Problem, ...]:
    """Makes ``affiliation``; the lines that could not be used."""
    rows: list[Relation] = []
    problems: list[Problem] = []
    if path is not None:
        parties = _parties(ws)
        with path.open(encoding="utf-8-sig", newline="") as f:
            for line, row in enumerate(csv.DictReader(f), 2):
                found = _relation(parties, row, f"{path.name}:{line}")
                if isinstance(found, Text):
                    problems.append(Problem(code="affiliation", says=found, at=Place(file=path.name, line=line)))
                else:
                    rows.append(found)
    names = [
        ("party", pa.string()),
        ("parent", pa.string()),
        ("relation", pa.string()),
        ("since", pa.date32()),
        ("until", pa.date32()),
        ("source", pa.string()),
    ]
    ws.keep("affiliation", names, rows)
    return tuple(problems)


def _parties(ws: Workspace) -> dict[str, str]:
    found = {form_of(s).key: p for s, p in ws.rows("select spelling, party from spelling where party like 'b:%'")}
    found |= dict(ws.rows("select code, party from owner where code is not null"))
    return found


def _relation(parties: dict[str, str], row: dict[str, str], source: str) -> Relation | Text:
    ends = []
    for name, code in (("name", "code"), ("parent", "parent_code")):
        said, number = (row.get(name) or "").strip(), (row.get(code) or "").strip()
        party = parties.get(number) or parties.get(form_of(said).key if said else "")
        if party is None:
            return _NOBODY.fill(name=said or number or "—")
        ends.append(party)
    relation = (row.get("relation") or "parent").strip()
    if relation not in RELATIONS:
        return _RELATION.fill(said=relation, known="、".join(RELATIONS))
    try:
        since, until = (
            date.fromisoformat(t) if (t := (row.get(n) or "").strip()) else None for n in ("since", "until")
        )
    except ValueError as e:
        return _DAY.fill(detail=str(e))
    if since and until and since >= until:
        return _DAY.fill(detail=f"{since} ≥ {until}")
    return (ends[0], ends[1], relation, since, until, source)


_NOBODY = Text("“{name}”不在语料库的主体之中。", "{name!r} is none of the parties of this corpus.")
_RELATION = Text("没有“{said}”这种关系；可写：{known}。", "There is no relation {said!r}; write one of {known}.")
_DAY = Text(
    "日期不可用（{detail}）；请写 2020-01-02，止日应晚于起日。",
    "The dates cannot be used ({detail}); write 2020-01-02, the end after the start.",
)
