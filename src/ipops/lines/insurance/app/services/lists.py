"""An insurer's lists, CSV or XLSX: policies written, losses claimed. Each row stored whole or refused with its line.

Rule 1: the file is read to its end before anything is stored; one that breaks off stores nothing.
Rule 2: a policy is known by insurer and policy number, a loss by its policy and the day of the event: sent again it changes nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any, cast

from django.db import transaction

from ipops.intake.profile import shipped
from ipops.intake.rows import Halted, Rejected, Row
from ipops.intake.table import read_table
from ipops.kernel.money import Money
from ipops.kernel.outcome import Problem, Reason, Refused
from ipops.kernel.text import Text
from ipops.ledger.facts.words import PartyKind
from ipops.lines.insurance.app.models import Claim, Policy
from ipops.lines.insurance.app.services.claims import loss_claim
from ipops.lines.insurance.app.services.common import ANYBODY, CLAIM_CASES, POLICY_CASES, Sender, append
from ipops.lines.insurance.app.services.policies import NOT_AN_INSURER, is_insurer
from ipops.lines.insurance.facts import Class, PolicyWritten
from ipops.lines.insurance.rules import admission
from ipops.webkit import documents, enrol, journal
from ipops.webkit.enrol import By, Written

POLICIES, LOSSES = "insurance-policies", "insurance-losses"


@dataclass(kw_only=True)
class Imported:
    """What became of a list. ``known`` rows were stored before; ``refused`` by line, each with its reasons."""

    read: int = 0
    stored: list[str] = field(default_factory=list)
    known: int = 0
    refused: list[tuple[int | None, tuple[Text, ...]]] = field(default_factory=list)


@transaction.atomic
def list_import(
    *, file: Path, name: str, profile: str, today: date, by: str, place: str = "", sender: Sender = ANYBODY
) -> Imported | Problem:
    """``place`` stands in for firms that say none; ``profile`` is one of the two above."""
    rows = list(read_table(file, shipped()[profile]))
    if rows and isinstance(rows[-1], Halted):
        return rows[-1].problem
    journal.take_turn()
    document = documents.store(file, name, by)
    if isinstance(document, Problem):
        return document
    take: Callable[..., tuple[Reason, ...] | str | None] = _policy if profile == POLICIES else _loss
    got = Imported(read=len(rows))
    for row in rows:
        if isinstance(row, Rejected):
            got.refused.append((row.at.line, tuple(p.says for p in row.problems)))
        elif isinstance(row, Row):
            done = take(row, By(by=by, today=today, reference="", document=document), place, sender)
            if done is None:
                got.known += 1
            elif isinstance(done, str):
                got.stored.append(done)
            else:
                got.refused.append((row.at.line, tuple(r.says for r in done)))
    return got


def _key(*parts: str) -> str:
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:16]


def _policy(row: Row, by: By, place: str, sender: Sender) -> tuple[Reason, ...] | str | None:
    sent = By(by="", today=by.today, reference=_key(row.text("insurer_code"), row.text("policy_no")))
    policy = POLICY_CASES.code(sent)
    if Policy.objects.filter(policy=policy).exists():
        return None
    wanted = (
        ("insurer_code", "insurer", PartyKind.INSURER, ""),
        ("insured_code", "insured", PartyKind.ENTERPRISE, row.text("place") or place),
    )
    found = [
        enrol.find(
            Written(code=row.text(code), name=row.text(name), kind=kind, place=where),
            on=by.today,
            source=by.source,
            field=code,
        )
        for code, name, kind, where in wanted
    ]
    if wrong := tuple(f for f in found if isinstance(f, Reason)):
        return wrong
    insurer, insured = cast("list[enrol.Known]", found)
    if not sender.may(insured.place, insurer.party):
        return (Reason(code="not-yours", says=_NOT_YOURS),)
    if not is_insurer(insurer):
        return (Reason(code="not-an-insurer", says=NOT_AN_INSURER, field="insurer_code"),)
    fact = _written(row, policy, insurer, insured)
    refused = admission.writes(
        on=fact.on,
        starts_on=fact.starts_on,
        until=fact.until,
        retroactive_on=fact.retroactive_on,
        valid_until=fact.on,
        total=fact.total,
        value=fact.value,
        today=by.today,
        document=by.document,
    )
    offered = admission.quotes(
        total=fact.total,
        premium=fact.premium,
        valid_until=fact.on,
        today=fact.on,
        insurer=insurer.party,
        insured=insured.party,
    )
    if refused or offered:
        return tuple(r for no in (refused, offered) if no for r in no.reasons)
    listed = By(by=by.by, today=by.today, reference=f"list:{policy}", document=by.document)
    append(listed, fact, before=[insurer.draft, insured.draft])
    return policy


def _written(row: Row, policy: str, insurer: enrol.Known, insured: enrol.Known) -> PolicyWritten:
    given: dict[str, Any] = {name: row[name] for name in ("signed_on", "starts_on", "last_day", "retroactive_on")}
    return PolicyWritten(
        on=given["signed_on"],
        policy=policy,
        policy_no=row.text("policy_no"),
        insurer=insurer.party,
        insured=insured.party,
        place=insured.place,
        klass=Class(row.text("klass") or Class.OTHER),
        rights=row.many("rights"),
        total=cast("Money", row["total"]),
        premium=cast("Money", row["premium"]),
        deductible=cast("Money | None", row["deductible"]),
        value=cast("Money | None", row["value"]),
        starts_on=given["starts_on"],
        until=given["last_day"] + timedelta(days=1),
        retroactive_on=given["retroactive_on"],
        loan=row.text("loan"),
    )


def _loss(row: Row, by: By, place: str, sender: Sender) -> tuple[Reason, ...] | str | None:
    held = Policy.objects.filter(policy_no=row.text("policy_no"))
    if len(held) != 1:
        says = (_NO_POLICY if not held else _MANY).fill(no=row.text("policy_no"))
        return (Reason(code="no-such-policy", says=says, field="policy_no"),)
    happened = cast("date", row["happened_on"])
    sent = By(
        by=by.by, today=by.today, reference=f"list:{_key(held[0].policy, happened.isoformat())}", document=by.document
    )
    if Claim.objects.filter(claim=CLAIM_CASES.code(sent)).exists():
        return None
    got = loss_claim(
        policy=held[0].policy,
        on=cast("date", row["claimed_on"]),
        happened_on=happened,
        known_on=cast("date | None", row["known_on"]) or happened,
        stated=cast("Money | None", row["loss"]),
        what=row.text("what"),
        by=sent,
        sender=sender,
    )
    return got.reasons if isinstance(got, Refused) else got


_NOT_YOURS = Text("您不能以该保险人的名义登记。", "You may not enter this in the insurer's name.")
_NO_POLICY = Text("没有保单号 {no}；请先导入保单。", "There is no policy {no}: import the policies first.")
_MANY = Text(
    "保单号 {no} 有多份保单；请在页面上逐件办理。", "Several policies bear the number {no}: enter this one on the page."
)
