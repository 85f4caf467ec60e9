"""Signs that a pledge only lifts a count: the list, each with its check, and the opening of one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods, require_safe

from ipops.kernel.text import Text
from ipops.lines.pledge.app import selectors
from ipops.lines.pledge.app.forms.loan import SignForm
from ipops.lines.pledge.app.services import signs as found_signs
from ipops.lines.pledge.rules.signals import Sign
from ipops.webkit import access, parties
from ipops.webkit.pages import doors, names, tables
from ipops.webkit.pages.forms import again
from ipops.webkit.pages.lang import tr
from ipops.webkit.pages.reader import reader
from ipops.webkit.pages.states import state

#: How many registrations are looked at for signs: the newest.
_LOOKED_AT = 5_000
_OPEN = Text("开立核查", "Open a check")


@require_safe
@login_required
def signs(request: HttpRequest) -> HttpResponseBase:
    """Patterns that only lift a count, each with its check; beside them ordinary renewals, told apart. A sign changes no figure."""
    user = reader(request)
    rows = selectors.registrations_for(user).exclude(registered_on=None)
    looked_at = list(rows.order_by("-registered_on", "pledge").values_list("pk", flat=True)[:_LOOKED_AT])
    found = found_signs.found(rows.filter(pk__in=looked_at))
    firms = {
        r.pledge: r.owes for r in rows.filter(pk__in=[s.pledges[0] for s in found]).only("pledge", "firm", "debtor")
    }
    called = parties.named(sorted({*firms.values()})) if found else {}
    opened = found_signs.open_cases(s.case for s in found if not s.harmless)
    may = access.may(user, access.Action.CHECK)
    told = [(s, called.get(firms[s.pledges[0]], firms[s.pledges[0]]), _check(s, opened, may)) for s in found]
    context = {"looked_at": len(looked_at), "total": len(found)}
    return tables.page(request, SIGNS, tables.ListRows(told, {"on": lambda t: t[0].on}), "pledge/signs.html", context)


def _check(sign: Sign, opened: frozenset[str], may: bool) -> SafeString | Text:
    """Where the check of a sign stands, or is opened."""
    if sign.harmless:
        return Text("不需要", "not needed")
    if sign.case in opened:
        return names.link(found_signs.address(sign.case), Text("查看核查", "The check"))
    if may:
        return names.link(f"{reverse('pledge:sign')}?{urlencode({'case': sign.case})}", _OPEN)
    return Text("未开立", "not opened")


def _pledges(sign: Sign) -> tuple[SafeString, ...]:
    return tuple(names.link(reverse("pledge:registration", args=[p]), p) for p in sign.pledges)


SIGNS = tables.TableSpec(
    code="pledge-signs",
    title=Text("疑点", "Signs"),
    columns=(
        tables.Column(key="on", title=Text("日期", "Day"), value=lambda t: t[0].on, sort="on"),
        tables.Column(key="firm", title=Text("企业", "Firm"), value=lambda t: t[1], wide=True),
        tables.Column(key="says", title=Text("情形", "What it is"), value=lambda t: t[0].says, wide=True),
        tables.Column(key="cite", title=Text("条款", "Clause"), value=lambda t: t[0].cite),
        tables.Column(key="pledges", title=Text("登记", "Registrations"), value=lambda t: _pledges(t[0]), export=lambda t: t[0].pledges),
        tables.Column(key="kind", title=Text("性质", "Kind"), value=lambda t: state("cleared" if t[0].harmless else "flagged")),
        tables.Column(key="check", title=Text("核查", "Check"), value=lambda t: t[2], export=lambda t: "" if t[0].harmless else t[0].case),
    ),
    filters=(
        tables.Filter(
            name="kind", title=Text("性质", "Kind"), kind="choice",
            choices=(("flagged", Text("存疑", "flagged")), ("cleared", Text("正常续贷", "ordinary renewal"))),
            narrow=lambda rows, v: rows.filter(lambda t: t[0].harmless == (v == "cleared")),
        ),
    ),
    empty=Text("没有疑点。", "There is no sign."),
)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@doors.needs(access.Action.CHECK, _OPEN, back="pledge:signs")
def sign(request: HttpRequest) -> HttpResponseBase:
    """A checker opens the check of a sign; from then on it has an owner and a day."""
    form = SignForm(request.POST or None, initial={"case": request.GET.get("case", "")})
    context: dict[str, Any] = {"title": _OPEN, "back": reverse("pledge:signs")}
    if request.method != "POST":
        return render(request, "pledge/form.html", {**context, "form": form})
    if not form.is_valid():
        return again(request, form, "pledge/form.html", context)
    case = form.cleaned_data["case"]
    opened = found_signs.check_open(case=case, rows=selectors.registrations_for(reader(request)), today=doors.today())
    messages.success(request, tr(_OPENED if opened else _NOT_OPENED))
    return redirect(found_signs.address(opened) if opened else "pledge:signs")


_OPENED = Text("已开立核查。", "The check is open.")
_NOT_OPENED = Text("没有这一疑点，或已开立核查。", "There is no such sign, or its check is open already.")
