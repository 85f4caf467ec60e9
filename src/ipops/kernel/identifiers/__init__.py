"""Numbers of rights and of bodies: read, checked, written one way; a repair is proposed and never made in silence.

check_number("ZL201510123456.7").proposed  →  "CN201510123456.1"
"""

from __future__ import annotations

from datetime import date

from ipops.kernel.identifiers.arithmetic import cn_application_check, credit_code_check, organisation_check
from ipops.kernel.identifiers.cn_application import check_cn_application, written
from ipops.kernel.identifiers.cn_publication import check_cn_publication, publication_meaning
from ipops.kernel.identifiers.credit_code import RegionKnown, check_credit_code, check_organisation_code
from ipops.kernel.identifiers.ep_wo import check_ep_wo
from ipops.kernel.identifiers.us import check_us, grant_from_wku
from ipops.kernel.identifiers.verdict import Verdict
from ipops.kernel.identifiers.written import tidy
from ipops.kernel.text import Text

__all__ = [
    "Verdict",
    "check_number",
    "cn_application_check",
    "credit_code_check",
    "grant_from_wku",
    "organisation_check",
    "publication_meaning",
    "written",
]

_LONGEST = 64
_TOO_LONG = Text("太长，不是号码。", "Too long to be a number.")
_STRANGE = Text(
    "认不出是哪一类号码；请写上国别代码（CN、US、EP、WO）或校验位。",
    "This fits no scheme we know; write the office code (CN, US, EP, WO) or the check character with it.",
)


def check_number(
    text: str,
    *,
    published_on: date | None = None,
    today: date | None = None,
    region_known: RegionKnown | None = None,
) -> Verdict:
    """Judge a patent number or a credit code, whichever it is.

    ``published_on`` holds a kind code against its years, ``today`` refuses years to come, ``region_known`` answers whether
    a division code ever existed. Without them those points are not judged.
    """
    if len(text) > _LONGEST:
        return Verdict(input=text, reason=_TOO_LONG)
    tidied = tidy(text)
    answer = (
        check_cn_application(text, tidied, today=today)
        or check_organisation_code(text, tidied)
        or check_credit_code(text, tidied, region_known=region_known)
        or check_cn_publication(text, tidied, published_on=published_on)
        or check_us(text, tidied)
        or check_ep_wo(text, tidied, today=today)
    )
    return answer or Verdict(input=text, reason=_STRANGE)
