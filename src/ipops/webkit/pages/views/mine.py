"""What do I own, what falls due, what does it cost: the rights of the bodies one acts for, with their next fee.

Amounts are the full fee of the law's tariff: whether a reduction is on record nobody told us, and a reduction is never assumed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from ipops.kernel.money import Money
from ipops.kernel.outcome import Unknown
from ipops.kernel.text import Text
from ipops.ledger.facts.words import RightKind
from ipops.rights.docket import lines as docket
from ipops.rights.docket.days import PUBLISHED
from ipops.rights.law import book
from ipops.webkit import access, parties
from ipops.webkit.models import Right
from ipops.webkit.pages import names, questions, tables
from ipops.webkit.pages.history import word
from ipops.webkit.pages.reader import reader
from ipops.webkit.pages.states import State, state

SOON = timedelta(days=90)
MOST = 2_000
_NO_FILING = Unknown(
    why=Text("没有申请日或授权日，算不出期限。", "Without the days of filing and grant no deadline can be worked out.")
)
_NO_SUM = Unknown(why=Text("费用标准未载明该年度。", "The tariff does not give this year."))
_NONE = Text("无", "none")


@dataclass(frozen=True, slots=True, kw_only=True)
class Owned:
    """A right with its next fee: the earliest window that is still open, or ``None`` where no fee is owed or known."""

    right: Right
    next: docket.Line | None
    live: bool
    known: bool

    @property
    def last_on(self) -> Any:
        if not self.live:
            return _NONE
        return (self.next.last_on or _NONE) if self.next else _NONE if self.known else _NO_FILING

    @property
    def what(self) -> Text:
        if self.next is None:
            return _NONE
        if self.next.item == docket.ANNUITY:
            year = self.next.year
            if 0 < self.next.step < docket.RESTORATION:
                return Text(f"第{year}年度年费，滞纳期", f"annuity of year {year}, in the late months")
            return Text(f"第{year}年度年费", f"annuity of year {year}")
        return Text("续展", "renewal")

    @property
    def fee(self) -> Any:
        if self.next is None:
            return _NONE
        return Money(self.next.total) if self.next.total is not None else _NO_SUM

    @property
    def state(self) -> State:
        return state("live" if self.live else "ended")


def owned(row: Right, today: date) -> Owned:
    """What the docket says of a right of the Chinese office. A right of another office has no fee that we know."""
    live = row.granted_on is not None and row.ended_on is None and (row.expires_on is None or row.expires_on > today)
    known = (
        row.filed_on is not None
        and row.granted_on is not None
        and row.kind in set(RightKind)
        and row.office in ("", "CN")
    )
    if not live or not known:
        return Owned(right=row, next=None, live=live, known=known)
    made = docket.LiveRight(
        kind=RightKind(row.kind),
        filed_on=row.filed_on,
        granted_on=row.granted_on,
        expires_on=row.expires_on,
        paid_to=row.paid_to_year,
    )
    windows = [x for x in docket.lines(made, today, PUBLISHED, book()) if x.item != docket.EXPIRY]
    open_ones = [x for x in windows if x.last_on is not None and x.last_on >= today]
    return Owned(
        right=row, next=min(open_ones, key=lambda x: x.last_on or date.max, default=None), live=live, known=known
    )


TABLE = tables.TableSpec(
    code="mine",
    title=Text("名下权利", "Rights it owns"),
    columns=(
        tables.Column(key="right", title=Text("权利号", "Right"), value=lambda o: o.right.right, link=lambda o: names.address("right", o.right.right), sort="right"),
        tables.Column(key="title", title=Text("名称", "Title"), value=lambda o: o.right.title or o.right.right, wide=True),
        tables.Column(key="kind", title=Text("类型", "Kind"), value=lambda o: word(RightKind, o.right.kind), sort="kind"),
        tables.Column(key="state", title=Text("状态", "State"), value=lambda o: o.state),
        tables.Column(key="next", title=Text("下一项费用", "Next fee"), value=lambda o: o.what),
        tables.Column(key="due", title=Text("最后缴费日", "Last day to pay"), value=lambda o: o.last_on, sort="due"),
        tables.Column(key="fee", title=Text("金额（未计费减）", "Amount (no reduction)"), value=lambda o: o.fee, numeric=True),
        tables.Column(key="expires", title=Text("保护期届满日", "Term ends"), value=lambda o: o.right.expires_on, sort="expires"),
        tables.Column(key="pledged", title=Text("质押中", "Pledged"), value=lambda o: bool(o.right.pledges)),
    ),
    filters=(
        tables.Filter(
            name="before", title=Text("最后缴费日不晚于", "To be paid on or before"), kind="day",
            narrow=lambda rows, v: (lambda day: rows.filter(lambda o: isinstance(o.last_on, date) and o.last_on <= day))(tables.as_day(v)),
        ),
    ),
    empty=Text("没有登记在您所代表单位名下的权利。", "No right is recorded as owned by a body you act for."),
    order="due",
    per_page=30,
)  # fmt: skip
KEYS = {
    "right": lambda o: o.right.right,
    "kind": lambda o: o.right.kind,
    "due": lambda o: o.last_on if isinstance(o.last_on, date) else date.max,
    "expires": lambda o: o.right.expires_on or date.max,
}


@require_safe
@login_required
def mine(request: HttpRequest) -> HttpResponseBase:
    bodies = access.bodies(reader(request))
    today = timezone.localdate()
    found = (
        access.rights_for(reader(request)).filter(owners__overlap=list(bodies)).order_by("right")[:MOST]
        if bodies
        else []
    )
    rows = [owned(r, today) for r in found]
    near = [o for o in rows if isinstance(o.last_on, date) and o.last_on <= today + SOON]
    sums = [o.next.total for o in near if o.next and o.next.total is not None]
    context = {
        "bodies": parties.named(list(bodies)),
        "live": sum(o.live for o in rows),
        "near": len(near),
        "cost": Money(sum(sums)),
        "unsure": sum(o.next is not None and o.next.total is None for o in near),
        "today": today,
        "apply": questions.answer_of("apply"),
    }
    return tables.page(request, TABLE, tables.ListRows(rows, KEYS), "webkit/mine.html", context)
