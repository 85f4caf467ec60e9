"""Applicants, inventors, assignees, agents and examiners of the USPTO's XML 4.x."""

from __future__ import annotations

from typing import Any

from ipops.corpus.feeds.record import Record, Row
from ipops.corpus.feeds.xml import words

_ROLES = {"applicants": "applicant", "us-applicants": "applicant", "inventors": "inventor", "agents": "agent"}


def read_parties(record: Record, biblio: Any) -> None:
    rows = record.parties
    parties = biblio.find("parties")
    if parties is None:
        parties = biblio.find("us-parties")
    if parties is not None:
        _listed(rows, parties)
    for i, assignee in enumerate(biblio.iterfind("assignees/assignee"), 1):
        _add(rows, "owner", assignee, i)
    for i, examiner in enumerate(biblio.iterfind("examiners/*"), 1):
        _add(rows, "examiner", examiner, i)


def _listed(rows: list[Row], parties: Any) -> None:
    apart = parties.find("inventors")
    for group in parties:
        role = _ROLES.get(group.tag)
        if role is None:
            continue
        for i, party in enumerate(group, 1):
            _add(rows, role, party, i)
            if role == "applicant" and apart is None and "inventor" in party.get("app-type", ""):
                _add(rows, "inventor", party, i)


def _add(rows: list[Row], role: str, party: Any, sequence: int) -> None:
    book = party.find("addressbook")
    said: dict[str, str | None] = {}
    named: Any = None
    for element in (party if book is None else book).iter():  # one walk: a step costs more than the asking
        tag = element.tag
        if tag not in said:
            said[tag] = element.text
            if tag == "orgname" or (tag == "name" and named is None):
                named = element
    name, kind = _name(said, named)
    if not name:
        return
    number = party.get("sequence", "")
    rows.append(
        (
            role,
            int(number) if number.isdigit() and int(number) else sequence,
            name,
            None,
            kind,
            place_code((said.get("country") if "address" in said else None) or _residence(party)),
            said.get("state"),
            said.get("city"),
            None,
        )
    )


def place_code(country: str | None) -> str | None:
    """The country, or ``None`` for what the office writes when it does not know (``unknown``, ``omitted``)."""
    flat = (country or "").strip().upper()
    return flat if len(flat) == 2 else None


def _name(said: dict[str, str | None], named: Any) -> tuple[str, str]:
    """``Hoff, Don G.`` for a person, the name for a body; empty if neither is there. ``named`` is the element of a name in one."""
    if "orgname" in said:
        return words(named), "organisation"
    parts = [
        " ".join((said[t] or "").split()) for t in ("last-name", "first-name", "middle-name", "suffix") if t in said
    ]
    last, rest = (parts[0], " ".join(p for p in parts[1:] if p)) if parts else ("", "")
    if not last and "name" in said:
        return words(named), "person"
    return (f"{last}, {rest}" if last and rest else last or rest), "person"


def _residence(party: Any) -> str | None:
    found: str | None = party.findtext("residence/country")
    return found
