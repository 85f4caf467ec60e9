"""What is open: the list of tables, their columns in words, and how each is made from an export.

Rule 1: of gazetted facts only what the register itself announces. No price, no relation, no contract day, no doubt; what a
party reported and the register does not list stays inside.
Rule 2: an aggregate passes ``measures.suppression``; nothing here counts by hand around it.
Rule 3: a natural person has no name here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import pyarrow as pa

from ipops.kernel.text import Text
from ipops.webkit.opendata import counts, gazette


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    says: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """``make`` reads an export (``webkit.analytics``) and gives the table whose columns are ``columns``, in that order."""

    code: str
    title: Text
    says: Text
    columns: tuple[Column, ...]
    make: Callable[[Path], pa.Table]


_ON = Column("on", Text("登记、备案或公告之日", "day of registration, recordal or announcement"))
_RIGHT = Column("right", Text("权利号", "number of the right"))
_KIND = Column("kind_of_right", Text("权利类型代码", "code of the kind of right"))
_REGISTER = Column("register_no", Text("登记号或备案号", "number of the registration or recordal"))
_ENTRY = Column("entry", Text("账本编号，可凭封存记录核验", "number in the ledger, to be checked against the seals"))
_PLACE = Column(
    "place", Text("区划代码；空为合计，OTHER 为外地", "division code; empty is the total, OTHER is elsewhere")
)
_YEAR = Column("year", Text("计入年；空为合计", "year counted; empty is the total"))
_DEALS = Column("deals", Text("交易数；空为未公布", "number of deals; empty where not published"))
_WHY = Column(
    "suppressed",
    Text(
        "few：不足三家，不公布；beside：公布即可推算他格，一并不公布",
        "few: fewer than three units; beside: another cell could be worked out from it",
    ),
)


def _parties(*names: tuple[str, Text]) -> tuple[Column, ...]:
    return tuple(Column(n, says) for n, says in names)


_ALL = (
    Dataset(
        code="transfers",
        title=Text("转让登记公告", "Gazetted transfers"),
        says=Text("登记簿所列的转让，每项权利一行。", "Transfers listed on the register, a line for each right."),
        columns=(
            _ON,
            _RIGHT,
            _KIND,
            *_parties(("transferors", Text("转让方", "transferors")), ("transferees", Text("受让方", "transferees"))),
            _REGISTER,
            _ENTRY,
        ),
        make=gazette.transfers,
    ),
    Dataset(
        code="licences",
        title=Text("许可备案公告", "Gazetted licences"),
        says=Text("登记簿所列的许可备案，每项权利一行。", "Licences listed on the register, a line for each right."),
        columns=(
            _ON,
            _RIGHT,
            _KIND,
            Column("kind_of_licence", Text("许可类型代码", "code of the kind of licence")),
            *_parties(("licensors", Text("许可方", "licensors")), ("licensees", Text("被许可方", "licensees"))),
            _REGISTER,
            _ENTRY,
        ),
        make=gazette.licences,
    ),
    Dataset(
        code="pledges",
        title=Text("质押登记公告", "Gazetted pledges"),
        says=Text("登记簿所列的质押登记，每项权利一行。", "Pledges listed on the register, a line for each right."),
        columns=(
            _ON,
            _RIGHT,
            _KIND,
            *_parties(("pledgors", Text("出质人", "pledgors")), ("pledgees", Text("质权人", "pledgees"))),
            _REGISTER,
            _ENTRY,
        ),
        make=gazette.pledges,
    ),
    Dataset(
        code="grants",
        title=Text("授权与终止公告", "Gazetted grants and ends"),
        says=Text("授权公告与权利终止公告。", "Grants of rights and their ends as announced."),
        columns=(
            _ON,
            _RIGHT,
            Column("event", Text("granted 授权，ended 终止", "granted or ended")),
            Column("why", Text("终止原因代码", "code of the reason of an end")),
            _ENTRY,
        ),
        make=gazette.grants,
    ),
    Dataset(
        code="deal-counts",
        title=Text("转让许可数量", "Transfers and licences counted"),
        says=Text(
            "按受让方（被许可方）所在区县与计入年的交易数；不足三家的不公布，能推算出来的也不公布。",
            "Deals by the district of the receiver and the year counted; cells of fewer than three receivers are not published, nor what would give them away.",
        ),
        columns=(_PLACE, _YEAR, _DEALS, _WHY),
        make=counts.deals_by_place,
    ),
    Dataset(
        code="pledge-counts",
        title=Text("质押登记数量", "Pledges counted"),
        says=Text(
            "全市按权利类型与计入年的质押数，不分解到区县（国知发运字〔2021〕17号）；不足三家出质人的不公布。",
            "Pledges of the city by kind of right and year, not broken down to districts (国知发运字〔2021〕17号); cells of fewer than three pledgors are not published.",
        ),
        columns=(
            Column("kind_of_right", Text("权利类型代码；空为合计", "code of the kind of right; empty is the total")),
            _YEAR,
            Column("pledges", Text("质押数；空为未公布", "number of pledges; empty where not published")),
            _WHY,
        ),
        make=counts.pledges_by_kind,
    ),
)
_KNOWN: dict[str, Dataset] = {d.code: d for d in _ALL}
#: Every open table, the houses' own behind those of the ground.
DATASETS: Mapping[str, Dataset] = MappingProxyType(_KNOWN)


def register(*datasets: Dataset) -> None:
    """A house's own tables, from ``AppConfig.ready``. Twins are refused."""
    for made in datasets:
        if _KNOWN.setdefault(made.code, made) != made:
            raise RuntimeError(f"Two open tables claim the code {made.code!r}.")


def dataset(code: str) -> Dataset | None:
    return DATASETS.get(code)
