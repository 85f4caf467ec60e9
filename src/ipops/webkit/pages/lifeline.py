"""A right's life as a chart: who owned it when, and what lay on it from when to when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from ipops.kernel.text import Text
from ipops.ledger.facts.words import LicenceKind
from ipops.reports import charts
from ipops.rights.register.standing import Running, Standing

OWNER, PLEDGE, LICENCE, OTHER = 0, 1, 2, 3
_OWNED = Text("权利人", "owner")
_LAID: tuple[tuple[str, Text, int], ...] = (
    ("pledges", Text("质押", "pledge"), PLEDGE),
    ("orders", Text("财产保全", "preserved by a court"), OTHER),
    ("suspensions", Text("中止程序", "suspended"), OTHER),
    ("open_offers", Text("开放许可声明", "open licence offered"), LICENCE),
    ("compulsory", Text("强制许可", "compulsory licence"), LICENCE),
)
_KINDS: Mapping[LicenceKind, Text] = {k: k.named for k in LicenceKind}


def lifeline(standing: Standing, names: Mapping[str, str], today: date) -> charts.Gantt | None:
    """``None`` while no owner and no burden is known. Where no end is known a bar runs up to today and says so."""
    bars = (*_owners(standing, names, today), *_burdens(standing, names, today))
    if not bars:
        return None
    return charts.Gantt(
        title=Text("权属与负担", "Ownership and burdens"), bars=bars, milestones=_dates(standing), today=today
    )


def _owners(standing: Standing, names: Mapping[str, str], today: date) -> Iterator[charts.Bar]:
    ends = [*(s.on for s in standing.chain[1:]), None][: len(standing.chain)]
    for step, until in zip(standing.chain, ends, strict=True):
        end = until or standing.ended_on
        yield _bar(_called(step.holders.owners, names), _OWNED, OWNER, step.on, end, today)


def _burdens(standing: Standing, names: Mapping[str, str], today: date) -> Iterator[charts.Bar]:
    for field, what, series in _LAID:
        for one in getattr(standing, field):
            yield _running(one, what, series, names, today)
    for licence in standing.licences:
        yield _running(licence, Text("{k}", "{k}").fill(k=_KINDS[licence.kind]), LICENCE, names, today)


def _running(one: Running, what: Text, series: int, names: Mapping[str, str], today: date) -> charts.Bar:
    who = _called(one.parties, names) if one.parties else Text(one.code, one.code)
    return _bar(who, what, series, one.since, one.until, today)


def _bar(who: Text, what: Text, series: int, start: date, end: date | None, today: date) -> charts.Bar:
    last = end or max(today, start) + timedelta(days=1)
    return charts.Bar(
        title=who, start=start, end=max(last, start + timedelta(days=1)), says=what, series=series, open=end is None
    )


def _called(codes: tuple[str, ...], names: Mapping[str, str]) -> Text:
    if not codes:
        return Text("未知", "unknown")
    said = "、".join(names.get(c, c) for c in codes)
    return Text(said, said)


def _dates(standing: Standing) -> tuple[charts.Milestone, ...]:
    told = (
        (Text("申请日", "filed"), standing.filed_on),
        (Text("授权日", "granted"), standing.granted_on),
        (Text("终止", "ended"), standing.ended_on),
        (Text("保护期届满", "term ends"), standing.expires_on if not standing.ended_on else None),
    )
    return tuple(charts.Milestone(title=t, on=d) for t, d in told if d is not None)
