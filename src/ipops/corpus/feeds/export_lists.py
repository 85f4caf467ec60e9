"""Cells that hold several values: people, classes, citations, families, priorities, claims."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import Any

from ipops.corpus.feeds.dates import day
from ipops.corpus.feeds.record import Record, Row
from ipops.corpus.identity.keys import office_code, split_publication
from ipops.corpus.identity.names import form_of
from ipops.intake.values import narrow

Lists = Mapping[str, Sequence[str]]
_PLACE = re.compile(r"(?P<name>.+?)\s*\[(?P<country>[A-Z]{2})\]")
_EDITION = re.compile(r"(?P<symbol>.+?)\s*\(?(?P<edition>(?:19|20)\d{2}\.\d{2})\)?")
_CODE_AND_WORDS = re.compile(r"(?P<code>[A-Z]?\d[\d.]*)\s*[:：\s]?\s*(?P<words>\D.*)?")
_DATE = re.compile(
    r"\d{4}-\d{2}-\d{2}|\d{4}\.\d{2}\.\d{2}|\d{2}\.\d{2}\.\d{4}|(?<!\d)(?:19|20)\d{6}(?!\d)|\d{4}年\d{1,2}月\d{1,2}日"
)
_DAY_BEHIND = re.compile(r"(?<=[0-9A-Z])[\s,]+(?:(?:19|20)\d{6}|\d{4}[-.]\d{2}[-.]\d{2})$")
_OFFICE = re.compile(r"(?<![A-Z])[A-Z]{2}(?![A-Z])")
_CLAIM = re.compile(r"(?:^|\s)(\d{1,3})\s*[.、．]\s*(?=\S)")
_REF = re.compile(r"权利要求\s*(\d{1,3})|\bclaims?\s+(\d{1,3})", re.IGNORECASE)
_ROLES = (
    ("applicant", "applicants", ("applicants_standard", "applicants_other")),
    ("owner", "owners", ()),
    ("owner_now", "owners_now", ("owners_now_standard",)),
    ("inventor", "inventors", ("inventors_other",)),
    ("agent", "agencies", ()),
    ("examiner", "examiners", ()),
)
_CITED = (
    ("cited", None),
    ("cited_search", "search"),
    ("cited_examination", "examiner"),
    ("cited_applicant", "applicant"),
    ("cited_opposition", "opposition"),
)
_LITERATURE = (
    ("literature", None),
    ("literature_search", "search"),
    ("literature_examination", "examiner"),
    ("literature_applicant", "applicant"),
    ("literature_opposition", "opposition"),
)
_SCHEMES = ("cpc", "uspc", "locarno", "fi", "fterm", "ecla", "sei", "gbt4754")


_CLASSED = frozenset([*_SCHEMES, "ipc", "ipc_main", "dwpi_class"])
_CITING = frozenset([f for f, _ in (*_CITED, *_LITERATURE)] + ["citing"])
_RELATED = frozenset({"family_number", "family_simple", "family_extended", "family_dwpi"})


def half(text: str) -> str:
    """Half-width, as numbers are written."""
    return text if text.isascii() else narrow(text)


LISTED = frozenset(
    [f for _, field, others in _ROLES for f in (field, *others)]
    + [f for f, _ in (*_CITED, *_LITERATURE)]
    + [
        *_SCHEMES,
        "ipc",
        "ipc_main",
        "dwpi_class",
        "citing",
        "family_number",
        "family_simple",
        "family_extended",
        "family_dwpi",
    ]
    + ["priorities", "priority_dates", "claims_text", "claim_first", "applicants_codes", "applicants_country"]
    + ["applicants_region", "applicants_city"]
)


def split(text: str, separators: str) -> tuple[str, ...]:
    """The values of one cell, blanks trimmed, empty ones and ``NA`` left out, repeats kept once."""
    parts = [text]
    for sep in separators:
        if sep in text:
            parts = [p for one in parts for p in one.split(sep)]
    if len(parts) == 1:
        return (text,)
    return tuple(dict.fromkeys(p.strip() for p in parts if p.strip() and p.strip() != "NA"))


class Listing:
    """Which lists the columns of a sheet can hold, so that a row is asked for no other. Made once a sheet."""

    def __init__(self, columns: Collection[str]) -> None:
        there = frozenset(columns)
        self.roles = tuple(r for r in _ROLES if not there.isdisjoint((r[1], *r[2])))
        self.classed = not there.isdisjoint(_CLASSED)
        self.citing = not there.isdisjoint(_CITING)
        self.related = not there.isdisjoint(_RELATED)
        self.prior = "priorities" in there
        self.claimed = not there.isdisjoint(("claims_text", "claim_first"))

    def fill(self, record: Record, said: Lists) -> None:
        for role, field, others in self.roles:
            if field in said or any(o in said for o in others):
                _people(record.parties, role, said, field, others)
        if self.classed and not said.keys().isdisjoint(_CLASSED):
            _classes(record.classes, said)
        if self.citing and not said.keys().isdisjoint(_CITING):
            _citations(record, said)
        if self.related and not said.keys().isdisjoint(_RELATED):
            _families(record, said)
        if self.prior:
            _priorities(record.priorities, said)
        if self.claimed and ("claims_text" in said or "claim_first" in said):
            _claims(record, said)


def _people(rows: list[Row], role: str, said: Lists, field: str, others: tuple[str, ...]) -> None:
    names = said.get(field, ())
    codes = said.get("applicants_codes", ()) if role == "applicant" else ()
    beside = [said[o] for o in others if o in said]
    if not names and beside:
        names, beside = beside[0], beside[1:]
    place = {n: _one(said.get(f"applicants_{n}")) for n in ("country", "region", "city")} if role == "applicant" else {}
    for i, name in enumerate(names):
        form = _PLACE.fullmatch(name)
        bare, country = (form["name"], form["country"]) if form else (name, None)
        spellings = [
            s[i] for s in beside if len(s) == len(names) and s[i] != bare and (len(names) == 1 or _alike(bare, s[i]))
        ]
        code = narrow(codes[i]) if len(codes) == len(names) else None
        here = i == 0 or len(names) == 1  # a place of the first applicant says nothing of the others
        kind = "person" if role in ("inventor", "examiner") else ("organisation" if role == "agent" else None)
        rows.append(
            (
                role, i + 1, bare, spellings or None, kind, office_code(country or (_code(place.get("country")) if here else None)),
                place.get("region") if here else None, place.get("city") if here else None, code,
            )
        )  # fmt: skip


def _alike(name: str, other: str) -> bool:
    """Whether two lists that run side by side do so here: the other script, or a word in common. Services sort the lists of
    standardised names anew, and then the fifth name stands beside another's fifth."""
    a, b = form_of(name), form_of(other)
    return (
        a.han != b.han
        or bool(set(a.words) & set(b.words))
        or (a.han and b.han and bool(set(a.key[:4]) & set(b.key[:4])))
    )


def _one(values: Sequence[str] | None) -> str | None:
    return values[0] if values else None


def _code(country: str | None) -> str | None:
    flat = (country or "").strip().upper()
    return flat if re.fullmatch(r"[A-Z]{2}", flat) else {"中国": "CN"}.get(flat)


def _classes(rows: list[Row], said: Lists) -> None:
    main = _one(said.get("ipc_main"))
    ipc = tuple(dict.fromkeys([*((main,) if main else ()), *said.get("ipc", ())]))
    for i, symbol in enumerate(ipc):
        form = _EDITION.fullmatch(symbol)
        raw, edition = (form["symbol"], form["edition"]) if form else (symbol, None)
        rows.append(("ipc", raw, edition, None, symbol == main if main else i == 0, i + 1, None, None))
    for scheme in _SCHEMES:
        for i, symbol in enumerate(said.get(scheme, ())):
            form = _EDITION.fullmatch(symbol)
            raw, edition = (form["symbol"], form["edition"]) if form else (symbol, None)
            rows.append((scheme, raw, edition, None, i == 0, i + 1, None, None))
    for i, symbol in enumerate(said.get("dwpi_class", ())):
        rows.append(("dwpi", symbol, None, None, i == 0, i + 1, None, None))


def _citations(record: Record, said: Lists) -> None:
    for field, origin in _CITED:
        for number in said.get(field, ()):
            record.document["references_listed"] = True
            record.citations.append(_cited(number, True, origin, len(record.citations) + 1))
    for number in said.get("citing", ()):
        record.citations.append(_cited(number, False, None, None))
    for field, origin in _LITERATURE:
        for text in said.get(field, ()):
            record.literature.append((len(record.literature) + 1, text, origin, None))


def _cited(number: str, outward: bool, origin: str | None, sequence: int | None) -> Row:
    found = split_publication(half(number))
    office, serial, kind = found if found else (None, None, None)
    return (outward, number, office, serial, kind, None, origin, None, sequence)


def _families(record: Record, said: Lists) -> None:
    if number := _one(said.get("family_number")):
        record.families.append(("docdb", number, record.key))
    for field, kind in (("family_simple", "docdb"), ("family_extended", "inpadoc"), ("family_dwpi", "dwpi")):
        members = said.get(field, ())
        if members:
            keys = [_key(m) for m in members]
            _own_day(record, members, keys)
            name = min([record.key, *keys])
            record.families += [(kind, name, m) for m in dict.fromkeys([record.key, *keys])]


def _own_day(record: Record, members: Sequence[str], keys: Sequence[str]) -> None:
    """A list of members tells the day of the document itself, where the row has no other."""
    if record.document.get("published_on") is None and record.key in keys:
        behind = _DAY_BEHIND.search(half(members[keys.index(record.key)]))
        record.document["published_on"] = _day(behind[0].strip(" ,")) if behind else None


@lru_cache(maxsize=1 << 17)
def _key(member: str) -> str:
    """The number of a member; a day may stand behind it in the same cell (``US9801234B2 20171024``), and is no part of it."""
    number = _DAY_BEHIND.sub("", half(member))
    found = split_publication(number)
    return f"{found[0]}{found[1]}{found[2] or ''}" if found else number


def _priorities(rows: list[Row], said: Lists) -> None:
    days = said.get("priority_dates", ())
    claims = said.get("priorities", ())
    for i, claim in enumerate(claims):
        number, office, on = _claimed(claim)
        on = on or (_day(narrow(days[i])) if len(days) == len(claims) else None)
        rows.append((i + 1, number, office, on, None))


@lru_cache(maxsize=1 << 16)
def _claimed(claim: str) -> tuple[str, str | None, Any]:
    """Number, office and day of one priority: every member of a family names the same ones."""
    text = narrow(claim)
    form = _DATE.search(text)
    number = (text[: form.start()] + text[form.end() :] if form and form.start() > 3 else text).strip(" ,;()（）")
    office = office_code(number[:2]) if number[:2].isalpha() else office_code(_last_office(number))
    return number, office, _day(form[0]) if form and form.start() > 3 else None


def _last_office(text: str) -> str | None:
    found = _OFFICE.findall(text)
    return found[-1] if found else None


def _day(text: str) -> Any:
    form = re.fullmatch(r"(\d{2})\.(\d{2})\.(\d{4})", text)
    return day(f"{form[3]}{form[2]}{form[1]}") if form else day(text)


def _claims(record: Record, said: Lists) -> None:
    whole = _one(said.get("claims_text"))
    if whole is None:
        first = _one(said.get("claim_first"))
        if first:
            record.claims.append((1, " ".join(first.split()), _language(first), True, None))
        return
    marks, due = [], 1
    for mark in _CLAIM.finditer(whole):
        if int(mark[1]) == due:
            marks.append(mark)
            due += 1
    for i, mark in enumerate(marks):
        text = " ".join(whole[mark.end() : marks[i + 1].start() if i + 1 < len(marks) else None].split())
        depends = sorted({int(a or b) for a, b in _REF.findall(text) if int(a or b) <= i})
        record.claims.append((i + 1, text, _language(text), not depends, depends or None))


def _language(text: str) -> str | None:
    return "zh" if any("\u4e00" <= c <= "\u9fff" for c in text) else ("en" if text.isascii() else None)
