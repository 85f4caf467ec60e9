"""Chinese publication numbers: type digit and six digits until 2007, type digit and eight since, then a kind code.

A publication number cannot be worked out from an application number, nor the reverse (``domain/patents.md`` 5.1).
"""

from __future__ import annotations

import re
from datetime import date

from ipops.kernel.identifiers.kind_codes import CORRECTIONS, cn_kinds
from ipops.kernel.identifiers.verdict import Verdict
from ipops.kernel.text import Text

SCHEME = "cn-publication"
NO_KIND = Text("没有文献种类代码，无法分辨公布与授权。", "No kind code, so publication and grant cannot be told apart.")
_FORM = re.compile(r"(?P<prefix>CN|ZL)?-?(?P<digits>[1-3][0-9]{8}|[1-3][0-9]{6})-?(?P<kind>[A-Z][0-9]?)?")


def check_cn_publication(text: str, tidied: str, *, published_on: date | None = None) -> Verdict | None:
    """Judge it as a Chinese publication number; ``None`` if it does not look like one."""
    form = _FORM.fullmatch(tidied)
    if form is None or (form["prefix"] is None and form["kind"] is None):
        return None
    digits, code = form["digits"], form["kind"] or ""
    fault = _fault(form["prefix"] or "", digits, code, published_on)
    return Verdict(
        input=text,
        scheme=SCHEME,
        office="CN",
        kind=code,
        normalised=f"CN{digits}{code}",
        valid=fault is None,
        reason=fault or (None if code else NO_KIND),
    )


def _fault(prefix: str, digits: str, code: str, on: date | None) -> Text | None:
    if prefix == "ZL":
        return Text(
            "ZL 后应为申请号（专利号），不是公布、公告号。",
            "ZL goes with an application number, not with a publication number.",
        )
    if not code:
        return None
    known = cn_kinds(code[0], len(digits))
    if not known or (len(code) == 2 and code not in CORRECTIONS):
        return Text(f"没有文献种类代码 {code}。", f"There is no kind code {code}.")
    if all(k.type_digit != digits[0] for k in known):
        return Text(
            f"种类代码 {code} 的号码以 {known[0].type_digit} 开头，不以 {digits[0]} 开头。",
            f"Numbers with kind code {code} begin with {known[0].type_digit}, not with {digits[0]}.",
        )
    if on is not None and not any(k.in_use(on) for k in known):
        years = known[0].years
        return Text(
            f"{on:%Y-%m-%d} 没有 {len(digits)} 位的 {code} 类文献（{years.zh}）。",
            f"There were no {len(digits)}-digit {code} documents on {on:%Y-%m-%d} ({years.en}).",
        )
    return None


def publication_meaning(normalised: str) -> Text | None:
    """What a written publication number is: ``CN1234567B`` was examined, ``CN123456789B`` granted. ``None`` without a code."""
    form = _FORM.fullmatch(normalised)
    code = form["kind"] if form else None
    if form is None or not code:
        return None
    for kind in cn_kinds(code[0], len(form["digits"])):
        if code in CORRECTIONS:
            return Text(f"{kind.meaning.zh}的更正", f"correction of: {kind.meaning.en}")
        return Text(f"{kind.meaning.zh}（{kind.years.zh}）", f"{kind.meaning.en} ({kind.years.en})")
    return None
