"""A firm's list of rights into the journal: the preview is worked out under the journal's turn and then stored as it stands.

Nothing is half imported: a file that breaks off stores nothing, and everything a list adds goes in with one transaction.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from ipops.intake.profile import Profile
from ipops.intake.table import read_table
from ipops.kernel.outcome import Problem
from ipops.kernel.period import months_after
from ipops.kernel.text import Text
from ipops.ledger.entry import Draft, Source
from ipops.ledger.facts import PartyRegistered
from ipops.ledger.facts.words import RightKind
from ipops.rights.names import party_code
from ipops.rights.portfolio.known import Known, KnownParty, KnownRight
from ipops.rights.portfolio.preview import Preview, preview_of
from ipops.rights.portfolio.rows import RightRow
from ipops.rights.proposed import Proposed
from ipops.webkit import access, documents, journal, personal, work
from ipops.webkit.models import Party, Right

PURPOSE = "识别权利人 / to know the owner of a right"
_KEEP_MONTHS = 120  # ours: as for the parties of a deal


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """``stored`` counts facts that are new; ``document`` is the file's SHA-256, empty for a mere preview."""

    preview: Preview
    stored: int = 0
    document: str = ""

    def as_json(self) -> dict[str, Any]:
        told = self.preview.as_json()
        return {"facts_stored": self.stored, "document": self.document, **told}


def portfolio_preview(
    *, path: Path, profile: Profile, today: date, file_name: str = "", encoding: str | None = None, owner: str = ""
) -> Preview:
    """What the list would do now; nothing is stored. With ``owner`` it is that party's own list: rows that do not name it
    by its credit code are refused, and so are rights that we know as others'."""
    return preview_of(
        read_table(path, profile, encoding=encoding, file_name=file_name or path.name),
        known_of,
        today=today,
        bars=(lambda row, ours: _not_its_own(owner, row, ours)) if owner else None,
    )


def _not_its_own(owner: str, row: RightRow, ours: KnownRight | None) -> Text | None:
    codes = {f"P:{o.code}" for o in row.owners if o.code}
    if owner not in codes:
        return _NOT_NAMED.fill(code=owner.removeprefix("P:"))
    if ours is not None and ours.owners and owner not in ours.owners:
        return _OTHERS.fill(right=row.number)
    return None


_NOT_NAMED = Text(
    "本行的权利人中没有贵单位的统一社会信用代码（{code}）；只能导入自己名下的权利，且以代码而不以名称认定。",
    "Your credit code ({code}) is not among the owners of this row; you may list your own rights only, and the code tells, not the name.",
)
_OTHERS = Text(
    "{right} 在系统中登记为他人所有；如已转让，请等登记簿公告或由主管部门导入。",
    "{right} is known here as somebody else's; if it was assigned, wait for the register or have the office import it.",
)


@transaction.atomic
def portfolio_import(
    *,
    path: Path,
    profile: Profile,
    by: str,
    today: date,
    place: str = "",
    file_name: str = "",
    encoding: str | None = None,
    owner: str = "",
) -> Imported | Problem:
    """Store what the preview says. The same list again stores nothing. A problem if the file cannot be kept."""
    journal.take_turn()
    seen = portfolio_preview(
        path=path, profile=profile, today=today, file_name=file_name, encoding=encoding, owner=owner
    )
    if seen.halted is not None or not seen.proposed:
        return Imported(preview=seen)
    document = documents.store(path, file_name or path.name, by)
    if isinstance(document, Problem):
        return document
    source = Source(document=document)
    before = journal.size()
    entries = journal.append([_draft(p, source, today, by) for p in seen.proposed], by=by)
    _ask_reviewers(seen, place)
    return Imported(preview=seen, stored=len({e.n for e in entries if e.n > before}), document=document)


def known_of(rows: tuple[RightRow, ...]) -> Known:
    """What is known of the rights and owners that a list names, in three queries."""
    rights = {r.right: _right(r) for r in Right.objects.filter(right__in=[row.number for row in rows])}
    owners = [(row, i, o) for row in rows for i, o in enumerate(row.owners)]
    codes = {party_code(o.name, record=f"portfolio|{row.number}|{i}", credit_code=o.code) for row, i, o in owners}
    nameless = {v for _, _, o in owners if not o.code for v in _spellings(o.name)}
    found = [*Party.objects.filter(party__in=list(codes)), *_called(nameless)]
    return Known(rights=rights, parties={p.party: _party(p) for p in found})


_WIDE, _NARROW = str.maketrans("()", "（）"), str.maketrans("（）", "()")


def _spellings(name: str) -> set[str]:
    return {name, name.translate(_WIDE), name.translate(_NARROW)}


def _called(names: Iterable[str]) -> list[Party]:
    """Parties that go by one of these names now or went by it before."""
    wanted = set(names)
    if not wanted:
        return []
    now = list(Party.objects.filter(name__in=list(wanted)))
    return [*now, *(p for p in Party.objects.exclude(former_names=[]) if wanted & set(p.former_names))]


def _right(row: Right) -> KnownRight:
    return KnownRight(
        number=row.right,
        kind=RightKind(row.kind) if row.kind else None,
        title=row.title,
        owners=tuple(row.owners),
        filed_on=row.filed_on,
        published_on=row.published_on,
        granted_on=row.granted_on,
        expires_on=row.expires_on,
    )


def _party(row: Party) -> KnownParty:
    return KnownParty(party=row.party, name=row.name, former_names=tuple(row.former_names), code=row.code)


def _draft(proposed: Proposed, source: Source, today: date, by: str) -> Draft:
    """A person's name is sealed only now, when the party is really stored."""
    fact = proposed.fact
    if proposed.seal and isinstance(fact, PartyRegistered):
        sealed = personal.keep(proposed.seal, PURPOSE, months_after(today, _KEEP_MONTHS), by=by)
        fact = replace(fact, name_sealed=sealed)
    return Draft(fact=fact, source=source, reference=proposed.reference)


def _ask_reviewers(seen: Preview, place: str) -> None:
    """An owner named without a code, whose name somebody else bears, is looked at by a person."""
    for one in seen.review:
        others = "、".join(one.candidates)
        work.ask(
            f"portfolio:party:{one.party}",
            title=Text(f"核对权利人“{one.name}”是否为 {others}", f"Is the owner “{one.name}” the same as {others}?"),
            role=access.Role.CLERK,
            place=place,
            case=one.party,
        )
