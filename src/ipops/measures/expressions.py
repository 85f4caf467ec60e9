"""Pieces of expressions that more than one house uses: what counts, what is in doubt, which rights are patents."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum

import ibis

from ipops.kernel.text import Text
from ipops.ledger.facts.words import CheckEnd, Proof, RightKind
from ipops.measures.measure import Column, Table, Tables

PATENTS = tuple(k for k in RightKind if k.is_patent)
#: The kinds that ``deal_doubts`` reads.
CHECKS = ("check_opened", "check_ended")


def counted(facts: Table) -> Table:
    """Deals and pledges that count: listed on the register, or with its notice. A reported one waits."""
    return facts.filter(is_one_of(facts["proof"], [p for p in Proof if p.counts]))


def is_one_of(column: Table, words: Iterable[StrEnum]) -> Table:
    """Whether a word is among these. As a function, not as ``IN``: DuckDB runs a function once per word of a Parquet
    column's dictionary, a comparison once per row (a fifth of the time of sums and counts)."""
    return ibis.array([w.value for w in words]).contains(column)


def deal_doubts(tables: Tables) -> Table:
    """Each deal or pledge that a check ever looked at, once: ``doubted``, ``flagged``, ``excluded``.

    The last word of each check on the deal stands; one check that excludes outweighs others that clear. A deal whose
    check is open, or ended by a report to the authority, stays flagged.
    """
    opened, ended = tables["check_opened"], tables["check_ended"]
    said = opened.select(
        n=opened["n"], case=opened["case"], doubted=opened["deals"].unnest(), word=ibis.literal("opened")
    ).union(ended.select(n=ended["n"], case=ended["case"], doubted=ended["deals"].unnest(), word=ended["end"]))
    last = said.group_by(["case", "doubted"]).agg(word=said["word"].argmax(said["n"]))
    per_deal = last.group_by("doubted").agg(
        excluded=(last["word"] == CheckEnd.EXCLUDED.value).max(),
        open_still=last["word"].isin(["opened", CheckEnd.REPORTED.value]).max(),
    )
    return per_deal.select("doubted", excluded="excluded", flagged=per_deal["open_still"] & ~per_deal["excluded"])


def with_doubts(units: Table, code: str, tables: Tables) -> Table:
    """The units with ``flagged`` and ``excluded`` beside them, never null; ``code`` is the deal's or pledge's column."""
    doubts = deal_doubts(tables)
    t = units.left_join(doubts, units[code] == doubts["doubted"])
    return t.mutate(flagged=t["flagged"].fill_null(False), excluded=t["excluded"].fill_null(False)).drop("doubted")


def count_if(code: str, zh: str, en: str, holds: Callable[[Table], Table]) -> Column:
    """A column that counts the units for which ``holds`` is true; unknown counts as not."""
    return Column(code=code, title=Text(zh, en), total=lambda t: t.count(where=holds(t)))


def count_if_net(code: str, zh: str, en: str, holds: Callable[[Table], Table]) -> Column:
    """As ``count_if``, among the units no check has excluded."""
    return count_if(code, f"其中：{zh}", f"of the net: {en}", lambda t: ~t["excluded"] & holds(t))
