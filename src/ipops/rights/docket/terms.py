"""When a right ends by its term, or what is missing to say so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ipops.kernel.outcome import Unknown
from ipops.kernel.period import months_after
from ipops.kernel.text import Text
from ipops.ledger.facts.words import Milestone, RightKind
from ipops.rights.docket import lines as rows
from ipops.rights.docket.days import ONE_DAY
from ipops.rights.docket.given import Given
from ipops.rights.docket.item import DueItem, Status
from ipops.rights.docket.lines import LiveRight
from ipops.rights.law import Book

RULE = "TERM"


def term_items(given: Given, live: LiveRight | None, law: Book) -> Iterator[DueItem]:
    """One note: the last day of the term. ``due_on`` is empty where the term is not fixed or a day is missing."""
    term = law.terms[given.kind]
    last, notes = last_day(given, live, law)
    unknown = None
    if last is None and given.kind is not RightKind.GI:
        unknown = Unknown(why=_CANNOT_TELL, needs=notes[0] if notes else None, cites=(term.cite,))
    yield DueItem(
        rule=RULE,
        right=given.right,
        does=_ENDS,
        status=Status.NOTE,
        due_on=last,
        amount=unknown,
        notes=(term.says, *notes),
        cites=(term.cite,),
    )


def last_day(given: Given, live: LiveRight | None, law: Book) -> tuple[date | None, list[Text]]:
    """The last day on which the right lives by its term, and what stands behind it."""
    if given.expires_on is not None:
        return given.expires_on - ONE_DAY, []
    match given.kind:
        case RightKind.LAYOUT:
            return _layout(given, law)
        case RightKind.COPYRIGHT | RightKind.SOFTWARE:
            return _work(given, law)
        case RightKind.GI:
            return None, []
    ends = rows.term_ends(live, law) if live is not None and live.granted_on is not None else None
    return (ends - ONE_DAY, []) if ends else (None, [_NO_START])


def _layout(given: Given, law: Book) -> tuple[date | None, list[Text]]:
    """Ten years from the earlier of filing and first use, never past fifteen years from completion."""
    term, used = law.terms[RightKind.LAYOUT], given.milestones.get(Milestone.FIRST_USE)
    start = min((d for d in (given.filed_on, used) if d), default=None)
    if start is None:
        return None, [_NO_START]
    years = term.length(start)
    assert years is not None
    ends, notes = months_after(start, 12 * years), [] if used else [_NO_FIRST_USE]
    done = given.milestones.get(Milestone.COMPLETED)
    if done is None:
        notes.append(_NO_COMPLETION)
    elif term.never_past is not None:
        ends = min(ends, months_after(done, 12 * term.never_past[1]))
    return ends - ONE_DAY, notes


def _work(given: Given, law: Book) -> tuple[date | None, list[Text]]:
    """31 December of the fiftieth year after death, or after first publication."""
    died, out = given.milestones.get(Milestone.AUTHOR_DIED), given.milestones.get(Milestone.FIRST_PUBLISHED)
    start = died or out
    if start is None:
        return None, [_NO_DEATH_OR_PUBLICATION]
    years = law.terms[given.kind].length(start)
    assert years is not None
    return date(start.year + years, 12, 31), [_OF_A_PERSON if died else _OF_AN_ENTITY]


_ENDS = Text("保护期届满", "the term ends")
_CANNOT_TELL = Text("届满日未知。", "The last day of the term is unknown.")
_NO_START = Text("缺少申请日或授权、注册日。", "The day of filing, or of grant or registration, is missing.")
_NO_FIRST_USE = Text(
    "首次商业利用日未知：若早于申请日，届满更早。",
    "The first commercial use is not known: if before filing, it ends earlier.",
)
_NO_COMPLETION = Text(
    "创作完成日未知：自完成之日起15年后不再保护，届满可能更早。",
    "The day of completion is not known: fifteen years after it protection ends, maybe earlier than shown.",
)
_NO_DEATH_OR_PUBLICATION = Text(
    "自然人作品须知作者死亡日，法人作品须知首次发表日。",
    "A person's work needs the day of death, an entity's the day of first publication.",
)
_OF_A_PERSON = Text("按自然人作品计算。", "Worked out as the work of a person.")
_OF_AN_ENTITY = Text(
    "按法人或非法人组织作品计算；自然人作品自作者死亡起算。",
    "Worked out as the work of an entity; a person's work counts from the author's death.",
)
