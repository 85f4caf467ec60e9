"""Conflicts with the law and checks of suspected shams as cases: each is told, and seen to its end with a reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from ipops.kernel.outcome import Refused
from ipops.kernel.text import Text
from ipops.ledger.facts.words import Signal
from ipops.lines.trading.app import forms, selectors, services
from ipops.lines.trading.app.models import CheckCase, Conflict, Deal
from ipops.lines.trading.app.views import common, shown
from ipops.lines.trading.machine import CHECK, CONFLICT, clauses
from ipops.webkit import access
from ipops.webkit.pages import names
from ipops.webkit.pages.cases import Act, Asked, CaseKind, Doing, Due, Lines, Said, Told
from ipops.webkit.pages.lang import either
from ipops.webkit.pages.questions import answer_of

_MOST_DEALS = 100


def settle(c: Conflict) -> Due:
    title = Text("处理冲突：{what}", "Settle the conflict: {what}").fill(what=shown.conflict(c.conflict))
    return Due(title=title, on=c.due_on, href=reverse("trading:conflict", args=[c.case]), cite=clauses.OURS)


def _found(rows: Callable[[access.Reader], QuerySet[Any]]) -> Callable[[access.Reader, str], Any]:
    return lambda reader, case: rows(reader).filter(case=case).first()


def _ends(end: Callable[..., Any]) -> Callable[[Doing[Any]], Refused | Text]:
    """What every act here does: it ends the case with a reason, and a paper if there is one."""

    def do(doing: Doing[Any]) -> Refused | Text:
        got = end(
            case=doing.row.case,
            event=doing.event,
            why=doing.form.cleaned_data["why"],
            by=doing.by,
            today=doing.today,
            reference=doing.reference,
            document=doing.document,
        )
        done = Text("结论已记入账本。", "The end stands in the ledger.")
        return common.on_form(got) if isinstance(got, Refused) else done

    return do


def _acts(events: tuple[str, ...], end: Callable[..., Any], needs: access.Action) -> tuple[Act[Any], ...]:
    return tuple(Act(event=e, form=forms.WhyForm, do=_ends(end), needs=needs) for e in events)


def _ended(on: date | None, why: str) -> tuple[Said, ...]:
    if on is None:
        return ()
    return Said(title=Text("结论日", "Ended"), value=on), Said(title=Text("理由", "Reason"), value=why)


def _conflict(row: Conflict, asked: Asked) -> Told:
    link = names.link(reverse("trading:deal", args=[row.deal]), row.deal)
    return Told(
        title=shown.conflict(row.conflict),
        state=row.stage,
        version=row.folded_to,
        since=row.flagged_on,
        places=(row.place,),
        says=(
            Said(title=Text("交易", "Deal"), value=link),
            Said(title=Text("条文", "Clause"), value=row.clause),
            Said(title=Text("责任人", "Owner"), value=shown.owner(row.owner)),
            *_ended(row.settled_on, row.settled_why),
        ),
        rights=(row.right,) if row.right else (),
        dues=(replace(settle(row), href=""),) if row.stage == CONFLICT.start else (),
    )


CONFLICT_CASE: CaseKind[Conflict] = CaseKind(
    lifecycle=CONFLICT,
    refers="case",
    find=_found(selectors.conflicts_for),
    tell=_conflict,
    back=(Text("与法律冲突的交易", "Deals in conflict with the law"), "trading:conflicts"),
    tones=shown.TONES,
    acts=_acts(("cure", "dismiss", "uphold"), services.deals.conflict_settle, access.Action.CORRECT),
)


def _check(row: CheckCase, asked: Asked) -> Told:
    deals = list(selectors.with_names(selectors.deals_for(asked.reader).filter(deal__in=row.deals))[:_MOST_DEALS])
    pledged = list(selectors.with_names(selectors.pledges_of(asked.reader, row.deals))[:_MOST_DEALS])
    places = (
        (row.place,) if row.place else tuple({p for d in (*deals, *pledged) for p in (d.from_place, d.to_place) if p})
    )
    return Told(
        title=shown.word(Signal, row.signal),
        state=row.stage,
        version=row.folded_to,
        since=row.opened_on,
        places=places,
        says=(
            Said(title=Text("依据", "Why"), value=either(row.why)),
            Said(title=Text("责任人", "Owner"), value=shown.owner(row.owner)),
            Said(title=Text("立项日", "Opened"), value=row.opened_on),
            *_ended(row.ended_on, row.ended_why),
            Said(title=Text("所涉事实", "Facts looked at"), value=_entries(row)),
        ),
        rights=tuple(dict.fromkeys(r for d in (*deals, *pledged) for r in d.rights)),
        lines=(*((_deals_of(deals),) if deals or not pledged else ()), *((_pledges_of(pledged),) if pledged else ())),
    )


def _pledges_of(pledged: list[Deal]) -> Lines:
    """The pledges that a check looks at; their own screens are another house's."""
    screen = answer_of("pledge")

    def shown_as(d: Deal) -> Any:
        return names.link(f"{screen}{d.deal}/", shown.rights(d)) if screen else shown.rights(d)

    return Lines(
        title=Text("所涉质押", "Pledges"),
        heads=(
            Text("质权登记日", "Registered"), Text("权利", "Rights"), Text("出质人", "Pledgor"), Text("质权人", "Pledgee"),
            Text("登记的债权数额", "Registered sum"),
        ),
        rows=tuple(
            (d.on, shown_as(d), shown.side(d, "givers"), shown.side(d, "takers"), shown.amount(d)) for d in pledged
        ),
        numeric=frozenset({4}),
    )  # fmt: skip


def _entries(row: CheckCase) -> tuple[Any, ...]:
    return tuple(names.fact(int(n)) for n in row.entries if n.isdigit())[:_MOST_DEALS]


def _deals_of(deals: list[Any]) -> Lines:
    return Lines(
        title=Text("所涉交易", "Deals"),
        heads=(
            Text("登记日", "Counted day"), Text("权利", "Rights"), Text("转出方", "From"), Text("转入方", "To"), Text("金额", "Amount"),
        ),
        rows=tuple(
            (
                d.on,
                names.link(reverse("trading:deal", args=[d.deal]), shown.rights(d)),
                shown.side(d, "givers"),
                shown.side(d, "takers"),
                shown.amount(d),
            )
            for d in deals
        ),
        numeric=frozenset({4}),
    )  # fmt: skip


CHECK_CASE: CaseKind[CheckCase] = CaseKind(
    lifecycle=CHECK,
    refers="case",
    find=_found(selectors.checks_for),
    tell=_check,
    back=(Text("核查", "Checks"), "trading:checks"),
    tones=shown.TONES,
    acts=_acts(("clear", "exclude", "report"), services.checks.check_end, access.Action.CHECK),
)
