"""The steps of a deal's course as acts of its case screen: form in, service called, sentence out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from ipops.kernel.outcome import Refused
from ipops.kernel.text import Text
from ipops.ledger.entry import Entry
from ipops.lines.trading import facts as f
from ipops.lines.trading.app import services
from ipops.lines.trading.app.asking import course as asking
from ipops.lines.trading.app.models import Deal
from ipops.lines.trading.app.services.course import Course, Sent
from ipops.lines.trading.app.views import common
from ipops.lines.trading.facts.words import Evidence, FailedFor, InventorAnswer, RewardFor, Settled
from ipops.lines.trading.rules.course import gates
from ipops.lines.trading.rules.course.file import DealFile
from ipops.webkit import access
from ipops.webkit.pages.cases import Act, Asked, Doing
from ipops.webkit.pages.forms import HouseForm

_STORED = Text("已记入账本。", "It stands in the ledger.")
_CACHED = "_trading_course"


def course_of(row: Deal, on: date) -> Course:
    """The deal with its file, read once for the row at hand."""
    if _CACHED not in row.__dict__:
        row.__dict__[_CACHED] = services.course.course_of(row, on)
    got: Course = row.__dict__[_CACHED]
    return got


def file_of(row: Deal) -> DealFile:
    """The file alone: one query."""
    held = row.__dict__.get(_CACHED)
    if isinstance(held, Course):
        return held.file
    if "_trading_file" not in row.__dict__:
        row.__dict__["_trading_file"] = services.course.file_of(row.deal)
    got: DealFile = row.__dict__["_trading_file"]
    return got


def _sent(doing: Doing[Deal]) -> Sent:
    return Sent(
        by=doing.by,
        today=doing.today,
        reference=doing.reference,
        document=doing.document,
        why=str(doing.form.cleaned_data.get("why") or ""),
    )


def _told(got: Entry | Refused) -> Refused | Text:
    return common.on_form(got) if isinstance(got, Refused) else _STORED


def _move(doing: Doing[Deal]) -> Refused | Text:
    number = str(doing.form.cleaned_data.get("register_no") or "")
    return _told(
        services.course.deal_move(deal=doing.row.deal, event=doing.event, sent=_sent(doing), register_no=number)
    )


def _agree(doing: Doing[Deal]) -> Refused | Text:
    form = doing.form
    assert isinstance(form, asking.AgreeForm)
    terms = f.TermsAgreed(on=doing.today, deal=doing.row.deal, **form.terms())
    return _told(services.course.terms_agree(terms=terms, ask=form.ask(), sent=_sent(doing)))


def _consent(doing: Doing[Deal]) -> Refused | Text:
    prepays = doing.form.cleaned_data["prepays"]
    return _told(services.course.pledgee_consent(deal=doing.row.deal, prepays=prepays, sent=_sent(doing)))


def _publish(doing: Doing[Deal]) -> Refused | Text:
    v = doing.form.cleaned_data
    return _told(
        services.publicity.price_publish(
            deal=doing.row.deal,
            name=v["name"],
            summary=v["abstract"],
            where=v["where"],
            insiders=tuple(doing.row.takers) if v["insider"] else (),
            sent=_sent(doing),
        )
    )


def _object(doing: Doing[Deal]) -> Refused | Text:
    v = doing.form.cleaned_data
    return _told(
        services.publicity.price_object(deal=doing.row.deal, who=v["who"], words=v["words"], sent=_sent(doing))
    )


def _settle(doing: Doing[Deal]) -> Refused | Text:
    v = doing.form.cleaned_data
    return _told(
        services.publicity.objection_settle(
            deal=doing.row.deal, objection=v["objection"], end=Settled(v["end"]), sent=_sent(doing)
        )
    )


def _classify(doing: Doing[Deal]) -> Refused | Text:
    form = doing.form
    assert isinstance(form, asking.ClassifyForm)
    fact = f.ExportClassified(on=doing.today, deal=doing.row.deal, **form.values())
    return _told(services.course.export_classify(fact=fact, sent=_sent(doing)))


def _inventors(doing: Doing[Deal]) -> Refused | Text:
    answer = InventorAnswer(doing.form.cleaned_data["answer"])
    return _told(services.course.inventors_ask(deal=doing.row.deal, answer=answer, sent=_sent(doing)))


def _fail(doing: Doing[Deal]) -> Refused | Text:
    cause = FailedFor(doing.form.cleaned_data["cause"])
    return _told(services.course.deal_fail(deal=doing.row.deal, cause=cause, sent=_sent(doing)))


def _pay(doing: Doing[Deal]) -> Refused | Text:
    v = doing.form.cleaned_data
    return _told(
        services.payments.deal_pay(
            deal=doing.row.deal, amount=v["amount"], on=v["on"], period=v["period"], sent=_sent(doing)
        )
    )


def _state(doing: Doing[Deal]) -> Refused | Text:
    v = doing.form.cleaned_data
    until = v["last"] + timedelta(days=1)
    return _told(
        services.payments.royalty_state(
            deal=doing.row.deal, since=v["since"], until=until, base=v["base"], sent=_sent(doing)
        )
    )


def _audit(doing: Doing[Deal]) -> Refused | Text:
    v = doing.form.cleaned_data
    return _told(
        services.payments.royalty_audit(deal=doing.row.deal, since=v["since"], found=v["found"], sent=_sent(doing))
    )


def _reward(doing: Doing[Deal]) -> Refused | Text:
    v = doing.form.cleaned_data
    return _told(
        services.payments.reward_set(
            deal=doing.row.deal,
            basis=RewardFor(v["basis"]),
            agreed=v["agreed"],
            state_body=v["state_body"],
            sent=_sent(doing),
        )
    )


def _payout(doing: Doing[Deal]) -> Refused | Text:
    v = doing.form.cleaned_data
    return _told(
        services.payments.reward_pay(
            deal=doing.row.deal,
            year=v["year"],
            net=v["net"],
            amount=v["amount"],
            people=v["people"],
            sent=_sent(doing),
        )
    )


def _use(doing: Doing[Deal]) -> Refused | Text:
    v = doing.form.cleaned_data
    fact = f.UseReported(
        on=doing.today,
        deal=doing.row.deal,
        year=v["year"],
        evidence=tuple(Evidence(e) for e in v["evidence"]),
        products=v["products"],
        sales=v["sales"],
        jobs=v["jobs"],
    )
    return _told(services.payments.use_report(fact=fact, sent=_sent(doing)))


def _guard(event: str) -> Callable[[Any, Asked], Refused | None]:
    """The gate of an event, as the page asks for it: what the form itself will ask for is taken as said."""

    def ask(row: Deal, asked: Asked) -> Refused | None:
        return services.course.gate_of(event, course_of(row, asked.today), asked.today, why="…")

    return ask


def _of_file(gate: Callable[[DealFile], Refused | None]) -> Callable[[Any, Asked], Refused | None]:
    """A gate that looks at the file alone, which costs one query."""
    return lambda row, asked: gate(file_of(row))


GUARDS = {
    "may_talk": _guard("talk"),
    "is_pledged": _guard("seek_consent"),
    "by_agreement": _guard("publish"),
    "goes_abroad": _guard("check_export"),
    "may_sign": _guard("sign"),
    "may_file": _guard("file"),
    "objection_open": _of_file(gates.objection_open),
    "notice_over": _guard("close"),
    "export_clear": _guard("clear_export"),
    "has_royalty": _of_file(gates.has_royalty),
    "has_statement": _of_file(gates.has_statement),
    "has_reward": _of_file(gates.has_reward),
}


def _act(
    event: str, do: Callable[[Doing[Deal]], Refused | Text], form: type[HouseForm] = asking.MoveForm, **more: Any
) -> Act[Deal]:
    return Act(event=event, form=form, do=do, needs=access.Action.RECORD, **more)


def _one_objection(row: Deal) -> dict[str, Any]:
    held = file_of(row).open_objections
    return {"objection": held[0].raised.objection} if held else {}


def _as_found(row: Deal) -> dict[str, Any]:
    """What is on the file of the right leaving the country and of the giver; nothing is ticked that nobody said."""
    file = file_of(row)
    told = {"abroad": str(file.abroad) if file.abroad else ""}
    return told | ({"state_body": file.terms.state_body} if file.terms else {})


def _as_agreed(row: Deal) -> dict[str, Any]:
    terms = file_of(row).terms
    return {"state_body": bool(terms and terms.state_body)}


ACTS: tuple[Act[Deal], ...] = (
    _act("talk", _move),
    _act("agree", _agree, asking.AgreeForm, initial=_as_found),
    _act("seek_consent", _move),
    _act("consent", _consent, asking.ConsentForm),
    _act("publish", _publish, asking.PublishForm),
    _act("object", _object, asking.ObjectForm),
    _act("settle", _settle, asking.SettleForm, initial=_one_objection),
    _act("close", _move),
    _act("classify", _classify, asking.ClassifyForm),
    _act("check_export", _move),
    _act("clear_export", _move),
    _act("ask_inventors", _inventors, asking.InventorsForm),
    _act("sign", _move, asking.SignForm),
    _act("file", _move, asking.FileForm),
    _act("pay", _pay, asking.PayForm),
    _act("state", _state, asking.StateForm),
    _act("audit", _audit, asking.AuditForm),
    _act("set_reward", _reward, asking.RewardForm, initial=_as_agreed),
    _act("pay_reward", _payout, asking.PayoutForm),
    _act("report_use", _use, asking.UseForm),
    _act("end", _move),
    _act("fail", _fail, asking.FailForm),
)
