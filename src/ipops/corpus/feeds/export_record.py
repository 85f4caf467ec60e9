"""One row of an export to one record: the cells of a profile's fields understood, or why the row cannot be used.

A year of two digits is read by the year of publication beside it: a day of publication lies in that year, a filing not after
it nor half a century before: a filing said to be of the month after its publication is a mistake, not of 1911. Without such a
year it stays unknown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from ipops.corpus.feeds.dates import OLDEST, day
from ipops.corpus.feeds.entities import unescape
from ipops.corpus.feeds.export_lists import LISTED, Listing, split
from ipops.corpus.feeds.record import Bad, Record
from ipops.corpus.identity.keys import application_key, number_of, office_code, publication_key, split_publication
from ipops.intake.profile import Profile
from ipops.intake.sheet import CellError, Raw
from ipops.intake.values import clean, narrow
from ipops.kernel.identifiers import check_number
from ipops.kernel.text import Text

PENDING = 50  #: years from filing to publication beyond which a century is not told: our rule, no law gives one (decision 0456)
_DAY_LAST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})")
_NUMBER_AND_DAY = re.compile(r"(?P<number>\S.*?)[\s,]+(?P<day>\d{4}-\d{2}-\d{2}|\d{4}\.\d{2}\.\d{2}|\d{8})")
_TYPES = (
    ("utility_model", ("实用新型", "utility model", "limited patent")),
    ("design", ("外观", "design")),
    ("plant", ("植物", "plant")),
    ("invention", ("发明", "invention", "patent application", "granted patent", "patent")),
)
NOTHING = ("NA", "N/A", "-", "--", "NULL", "无")


class Plan:
    """How rows of one sheet are read: which cell is which field, and which steps its fields call for. Made once a sheet."""

    def __init__(self, columns: Mapping[str, int], profile: Profile) -> None:
        self.profile = profile
        self.cells = tuple(columns.items())
        self.seps = {n: profile.fields[n].split for n in columns}
        self.dated = bool(_DATED & columns.keys())
        self.worded = bool(_WORDED & columns.keys())
        self.counted = tuple((name, field) for name, field in _COUNTED if field in columns)
        self.listed = tuple(n for n in columns if n in LISTED)
        self.listing = Listing(columns)

    def read(self, cells: Sequence[Raw]) -> Record | Bad:
        """The record of one row, or why it cannot be used."""
        width = len(cells)
        said: dict[str, str] = {}
        for name, index in self.cells:
            value = cells[index] if index < width else None
            if value is not None and (text := _said(value)):
                said[name] = text
            elif isinstance(value, CellError):
                return Bad(code="cell-error", says=_ERROR.fill(field=self.profile.fields[name].title.text))
        numbers = _numbers(said, self.profile)
        if isinstance(numbers, Bad):
            return numbers
        record = Record(*numbers)
        document = record.document
        if self.dated:
            _dates(document, {n: cells[i] for n, i in self.cells if i < width}, said, self.profile)
        if self.worded:
            _texts(document, said)
        for name, field in self.counted:
            document[name] = _count(said.get(field))
        if "right_type" in said:
            document["right_type"] = _type(said["right_type"])
        if "legal_status" in said:
            document["legal_status_raw"] = said["legal_status"]
        self.listing.fill(record, {n: split(said[n], self.seps[n]) for n in self.listed if n in said})
        return record


_DATED = frozenset(
    {"published_on", "published_year", "filed_on", "priority_on", "granted_on", "legal_status_on", "ends_on"}
)
_WORDED = frozenset({"title", "title_en", "title_zh", "title_translated", "abstract", "abstract_en", "abstract_zh"})
_COUNTED = (
    ("cited_by_stated", "cited_by_n"),
    ("family_simple_stated", "family_simple_n"),
    ("family_extended_stated", "family_extended_n"),
    ("claims_n", "claims_n"),
)
_LENS = re.compile(r"\d{3}(?:-\d{3}){3}-\d{2}[0-9X]")


def _said(value: Raw) -> str | None:
    """The cell as text, entities decoded; ``None`` for one that says nothing."""
    if type(value) is str:
        text = value.strip()
        if not text.isascii() or "  " in text or "\n" in text or text[:1] in ("=", "'"):
            text = clean(text)
    elif isinstance(value, CellError):
        return None
    else:
        text = clean(value)
    if "&" in text:
        text = unescape(text)
    return text if text and text.upper() not in NOTHING else None


def _numbers(said: Mapping[str, str], profile: Profile) -> tuple[str, dict[str, Any]] | Bad:
    """The key of the row and the numbers of its document: by publication, failing that by application, by source id."""
    office = _office(said.get("office"))
    filed, filed_day = _parted(said.get("application"))
    document: dict[str, Any] = {
        "source_id": said.get("source_id"),
        "application_raw": filed,
        "application_office": _office_in(filed) or office,
        "filed_on": day(filed_day),
        "office": office,
    }
    raw = said.get("publication") or said.get("granted_number")
    found = split_publication(narrow(raw)) if raw else None
    if raw and found is None and office:
        kind = said.get("kind")
        found = (office, number_of(office, narrow(raw)), kind)
    if raw and found is None and raw[:1].isdigit() and not filed and not said.get("source_id"):
        return _unreadable(raw)
    if found is not None:
        where, number, kind = found[0], found[1], found[2] or said.get("kind")
        document |= {"office": where, "number": number, "kind": kind, "publication_raw": raw}
        document["application_office"] = document["application_office"] or where
        return publication_key(where, number, kind), document
    if source := said.get("source_id"):
        if _LENS.fullmatch(source):
            return f"lens:{source}", document
        if profile.code == "lens":
            return Bad(code="source-number", says=_NOT_LENS.fill(raw=source[:60]))
        return f"id:{source}", document
    if raw and not filed:
        return _unreadable(raw)
    key = application_key(document["application_office"], filed)
    return (key, document) if key else _NO_NUMBER


def _unreadable(raw: str) -> Bad:
    """The number cannot be read; what ``ipops id`` would propose is said with it, never put in its place."""
    verdict = check_number(raw)
    if verdict.proposed:
        return Bad(code="number-unreadable", says=_PROPOSED.fill(raw=raw, proposed=verdict.proposed))
    return Bad(code="number-unreadable", says=_UNREADABLE.fill(raw=raw))


def _parted(text: str | None) -> tuple[str | None, str | None]:
    """``US2016578323F 2016-09-20`` → number and day."""
    if not text:
        return None, None
    form = _NUMBER_AND_DAY.fullmatch(text)
    return (form["number"], form["day"]) if form else (text, None)


_OFFICES = {
    "中国": "CN", "美国": "US", "日本": "JP", "韩国": "KR", "德国": "DE", "欧洲专利局": "EP", "世界知识产权组织": "WO",
}  # fmt: skip


def _office(text: str | None) -> str | None:
    if text is None:
        return None
    flat = text.strip().upper()
    return office_code(flat) if re.fullmatch(r"[A-Z]{2}", flat) else _OFFICES.get(flat)


def _office_in(number: str | None) -> str | None:
    if number is None:
        return None
    head = number.strip().upper()[:3]
    if head == "PCT" or head[:2] == "ZL":
        return "CN" if head[:2] == "ZL" else "WO"
    head = head[:2]
    return office_code(head) if re.fullmatch(r"[A-Z]{2}", head) else None


def _dates(document: dict[str, Any], values: Mapping[str, Raw], said: Mapping[str, str], profile: Profile) -> None:
    year = _count(said.get("published_year"))
    published = _date(values.get("published_on"), profile, exactly=year)
    document["published_on"] = published
    latest = published or (date(year, 12, 31) if year else None)
    for name in ("filed_on", "priority_on"):
        document[name] = _date(values.get(name), profile, latest=latest) or document.get(name)
    for name in ("granted_on", "legal_status_on", "ends_on"):
        document[name] = _date(values.get(name), profile)


def _date(value: Raw, profile: Profile, *, exactly: int | None = None, latest: date | None = None) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = narrow(value) if value is not None else ""
    form = _DAY_LAST.fullmatch(text)
    if form is None:
        return day(text)
    first, second, tail = int(form[1]), int(form[2]), form[3]
    order = (second, first) if profile.date_order == "dmy" else (first, second)
    if len(tail) == 4:
        return _made(int(tail), *order) if profile.date_order != "ymd" else None
    if exactly is not None:
        return _made(exactly, *order) if exactly % 100 == int(tail) else None
    if latest is not None:
        made = [_made(c + int(tail), *order) for c in (2000, 1900)]
        return next((d for d in made if d is not None and 0 <= latest.year - d.year <= PENDING and d <= latest), None)
    return None


def _made(year: int, month: int, day_: int) -> date | None:
    try:
        return date(year, month, day_) if year >= OLDEST else None
    except ValueError:
        return None


def _texts(document: dict[str, Any], said: Mapping[str, str]) -> None:
    for name in ("title", "abstract"):
        own, en, zh = said.get(name), said.get(f"{name}_en"), said.get(f"{name}_zh")
        other = said.get("title_translated") if name == "title" else None
        for text in (own, other):
            if text and is_chinese(text):
                zh = zh or text
        if own and own.isascii() and not en:
            en = own
        document[name] = own or zh or en
        document[f"{name}_zh"], document[f"{name}_en"] = zh, en
    title = document["title"]
    document["title_lang"] = (
        "zh" if title and title == document["title_zh"] else ("en" if title and title == document["title_en"] else None)
    )


def is_chinese(text: str) -> bool:
    """Han characters and no kana or hangul."""
    return any("\u4e00" <= c <= "\u9fff" for c in text) and not any(
        "\u3040" <= c <= "\u30ff" or "\uac00" <= c <= "\ud7a3" for c in text
    )


def _type(text: str) -> str | None:
    low = text.casefold()
    return next((t for t, words in _TYPES if any(w in low for w in words)), None)


def _count(text: str | None) -> int | None:
    flat = (text or "").replace(",", "").removesuffix(".0")
    return int(flat) if flat.isdigit() and len(flat) < 9 else None


_ERROR = Text("“{field}”是错误值；请在原表中改正。", "“{field}” holds an error; mend it in the workbook.")
_UNREADABLE = Text(
    "公布号“{raw}”无法读出局、号码与种类代码；请核对。",
    "No office, number and kind can be read from the publication number {raw!r}; check it.",
)
_PROPOSED = Text(
    "公布号“{raw}”有误，可能应为 {proposed}；确认后改正再载入，程序不自行更正。",
    "The publication number {raw!r} is wrong and may mean {proposed}; confirm, mend and load it again. Nothing is mended by itself.",
)
_NOT_LENS = Text(
    "“{raw}”不是 Lens 编号，该行可能错位；请核对原表。",
    "{raw!r} is no Lens ID; the row may have shifted. Check the table.",
)
_NO_NUMBER = Bad(
    code="no-number",
    says=Text("该行没有公布号、申请号或来源编号。", "The row has no publication, application or source number."),
)
