"""The public notice of a proposed list or a result: how long it may be objected to, and which objections are heard.

The length is the pack's. Where it is unknown nobody can be told that an objection comes too late.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ipops.kernel.citation import Citation
from ipops.kernel.outcome import Reason, Refused, Unknown
from ipops.kernel.text import Text
from ipops.policy import Known, Pack
from ipops.reference.workdays import add_working_days


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A notice and the last day on which it may be objected to; ``provisional`` where the year's holidays are not out."""

    since: date
    last_day: date
    provisional: bool
    days: Known


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """Who objects, in which words, with which paper (SHA-256), on which day."""

    name: str
    words: str
    evidence: str
    on: date


def notice(pack: Pack, since: date, *, term: str = "publicity_days") -> Notice | Unknown:
    """The day of publication is not counted in."""
    days = pack.term(term, since)
    if isinstance(days, Unknown):
        return days
    end = add_working_days(since, days.whole)
    return Notice(since=since, last_day=end.day, provisional=end.provisional, days=days)


def lacking(objection: Objection, rule: Citation | None) -> tuple[Reason, ...]:
    """What an objection lacks, whatever it is against: it is named, written and has evidence."""
    lacks = [
        (
            "objection-nameless",
            "name",
            objection.name,
            "匿名异议不予受理，请写明姓名或单位。",
            "An anonymous objection is not heard: give your name.",
        ),
        ("objection-wordless", "words", objection.words, "请书面写明异议内容。", "Write down what you object to."),
        (
            "objection-bare",
            "evidence",
            objection.evidence,
            "异议须附证据材料。",
            "An objection needs evidence: attach it.",
        ),
    ]
    return tuple(
        Reason(code=code, says=Text(zh, en), cite=rule, field=field)
        for code, field, value, zh, en in lacks
        if not value.strip()
    )


def late(on: date, stands: Notice | Unknown) -> tuple[Reason, ...]:
    """Why an objection to a result comes too late; nothing where nobody knows by when it had to come."""
    if isinstance(stands, Unknown) or on <= stands.last_day:
        return ()
    says = Text(
        f"对结果的异议截至 {stands.last_day}（{stands.days.whole} 个工作日），逾期不予受理。",
        f"Objections to the result ended on {stands.last_day} ({stands.days.whole} working days); a late one is not heard.",
    )
    return (Reason(code="objection-late", says=says, cite=stands.days.cite, field="on"),)


def told(stands: Notice | Unknown) -> Text:
    """Until when objections come in, or that it is unknown, why, and what text would tell."""
    if isinstance(stands, Notice):
        until, days = stands.last_day, stands.days.whole
        return Text(f"至 {until}（{days} 个工作日）", f"until {until} ({days} working days)")
    needs = stands.needs
    zh, en = (f"需要{needs.zh}", f" Needed: {needs.en}") if needs else ("", "")
    return Text(f"未知：{stands.why.zh}{zh}", f"unknown: {stands.why.en}{en}")


def heard(objection: Objection, stands: Notice | Unknown, since: date, rule: Citation | None) -> Refused | None:
    """``None`` if an objection to a list is heard: it lacks nothing and comes in time. Every reason is told at once."""
    found = list(lacking(objection, rule))
    if objection.on < since:
        says = Text(
            f"公示自 {since} 起，此前没有可异议的名单。",
            f"The notice stands from {since}; before it there is nothing to object to.",
        )
        found.append(Reason(code="objection-early", says=says, cite=rule, field="on"))
    if isinstance(stands, Notice) and objection.on > stands.last_day:
        says = Text(
            f"公示期至 {stands.last_day} 止（{stands.days.whole} 个工作日），逾期异议不予受理。",
            f"The notice ended on {stands.last_day} ({stands.days.whole} working days); a late objection is not heard.",
        )
        found.append(Reason(code="objection-late", says=says, cite=stands.days.cite, field="on"))
    return Refused(reasons=tuple(found)) if found else None
