"""Calls, nominations, experts, the published list, objections: one transaction each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db import transaction

from ipops.kernel.outcome import Reason, Refused, Unknown
from ipops.ledger.entry import Draft, Entry
from ipops.lines.programme import facts as f
from ipops.lines.programme.app.models import Dossier
from ipops.lines.programme.app.reading import selection as reading
from ipops.lines.programme.app.services.objections import unheeded
from ipops.lines.programme.app.services.steps import drafted, no, source_of, step, unknown_case
from ipops.lines.programme.facts.words import Ground
from ipops.lines.programme.machine import CITY
from ipops.lines.programme.rules.selection import nomination, publicity, review
from ipops.lines.programme.rules.selection.files import CallFile, nomination_code, review_code, told_places
from ipops.policy import Layer, pack_named
from ipops.reference import divisions
from ipops.webkit import journal


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """One expert of a panel: account label, name, and the divisions of the employers that the profile tells."""

    expert: str
    name: str
    places: tuple[str, ...] = ()


def _own(city: str, province: str) -> bool:
    """A city of a province, or a district of a municipality: directly under it, and it directly under the country."""
    places = divisions.places()
    return places.parent(city) == province and places.parent(province) == divisions.COUNTRY


def within(inner: str, outer: str) -> bool:
    return divisions.places().is_within(inner, outer)


@transaction.atomic
def call_open(
    *,
    call: str,
    title: str,
    pack: str,
    form: str,
    closes_on: date | None,
    by: str,
    today: date,
    document: str = "",
    why: str = "",
) -> Entry | Refused:
    """Open a call under a pack. The same call opened twice is the same entry."""
    journal.take_turn()
    found = pack_named(pack)
    if isinstance(found, Refused):
        return found
    if found.layer is not Layer.NOTICE:
        return no("no-notice", "征集须依据通知。", "A call rests on a notice.", "pack")
    if not title.strip() or not form.strip():
        return no("call-incomplete", "请填写名称和申报表版本。", "Give the title and the version of the form.", "title")
    if closes_on is not None and closes_on < today:
        return no("closes-before-opening", "截止日早于开始日。", "It closes before it opens.", "closes_on")
    fact = f.CallOpened(call=call, title=title, pack=pack, form=form, closes_on=closes_on, on=today)
    (entry,) = journal.append([Draft(fact=fact, source=source_of(document, why), reference=f"call:{call}")], by=by)
    return entry


def _gate(package: nomination.Package, file: CallFile, on: date) -> tuple[Reason, ...]:
    pack = reading.pack_of(file)
    asked = nomination.Call(
        code=file.call.call, pack=pack, opens_on=file.call.on, closes_on=file.call.closes_on, form=file.call.form
    )
    handed = file.nominations.values()
    return nomination.gate(
        package,
        asked,
        on,
        reading.eligible(file, package.name, package.province, on),
        {x.place for x in handed},
        sum(x.province == package.province for x in handed),
        own=_own(package.city, package.province),
    )


@transaction.atomic
def nominate(*, package: nomination.Package, call: str, by: str, today: date, reference: str) -> Entry | Refused:
    """Hand in an application. It is refused with every reason at once, and stays saved."""
    journal.take_turn()
    file = reading.file_of(call)
    if file is None:
        return unknown_case(call)
    state = Dossier.objects.get(case=call).stage
    if state != "open":
        return no("call-closed", "该征集已截止申报。", "The call is closed.", "call")
    reasons = _gate(package, file, today)
    if reasons or package.matching is None:
        return Refused(reasons=reasons)
    goals = sorted(package.targets)
    fact = f.CityNominated(
        nomination=nomination_code(call, package.city),
        call=call,
        place=package.city,
        province=package.province,
        name=package.name,
        form=package.form,
        matching=package.matching,
        goals=tuple(goals),
        promised=tuple(package.targets[g] for g in goals),
        mandatory=package.mandatory,
        optional=package.optional,
        attachments=package.attachments,
        on=today,
    )
    source = source_of(package.attachments[0], "")
    (entry,) = journal.append([Draft(fact=fact, source=source, reference=f"nominate:{reference}")], by=by)
    return entry


@transaction.atomic
def panel_seat(
    *,
    call: str,
    seats: Sequence[Seat],
    by: str,
    today: date,
    scheme: str = "review",
    why: str = "",
    lock_by: date | None = None,
) -> Entry | Refused:
    """Name the experts of a call. Once a sheet is locked the panel stands."""
    journal.take_turn()
    file = reading.file_of(call)
    if file is None:
        return unknown_case(call)
    if any(r.sheets for r in file.reviews.values()):
        return no("panel-stands", "已有评分锁定，评审组不能再变动。", "A sheet is locked: the panel stands.", "seats")
    told = reading.scheme_for(file, today)
    if isinstance(told, Unknown):
        return Refused(reasons=(Reason(code="no-scheme", says=told.why),))
    if len({s.expert for s in seats}) < told.experts:
        return no(
            "panel-small", f"至少需要 {told.experts} 名专家。", f"At least {told.experts} experts are needed.", "seats"
        )
    if lock_by is not None and lock_by < today:
        return no(
            "locks-in-the-past", "评分截止日在今天之前。", "The sheets would have been due before today.", "lock_by"
        )
    fact = f.PanelSeated(
        call=call,
        experts=tuple(s.expert for s in seats),
        names=tuple(s.name for s in seats),
        places=tuple(told_places(s.places) for s in seats),
        scheme=scheme,
        lock_by=lock_by,
        on=today,
    )
    (entry,) = journal.append(
        [Draft(fact=fact, source=source_of("", why), reference=f"panel:{call}:{journal.size()}")], by=by
    )
    return entry


def _reviewed(nomination_: str) -> tuple[CallFile, f.CityNominated] | Refused:
    row = Dossier.objects.filter(case=nomination_, cycle="programme.city").first()
    file = reading.file_of(row.parent) if row else None
    if file is None or nomination_ not in file.nominations:
        return unknown_case(nomination_)
    return file, file.nominations[nomination_]


@transaction.atomic
def conflict_declare(
    *, nomination: str, expert: str, ground: Ground, why: str, today: date, reference: str
) -> Entry | Refused:
    """An expert says whether a conflict keeps them from one application. After the documents opened it is too late."""
    journal.take_turn()
    found = _reviewed(nomination)
    if isinstance(found, Refused):
        return found
    file, _ = found
    if expert not in {e.expert for e in file.panel}:
        return no("not-on-panel", "您不是本次评审组成员。", "You do not sit on this panel.")
    if expert in file.review(nomination).opened and ground is Ground.NONE:
        return no(
            "opened-already",
            "材料已打开，申明不能改为无利害关系。",
            "The documents are open: you can only declare a conflict now.",
        )
    fact = f.ConflictDeclared(review=review_code(nomination), expert=expert, ground=ground, why=why, on=today)
    (entry,) = journal.append(
        [Draft(fact=fact, source=source_of("", why), reference=f"declare:{reference}")], by=expert
    )
    return entry


@transaction.atomic
def documents_open(*, nomination: str, expert: str, today: date) -> tuple[str, ...] | Refused:
    """The application's files, if this expert may have them; the first opening is a fact."""
    journal.take_turn()
    found = _reviewed(nomination)
    if isinstance(found, Refused):
        return found
    file, handed = found
    mine = file.review(nomination)
    if kept_out := review.may_open(expert, file.panel, handed.place, mine.declared, within):
        return kept_out
    if expert not in mine.opened:
        fact = f.DocumentsOpened(review=review_code(nomination), expert=expert, on=today)
        draft = Draft(fact=fact, source=source_of("", ""), reference=f"open:{nomination}:{expert}")
        journal.append([draft], by=expert)
    return handed.attachments


@transaction.atomic
def sheet_lock(
    *, nomination: str, expert: str, points: Mapping[str, Fraction], remarks: str, today: date
) -> Entry | Refused:
    """Lock an expert's sheet: complete, within bounds, once, by somebody who opened the documents."""
    journal.take_turn()
    found = _reviewed(nomination)
    if isinstance(found, Refused):
        return found
    file, handed = found
    mine = file.review(nomination)
    if kept_out := review.may_open(expert, file.panel, handed.place, mine.declared, within):
        return kept_out
    if expert not in mine.opened:
        return no("unread", "请先打开申报材料再评分。", "Open the documents before you score.")
    if Dossier.objects.get(case=file.call.call).stage in ("publicised", "decided"):
        return no("review-over", "名单已公示，评审已结束。", "The list is published: the review is over.")
    if any(s.expert == expert for s in mine.sheets):
        return no("sheet-locked", "您的评分已锁定，不能更改。", "Your sheet is locked and cannot change.")
    scheme = reading.scheme_for(file, today)
    if isinstance(scheme, Unknown):
        return Refused(reasons=(Reason(code="no-scheme", says=scheme.why),))
    if wrong := review.sheet_problems(scheme, points):
        return Refused(reasons=wrong)
    items = tuple(i.id for i in scheme.leaves)
    again = f":{file.round}" if file.round > 1 else ""
    fact = f.SheetLocked(
        review=review_code(nomination),
        expert=expert,
        items=items,
        points=tuple(points[i] for i in items),
        remarks=remarks,
        on=today,
    )
    (entry,) = journal.append(
        [Draft(fact=fact, source=source_of("", remarks), reference=f"sheet:{nomination}:{expert}{again}")], by=expert
    )
    return entry


@transaction.atomic
def list_publish(*, call: str, proposed: int, by: str, today: date, document: str = "") -> Entry | Refused:
    """Publish the ranking that the sheets give, the first ``proposed`` of it as the proposed list. All or nothing: an
    application without enough sheets stops it."""
    journal.take_turn()
    file, row = reading.file_of(call), Dossier.objects.filter(case=call).first()
    if file is None or row is None:
        return unknown_case(call)
    scheme = reading.scheme_for(file, today)
    if isinstance(scheme, Unknown):
        return Refused(reasons=(Reason(code="no-scheme", says=scheme.why),))
    placed, lacking = file.ranked(scheme)
    if lacking:
        return Refused(reasons=tuple(r for got in lacking.values() for r in got.reasons))
    if not 0 < proposed <= len(placed):
        return no(
            "proposed-many", f"拟支持数应在 1 至 {len(placed)} 之间。", f"Propose 1 to {len(placed)}.", "proposed"
        )
    if proposed < len(placed) and placed[proposed - 1].result.mean == placed[proposed].result.mean:
        return no(
            "tie-at-the-line",
            "入选线上得分相同，评分表没有规定如何区分；请调整拟支持数。",
            "Two are equal at the line and the scheme has no rule for that: propose one more or one fewer.",
            "proposed",
        )
    moved = drafted(row, "publish", on=today, why="", document=document, reference=str(journal.size()))
    if isinstance(moved, Refused):
        return moved
    stands = publicity.notice(reading.pack_of(file), today)
    fact = f.ListPublished(
        call=call,
        nominations=tuple(p.result.nomination for p in placed),
        means=tuple(p.result.mean for p in placed),
        ranks=tuple(p.rank for p in placed),
        proposed=proposed,
        digest=review.digest(scheme, placed),
        last_day=None if isinstance(stands, Unknown) else stands.last_day,
        on=today,
    )
    listed = Draft(fact=fact, source=source_of(document, ""), reference=f"list:{call}:{journal.size()}")
    entry, *_ = journal.append([listed, moved, *_cities(fact, today)], by=by)
    return entry


def _cities(fact: f.ListPublished, today: date) -> list[Draft]:
    """Every application was reviewed; those on the list are publicised."""
    made = []
    rows = {r.case: r for r in Dossier.objects.filter(case__in=fact.nominations)}
    for i, code in enumerate(fact.nominations):
        events = ["review"] if rows[code].stage == "nominated" else []
        events += ["publicise"] if i < fact.proposed and rows[code].stage in ("nominated", "reviewed") else []
        for event in events:
            step = f.ProgrammeStep(case=code, cycle="programme.city", event=event, place=rows[code].place, on=today)
            made.append(Draft(fact=step, source=source_of("", ""), reference=f"list:{fact.digest[:12]}:{code}:{event}"))
    return made


@transaction.atomic
def call_decide(*, call: str, by: str, today: date, why: str = "", document: str = "") -> Entry | Refused:
    """Make the list final: no objection open, the notice over. Where its length is unknown the reason must say why it is."""
    journal.take_turn()
    file, row = reading.file_of(call), Dossier.objects.filter(case=call).first()
    if file is None or row is None:
        return unknown_case(call)
    if Dossier.objects.filter(cycle="programme.objection", parent=call, stage="raised").exists():
        return no("objection-open", "尚有异议未处理完毕。", "An objection has not been settled yet.")
    if unheeded(call):
        return no(
            "objection-upheld",
            "对此名单的异议已认定成立，须重新评审。",
            "An objection to this list was upheld: review again.",
        )
    published = file.published
    if published is not None and published.last_day is not None and today <= published.last_day:
        return no(
            "notice-running",
            f"公示期至 {published.last_day} 止。",
            f"The public notice runs until {published.last_day}.",
        )
    if published is not None and published.last_day is None and not why.strip():
        return no(
            "notice-length-unknown",
            "公示期未知，请写明依据何在。",
            "The length of the notice is unknown: say why it is over.",
            "why",
        )
    moved = drafted(row, "decide", on=today, why=why, document=document, reference=str(journal.size()))
    if isinstance(moved, Refused) or published is None:
        return (
            moved if isinstance(moved, Refused) else no("nothing-published", "没有公示名单。", "No list was published.")
        )
    entry, *_ = journal.append([moved, *_turned_down(published, today)], by=by)
    return entry


@transaction.atomic
def city_step(
    *, case: str, event: str, by: str, today: date, reference: str, why: str = "", document: str = ""
) -> Entry | Refused:
    """Move a city by its table. Its first money waits until the list is decided: a list on notice may still change."""
    journal.take_turn()
    row = Dossier.objects.filter(case=case, cycle=CITY.code).first()
    call = Dossier.objects.filter(case=row.parent).first() if row else None
    if row is None or call is None:
        return unknown_case(case)
    if event == "pay_first" and row.stage == "publicised" and call.stage != "decided":
        return no(
            "call-undecided", "支持名单尚未确定，不能拨付。", "The list is not decided yet: nothing is paid on it."
        )
    return step(case=case, event=event, by=by, today=today, reference=reference, why=why, document=document)


def _turned_down(published: f.ListPublished, today: date) -> list[Draft]:
    made = []
    for row in Dossier.objects.filter(case__in=published.nominations[published.proposed :]).order_by("case"):
        draft = drafted(
            row, "turn_down", on=today, why="未列入支持名单 / not on the list", document="", reference="decided"
        )
        if not isinstance(draft, Refused):
            made.append(draft)
    return made
