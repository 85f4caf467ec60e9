"""A list of claims, CSV or XLSX, as banks keep it: each row a claim, stored whole or refused with its line and every reason.

Rule 1: the file is read to its end before anything is stored; one that breaks off stores nothing.
Rule 2: a claim is known by window, firm and loan contract (invoices where there is no loan): sent again it changes nothing, and one
that now says something else is told as a conflict and changes nothing either (decision 0485).
Rule 3: columns that the window's scheme does not ask for are left aside; the guards are those of the screens.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from ipops.finance.double import body, plain, right
from ipops.finance.scheme import facts as scheme_facts
from ipops.intake.profile import Profile, shipped
from ipops.intake.rows import Halted, Rejected, Row
from ipops.intake.table import read_table
from ipops.kernel.money import Money
from ipops.kernel.outcome import Problem, Refused
from ipops.kernel.text import Text
from ipops.ledger.facts.words import PartyKind
from ipops.lines.subsidies.app.models import Claim, Window
from ipops.lines.subsidies.app.services.claims import claim_file
from ipops.lines.subsidies.app.services.common import ANYBODY, CLAIM_CASES, Sender
from ipops.lines.subsidies.facts import SubsidyFiled
from ipops.lines.subsidies.rules import given, schemes
from ipops.webkit import documents, journal
from ipops.webkit.enrol import By, Written

PROFILE = "subsidy-claims"
#: Columns of the list that are facts of the case, by the fact's name.
FACTS = {
    "signed_on": "loan.signed_on", "drawn_on": "loan.drawn_on", "due_on": "loan.due_on", "term_months": "loan.term_months",
    "principal": "loan.principal", "rate": "loan.rate", "ip_part": "loan.ip_part", "ip_share": "loan.ip_share",
    "combined": "loan.combined", "first_patent": "loan.first_time_patent", "secured": "loan.insured_or_guaranteed",
    "pledged": "pledge.registered", "revenue": "firm.revenue", "net_assets": "firm.net_assets",
    "subsidy_years": "firm.subsidy_years", "fees": "cost.fees", "gross": "cost.gross", "vat": "cost.vat",
    "valuation": "cost.valuation", "guarantee": "cost.guarantee", "raised": "finance.raised",
}  # fmt: skip


@dataclass(kw_only=True)
class Imported:
    """What became of a list. ``known`` rows were filed before as they stand; ``differing`` ones otherwise than they stand, by line, with
    the claim and what differs; ``refused`` by line, each with its reasons."""

    read: int = 0
    filed: list[str] = field(default_factory=list)
    known: int = 0
    differing: list[tuple[int | None, str, tuple[Text, ...]]] = field(default_factory=list)
    refused: list[tuple[int | None, tuple[Text, ...]]] = field(default_factory=list)


@transaction.atomic
def claims_import(
    *,
    file: Path,
    name: str,
    window: str,
    today: date,
    by: str,
    sender: Sender = ANYBODY,
    profile: Profile | None = None,
) -> Imported | Problem:
    rows = list(read_table(file, profile or shipped()[PROFILE]))
    if rows and isinstance(rows[-1], Halted):
        return rows[-1].problem
    journal.take_turn()
    document = documents.store(file, name, by)
    if isinstance(document, Problem):
        return document
    got, found = Imported(read=len(rows)), Window.objects.get(window=window)
    scheme = schemes.scheme_of(found.scheme, found.assumes)
    asked = () if isinstance(scheme, Refused) else tuple(f.name for f in schemes.asks(scheme))
    for row in rows:
        if isinstance(row, Rejected):
            got.refused.append((row.at.line, tuple(p.says for p in row.problems)))
        elif isinstance(row, Row):
            _file(row, found, asked, By(by=by, today=today, reference="", document=document), sender, got)
    return got


def _file(row: Row, window: Window, asked: tuple[str, ...], by: By, sender: Sender, got: Imported) -> None:
    loan, invoices = row.text("loan"), row.many("invoices")
    key = "|".join((window.window, body(row.text("claimant_code")), plain(loan) or ",".join(map(plain, invoices))))
    sent = By(
        by=by.by,
        today=by.today,
        reference=f"list:{hashlib.sha256(key.encode()).hexdigest()[:16]}",
        document=by.document,
    )
    if held := Claim.objects.filter(claim=CLAIM_CASES.code(sent)).first():
        if now := _differs(held, row, asked):
            got.differing.append((row.at.line, held.claim, now))
        else:
            got.known += 1
        return
    firm = Written(
        code=row.text("claimant_code"),
        name=row.text("claimant"),
        kind=PartyKind.ENTERPRISE,
        place=row.text("place") or window.place,
    )
    bank = (
        Written(code=row.text("bank_code"), name=row.text("bank"), kind=PartyKind.BANK)
        if row.text("bank_code")
        else None
    )
    done = claim_file(
        window=window.window,
        claimant=firm,
        bank=bank,
        loan=loan,
        rights=row.many("rights"),
        invoices=invoices,
        stated=stated(row, asked),
        by=sent,
        sender=sender,
    )
    if isinstance(done, Refused):
        got.refused.append((row.at.line, tuple(r.says for r in done.reasons)))
    else:
        got.filed.append(done)


def _differs(held: Claim, row: Row, asked: tuple[str, ...]) -> tuple[Text, ...]:
    """What the row says otherwise than the claim that was filed from it, as it was filed or as it has been amended since."""
    filed = next((e.fact for e in journal.about(case=held.claim) if isinstance(e.fact, SubsidyFiled)), None)
    now = _compared(row.text("bank_code"), row.many("rights"), row.many("invoices"), stated(row, asked))
    ways = [_compared(held.bank, held.rights, held.invoices, held.given)]
    if filed is not None:
        ways.append(_compared(filed.bank, filed.rights, filed.invoices, filed.given))
    if now in ways:
        return ()
    names = sorted(n for n in {*now, *ways[0]} if now.get(n) != ways[0].get(n))
    return tuple(FACTS_SAID.get(n) or scheme_facts.FACTS[n].says for n in names)


def _compared(bank: str, rights: Iterable[str], invoices: Iterable[str], told: Iterable[str]) -> dict[str, Any]:
    return {
        "bank": body(bank),
        "rights": frozenset(map(right, rights)),
        "invoices": frozenset(map(plain, invoices)),
        **given.read(told),
    }


FACTS_SAID = {
    "bank": Text("贷款银行", "the bank"),
    "rights": Text("涉及权利", "the rights"),
    "invoices": Text("发票号", "the invoices"),
}


def stated(row: Row, asked: tuple[str, ...]) -> tuple[str, ...]:
    """The facts that the scheme asks for and the row gives; an interest period where both its ends stand there."""
    values: dict[str, Any] = {fact: _text(row[name]) for name, fact in FACTS.items() if fact in asked}
    if given.PERIODS in asked and row["interest_from"] and row["interest_until"] and row["principal"] and row["rate"]:
        values[given.PERIODS] = " ".join(
            _text(row[n]) or "" for n in ("interest_from", "interest_until", "principal", "rate")
        )
    return given.texts(values)


def _text(value: Any) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value.fen}分" if isinstance(value, Money) else str(value)
