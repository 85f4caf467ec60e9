"""Can I lend on this right today? What the facts this reader may see say, and what was not looked at.

There is never a plain *yes* here: the register's own copy is the authority, and a bank lends on its own judgement.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ipops.kernel.identifiers import check_number
from ipops.kernel.text import Text
from ipops.reports import wording
from ipops.rights.register import fold
from ipops.rights.register.standing import Standing
from ipops.webkit import access
from ipops.webkit.pages import names
from ipops.webkit.pages.history import history
from ipops.webkit.pages.reader import reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One thing looked at. ``state`` is a code of ``states``: cleared, flagged, unknown."""

    title: Text
    state: str
    says: Any


_NOT_SEEN = (
    Text("以登记簿副本为准：您看不到的登记不在其中。", "The register's own copy decides: entries you may not see are not in this."),
    Text("共有人是否同意、合同有无约定限制，须看原件。", "Whether co-owners consent, and what contracts forbid, must be read in the papers."),
    Text("价值评估与无效风险不在此判断。", "Value and the risk of invalidity are not judged here."),
)  # fmt: skip


@require_safe
@login_required
def lend(request: HttpRequest) -> HttpResponse:
    typed = request.GET.get("right", "").strip()
    context: dict[str, Any] = {"typed": typed, "not_seen": _NOT_SEEN}
    if typed:
        context |= _found(request, typed)
    return render(request, "webkit/lend.html", context)


def _found(request: HttpRequest, typed: str) -> dict[str, Any]:
    """What is known of the number; a wrong one is said with the repair that fits, never taken for another."""
    today = timezone.localdate()
    judged = check_number(typed, today=today)
    number = judged.normalised or typed
    if judged.reason is not None and judged.proposed:
        return {"problem": judged.reason, "proposed": judged.proposed}
    told = history(access.facts_for(reader(request)).filter(rights__contains=[number]), "right", number, whole=True)
    if not told.live:
        return {"number": number, "nothing": True}
    standing = fold.fold(number, (e.fact for e in told.live))
    looked = tuple(looks(standing, told.names, today))
    return {
        "number": number,
        "title": standing.title or number,
        "looks": looked,
        "against": sum(x.state == "flagged" for x in looked),
        "open": sum(x.state == "unknown" for x in looked),
        "today": today,
    }


def looks(standing: Standing, known: Mapping[str, str], today: date) -> Iterator[Look]:
    """State, owners, burdens, term, fees, and entries that did not fit; each from the fold, none guessed."""
    yield Look(
        title=Text("权利状态", "State"), state="cleared" if standing.is_live else "flagged", says=standing.state_named
    )
    owners = tuple(names.value("party", o, known) for o in standing.owners.owners)
    yield Look(title=Text("权利人", "Owners"), state="cleared" if owners else "unknown", says=owners or _NOBODY)
    over = sorted(standing.overlays(today))
    yield Look(title=Text("负担", "Burdens"), state="flagged" if over else "cleared", says=tuple(over) or _NO_BURDEN)
    yield _term(standing, today)
    paid = standing.paid_to
    yield Look(
        title=Text("年费", "Annuities"),
        state="unknown" if paid is None else "cleared",
        says=_NO_FEE if paid is None else Text(f"已知缴至第{paid}年度", f"known to be paid to patent year {paid}"),
    )
    if standing.doubts:
        yield Look(
            title=Text("不符的记载", "Entries that did not fit"),
            state="flagged",
            says=tuple(d.says for d in standing.doubts),
        )


_NOBODY = Text("您可查看的事实没有说明权利人。", "No fact that you may see names an owner.")
_NO_BURDEN = Text("您可查看的事实中没有。", "None among the facts that you may see.")
_NO_FEE = Text("没有缴费记录。", "No payment is recorded.")
_NO_TERM = Text("没有记载届满日。", "No end of the term is recorded.")


def _term(standing: Standing, today: date) -> Look:
    title = Text("保护期", "Term")
    if standing.expires_on is None:
        return Look(title=title, state="unknown", says=_NO_TERM)
    left = (standing.expires_on - today).days
    says = Text("至{d}届满，还有{n}天", "ends on {d}, in {n} days").fill(d=wording.day(standing.expires_on), n=left)
    return Look(title=title, state="cleared" if left > 0 else "flagged", says=says)
