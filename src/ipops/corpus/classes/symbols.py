"""Classification symbols written one way, whichever of the offices' forms they come in.

IPC and CPC come with a stroke (``A61B5/0205``), padded (``G06F015/16``), in fixed places without one (``A45F  504``: three
for the main group, the rest the subgroup) or squeezed (``C07D41700``). A squeezed one has one reading when its digits leave only
one; else its group is not known, and only the subclass is given.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_FULL = re.compile(r"([A-HY])(\d\d)([A-Z])\s*0{0,3}(\d{1,4})\s*/\s*(\d{2,6})")
_PLACED = re.compile(r"([A-HY])(\d\d)([A-Z])([ \d]{2}\d)(\d{2,4})")
_SQUEEZED = re.compile(r"([A-HY])(\d\d)([A-Z])(\d{3,8})")
_SHORT = re.compile(r"([A-HY])(?:(\d\d)([A-Z])?)?")
_MAIN_ONLY = re.compile(r"([A-HY])(\d\d)([A-Z])\s*0{0,3}(\d{1,4})")
_LOCARNO = re.compile(r"D?(\d{2})[-/ ]?(\d{2})")
_USPC = re.compile(r"(D\d{1,2}|PLT|[ \d]{0,2}\d)/?([ \dA-Z]{1,3})(.*)")
_CODED = re.compile(r"([A-Z]?\d[\d.]*)\s*[-:：\s]?.*")
_EDITION = re.compile(r"(\d{4})[.-]?(\d{2})(?:[.-]?\d{2})?")


@dataclass(frozen=True, slots=True)
class Symbol:
    """A symbol and its levels; ``well_formed`` is false where it could not be read and ``symbol`` is what was written."""

    symbol: str
    section: str | None = None
    class_: str | None = None
    subclass: str | None = None
    main_group: str | None = None
    well_formed: bool = True


@lru_cache(maxsize=1 << 18)
def normalise(scheme: str, raw: str) -> Symbol:
    """``("ipc", "G06F015/16")`` → ``G06F15/16`` with section G, class G06, subclass G06F, main group G06F15/00."""
    flat = raw.upper().rstrip()
    if scheme in ("ipc", "cpc", "ecla"):
        return _hierarchic(flat, raw)
    if scheme == "locarno":
        form = _LOCARNO.fullmatch(flat.strip())
        return Symbol(f"{form[1]}-{form[2]}", class_=form[1]) if form else Symbol(raw.strip(), well_formed=False)
    if scheme == "uspc":
        return _national(flat, raw)
    if scheme in ("sei", "gbt4754"):
        form = _CODED.fullmatch(flat.strip())
        return (
            Symbol(form[1].rstrip("."), class_=form[1].rstrip(".")) if form else Symbol(raw.strip(), well_formed=False)
        )
    return Symbol(" ".join(flat.split()))


def _hierarchic(flat: str, raw: str) -> Symbol:
    form = _FULL.fullmatch(flat.strip())
    if form is not None:
        return _built(form[1], form[2], form[3], form[4], form[5])
    placed = _PLACED.fullmatch(flat)
    if placed is not None and " " in placed[4]:
        return _built(placed[1], placed[2], placed[3], placed[4].strip(), placed[5])
    bare = flat.replace(" ", "")
    if short := _SHORT.fullmatch(bare):
        section, number, letter = short.groups()
        return Symbol(bare, section, f"{section}{number}" if number else None, bare if letter else None)
    if squeezed := _SQUEEZED.fullmatch(bare):
        group = _group_of(squeezed[4])
        if group:
            return _built(squeezed[1], squeezed[2], squeezed[3], *group)
        subclass = f"{squeezed[1]}{squeezed[2]}{squeezed[3]}"
        return Symbol(raw.strip(), squeezed[1], subclass[:3], subclass, well_formed=False)
    if main := _MAIN_ONLY.fullmatch(bare):
        return _built(main[1], main[2], main[3], main[4], "00")
    return Symbol(raw.strip(), well_formed=False)


def _group_of(digits: str) -> tuple[str, str] | None:
    """Main group and subgroup of squeezed digits: ``41700`` is 417/00 in three places and two, ``504`` can only be 5/04."""
    if len(digits) == 3:
        return digits[0], digits[1:]
    if len(digits) >= 5 and digits[0] == "0":
        return digits[:3].lstrip("0"), digits[3:]
    return (digits[:3], digits[3:]) if len(digits) == 5 and digits.endswith("00") else None


def _built(section: str, number: str, letter: str, group: str, sub: str) -> Symbol:
    group = group.lstrip("0") or "0"
    subclass = f"{section}{number}{letter}"
    return Symbol(f"{subclass}{group}/{sub}", section, f"{section}{number}", subclass, f"{subclass}{group}/00")


def _national(flat: str, raw: str) -> Symbol:
    """US classes in places: three for the class, three for the subclass, the rest its decimals or letters; or with a stroke."""
    if "/" in flat:
        major, _, minor = (p.strip() for p in flat.partition("/"))
        minor = minor.lstrip("0") or "0"
        if minor.isdigit() and len(minor) == 6 and minor.endswith("000"):
            minor = minor[:-3]  # PAP writes three decimals without a point
        return Symbol(f"{major.lstrip('0') or major}/{minor}", class_=major.lstrip("0") or major)
    major, minor, more = flat[:3].replace(" ", ""), flat[3:6].strip(), flat[6:].strip()
    if not major or not minor or not re.fullmatch(r"D?\d+|PLT", major):
        return Symbol(raw.strip(), well_formed=False)
    tail = (f".{more}" if int(more) else "") if more.isdigit() else more
    return Symbol(f"{major}/{minor}{tail}", class_=major)


def edition_of(text: str | None) -> str | None:
    """``2006.01``, ``20060101``, ``2006-01-01`` → ``2006.01``; the old round numbers (``7``) as they are."""
    flat = (text or "").strip()
    form = _EDITION.fullmatch(flat)
    return f"{form[1]}.{form[2]}" if form else (flat.lstrip("0") or None)
