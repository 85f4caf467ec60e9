"""The public notice of a price by agreement: published, objected to, settled."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from ipops.kernel.outcome import Reason, Refused, Unknown
from ipops.kernel.period import months_after
from ipops.kernel.text import Text
from ipops.ledger.entry import Entry
from ipops.lines.trading import facts as f
from ipops.lines.trading.app.services.course import Course, Made, Sent, done
from ipops.lines.trading.facts.words import Settled
from ipops.lines.trading.machine import clauses
from ipops.lines.trading.rules.course import gates
from ipops.webkit import personal

PURPOSE = "处理科技成果定价公示异议 / to settle an objection to a published price"
_KEEP_MONTHS = 36  # ours: no document says how long an objector's name is kept


@transaction.atomic
def price_publish(
    *, deal: str, name: str, summary: str, where: str, insiders: Sequence[str], sent: Sent
) -> Entry | Refused:
    """Publish name and intended price. ``insiders`` are takers named as such, by code."""

    def make(course: Course) -> Made:
        said = course.given.days
        return f.PricePublished(
            on=sent.today,
            deal=deal,
            name=name,
            summary=summary,
            price=course.file.terms.price if course.file.terms else None,
            days=None if said is None or isinstance(said, Unknown) else said.whole,
            insiders=tuple(insiders),
            where=where,
        )

    return done(deal, "publish", sent, make, gate=lambda c: gates.may_publish(c.file, c.given, tuple(insiders)))


@transaction.atomic
def price_object(*, deal: str, who: str, words: str, sent: Sent) -> Entry | Refused:
    """Note an objection: named and in words. The name is sealed and can be erased; the words are kept."""
    if not who.strip() or not words.strip():
        lacks = (
            ("who", who, "请填异议人。", "Say who objects."),
            ("words", words, "请填异议内容。", "Say what is objected to."),
        )
        return Refused(
            reasons=tuple(
                Reason(code=f"objection-{n}", says=Text(zh, en), cite=clauses.PRICE_PUBLIC, field=n)
                for n, got, zh, en in lacks
                if not got.strip()
            )
        )

    def make(course: Course) -> Made:
        sealed = personal.keep(who.strip(), PURPOSE, months_after(sent.today, _KEEP_MONTHS), by=sent.by)
        code = f"objection:{deal}:{len(course.file.objections) + 1}"
        return f.PriceObjected(on=sent.today, deal=deal, objection=code, who=sealed, words=words)

    return done(deal, "object", sent, make)


@transaction.atomic
def objection_settle(*, deal: str, objection: str, end: Settled, sent: Sent) -> Entry | Refused:
    """Decide an open objection, with a reason. One that is upheld does not end the deal: whoever upholds it says what follows."""

    def make(course: Course) -> Made:
        if objection not in {o.raised.objection for o in course.file.open_objections}:
            return _no(
                "objection-unknown", Text("没有这件未处理的异议。", "There is no such open objection."), "objection"
            )
        if not sent.why.strip():
            return _no("no-why", Text("请说明理由。", "Give the reason."), "why")
        return f.PriceObjectionSettled(on=sent.today, deal=deal, objection=objection, end=end, why=sent.why)

    return done(deal, "settle", sent, make)


def _no(code: str, says: Text, field: str) -> Refused:
    return Refused(reasons=(Reason(code=code, says=says, cite=clauses.OURS, field=field),))
