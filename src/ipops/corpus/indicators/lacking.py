"""What the tables lack altogether, and which indicators have no value for it: said once, instead of a column of blanks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq

from ipops.corpus.indicators.params import Params
from ipops.kernel.text import Text

COHORT = "grant_lag, breakthrough, quality_index_4, quality_index_6"
_FIELDS = Text(
    "没有 {scheme} 领域：{columns} 都没有值。请重新成表并给出领域表：ipops corpus tables … --fields FILE。",
    "There are no fields of {scheme}: {columns} have no value. Make the tables again with them: ipops corpus tables … --fields FILE.",
)
_OTHERS = Text("{what}：{columns} 都没有值。", "{what}: {columns} have no value.")
_OF_DOCUMENTS = (
    ("filed_on", Text("来源都没有申请日", "No source tells a day of filing"), f"renewal, {COHORT}"),
    ("published_on", Text("来源都没有公布日", "No source tells a day of publication"), "fwd_cits5, fwd_cits7, generality"),
    ("claims_n", Text("来源都没有权利要求项数", "No source tells the number of claims"), "claims, claims_bwd, quality_index_4, quality_index_6"),
    ("legal_status", Text("来源都没有法律状态", "No source tells a legal status"), "renewal"),
    ("references_listed", Text("来源都没有引文清单", "No source lists references"), "bwd_cits, npl_cits, claims_bwd, quality_index_6"),
)  # fmt: skip


def lacking(tables: Path, params: Params) -> tuple[Text, ...]:
    """One sentence a lack, the fields first; of a corpus without documents none."""
    if not pq.read_metadata(tables / "documents.parquet").num_rows:
        return ()
    found = [] if _any(tables, "fields", "scheme", lambda c: pc.equal(c, params.fields)) else [
        _FIELDS.fill(scheme=params.fields, columns=COHORT)
    ]  # fmt: skip
    for column, what, columns in _OF_DOCUMENTS:
        told: Callable[[Any], Any] = pc.is_valid if column != "references_listed" else lambda c: c
        if not _any(tables, "documents", column, told):
            found.append(_OTHERS.fill(what=what, columns=columns))
    return tuple(found)


def _any(tables: Path, name: str, column: str, holds: Callable[[Any], Any]) -> bool:
    path = tables / f"{name}.parquet"
    if not path.exists() or column not in pq.read_schema(path).names:
        return False
    return bool(pc.any(holds(pq.read_table(path, columns=[column])[column])).as_py())
