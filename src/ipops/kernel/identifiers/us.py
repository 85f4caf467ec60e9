"""United States numbers: grants, published applications, applications; and the WKU of the green book.

Written forms of ours: ``US7130913``, ``USD435854``, ``US20070255977A1``, ``USA10628795``. US numbers carry no check
character, except the ninth digit of a WKU, whose formula is in no source we have, so it is dropped and not checked.
Source: ``domain/patents.md`` 5.2 and the sample files it names.
"""

from __future__ import annotations

import re

from ipops.kernel.identifiers.verdict import Verdict
from ipops.kernel.text import Text

GRANT, PUBLICATION, APPLICATION = "us-grant", "us-publication", "us-application"
LETTERS = {"": "utility", "D": "design", "PP": "plant", "RE": "reissue", "H": "statutory_invention", "T": "defensive"}
_GRANT = re.compile(r"US-?(?P<letter>PP|RE|[DHT])?0*(?P<serial>[1-9][0-9]{0,7})-?(?P<kind>[A-Z][0-9]?)?")
_PUBLICATION = re.compile(r"US-?(?P<year>2[0-9]{3})/?(?P<serial>[0-9]{6,7})-?(?P<kind>A[1-9]|P[1-9])?")
_APPLICATION = re.compile(r"(?:US-?)?(?P<series>[0-9]{2})/(?P<serial>[0-9]{6})|USA-?(?P<both>[0-9]{8})")
_WKU = re.compile(r"(?P<letter>PP|RE|[DHT])?(?P<serial>[0-9]+)")

_FIRST_PUBLICATION_YEAR = 2001
_SHORTENED = Text(
    "序号少一位（DOCDB 写法省去前导零），已按七位书写。",
    "The serial lacks a leading zero, as in DOCDB; it is written with seven digits.",
)


def check_us(text: str, tidied: str) -> Verdict | None:
    """Judge it as a US number; ``None`` if it does not look like one."""
    plain = tidied.replace(",", "")
    if form := _APPLICATION.fullmatch(plain):
        number = form["both"] or form["series"] + form["serial"]
        return Verdict(input=text, scheme=APPLICATION, office="US", normalised=f"USA{number}", valid=True)
    if form := _PUBLICATION.fullmatch(plain):
        return _publication(text, form)
    if form := _GRANT.fullmatch(plain):
        letter = form["letter"] or ""
        return Verdict(
            input=text,
            scheme=GRANT,
            office="US",
            kind=form["kind"] or LETTERS[letter],
            normalised=f"US{letter}{form['serial']}",
            valid=True,
        )
    return None


def _publication(text: str, form: re.Match[str]) -> Verdict:
    number = f"US{form['year']}{form['serial']:0>7}{form['kind'] or ''}"
    too_early = int(form["year"]) < _FIRST_PUBLICATION_YEAR
    why = (
        Text("美国自 2001 年起才公布专利申请。", "The United States has published applications only since 2001.")
        if too_early
        else (_SHORTENED if len(form["serial"]) == 6 else None)
    )
    return Verdict(
        input=text,
        scheme=PUBLICATION,
        office="US",
        kind=form["kind"] or "",
        normalised=number,
        valid=not too_early,
        reason=why,
    )


def grant_from_wku(wku: str) -> str:
    """``"039327094"`` → ``"US3932709"``: nine characters of which the last is a check digit; eight have none.

    Raises ``ValueError`` for anything else.
    """
    flat = wku.strip().upper()
    form = _WKU.fullmatch(flat[:8])
    if form is None or len(flat) not in (8, 9) or not int(form["serial"]):
        raise ValueError(f"{wku!r} is no WKU: eight characters and a check digit.")
    return f"US{form['letter'] or ''}{int(form['serial'])}"
