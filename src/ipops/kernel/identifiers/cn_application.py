"""Chinese application numbers: eight digits until September 2003, twelve since, with a check character after the point.

Rule 1: a patent number is its application number with ZL in front; whether it was granted the number cannot tell.
Rule 2: type digits: 1 invention, 2 utility model, 3 design, 8 and 9 invention and utility model that came by PCT.
Source: ``domain/patents.md`` 5.1 (EPO, China numbering page).
"""

from __future__ import annotations

import re
from datetime import date

from ipops.kernel.identifiers.arithmetic import cn_application_check
from ipops.kernel.identifiers.verdict import Verdict
from ipops.kernel.identifiers.written import as_digits
from ipops.kernel.text import Text

OLD, NEW = "cn-application-1985", "cn-application-2003"
TYPES = {"1": "invention", "2": "utility_model", "3": "design", "8": "pct_invention", "9": "pct_utility_model"}
FIRST_YEAR, SWITCH_YEAR = 1985, 2003

# Prefix, body, check character, and the kind letter that DOCDB appends to applications.
_FORM = re.compile(r"(?P<prefix>CN|ZL|CNZL)?(?P<body>[0-9]{12}|[0-9]{8})(?P<rest>\.?[0-9X])?(?P<docdb>[AUS])?")
_NEARLY = re.compile(r"(?P<prefix>CN|ZL|CNZL)?(?P<body>[0-9OILSZB]{12}|[0-9OILSZB]{8})\.(?P<check>[0-9XOILSZB])")


def body_kind(body: str) -> str:
    """``invention`` … ``pct_utility_model``, empty for a type digit that does not exist."""
    return TYPES.get(body[4 if len(body) == 12 else 2], "")


def year_of(body: str) -> int:
    """The year of filing. Two digits before 2003: 85-99 and 00-03; anything else answers a year that cannot be."""
    if len(body) == 12:
        return int(body[:4])
    short = int(body[:2])
    return 1900 + short if short > SWITCH_YEAR - 2000 else 2000 + short


def year_is_possible(body: str, today: date | None) -> bool:
    year = year_of(body)
    if len(body) == 8:
        return FIRST_YEAR <= year <= SWITCH_YEAR
    return SWITCH_YEAR <= year <= (today.year if today else 2099)


def written(body: str, check: str) -> str:
    """The form used for rights throughout: ``CN201510237122.7``."""
    return f"CN{body}.{check}"


def check_cn_application(text: str, tidied: str, *, today: date | None = None) -> Verdict | None:
    """Judge it as a Chinese application or patent number; ``None`` if it does not look like one."""
    form = _FORM.fullmatch(tidied)
    if form is None:
        return _misread(text, tidied, today)
    body, found = form["body"], (form["rest"] or "").lstrip(".")
    if not form["prefix"] and not found and not (len(body) == 12 and year_is_possible(body, today)):
        return None  # bare digits without a check character could be anything
    if len(body) == 8 and not year_is_possible(body, today):
        return None  # 10099827.5 without its point is the publication 100998275
    return _judge(text, body, found, today)


def _judge(text: str, body: str, found: str, today: date | None) -> Verdict:
    check = cn_application_check(body)
    kind = body_kind(body)
    wrong, proposed = _fault(body, found, check, today)
    return Verdict(
        input=text,
        scheme=NEW if len(body) == 12 else OLD,
        office="CN",
        kind=kind,
        normalised=written(body, found) if found else f"CN{body}",
        check=check,
        valid=wrong is None,
        reason=wrong,
        proposed=proposed,
    )


def _fault(body: str, found: str, check: str, today: date | None) -> tuple[Text | None, str]:
    """What is wrong with it and what to propose."""
    if not year_is_possible(body, today):
        year = year_of(body)
        return (
            Text(f"申请年份 {year} 不可能。", f"The year of filing cannot be {year}."),
            _one_digit_off(body, found, range(4 if len(body) == 12 else 2), today),
        )
    if not body_kind(body):
        at = 4 if len(body) == 12 else 2
        return (
            Text(
                f"不存在专利类型号 {body[at]}（应为 1、2、3、8、9）。",
                f"There is no type digit {body[at]} (1, 2, 3, 8, 9).",
            ),
            _one_digit_off(body, found, range(at, at + 1), today),
        )
    if not found:
        return (
            Text(
                "缺少校验位，无法核对；补上的校验位请与证书核对。",
                "No check character, so it cannot be checked; compare the proposed one with the certificate.",
            ),
            written(body, check),
        )
    if found != check:
        return (
            Text(
                f"校验位应为 {check}，所写为 {found}；如其余数字无误，应为所建议的号码。",
                f"The check character should be {check}, not {found}; if the other digits are right, it is the number proposed.",
            ),
            written(body, check),
        )
    return None, ""


def _one_digit_off(body: str, found: str, places: range, today: date | None) -> str:
    """The only number with one digit changed in ``places`` that is possible and fits the check character; else empty."""
    if not found:
        return ""
    fits = {
        near
        for i in places
        for d in "0123456789"
        if (near := body[:i] + d + body[i + 1 :]) != body
        and year_is_possible(near, today)
        and body_kind(near)
        and cn_application_check(near) == found
    }
    return written(fits.pop(), found) if len(fits) == 1 else ""


def _misread(text: str, tidied: str, today: date | None) -> Verdict | None:
    """Letters where digits belong: propose the digits they resemble, if the check character then fits."""
    form = _NEARLY.fullmatch(tidied)
    if form is None:
        return None
    body, found = as_digits(form["body"]), as_digits(form["check"])
    read = _judge(text, body, found, today)
    return Verdict(
        input=text,
        scheme=read.scheme,
        office="CN",
        kind=read.kind,
        check=read.check,
        reason=Text("数字处写成了字母。", "There are letters where digits belong."),
        proposed=read.normalised if read.valid else "",
    )
