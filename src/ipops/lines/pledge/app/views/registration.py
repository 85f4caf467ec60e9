"""A pledge as a case: how it stands at the register, by when the office examines it, what its rights have to do with."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse

from ipops.kernel.outcome import Refused, Unknown
from ipops.kernel.text import Text
from ipops.ledger.facts.words import RightKind
from ipops.lines.pledge.app import selectors, services
from ipops.lines.pledge.app.forms import application as forms
from ipops.lines.pledge.app.models import Registration
from ipops.lines.pledge.app.views import guards, shown
from ipops.lines.pledge.app.views.doing import by
from ipops.lines.pledge.facts.words import Change, Channel, FixedBy, Release
from ipops.lines.pledge.machine import REGISTRATION_LIFE
from ipops.lines.pledge.machine.clauses import REGISTERED_CAP
from ipops.lines.pledge.rules import registers
from ipops.lines.pledge.rules.channels import examined_by
from ipops.webkit.pages import names
from ipops.webkit.pages.cases import Act, Asked, CaseKind, Doing, Due, Lines, Said, Side, Told


def _tell(row: Registration, asked: Asked) -> Told:
    kinds = selectors.kinds_of(row.rights)
    return Told(
        title=Text("质押：{who}", "Pledge of {who}").fill(who=getattr(row, "firm_name", None) or row.firm),
        state=row.stage,
        version=row.folded_to,
        since=row.stage_since,
        places=guards.places(row, asked.reader),
        says=_says(row, asked),
        sides=(
            Side(title=Text("出质人", "Pledgor"), parties=(row.firm,) if row.firm else ()),
            *(
                (Side(title=Text("债务人", "Debtor"), parties=(row.debtor,), because=_debtor(row)),)
                if row.debtor
                else ()
            ),
            Side(title=Text("质权人", "Pledgee"), parties=(row.bank,) if row.bank else ()),
        ),
        rights=tuple(row.rights),
        dues=_dues(row, kinds),
        lines=_offices(row, kinds),
        notes=(_PARTLY,) if row.stage == "registered" and {*row.held} < {*row.rights} and not row.ended_on else (),
    )


def _debtor(row: Registration) -> Text:
    return names.place(row.debtor_place) if row.debtor_place else shown.UNTOLD


def _offices(row: Registration, kinds: Mapping[str, str]) -> tuple[Lines, ...]:
    """Where each right is registered, with which papers, and whether it is."""
    made = []
    for number in row.rights:
        found = registers.register_of(kinds.get(number, ""))
        named = row.office or (Unknown(why=found.why) if found and found.why else shown.UNTOLD)
        office = found.office if found and found.office else named
        stands = Text("已登记", "registered") if number in row.held else Text("未登记", "not registered")
        papers = found.papers if found and found.papers else shown.UNTOLD
        made.append((names.value("right", number, {}), stands, office, found.cite if found else shown.UNTOLD, papers))
    heads = (
        Text("权利", "Right"), Text("是否登记", "Registered"), Text("登记机构", "Office"), Text("依据", "Rests on"), Text("所需材料", "Papers"),
    )  # fmt: skip
    return (Lines(title=Text("在何处登记", "Where it is registered"), heads=heads, rows=tuple(made)),)


def _says(row: Registration, asked: Asked) -> tuple[Said, ...]:
    made = [
        Said(
            title=Text("登记的担保债权数额", "Registered sum"),
            value=shown.money(row.cap_fen),
            because=_differs(row),
        ),
        Said(
            title=Text("权利种类", "Kinds of rights"),
            value=tuple(shown.word(RightKind, k) for k in row.kinds) or shown.UNTOLD,
        ),
        Said(
            title=Text("质权登记日", "Registered on"),
            value=row.registered_on or Text("尚未登记，质权未设立", "not registered: no pledge yet"),
        ),
    ]
    if row.maximum:
        made.append(
            Said(
                title=Text("最高额质押", "Maximum-amount pledge"), value=Text("是，可多次提款", "yes, several drawings")
            )
        )
    if row.register_no:
        made.append(Said(title=Text("登记号", "Register number"), value=row.register_no))
    made += _filed(row)
    if row.ground:
        made.append(Said(title=Text("不予登记的情形", "Ground of refusal"), value=row.ground))
    if row.extended:
        made.append(
            Said(
                title=Text("展期次数", "Extensions"),
                value=row.extended,
                because=Text("变更登记，未注销", "changes of the entry, nothing cancelled"),
            )
        )
    if row.release:
        because = Text("清偿日 {d}", "repaid on {d}").fill(d=shown.day(row.repaid_on)) if row.repaid_on else None
        made.append(
            Said(title=Text("注销事由", "Cancelled because"), value=shown.word(Release, row.release), because=because)
        )
    if row.loan and (loan := selectors.loan_for(asked.reader, row.loan)):
        if loan.fixed_on:
            because = shown.word(FixedBy, loan.fixed_ground)
            made.append(
                Said(title=Text("担保的债权已确定", "Secured claims fixed on"), value=loan.fixed_on, because=because)
            )
        made.append(
            Said(title=Text("贷款", "Loan"), value=names.link(reverse("pledge:loan", args=[row.loan]), row.loan))
        )
    return tuple(made)


def _filed(row: Registration) -> list[Said]:
    """How and when it was filed, accepted by the office, and with which risks."""
    made: list[Said] = []
    if row.channel:
        made.append(
            Said(title=Text("办理渠道", "Channel"), value=shown.word(Channel, row.channel), because=row.filed_on)
        )
    if row.accepted_on:
        made.append(
            Said(
                title=Text("登记机构受理日", "Accepted by the office"),
                value=row.accepted_on,
                because=row.accepted_no or None,
            )
        )
    if row.acknowledged:
        made.append(
            Said(title=Text("已告知并坚持办理的风险", "Risks told and accepted"), value=tuple(row.acknowledged))
        )
    return made


def _differs(row: Registration) -> Text | None:
    """Where the registered sum is not the agreed one, the registered one rules."""
    if row.agreed_fen is None or row.cap_fen is None or row.agreed_fen == row.cap_fen:
        return None
    return Text("约定 {a}；以登记为准（{cite}）", "agreed {a}; the registered one rules ({cite})").fill(
        a=shown.exact(row.agreed_fen), cite=str(REGISTERED_CAP)
    )


_FROM_ACCEPTANCE = Text(
    "登记机构审查（依规定自受理之日起算；受理日未录入，按申请日计，最早为该日）",
    "The office examines it (it counts from acceptance; that day is not entered, so this counts from filing: no earlier than)",
)


_ACCEPTED = Text("登记机构审查（自受理之日 {day} 起算）", "The office examines it (counted from its acceptance, {day})")


def _dues(row: Registration, kinds: Mapping[str, str]) -> tuple[Due, ...]:
    if row.stage == "registered" and row.due_on:
        return (Due(title=Text("债务到期", "The debt is due"), on=row.due_on),)
    if row.stage != "filed" or row.filed_on is None:
        return ()
    got = examined_by(row.filed_on, kinds.values(), row.channel, row.place, row.accepted_on)
    title = Text("登记机构审查", "The office examines it")
    if isinstance(got, Unknown):
        return (Due(title=title, on=None, why=got.why),)
    if got.pace.from_acceptance:
        title = _ACCEPTED.fill(day=shown.day(row.accepted_on)) if row.accepted_on else _FROM_ACCEPTANCE
    return (Due(title=title, on=got.last_day, cite=got.pace.cite, provisional=got.provisional),)


def _file(doing: Doing[Registration]) -> Refused | Text:
    form, v = doing.form, doing.form.cleaned_data
    assert isinstance(form, forms.FileForm)
    return services.pledge_file(
        pledge=doing.row.pledge,
        channel=Channel(v["channel"]),
        answers=form.answers,
        on=v["on"],
        office=v["office"],
        by=by(doing),
    )


def _accept(doing: Doing[Registration]) -> Refused | Text:
    v = doing.form.cleaned_data
    return services.pledge_accept(pledge=doing.row.pledge, on=v["on"], notice_no=v["notice_no"], by=by(doing))


def _return(doing: Doing[Registration]) -> Refused | Text:
    return services.pledge_return(pledge=doing.row.pledge, why=doing.form.cleaned_data["why"], by=by(doing))


def _register(doing: Doing[Registration]) -> Refused | Text:
    v = doing.form.cleaned_data
    return services.pledge_register(
        pledge=doing.row.pledge,
        on=v["on"],
        register_no=v["register_no"],
        cap=v["cap"],
        rights=v["rights"],
        by=by(doing),
    )


def _refuse(doing: Doing[Registration]) -> Refused | Text:
    v = doing.form.cleaned_data
    return services.pledge_refuse(pledge=doing.row.pledge, ground=v["ground"], why=v["why"], by=by(doing))


def _withdraw(doing: Doing[Registration]) -> Refused | Text:
    return services.pledge_withdraw(pledge=doing.row.pledge, why=doing.form.cleaned_data["why"], by=by(doing))


def _change(doing: Doing[Registration]) -> Refused | Text:
    v = doing.form.cleaned_data
    return services.pledge_change(
        pledge=doing.row.pledge,
        change=Change(v["change"]),
        cap=v["cap"],
        due_on=v["due_on"],
        why=v["why"],
        by=by(doing),
    )


def _cancel(doing: Doing[Registration]) -> Refused | Text:
    v = doing.form.cleaned_data
    release = Release.REALISED if doing.event == "realise" else Release(v["release"])
    return services.pledge_cancel(
        pledge=doing.row.pledge, release=release, on=v["on"], repaid_on=v["repaid_on"], by=by(doing)
    )


REGISTRATION_CASE: CaseKind[Registration] = CaseKind(
    lifecycle=REGISTRATION_LIFE,
    refers="deal",
    find=selectors.registration_for,
    tell=_tell,
    back=(Text("质押登记", "Pledge registrations"), "pledge:registrations"),
    tones=shown.TONES,
    guards=guards.GUARDS,
    acts=(
        Act(event="file", form=forms.FileForm, do=_file),
        Act(event="register", form=forms.RegisterForm, do=_register),
        Act(event="accept", form=forms.AcceptForm, do=_accept),
        Act(event="return", form=forms.WhyForm, do=_return),
        Act(event="refuse", form=forms.RefusedForm, do=_refuse),
        Act(event="withdraw", form=forms.WhyForm, do=_withdraw),
        Act(event="change", form=forms.ChangeForm, do=_change),
        Act(event="cancel", form=forms.CancelForm, do=_cancel),
        Act(event="realise", form=forms.CancelForm, do=_cancel, initial=lambda _: {"release": "realised"}),
    ),
)
_PARTLY = Text(
    "部分权利尚未登记：其质权未设立，贷款在全部登记后才算有质权。",
    "Some rights are not registered yet: over them there is no pledge, and the loan counts as secured when the last one is.",
)
