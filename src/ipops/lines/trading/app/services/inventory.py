"""Stock-taking of patents: a unit grades what it holds by a scale it names, and says what goes into the convertible library.

The official scale was not found: a grade without the name of its scale says nothing and is refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.ledger.entry import Draft, Entry
from ipops.lines.trading import facts as f
from ipops.lines.trading.app.services.course import Sent
from ipops.lines.trading.machine import clauses
from ipops.rights.identity import right_number
from ipops.webkit import journal
from ipops.webkit.models import Right
from ipops.webkit.places import Places


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """One line as typed: a patent number, its grade, and whether it goes into the library (``None`` where that is not understood)."""

    number: str
    grade: str
    in_library: bool | None = False


def lines_of(text: str) -> tuple[Graded, ...]:
    """``CN…  A  入库`` a line: number, grade, and a third word that says whether it goes into the library."""
    parts = [line.replace("，", " ").replace(",", " ").split() for line in text.splitlines()]
    return tuple(
        Graded(number=p[0], grade=p[1] if len(p) > 1 else "", in_library=_library(" ".join(p[2:]))) for p in parts if p
    )


def _library(word: str) -> bool | None:
    """Nothing said is no; a word that is neither is not understood."""
    return {"": False, **dict.fromkeys(_IN, True), **dict.fromkeys(_OUT, False)}.get(word.lower())


_IN = ("入库", "是", "yes", "y", "in", "in library", "library")
_OUT = ("不入库", "否", "no", "n", "out")


@transaction.atomic
def inventory_take(
    *, campaign: str, scale: str, graded: Sequence[Graded], sent: Sent, covers: Places | None = None
) -> list[Entry] | Refused:
    """Keep every line or none: each mistake is told with its line."""
    journal.take_turn()
    wrong: list[Reason] = []
    if not scale.strip():
        wrong.append(_reason("no-scale", Text("请写明所用的分级标准。", "Name the scale that is used."), "scale"))
    if not graded:
        wrong.append(
            _reason("no-lines", Text("请逐行填写专利号和等级。", "Give a number and a grade a line."), "lines")
        )
    numbers: dict[int, str] = {}
    seen: set[str] = set()
    for i, one in enumerate(graded, 1):
        got = right_number(one.number)
        if isinstance(got, Reason):
            wrong.append(_line(i, got.says))
        elif got[0] in seen:
            wrong.append(_line(i, Text("同一专利填写了两次。", "The patent is given twice.")))
        else:
            numbers[i] = got[0]
            seen.add(got[0])
        if not one.grade:
            wrong.append(_line(i, Text("缺等级。", "The grade is missing.")))
        if one.in_library is None:
            wrong.append(_line(i, Text("是否入库请写“入库”或“不入库”。", "Write “in” or “out” for the library.")))
    held = {r.right: r for r in Right.objects.filter(right__in=numbers.values())}
    for i, number in numbers.items():
        row = held.get(number)
        if row is None or not row.owners:
            wrong.append(_line(i, Text("尚无该专利的登记信息。", "Nothing is known of this patent.")))
        elif covers is not None and row.place not in covers:
            wrong.append(_line(i, Text("不在您单位管辖的地区。", "It lies outside your office's area.")))
    if wrong:
        return Refused(reasons=tuple(wrong))
    drafts = [
        Draft(fact=_fact(campaign, scale, one, held[n], sent), source=sent.source, reference=f"inventory:{sent.reference}:{n}")
        for one, n in zip(graded, numbers.values(), strict=True)
    ]  # fmt: skip
    return journal.append(drafts, by=sent.by)


def _fact(campaign: str, scale: str, one: Graded, row: Right, sent: Sent) -> f.PatentInventoried:
    return f.PatentInventoried(
        on=sent.today, right=row.right, owner=row.owners[0], place=row.place, campaign=f"inventory:{campaign}", scale=scale,
        grade=one.grade, in_library=bool(one.in_library),
    )  # fmt: skip


def _line(i: int, says: Text) -> Reason:
    told = Text("第 {n} 行：{says}", "Line {n}: {says}").fill(n=str(i), says=says)
    return _reason("line", told, "lines")


def _reason(code: str, says: Text, field: str) -> Reason:
    return Reason(code=code, says=says, cite=clauses.OURS, field=field)
