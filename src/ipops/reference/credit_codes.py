"""The code tables of unified social credit codes as loaded lists, for showing; the kernel holds the confirmed part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ipops.kernel.outcome import Unknown
from ipops.kernel.text import Text
from ipops.reference.edition import Edition, rows_of
from ipops.reference.shared import shared_file

FOLDER = "identifiers"
EDITION = Edition(
    title=Text("统一社会信用代码 代码表", "code tables of unified social credit codes"),
    edition="GB 32100-2015",
    source=f"reference/{FOLDER}/SOURCE.md",
    complete=False,
    gaps=(Text("G、J、M、Q、S 仅一个来源。", "G, J, M, Q and S stand in one source only."),),
)


@dataclass(frozen=True)
class CreditCodeTables:
    edition: Edition
    departments: Mapping[str, str]
    confirmed: frozenset[str]
    types: Mapping[str, str]


def credit_code_tables() -> CreditCodeTables | Unknown:
    """The tables, or unknown without the shared files."""
    departments = shared_file("reference", FOLDER, "uscc_departments.csv")
    types = shared_file("reference", FOLDER, "uscc_org_types.csv")
    if isinstance(departments, Unknown):
        return departments
    return types if isinstance(types, Unknown) else _read(departments, types)


@lru_cache(maxsize=2)
def _read(departments: Path, types: Path) -> CreditCodeTables:
    rows = list(rows_of(departments))
    return CreditCodeTables(
        edition=EDITION,
        departments={r["code"]: r["name_zh"] for r in rows},
        confirmed=frozenset(r["code"] for r in rows if r["status"].startswith("listed")),
        types={r["department"] + r["type"]: r["name_zh"] for r in rows_of(types)},
    )
