"""The demo city's own patents as a list that a search service would export, and what its statisticians would tell of the chain: the
small made-up corpus of a navigation study."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from ipops.ledger.facts.words import RightKind
from ipops.reference.demo_places import DEMO_SECOND
from ipops.site.demo.dice import Dice
from ipops.site.demo.parties import Party, make_parties
from ipops.site.demo.rights import Right, classes_of, make_rights
from ipops.site.demo.story import TODAY

HEADS = ("受理局", "申请号", "申请日", "公开日", "专利类型", "标题", "申请人", "IPC")
_TYPES = {RightKind.INVENTION: "发明", RightKind.UTILITY_MODEL: "实用新型"}


#: Node of the template's tree, firms above the size of statistics, output in 10,000 yuan: made up.
_INDUSTRY = (
    ("materials", 34, 412_000), ("battery", 12, 655_000), ("parts", 58, 388_000), ("machines", 41, 726_000), ("sensing", 19, 96_000),
    ("digital", 27, 143_000), ("health", 22, 268_000), ("farming", 9, 41_000),
)  # fmt: skip


def industry_csv() -> str:
    """Firms and output by node; of one node, electric vehicles, nothing is told, as happens."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("node", "firms", "output_wan", "year", "source"))
    writer.writerows((*row, TODAY.year - 1, "演示统计，全部虚构") for row in _INDUSTRY)
    return out.getvalue()


def patents(rights: Sequence[Right]) -> list[Right]:
    """Inventions and utility models of the city that are published by the demo's day, by number."""
    found = [r for r in rights if r.kind in _TYPES and r.place != DEMO_SECOND and r.published <= TODAY]
    return sorted(found, key=lambda r: r.number)


def patents_csv() -> str:
    parties = make_parties()
    names: dict[str, Party] = {p.id: p for p in parties}
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADS)
    for r in patents(make_rights(parties)):
        owners = "；".join(names[o].name for o in r.owners if names[o].name)
        kinds = "；".join(classes_of(r.kind, Dice("annuities", r.number)))
        writer.writerow(
            ("CN", r.number, r.filed.isoformat(), r.published.isoformat(), _TYPES[r.kind], r.title, owners, kinds)
        )
    return out.getvalue()
