"""How people write numbers: full-width digits, labels, prefixes, blanks, dashes. Reading through it changes no digit."""

from __future__ import annotations

import re
import unicodedata

_LABEL = re.compile(
    r"^(?:专利申请号|专利号|申请号|公开号|公告号|授权公告号|统一社会信用代码|信用代码|登记号|注册号)[:]?"
)
_LOOKS_LIKE = str.maketrans({"O": "0", "I": "1", "L": "1", "S": "5", "Z": "2", "B": "8"})


def tidy(text: str) -> str:
    """One form for what means the same: NFKC, no blanks, plain dashes and points, upper case, no label in front."""
    flat = unicodedata.normalize("NFKC", text)
    flat = re.sub(r"[\s\u200b-\u200f\ufeff]+", "", flat)
    flat = (
        re.sub(r"[‐‑‒–—−﹣]", "-", flat).replace("。", ".").replace("·", ".").replace("\uff65", ".").replace("・", ".")
    )
    return _LABEL.sub("", flat).upper()


def as_digits(text: str) -> str:
    """Letters that are taken for digits turned into them: ``"2O15"`` → ``"2015"``. Only ever for a proposal."""
    return text.translate(_LOOKS_LIKE)
