"""What a publication is by its office, kind code and date: published, examined, granted. A kind code means what it meant then.

Chinese codes are ``kernel.identifiers.kind_codes``' own (B was examined until 1993, granted since 2010). Of other offices
only what WIPO ST.16's letters say is used: A a first level, B and C a later one, U and Y utility models, S designs.
"""

from __future__ import annotations

from datetime import date

from ipops.kernel.identifiers.kind_codes import CORRECTIONS, cn_kinds

_CN_STAGES = {
    "A": "application",
    "C": "grant",
    "U": "registration",
    "Y": "registration",
    "S": "registration",
    "D": "registration",
}
_CN_RIGHTS = {
    "A": "invention",
    "B": "invention",
    "C": "invention",
    "U": "utility_model",
    "Y": "utility_model",
    "S": "design",
    "D": "design",
}
_US_SINCE_2001 = date(2001, 1, 2)  #: kind codes are printed from here on; before it A stood for a grant
_SEARCH = {("EP", "A3"), ("EP", "A4"), ("WO", "A3"), ("WO", "A4"), ("WO", "C1"), ("WO", "C2")}
_CORRECTED = ("A8", "A9", "B8", "B9", "U8", "U9", "C8", "C9")


def stage_of(office: str | None, kind: str | None, digits: int, on: date | None) -> str | None:
    """One of the words of ``documents.stage``; ``None`` without a kind code, or where two readings remain. ``digits`` is the length
    of the number."""
    if not kind or not office:
        return None
    if (office, kind) in _SEARCH:
        return "search_report"
    if kind in CORRECTIONS or kind in _CORRECTED:
        return "correction"
    letter = kind[0]
    if office == "CN":
        return _chinese(letter, digits, on)
    if office == "US":
        return _american(kind, on, digits)
    if office == "EP":
        return {"A": "application", "B": "grant"}.get(letter, "other")
    if office == "WO":
        return "application" if letter == "A" else "other"
    return {
        "A": "application",
        "B": "grant",
        "C": "grant",
        "U": "registration",
        "Y": "registration",
        "S": "registration",
    }.get(letter, "other")


def _chinese(letter: str, digits: int, on: date | None) -> str | None:
    if letter != "B":
        return _CN_STAGES.get(letter, "other")
    meanings = {k.since for k in cn_kinds("B", digits) if on is None or k.in_use(on)}
    if len(meanings) != 1:
        return None
    return "examined" if digits == 7 else "grant"


def _american(kind: str, on: date | None, digits: int) -> str | None:
    if kind[0] == "A":
        published_application = digits == 11 or (on is not None and on >= _US_SINCE_2001)
        return "application" if published_application else "grant"
    if kind in ("P1", "P4", "P9"):
        return "application"
    return "grant" if kind[0] in "BCEPS" else "other"


def right_of(office: str | None, kind: str | None) -> str | None:
    """The kind of right by office and kind code, where no feed says it in words."""
    if not office or not kind:
        return None
    letter = kind[0]
    if office == "CN":
        return _CN_RIGHTS.get(letter)
    if office == "US":
        return {
            "A": "invention",
            "B": "invention",
            "C": "invention",
            "S": "design",
            "P": "plant",
            "E": "reissue",
            "H": "statutory_invention",
            "I": "defensive",
        }.get(letter)
    return {
        "A": "invention",
        "B": "invention",
        "C": "invention",
        "U": "utility_model",
        "Y": "utility_model",
        "S": "design",
        "T": None,
    }.get(letter)
