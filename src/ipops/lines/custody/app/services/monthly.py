"""A park's monthly list: contracts and services out of one table, each stored once however often the list is sent.

Rule 1: the file is read to its end before anything is stored; one that breaks off stores nothing.
Rule 2: a contract is known by firm, agency and contract date; a service by its contract, day, kind and words.
Rule 3: a row is stored with all it says or refused with its line and every reason; the guards are those of the screens.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any, cast

from django.db import transaction

from ipops.intake.profile import Profile, shipped
from ipops.intake.rows import Halted, Rejected, Row
from ipops.intake.table import read_table
from ipops.kernel.money import Money
from ipops.kernel.outcome import Problem, Reason, Refused
from ipops.kernel.text import Text
from ipops.ledger.entry import Draft, Source
from ipops.ledger.facts.words import PartyKind
from ipops.lines.custody.app import selectors
from ipops.lines.custody.app.models import Custody
from ipops.lines.custody.facts import CustodyServed, CustodySigned, Service, Size
from ipops.lines.custody.rules import admission, size
from ipops.reference.sme import size_classes
from ipops.rights.identity import right_number
from ipops.webkit import credit, documents, enrol, journal

BY = "cli:import"
PROFILE = "custody-monthly"


@dataclass(kw_only=True)
class Imported:
    """What became of a list. ``known`` rows said what is held already; ``refused`` by line, each with its reasons."""

    read: int = 0
    contracts: int = 0
    services: int = 0
    known: int = 0
    refused: list[tuple[int | None, tuple[Text, ...]]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {
            "read": self.read,
            "contracts": self.contracts,
            "services": self.services,
            "known": self.known,
            "refused": [
                {"line": line, "reason": " ".join([*(t.zh for t in says), *(t.en for t in says)])}
                for line, says in self.refused
            ],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sent:
    """From whom, when, with what paper, and what stands in where the list is silent."""

    by: str
    today: date
    document: str
    park: str
    place: str

    @property
    def source(self) -> Source:
        return Source(document=self.document)


def monthly_import(
    *,
    file: Path,
    today: date,
    by: str = BY,
    park: str = "",
    place: str = "",
    profile: Profile | None = None,
    name: str = "",
) -> Imported | Problem:
    """Store the list. ``park`` is the party that runs the park; ``place`` the division of firms that say none."""
    rows = list(read_table(file, profile or shipped()[PROFILE]))
    if rows and isinstance(rows[-1], Halted):
        return rows[-1].problem
    got = Imported(read=len(rows))
    with transaction.atomic():
        journal.take_turn()
        document = documents.store(file, name or file.name, by)
        if isinstance(document, Problem):
            return document
        sent = _Sent(by=by, today=today, document=document, park=park, place=place)
        for row in rows:
            if isinstance(row, Rejected):
                got.refused.append((row.at.line, tuple(p.says for p in row.problems)))
            elif isinstance(row, Row) and (reasons := _store(row, sent, got)):
                got.refused.append((row.at.line, tuple(r.says for r in reasons)))
    return got


def _store(row: Row, sent: _Sent, got: Imported) -> tuple[Reason, ...]:
    """One row, whole or not at all; gives why not."""
    found = _parties(row, sent)
    if isinstance(found, tuple) and isinstance(found[0], Reason):
        return found
    client, agency = found
    signed_on = cast("date", row["signed_on"])
    custody = f"K:{_digest(client.party, agency.party, signed_on.isoformat())}"
    held = Custody.objects.filter(custody=custody).first()
    if held is not None and sent.park and held.park != sent.park:
        return (Reason(code="other-park", says=_OTHER_PARK, field="client_code"),)
    rights = _rights(row)
    if isinstance(rights, Refused):
        return rights.reasons
    contract = None if held else _contract(row, sent, custody, client, agency, rights)
    if isinstance(contract, Refused):
        return contract.reasons
    service = _service(row, sent, custody, client, agency, contract.services if contract else _agreed(held))
    if isinstance(service, Refused):
        return service.reasons
    if service is not None and held is not None and held.ended_on is not None and service.on >= held.ended_on:
        says = _OVER.fill(day=held.ended_on.isoformat())
        return (Reason(code="after-the-end", says=says, field="served_on"),)
    drafts = [client.draft, agency.draft] if contract else []
    made = [Draft(fact=f, source=sent.source, reference=_reference(f)) for f in (contract, service) if f is not None]
    before = journal.size()
    journal.append([*(d for d in drafts if d is not None), *made], by=sent.by)
    got.contracts += contract is not None
    fresh = journal.size() > before
    got.services += service is not None and fresh
    got.known += not fresh
    return ()


def _rights(row: Row) -> tuple[str, ...] | Refused:
    """The rights in one way of writing, or every one that is no number."""
    found = [right_number(text) for text in row.many("rights")]
    wrong = tuple(f for f in found if isinstance(f, Reason))
    return Refused(reasons=wrong) if wrong else tuple(dict.fromkeys(f[0] for f in found if not isinstance(f, Reason)))


def _parties(row: Row, sent: _Sent) -> tuple[enrol.Known, enrol.Known] | tuple[Reason, ...]:
    signed_on = cast("date", row["signed_on"])
    wanted = (
        ("client_code", row.text("client"), PartyKind.ENTERPRISE, row.text("place") or sent.place),
        ("agency_code", row.text("agency"), PartyKind.AGENCY, ""),
    )
    found = [
        enrol.find(
            enrol.Written(code=row.text(name), name=called, kind=kind, place=place),
            on=signed_on,
            source=sent.source,
            field=name,
        )
        for name, called, kind, place in wanted
    ]
    wrong = tuple(f for f in found if isinstance(f, Reason))
    client = found[0]
    if not wrong and isinstance(client, enrol.Known) and not client.place:
        wrong = (Reason(code="place-missing", says=_NO_PLACE, field="place"),)
    return wrong or cast("tuple[enrol.Known, enrol.Known]", tuple(found))


def _contract(
    row: Row, sent: _Sent, custody: str, client: enrol.Known, agency: enrol.Known, rights: tuple[str, ...]
) -> CustodySigned | Refused:
    signed_on, last = cast("date", row["signed_on"]), cast("date | None", row["last_day"])
    level = selectors.levels().get(row.text("level"))
    services = _services(row, level)
    contract = admission.Contract(
        client=client.party,
        agency=agency.party,
        on=signed_on,
        until=last + timedelta(days=1) if last else None,
        leader=row.text("leader"),
        secrecy=row["secrecy"] is True,
        rights=selectors.rights_meant(client.party, rights),
        document=sent.document,
        licence_no=row.text("licence_no"),
        services=services,
        grade=credit.grade_of(agency.party, sent.today),
        others=selectors.of_others(client.party, rights),
    )
    held = selectors.held_by(agency.party, contract.rights, but=custody)
    if no := admission.sign(contract, held=held, today=sent.today):
        return no
    sized = size.computed(size.Told(industry=row.text("industry"), employees=_whole(row, "employees")), size_classes())
    if isinstance(sized, Refused):
        return sized
    return CustodySigned(
        on=signed_on,
        custody=custody,
        client=client.party,
        agency=agency.party,
        place=client.place,
        level=level.code if level else "",
        leader=contract.leader,
        until=contract.until,
        rights=rights,
        computed=sized[0],
        declared=Size(row.text("declared") or Size.UNKNOWN),
        services=services,
        park=sent.park,
        grade=contract.grade,
        licence_no=contract.licence_no,
    )


def _services(row: Row, level: admission.Level | None) -> tuple[Service, ...]:
    """What is agreed: what the level holds, and what the row reports as done."""
    done = [Service(row.text("service"))] if row.text("service") else []
    return tuple(dict.fromkeys([*(level.services if level else ()), *done]))


def _service(
    row: Row,
    sent: _Sent,
    custody: str,
    client: enrol.Known,
    agency: enrol.Known,
    agreed: Iterable[Service],
) -> CustodyServed | Refused | None:
    if row["served_on"] is None and not row.text("service"):
        return None
    if row["served_on"] is None or not row.text("service"):
        return Refused(reasons=(Reason(code="half-a-service", says=_HALF, field="service"),))
    on, service = cast("date", row["served_on"]), Service(row.text("service"))
    if no := admission.serve(
        service=service,
        agreed=agreed,
        licence_no=row.text("licence_no"),
        on=on,
        signed_on=cast("date", row["signed_on"]),
        today=sent.today,
    ):
        return no
    return CustodyServed(
        on=on,
        custody=custody,
        client=client.party,
        agency=agency.party,
        place=client.place,
        service=service,
        what=row.text("what"),
        saved=cast("Money | None", row["saved"]),
    )


def _agreed(held: Custody | None) -> tuple[Service, ...]:
    return tuple(Service(s) for s in held.services) if held else ()


def _whole(row: Row, name: str) -> int | None:
    value = row[name]
    return int(cast("int", value)) if value is not None else None


def _reference(fact: CustodySigned | CustodyServed) -> str:
    if isinstance(fact, CustodySigned):
        return f"monthly:{fact.custody}"
    return f"monthly:{fact.custody}:{_digest(fact.on.isoformat(), str(fact.service), fact.what, fact.right)}"


def _digest(*parts: str) -> str:
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:16]


_NO_PLACE = Text(
    "未说明企业所在区划；请填“区划代码”列或用 --place 给出。",
    "The firm's division is not said; fill the column or give --place.",
)
_OTHER_PARK = Text(
    "这份合同不是本园区登记的；园区只能登记本园区的企业。",
    "This contract was not entered by your park; a park enrols its own firms only.",
)
_OVER = Text("托管已于 {day} 终止。", "The custody ended on {day}.")
_HALF = Text("服务日期与服务类别须同时填写。", "Give both the day and the kind of a service.")
