"""Legal status and events: the words and codes of services and offices, as ours. What no table has stays unknown.

Chinese event codes are those of ``domain/patents.md`` 5.3 (EPO's table, week 17 of 2024).
"""

from __future__ import annotations

_STATUS = (
    ("invalidated", ("宣告无效", "全部无效", "无效宣告", "invalidated", "revoked")),
    ("expired", ("期限届满", "届满", "expired")),
    ("withdrawn", ("撤回", "视为撤回", "视撤", "withdrawn", "abandoned")),
    ("rejected", ("驳回", "rejected", "refused")),
    (
        "lapsed",
        ("未缴年费", "终止", "放弃", "失效", "避重放弃", "lapsed", "inactive", "dead", "discontinued", "ceased"),
    ),
    ("pending", ("审中", "实质审查", "公开", "公布", "审查中", "pending", "published", "examination")),
    ("active", ("有效", "有权", "授权", "维持", "active", "alive", "granted", "in force")),
)
_ACTS = {
    "CN": {
        "pledge": ("PE01", "PM01", "PC01", "PLDC"),
        "licence": ("EE01", "EM01", "EC01", "LIC", "LICC"),
        "open_licence": ("OL01", "OL02"),
        "transfer": ("TR01", "TA01", "C41", "ASS"),
        "preservation": ("PP01", "PD01"),
        "lapse": ("CF01", "C17", "C19"),
        "expiry": ("CX01",),
        "invalidation": ("IW01", "IP01"),
        "restoration": ("RR01", "RA01"),
        "grant": ("GR01", "C14"),
    }
}
_BY_CODE = {(office, code): act for office, acts in _ACTS.items() for act, codes in acts.items() for code in codes}


def status_of(words: str | None) -> str | None:
    """The status that the words say; ``None`` for words in no list. ``实质审查的生效`` is pending, ``有效`` active."""
    if not words:
        return None
    low = words.casefold()
    if low.strip() in ("失效", "无效"):
        return "lapsed"
    return next((status for status, said in _STATUS if any(w in low for w in said)), None)


def act_of(office: str | None, code: str | None) -> str | None:
    """The act that an event code records; ``None`` for a code in no table."""
    return _BY_CODE.get(((office or "").strip(), (code or "").strip()))
