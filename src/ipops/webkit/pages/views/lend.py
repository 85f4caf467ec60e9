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
from django.views.decorators.http import require_safe

from ipops.kernel.identifiers import check_number
from ipops.kernel.text import Text
from ipops.reports import wording
from ipops.rights.register import fold
from ipops.rights.register.standing import Standing
from ipops.webkit import access, clock
from ipops.webkit.pages import names
from ipops.webkit.pages.history import history
from ipops.webkit.pages.reader import reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One thing looked at. ``state`` is a code of ``states``: cleared, flagged, unknown. ``todo``: which record is missing, who
    brings it and where."""

    title: Text
    state: str
    says: Any
    todo: Text | None = None


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
    today = clock.today()
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
        title=Text("权利状态", "State"),
        state="cleared" if standing.is_live else "flagged",
        says=standing.state_named,
        todo=_FILE if standing.state == "named" else None,
    )
    owners = tuple(names.value("party", o, known) for o in standing.owners.owners)
    yield Look(
        title=Text("权利人", "Owners"),
        state="cleared" if owners else "unknown",
        says=owners or _NOBODY,
        todo=None if owners else _FILE,
    )
    over = sorted(standing.overlays(today))
    yield Look(title=Text("负担", "Burdens"), state="flagged" if over else "cleared", says=tuple(over) or _NO_BURDEN)
    yield _term(standing, today)
    if standing.kind is None or standing.kind.is_patent:
        yield _fees(standing)
    if standing.doubts:
        yield Look(
            title=Text("不符的记载", "Entries that did not fit"),
            state="flagged",
            says=tuple(d.says for d in standing.doubts),
        )


def _fees(standing: Standing) -> Look:
    """Annuities: patents alone owe them."""
    paid, title = standing.paid_to, Text("年费", "Annuities")
    if paid is None:
        return Look(title=title, state="unknown", says=_NO_FEE, todo=_PAY)
    return Look(
        title=title,
        state="cleared",
        says=Text(f"已知缴至第{paid}年度", f"known to be paid to patent year {paid}"),
    )


_FILE = Text(
    "缺申请与授权的记载：请权利人、其代理机构或当地知识产权局在“知识产权托管”的“上传权利清单”提交；在此之前以登记簿副本为准。",
    "Missing: the filing and the grant. The owner, its agency or the local IP office hands them in at “Upload a list” under custody; "
    "until then the register's copy decides.",
)
_TERM = Text(
    "缺申请日，届满日由它起算：请权利人、其代理机构或当地知识产权局在“知识产权托管”的“上传权利清单”提交；也可看登记簿副本。",
    "Missing: the filing date, from which the term runs. The owner, its agency or the local IP office hands it in at “Upload a list” "
    "under custody; or read it in the register's copy.",
)
_PAY = Text(
    "缺缴费记录：请权利人或其代理机构在“知识产权托管”的“记录缴费”附收据登记；在此之前向专利局查询缴费情况。",
    "Missing: the payments. The owner or its agency enters them with the receipt at “Record a payment” under custody; until then "
    "ask the patent office what was paid.",
)
_NOBODY = Text("您可查看的事实没有说明权利人。", "No fact that you may see names an owner.")
_NO_BURDEN = Text("您可查看的事实中没有。", "None among the facts that you may see.")
_NO_FEE = Text("没有缴费记录。", "No payment is recorded.")
_NO_TERM = Text("没有记载届满日。", "No end of the term is recorded.")


def _term(standing: Standing, today: date) -> Look:
    title = Text("保护期", "Term")
    if standing.expires_on is None:
        return Look(title=title, state="unknown", says=_NO_TERM, todo=_TERM)
    left = (standing.expires_on - today).days
    says = Text("至{d}届满，还有{n}天", "ends on {d}, in {n} days").fill(d=wording.day(standing.expires_on), n=left)
    return Look(title=title, state="cleared" if left > 0 else "flagged", says=says)
