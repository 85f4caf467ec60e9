"""European and international numbers. Old WO numbers have two-digit years; ``WOWO`` and ``CNWO`` are joining errors.

Written forms of ours: ``EP1000000A1``, ``WO2014169756A1``, ``PCT/CN2014/075406``. The check digit of EP applications is
kept as found and not verified: its formula is in no source we have. Source: ``domain/patents.md`` 3.3, 5.1, 5.3.
"""

from __future__ import annotations

import re
from datetime import date

from ipops.kernel.identifiers.verdict import Verdict
from ipops.kernel.text import Text

EP_PUBLICATION, EP_APPLICATION = "ep-publication", "ep-application"
WO_PUBLICATION, PCT_APPLICATION = "wo-publication", "pct-application"
PCT_SINCE, TWO_DIGIT_YEARS_UNTIL = 1978, 2004

_EP_PUBLICATION = re.compile(r"EP-?(?P<serial>[0-9]{1,7})-?(?P<kind>[AB][1-9])?")
_EP_APPLICATION = re.compile(r"EP-?(?P<number>[0-9]{8})(?P<check>\.[0-9])?")
_WO = re.compile(r"WO-?(?P<year>[0-9]{4}|[0-9]{2})/?(?P<serial>[0-9]{6}|[0-9]{5})-?(?P<kind>A[1-9]|B[1-9]|C[1-9])?")
_PCT = re.compile(r"PCT/?(?P<office>[A-Z]{2})-?(?P<year>[0-9]{4}|[0-9]{2})/?(?P<serial>[0-9]{6}|[0-9]{5})")
_JOINED = re.compile(r"(?:[A-Z]{2})?(?P<wo>WO[0-9].*)")

_UNCHECKED = Text(
    "校验位未核对（没有可引用的算法）。", "The check digit was not verified: no source we have gives its formula."
)


def check_ep_wo(text: str, tidied: str, *, today: date | None = None) -> Verdict | None:
    """Judge it as an EP, WO or PCT number; ``None`` if it does not look like one."""
    if form := _EP_APPLICATION.fullmatch(tidied):
        number = f"EP{form['number']}{form['check'] or ''}"
        note = _UNCHECKED if form["check"] else None
        return Verdict(input=text, scheme=EP_APPLICATION, office="EP", normalised=number, valid=True, reason=note)
    if form := _EP_PUBLICATION.fullmatch(tidied):
        number = f"EP{form['serial']:0>7}{form['kind'] or ''}"
        return Verdict(
            input=text, scheme=EP_PUBLICATION, office="EP", kind=form["kind"] or "", normalised=number, valid=True
        )
    if form := _WO.fullmatch(tidied):
        return _dated(text, WO_PUBLICATION, form, "WO{year}{serial}" + (form["kind"] or ""), form["kind"] or "", today)
    if form := _PCT.fullmatch(tidied):
        return _dated(text, PCT_APPLICATION, form, "PCT/" + form["office"] + "{year}/{serial}", "", today)
    return _joined(text, tidied, today)


def _dated(text: str, scheme: str, form: re.Match[str], pattern: str, kind: str, today: date | None) -> Verdict | None:
    short = len(form["year"]) == 2
    year = int(form["year"])
    if short:
        year += 1900 if year >= PCT_SINCE - 1900 else 2000
    possible = PCT_SINCE <= year <= (TWO_DIGIT_YEARS_UNTIL if short else today.year if today else 2099)
    return Verdict(
        input=text,
        scheme=scheme,
        office="WO",
        kind=kind,
        normalised=pattern.format(year=year, serial=f"{form['serial']:0>6}"),
        valid=possible,
        reason=None if possible else Text(f"年份 {form['year']} 不可能。", f"The year cannot be {form['year']}."),
    )


def _joined(text: str, tidied: str, today: date | None) -> Verdict | None:
    """``CNWO2014169756A1``: another code stuck in front of a WO number that is right without it."""
    form = _JOINED.fullmatch(tidied)
    inner = check_ep_wo(text, form["wo"], today=today) if form and form["wo"] != tidied else None
    if inner is None or not inner.valid:
        return None
    front = tidied[: -len(form["wo"])] if form else ""
    return Verdict(
        input=text,
        scheme=inner.scheme,
        office="WO",
        kind=inner.kind,
        reason=Text(f"WO 号码前多了 {front}。", f"There is a stray {front} in front of the WO number."),
        proposed=inner.normalised,
    )
