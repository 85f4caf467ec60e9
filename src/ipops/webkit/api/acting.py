"""An act on a case over the API: the form, the door and the service of its screen (``pages.cases.acting``), told as JSON.

A reference holds once: sent again with the same content it changes nothing, with another it is 409.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

from django.db import transaction
from django.http import HttpRequest
from django.utils import translation
from ninja import Schema

from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.ledger.entry import Entry
from ipops.ledger.facts.words import PartyKind
from ipops.webkit import documents, journal
from ipops.webkit.api.reader import may_see, reader
from ipops.webkit.api.shapes import missing, refused
from ipops.webkit.course import TAKEN, refuse
from ipops.webkit.enrol import Written
from ipops.webkit.pages.cases import Act, Asked, CaseKind, Doing, registered, standing
from ipops.webkit.pages.doors import today
from ipops.webkit.pages.forms import HouseForm

T = TypeVar("T")
_PAPER, _KIT, _ANY = "paper", ("reference", "document", "sure"), PartyKind.OTHER


def plain(given: Schema) -> dict[str, Any]:
    """What was sent, as a form reads it: what the kit asks for itself left aside."""
    told = {k: v for k, v in given.model_dump().items() if k not in _KIT and v is not None}
    return {k: v.isoformat() if isinstance(v, date) else v for k, v in told.items()}


def read(form: Callable[[dict[str, Any]], HouseForm], given: Mapping[str, Any], document: str) -> HouseForm:
    """The form, filled in; 422 with what it finds. Its paper is sent before (``/documents``) and named by its hash."""
    made = form(dict(given))
    paper = made.fields.pop(_PAPER, None)
    wrong = [] if paper is None or document or not paper.required else [_NO_PAPER]
    if not made.is_valid():
        wrong += _found(made)
    if wrong:
        raise refused(Refused(reasons=tuple(wrong)), 422)
    return made


def _found(form: HouseForm) -> list[Reason]:
    """The form's own findings in both languages; it says each when it is asked."""
    said: list[list[str]] = []
    for lang in ("zh-hans", "en"):
        with translation.override(lang):
            said.append([str(m) for errors in form.errors.as_data().values() for e in errors for m in e.messages])
    fields = [name for name, errors in form.errors.as_data().items() for e in errors for _ in e.messages]
    return [Reason(code="form", says=Text(zh, en), field=f) for f, zh, en in zip(fields, *said, strict=True)]


def once(
    by: str, mark: str, same: Callable[[Entry], bool], run: Callable[[], T | Refused], status: int = 409
) -> T | None:
    """Run it, unless this very submission is stored (``None``); one of other content under its reference is 409."""
    with transaction.atomic():
        journal.take_turn()
        if (held := journal.stored_under(by, mark)) is not None:
            if not same(held):
                raise refused(refuse("reference-taken", TAKEN, "reference"), 409)
            return None
        got = run()
        if isinstance(got, Refused):
            raise refused(got, status)
        return got


def says(held: Entry, told: Mapping[str, Any], document: str | None) -> bool:
    """Whether the stored fact says what is told, in every field that both have, and rests on the same paper. ``None``: the sender
    gives no paper, and what the fact rests on was made here."""
    here = [n for n in told if hasattr(held.fact, n)]
    return document in (None, held.source.document) and all(_equal(getattr(held.fact, n), told[n]) for n in here)


def _equal(stored: Any, told: Any) -> bool:
    """A party is stored by our code and told by its credit code."""
    if isinstance(stored, str) and isinstance(told, str):
        return stored == told or (stored.startswith("P:") and stored == Written(code=told, name="", kind=_ANY).party)
    return bool(stored == told)


def act(
    request: HttpRequest, kind: str, key: str, event: str, given: Schema, /, *, mark: str = "", **more: Any
) -> None:
    """Do the event to a case of this lifecycle: 404 unseen, 403 another's to do, 409 not now, 422 what the form finds.
    ``given`` has ``reference`` and, where there is a paper, ``document``; ``more`` are fields that the form has besides,
    ``mark`` is how the house writes the reference, if it is not its name and the reference alone."""
    house, (cases, _) = kind.partition(".")[0], registered()[kind]
    asked = Asked(reader=may_see(request), today=today())
    row, one = cases.find(asked.reader, key), cases.act(event)
    if row is None or one is None or one.form is None or one.do is None:
        raise missing()
    document, takes_paper = str(getattr(given, "document", "")), _PAPER in one.form({}).fields
    form = read(one.form, plain(given) | more, document)
    by, reference, do = str(getattr(reader(request), "label", "")), str(getattr(given, "reference", "")), one.do
    doing = Doing(
        row=row, event=event, form=form, by=by, today=asked.today, reference=reference, document=document, request=request,
    )  # fmt: skip

    def same(held: Entry) -> bool:
        facts = {f for steps in cases.lifecycle.table.values() if event in steps for f in steps[event].facts}
        about: dict[str, Any] = {cases.refers: key}
        mine = held.fact.KIND in facts and any(e.n == held.n for e in journal.about(**about))
        return mine and says(held, form.cleaned_data, document if takes_paper or document else None)

    def run() -> Text | Refused:
        _door(cases, one, row, asked)
        if document and documents.document_for(asked.reader, document) is None:
            raise missing("没有这份文件，或者您无权查看。", "There is no such document, or you may not see it.")
        return do(doing)

    once(by, mark or f"{house}:{reference}", same, run)


def _door(kind: CaseKind[Any], one: Act[Any], row: Any, asked: Asked) -> None:
    told = kind.tell(row, asked)
    if no := standing.why_not(kind, one, row, told, asked):
        raise refused(no, 409 if no.reasons[0].code in ("not-from-here", "no-such-state") else 403)


_NO_PAPER = Reason(
    code="paper-missing", field="document",
    says=Text("请先上传文件，再填它的 SHA-256。", "Send the paper in first, then name it by its SHA-256."),
)  # fmt: skip
