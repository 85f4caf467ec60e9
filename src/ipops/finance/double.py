"""One project, invoice, loan or right claimed twice, under two funds or two bureaus, found before anything is paid."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from ipops.kernel.outcome import Reason
from ipops.kernel.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What one application or order rests on. ``party`` is the unified social credit code, ``project`` that of an order."""

    code: str
    party: str
    title: str
    fund: str
    bureau: str
    invoices: frozenset[str] = frozenset()
    loans: frozenset[str] = frozenset()
    rights: frozenset[str] = frozenset()
    project: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Double:
    """Two claims on one thing. An invoice or a loan is paid for once whoever asks; a right, whoever asks for it, or a title may
    have its reasons, so it is confirmed with one."""

    what: str
    key: str
    mine: Claim
    other: Claim

    @property
    def blocks(self) -> bool:
        return self.what in ("invoice", "loan")

    @property
    def reason(self) -> Reason:
        same = self.what != "right" or body(self.mine.party) == body(self.other.party)
        zh, en = _WHAT[self.what] if same else _ANOTHERS
        where = [x for x in (self.other.fund, self.other.bureau) if x]
        says = Text(
            f"{zh}“{self.key}”已由 {self.other.code} 申请（{'，'.join(where)}）。",
            f"The {en} “{self.key}” is claimed by {self.other.code} already ({', '.join(where)}).",
        )
        return Reason(code=f"double-{self.what}", says=says, field=self.what)


_WHAT = {
    "invoice": ("发票", "invoice"),
    "loan": ("贷款合同", "loan contract"),
    "right": ("同一单位的权利", "right of the same body"),
    "title": ("同一单位的项目", "project of the same body"),
}
_ANOTHERS = ("另一单位的权利", "right of another body")


def plain(number: str) -> str:
    """Invoice and contract numbers are compared without spaces, hyphens and case, full width like half width."""
    return "".join(c for c in unicodedata.normalize("NFKC", number).upper() if c.isalnum())


def body(party: str) -> str:
    """A body by its credit code, with the mark of a party before it or without, however it was typed."""
    return plain(party.strip().upper().removeprefix("P:"))


def right(number: str) -> str:
    """A right by its number: ``ZL 2018 1 0654321.1``, ``CN201810654321.1`` and the bare digits are one."""
    return _FRONT.sub("", plain(number))


#: What stands before the number of a Chinese application and tells nothing more about which it is.
_FRONT = re.compile(r"^(?:CN|ZL)+(?=[0-9]{8,12}[0-9X]$)")


def doubles(mine: Claim, others: Iterable[Claim]) -> tuple[Double, ...]:
    """Everything ``mine`` shares with another claim, in a fixed order."""
    found = []
    for other in sorted((o for o in others if o.code != mine.code), key=lambda o: o.code):
        for what, ours, theirs in (("invoice", mine.invoices, other.invoices), ("loan", mine.loans, other.loans)):
            there = {plain(x) for x in theirs}
            found += [
                Double(what=what, key=x, mine=mine, other=other) for x in sorted(ours) if plain(x) and plain(x) in there
            ]
        there = {right(r) for r in other.rights}
        found += [
            Double(what="right", key=r, mine=mine, other=other)
            for r in sorted(mine.rights)
            if right(r) and right(r) in there
        ]
        if body(other.party) != body(mine.party):
            continue
        if plain(mine.title) and plain(mine.title) == plain(other.title):
            found.append(Double(what="title", key=mine.title, mine=mine, other=other))
    return tuple(found)
