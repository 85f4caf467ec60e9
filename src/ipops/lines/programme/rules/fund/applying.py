"""An application for a project as it is typed in, read into the codes by which bodies and rights are known everywhere.

Money claimed twice is found by these codes; one that cannot be read would be found by nobody, so it is refused.
"""

from __future__ import annotations

from dataclasses import replace

from ipops.kernel.identifiers import check_number
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.lines.programme.facts import ProjectApplied
from ipops.rights.identity import right_number

_BAD_CODE = Text("“{code}”不是统一社会信用代码：{why}", "{code} is no unified social credit code: {why}")
_NOT_ONE = Text("请填写18位代码。", "give its 18 characters.")
_PERHAPS = Text("建议核对是否为 {proposed}。", "Check whether it should be {proposed}.")


def read(typed: ProjectApplied) -> ProjectApplied | Refused:
    """The application with its applicant as a party and its rights by their numbers; every one that cannot be read is told."""
    applicant, wrong = _applicant(typed.applicant)
    numbers = [right_number(r) for r in typed.rights]
    reasons = [*wrong, *(n for n in numbers if isinstance(n, Reason))]
    if reasons:
        return Refused(reasons=tuple(reasons))
    rights = tuple(dict.fromkeys(n[0] for n in numbers if not isinstance(n, Reason)))
    return replace(typed, applicant=applicant, rights=rights)


def _applicant(text: str) -> tuple[str, tuple[Reason, ...]]:
    """A party of ours, ``P:`` and its code; what bears the mark already is one. Without it a right credit code is needed."""
    flat = text.strip()
    if flat.upper().startswith("P:") and len(flat) > len("P:"):
        return f"P:{flat[2:]}", ()
    verdict = check_number(flat)
    if verdict.valid and verdict.scheme == "credit-code":
        return f"P:{verdict.normalised}", ()
    why = verdict.reason if verdict.scheme == "credit-code" and verdict.reason else _NOT_ONE
    says = _BAD_CODE.fill(code=flat, why=why)
    if verdict.scheme == "credit-code" and verdict.proposed:
        says = Text("{says}{more}", "{says} {more}").fill(says=says, more=_PERHAPS.fill(proposed=verdict.proposed))
    return "", (Reason(code="credit-code", says=says, field="applicant"),)
