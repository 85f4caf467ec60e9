"""Who a name on a register may be: a body or a natural person, and the party code it goes by until a credit code is known.

A natural person never gets a code made from the name: the code is made from the record the person stands in, so it tells
nothing about the person, and two people of one name are two (``domain/patents.md`` 8.5, 17). A doubtful name is a person.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

from ipops.intake.values import key
from ipops.ledger.facts.words import PartyKind

_ENGLISH = (
    (PartyKind.UNIVERSITY, r"UNIVERSIT\w*|UNIV|COLLEGE|REGENTS|POLYTECHNIC|ECOLE|HOCHSCHULE|SCHOOL"),
    (PartyKind.BANK, r"BANK\w*|BANC\w*|N\.? ?A\.?$|NATIONAL ASSOCIATION"),
    (PartyKind.GOVERNMENT, r"DEPARTMENT|UNITED STATES|GOVERNMENT|MINISTRY|SECRETARY OF|ADMINISTRATION|AGENCY OF"),
    (PartyKind.INSTITUTE, r"INSTITUT\w*|RESEARCH (CENT|FOUND|COUNC)\w*|ACADEMY|LABORATOR\w*|FRAUNHOFER\w*"),
    (
        PartyKind.ENTERPRISE,
        r"INC\w*|L\.?L\.?C\.?|CORP\w*|CO\.?|COMPANY|LTD\w*|LIMITED|GMBH|A\.?G\.?|S\.?A\.?(R\.?L\.?)?|S\.?P\.?A\.?|"
        r"B\.?V\.?|N\.?V\.?|P\.?L\.?C\.?|L\.?P\.?|L\.?L\.?P\.?|K\.?K\.?|KABUSHIKI KAISHA|A\.?B\.?|O\.?Y\.?|A/S|HOLDINGS?|"
        r"PARTNERS\w*|GROUP|INTERNATIONAL|TECHNOLOG\w*|SYSTEMS|INDUSTRIES|VENTURES|CAPITAL|FUND|ENTERPRISES|LAB|PTY|S\.?E\.?",
    ),
    (PartyKind.OTHER, r"TRUST\w*|FOUNDATION|ASSOCIATION|SOCIETY|HOSPITAL|CLINIC|ESTATE OF|AS (COLLATERAL )?AGENT|MUSEUM"),
)  # fmt: skip
_ENGLISH_WORDS = tuple((kind, re.compile(rf"(?<![A-Z.])(?:{words})(?![A-Z])")) for kind, words in _ENGLISH)
_AGENCY = ("事务所", "代理有限公司", "评估有限公司")
_CHINESE = (
    (PartyKind.BANK, ("银行", "信用社", "农商行")),
    (PartyKind.UNIVERSITY, ("大学", "学院", "职业技术学校", "党校")),
    (PartyKind.INSTITUTE, ("研究院", "研究所", "研究中心", "科学院", "设计院", "实验室")),
    (PartyKind.GOVERNMENT, ("人民政府", "管理局", "委员会", "财政局", "知识产权局", "科技局", "部队")),
    (PartyKind.AGENCY, _AGENCY),
    (PartyKind.ENTERPRISE, ("公司", "厂", "集团", "合作社", "合伙", "企业", "商行", "经营部", "工作室", "店", "农场")),
    (
        PartyKind.OTHER,
        ("医院", "协会", "学会", "基金会", "联盟", "中心", "学校", "中学", "小学", "场", "站", "所", "社", "队"),
    ),
)


def kind_of(name: str) -> PartyKind:
    """The kind a name tells; ``PERSON`` when it tells none, because a person must not be taken for a body."""
    text = unicodedata.normalize("NFKC", name).strip()
    if any("\u4e00" <= c <= "\u9fff" for c in text):
        if text.endswith(("公司", "集团", "厂")) and not any(w in text for w in (*_CHINESE[0][1], *_AGENCY)):
            return PartyKind.ENTERPRISE  # …研究院有限公司 is a company
        return next((kind for kind, words in _CHINESE if any(w in text for w in words)), PartyKind.PERSON)
    flat = text.upper().replace(",", " ")
    return next((kind for kind, words in _ENGLISH_WORDS if words.search(flat)), PartyKind.PERSON)


def is_person(name: str) -> bool:
    return kind_of(name) is PartyKind.PERSON


def party_code(name: str, *, record: str, credit_code: str = "") -> str:
    """``P:`` and the credit code when known; for a body otherwise a hash of its name, blind to case, width and
    punctuation; for a person a hash of ``record``, the one place on the register where the person stands."""
    if credit_code:
        return f"P:{credit_code}"
    made_of = f"person|{record}" if is_person(name) else f"body|{key(name)}"
    return f"P:x-{hashlib.sha256(made_of.encode()).hexdigest()[:20]}"
