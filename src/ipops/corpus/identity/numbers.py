"""Every number of a document judged: what it is, whether it holds, the check digit due, and a repair to offer.

China, the United States, the EPO and WIPO by the rules of ``kernel.identifiers``; of other offices only the form is looked at,
and says so. Nothing is repaired: ``proposed`` is for a person.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from ipops.kernel.identifiers import Verdict, check_number, publication_meaning
from ipops.kernel.identifiers.ep_wo import check_ep_wo
from ipops.kernel.identifiers.us import check_us
from ipops.kernel.identifiers.written import tidy
from ipops.kernel.text import Text

_JUDGED = frozenset({"CN", "US", "EP", "WO"})
_FORM = re.compile(r"[A-Z]{2}[A-Z]{0,2}[0-9][0-9A-Z]{0,18}")
_YEAR = re.compile(r"(?:19|20)\d{2}")
FORM_ONLY = Text(
    "只核对写法，没有该局的编号规则。", "Only the form was looked at; no rule of this office is known here."
)


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict with the series of the number: its year, or the letters before it."""

    verdict: Verdict
    series: str | None
    kind: str | None


def judge(
    raw: str, office: str | None, key: str | None, *, published_on: date | None = None, application: bool = False
) -> Judged:
    """Judge a number as it was written; ``key`` is how we write it, used where the writing alone names no office."""
    text = _as_asked(raw, office, key, application)
    if office in _JUDGED or (office is None and text[:2].upper() in (*_JUDGED, "ZL")):
        verdict = _checked(text, office, published_on)
        if application and verdict.scheme == "unrecognised" and office != "CN":
            verdict = _form_only(raw, raw)  # services write applications in forms of their own (US2016578323F)
    else:
        verdict = _form_only(raw, key or text)
    return Judged(verdict, _series(verdict), _kind(verdict))


def _as_asked(raw: str, office: str | None, key: str | None, application: bool) -> str:
    flat = raw.strip()
    if application and office == "US" and key:
        return key
    if flat[:2].isalpha() or not office or flat.upper().startswith("PCT"):
        return key if key and not application and office != "CN" else flat
    return f"{office}{flat}"


def _checked(text: str, office: str | None, on: date | None) -> Verdict:
    """By the office's own rules first: the general check would try those of China before."""
    own = (
        check_us(text, tidy(text))
        if office == "US"
        else (check_ep_wo(text, tidy(text)) if office in ("EP", "WO") else None)
    )
    return own or check_number(text, published_on=on)


def _form_only(raw: str, key: str) -> Verdict:
    flat = re.sub(r"[^0-9A-Z]", "", key.upper())
    if _FORM.fullmatch(flat):
        return Verdict(input=raw, scheme="form", office=flat[:2], normalised=flat, valid=True, reason=FORM_ONLY)
    return Verdict(input=raw, scheme="form", reason=Text("写法不像号码。", "It does not look like a number."))


def _series(verdict: Verdict) -> str | None:
    number = verdict.normalised
    if verdict.scheme == "cn-application-2003":
        return number[2:6]
    if verdict.scheme == "cn-application-1985":
        short = int(number[2:4])
        return str(1900 + short if short > 3 else 2000 + short)
    if verdict.scheme in ("us-publication", "wo-publication", "pct-application") and (year := _YEAR.search(number)):
        return year[0]
    letters = re.match(r"US([A-Z]+)", number)
    return (
        letters[1]
        if letters and verdict.scheme == "us-grant"
        else (number[3:5] if verdict.scheme == "us-application" else None)
    )


def _kind(verdict: Verdict) -> str | None:
    meant = publication_meaning(verdict.normalised) if verdict.scheme == "cn-publication" else None
    return meant.zh if meant else (verdict.kind or None)
