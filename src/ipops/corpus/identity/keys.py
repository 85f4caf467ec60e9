"""Keys of publications and applications: one way to write a number, whoever wrote it.

A key is for joining; whether the number holds is judged by ``numbers``. Nothing is repaired here: only zeros that an office
adds or leaves out, punctuation, and the office's own spelling differ between two writings of one number.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ipops.kernel.identifiers import cn_application_check

#: codes that older files use for an office (``domain/patents.md`` 3.3: PatentsView-DB #91)
_OLD_CODES = {"JA": "JP", "DT": "DE", "SF": "FI"}
_CLEAN = re.compile(r"[^0-9A-Z]+")
_US = re.compile(r"(PP|RE|AI|RX|[DHTX])?0*([0-9]+)")
_WHOLE = re.compile(r"([A-Z]{2})[\s\-]*((?:[A-Z]{1,2}[\s.\-]*)?[0-9][0-9A-Z/.,\-\s]*?)[\s\-]*([A-Z][0-9]?)?")
_BRACKETS = str.maketrans("()", "  ")
_CN_APPLICATION = re.compile(r"([0-9]{12}|[0-9]{8})(?:\.?([0-9X]))?")
#: numbers remembered: each stands in the lists of all its family and of those that cite it, far apart in a file
_KNOWN = 1 << 18
_PCT = re.compile(r"PCT/?([A-Z]{2})/?([0-9]{2}|[0-9]{4})/?([0-9]{5,6})")


def office_code(code: str | None) -> str | None:
    if not code:
        return None
    flat = code.strip().upper()
    return _OLD_CODES.get(flat, flat) or None


@lru_cache(maxsize=1 << 16)
def number_of(office: str, number: str) -> str:
    """A publication number without office and kind: ``("US", "D. 271298")`` → ``"D271298"``."""
    flat = _CLEAN.sub("", number.upper())
    if flat.startswith(office) and len(flat) > len(office) + 3:
        flat = flat[len(office) :]
    if office == "US":
        return _us(flat)
    if office == "WO":
        return _wo(flat)
    if office == "EP":
        return flat.lstrip("0").rjust(7, "0") if flat.isdigit() else flat
    return flat.lstrip("0") or flat


def _us(flat: str) -> str:
    form = _US.fullmatch(flat)
    if form is None:
        return flat
    letters, serial = form.groups()
    if not letters and len(flat) == 10 and "2001" <= flat[:4] <= "2099":
        return f"{flat[:4]}0{flat[4:]}"  # DOCDB leaves out a zero of the seven digits
    return f"{letters or ''}{serial}"


def _wo(flat: str) -> str:
    """Year in four digits and serial in six: ``9812345`` and ``98012345`` are WO 1998/012345."""
    if not flat.isdigit():
        return flat
    if len(flat) in (7, 8) and not flat.startswith(("19", "20")):
        year = int(flat[:2])
        return f"{1900 + year if year >= 78 else 2000 + year}{flat[2:]:0>6}"
    if len(flat) == 7:  # 2003 and before: two-digit year 19 or 20 never occurs, so this is yy + serial
        return f"20{flat[:2]}{flat[2:]:0>6}"
    return f"{flat[:4]}{flat[4:]:0>6}" if len(flat) in (9, 10) else flat


def publication_key(office: str, number: str, kind: str | None) -> str:
    """``("US", "07130913", "B2")`` → ``"US7130913B2"``."""
    return f"{office}{number_of(office, number)}{(kind or '').strip().upper()}"


@lru_cache(maxsize=_KNOWN)
def split_publication(text: str) -> tuple[str, str, str | None] | None:
    """``"US-2007255977-A1"``, ``"AU 2016/219013 A1"``, ``"CN101234567A"`` → office, number (normalised), kind; ``None`` if it is
    no number with an office."""
    flat = text.upper().translate(_BRACKETS).strip()  # Espacenet writes EP1000000 (A1)
    form = _WHOLE.fullmatch(flat)
    if form is None:
        return None
    office = office_code(form[1]) or ""
    kind, number = form[3], form[2]
    if number.strip().startswith("WO"):
        return None  # CNWO2014169756A1: two offices joined; ``numbers`` proposes the repair
    return office, number_of(office, number), kind


@lru_cache(maxsize=1 << 16)
def application_key(office: str | None, number: str | None) -> str | None:
    """``("US", "10/339,710")`` → ``"USA10339710"``; ``("CN", "200710123456.7")`` → ``"CN200710123456.7"``;
    ``PCT/CN2014/075406`` as it is; else office, ``A`` and the bare number. ``None`` without a number."""
    flat = (number or "").strip().upper().replace(" ", "")
    if not flat:
        return None
    if form := _PCT.fullmatch(flat):
        year = form[2] if len(form[2]) == 4 else ("19" if form[2] >= "78" else "20") + form[2]
        return f"PCT/{form[1]}{year}/{form[3]:0>6}"
    where = office or (flat[:2] if flat[:2].isalpha() else "")
    bare = _CLEAN.sub("", flat.replace("ZL", "", 1) if where == "CN" else flat)
    if where and bare.startswith(where):
        bare = bare[len(where) :]
    if where == "CN":
        return _cn_application(flat, bare)
    return f"{where}A{bare}" if where else (bare or None)


def _cn_application(flat: str, bare: str) -> str:
    """The number with its check character, worked out where it is not written: a key needs one form. Whether a written one is
    right, ``numbers`` says."""
    body = bare.removesuffix("A").removesuffix("U").removesuffix("S") if len(bare) in (9, 13) else bare
    form = _CN_APPLICATION.fullmatch(body)
    if form is None:
        return f"CNA{bare}"
    return f"CN{form[1]}.{form[2] or cn_application_check(form[1])}"
