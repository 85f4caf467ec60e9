"""By what number a right is known, one way of writing each, and the kind the number tells.

Patents carry a check character and are judged by it (``kernel.identifiers``); a wrong one comes back with the number it
probably is, never repaired. Marks, layouts, software, other copyright and geographical indications have none: they go by two
letters and the digits of their register, so a slip in them cannot be seen.
"""

from __future__ import annotations

import re

from ipops.intake.values import narrow
from ipops.kernel.citation import Citation, Grade
from ipops.kernel.identifiers import check_number
from ipops.kernel.outcome import Reason
from ipops.kernel.text import Text
from ipops.ledger.facts.words import RightKind

OURS = Citation(document="ipops", clause="rights/identity.py", grade=Grade.OURS)
LETTERS = {
    "TM": RightKind.TRADEMARK,
    "BS": RightKind.LAYOUT,
    "SR": RightKind.SOFTWARE,
    "CR": RightKind.COPYRIGHT,
    "GI": RightKind.GI,
}
_PREFIX = {kind: letters for letters, kind in LETTERS.items()}
_KINDS = {
    "invention": RightKind.INVENTION,
    "pct_invention": RightKind.INVENTION,
    "utility_model": RightKind.UTILITY_MODEL,
    "pct_utility_model": RightKind.UTILITY_MODEL,
    "design": RightKind.DESIGN,
    "utility": RightKind.INVENTION,
}
_PLAIN = re.compile(r"(TM|BS|SR|CR|GI)([0-9]{4,20})")
#: registers print the number as a phrase: 第12345678号, 2020SR0123456, 软著登字第0123456号, 国作登字-2020-F-01234567
_MARK = re.compile(r"(?:国际|商标)?(?:注册)?第?([0-9]{4,12})号?")
_SOFTWARE = re.compile(r"(?:软著登字第)?((?:19|20)[0-9]{2})SR([0-9]{4,10})号?|软著登字第([0-9]{4,12})号")
_COPYRIGHT = re.compile(r"(?:国|[\u4e00-\u9fff])作登字-?((?:19|20)[0-9]{2})-?([A-L])-?([0-9]{4,10})")
_COPYRIGHT_PLAIN = re.compile(r"CR(?:19|20)[0-9]{2}[A-L][0-9]{4,10}")


def right_number(text: str, kind: RightKind | None = None) -> tuple[str, RightKind | None] | Reason:
    """The number as rights are known by, and the kind it tells; a reason with the proposed repair if it is wrong.

    ``kind`` is what a list says of it and decides for bare digits; where a number's form tells another kind, the form's
    is returned and the caller says that they differ.
    """
    flat = narrow(text).upper().replace(" ", "").replace(".", "")
    if plain := _PLAIN.fullmatch(flat):
        return flat, LETTERS[plain[1]]
    if phrase := _as_printed(flat, kind):
        return phrase
    verdict = check_number(text)
    if verdict.valid and not verdict.scheme.startswith(("credit", "organisation", "cn-publication")):
        return verdict.normalised, _KINDS.get(verdict.kind)
    fix = _PERHAPS.fill(number=verdict.proposed) if verdict.proposed else Text("。", ".")
    why = verdict.reason or _NO_RIGHT_NUMBER
    why = Text(why.zh.rstrip("。"), why.en.rstrip("."))  # ``fix`` ends the sentence
    says = _BAD_NUMBER.fill(number=text, why=why, fix=fix)
    return Reason(code="right-number", says=says, cite=OURS, field="rights")


def proposed_number(text: str) -> str:
    """The number it probably should be; empty if there is nothing to propose. For showing, never for storing."""
    return check_number(text).proposed


def _as_printed(flat: str, kind: RightKind | None) -> tuple[str, RightKind] | None:
    """A number as certificates print it, for rights without a check character."""
    if software := _SOFTWARE.fullmatch(flat):
        digits = f"{software[1]}{software[2]}" if software[1] else software[3]
        return f"SR{digits}", RightKind.SOFTWARE
    if work := _COPYRIGHT.fullmatch(flat):
        return f"CR{work[1]}{work[2]}{work[3]}", RightKind.COPYRIGHT
    if _COPYRIGHT_PLAIN.fullmatch(flat):
        return flat, RightKind.COPYRIGHT
    if kind is RightKind.TRADEMARK and (mark := _MARK.fullmatch(flat)):
        return f"TM{mark[1]}", kind
    if kind in _PREFIX and re.fullmatch(r"[0-9]{4,20}", flat):
        return f"{_PREFIX[kind]}{flat}", kind
    return None


_BAD_NUMBER = Text("“{number}”有误：{why}{fix}", "{number} is wrong: {why}{fix}")
_NO_RIGHT_NUMBER = Text("不是权利号", "it is no number of a right")
_PERHAPS = Text("。建议核对是否为 {number}。", ". Check whether it should be {number}.")
