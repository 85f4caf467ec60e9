"""Unified social credit codes (统一社会信用代码, GB 32100-2015) and the organisation codes (GB 11714) inside them.

One character each for department and type, six for the division, nine for the organisation code with its own check
character, one check character over all. python-stdnum gives alphabet and last character; departments A, N and Y, the
type table, the division and the organisation's check character are ours (``reference/identifiers/SOURCE.md``).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from ipops.kernel.identifiers.arithmetic import USCC_ALPHABET, credit_code_check, organisation_check
from ipops.kernel.identifiers.credit_tables import DEPARTMENTS, PROVINCES, TYPES
from ipops.kernel.identifiers.verdict import Verdict
from ipops.kernel.text import Text

SCHEME, ORGANISATION = "credit-code", "organisation-code"
_FORM = re.compile(r"[0-9A-Z][0-9A-Z][0-9]{6}[0-9A-Z]{10}")
_MIGHT_BE = re.compile(r"[0-9A-Z]{18}")
_ORGANISATION_FORM = re.compile(r"([0-9A-Z]{8})-([0-9X])")
_NOT_IN_ALPHABET = re.compile(r"[IOSVZ]")
_RESEMBLES = str.maketrans({"I": "1", "O": "0", "S": "5", "Z": "2"})

RegionKnown = Callable[[str], bool]


def check_credit_code(text: str, tidied: str, *, region_known: RegionKnown | None = None) -> Verdict | None:
    """Judge it as a credit code; ``None`` if it does not look like one.

    ``region_known`` answers whether a six-digit division ever existed; without it only the province is looked at. A
    strange division, department or type is a warning, because codes outlive divisions and the tables are not complete.
    """
    code = tidied.replace("-", "")
    if len(code) != 18 or not _MIGHT_BE.fullmatch(code) or (tidied.count("-") and _is_a_patent(tidied)):
        return None
    if _NOT_IN_ALPHABET.search(code):
        return _outside_the_alphabet(text, code)
    if not _FORM.fullmatch(code):
        return _no(
            text,
            code,
            "",
            Text("第 3–8 位应为数字（登记机关行政区划码）。", "Characters 3 to 8 are digits (the division)."),
            "",
        )
    check = credit_code_check(code[:17])
    wrong, proposed = _fault(code, check)
    if wrong is not None:
        return _no(text, code, check, wrong, proposed)
    return Verdict(
        input=text,
        scheme=SCHEME,
        office="CN",
        kind=code[:2],
        normalised=code,
        check=check,
        valid=True,
        reason=_warning(code, region_known),
    )


def check_organisation_code(text: str, tidied: str) -> Verdict | None:
    """Judge it as an organisation code written with its dash, ``60003734-1``; ``None`` if it does not look like one."""
    form = _ORGANISATION_FORM.fullmatch(tidied)
    if form is None:
        return None
    check = organisation_check(form[1])
    right = form[2] == check
    return Verdict(
        input=text,
        scheme=ORGANISATION,
        office="CN",
        normalised=tidied,
        check=check,
        valid=right,
        reason=None if right else _should_be("校验位", "The check character", check, form[2]),
        proposed="" if right else f"{form[1]}-{check}",
    )


def _is_a_patent(tidied: str) -> bool:
    return tidied.startswith(("CN-", "US-", "EP-", "WO-"))


def _no(text: str, code: str, check: str, why: Text, proposed: str) -> Verdict:
    kind = code[:2]
    return Verdict(
        input=text,
        scheme=SCHEME,
        office="CN",
        kind=kind,
        normalised=code,
        check=check,
        reason=why,
        proposed=proposed,
    )


def _should_be(zh: str, en: str, check: str, found: str) -> Text:
    return Text(f"{zh}应为 {check}，所写为 {found}。", f"{en} should be {check}, not {found}.")


def _outside_the_alphabet(text: str, code: str) -> Verdict:
    near = code.translate(_RESEMBLES)
    fits = _FORM.fullmatch(near) and "V" not in near and _fault(near, credit_code_check(near[:17]))[0] is None
    why = Text("信用代码不用字母 I、O、S、V、Z。", "A credit code never has the letters I, O, S, V, Z.")
    return _no(text, code, "", why, near if fits else "")


def _fault(code: str, check: str) -> tuple[Text | None, str]:
    """What is wrong and what to propose. Two check characters tell where one wrong character must be."""
    organisation = organisation_check(code[8:16])
    whole_fits, organisation_fits = code[17] == check, code[16] == organisation
    if whole_fits and organisation_fits:
        return None, ""
    if organisation_fits:
        return _should_be("校验位", "The check character", check, code[17]), code[:17] + check
    why = _should_be(
        "组织机构代码（第 9–17 位）的校验位",
        "The check character of the organisation code (characters 9-17)",
        organisation,
        code[16],
    )
    return why, "" if whole_fits else _one_slip_off(code)


def _one_slip_off(code: str) -> str:
    """The only code that differs by one character, or by two neighbours swapped, among 9-17 and fits both checks."""
    near = {code[:i] + c + code[i + 1 :] for i in range(8, 17) for c in USCC_ALPHABET}
    near |= {code[:i] + code[i + 1] + code[i] + code[i + 2 :] for i in range(8, 16)}
    fits = {c for c in near if c[17] == credit_code_check(c[:17]) and c[16] == organisation_check(c[8:16])}
    return fits.pop() if len(fits) == 1 else ""


def _warning(code: str, region_known: RegionKnown | None) -> Text | None:
    """Everything strange about a code whose check characters hold, in one text."""
    found = []
    if code[0] not in DEPARTMENTS:
        found.append(
            Text(
                f"登记管理部门代码 {code[0]} 不在已核对的表内。",
                f"Department {code[0]} is not in the table that two sources confirm.",
            )
        )
    elif code[:2] not in TYPES:
        found.append(Text(f"机构类别 {code[:2]} 不在表内。", f"Type {code[:2]} is not in the table."))
    region = code[2:8]
    if region[:2] not in PROVINCES or (region_known is not None and region != "100000" and not region_known(region)):
        found.append(Text(f"行政区划码 {region} 不在已知的区划中。", f"Division {region} is not among those we know."))
    return Text("".join(t.zh for t in found), " ".join(t.en for t in found)) if found else None
