"""Who may be what: the closed lists of roles and of levels, and which roles one person may not hold together."""

from __future__ import annotations

from ipops.ledger.facts.words import Word


class Role(Word):
    CLERK = "clerk", "经办人", "clerk"
    OFFICER = "officer", "主管", "officer"
    CERTIFIER = "certifier", "审核人", "certifier"
    PROVINCE = "province", "省级管理", "province"
    CENTRE = "centre", "中央管理", "centre"
    AUDITOR = "auditor", "审计", "auditor"
    CHECKER = "checker", "核查人", "checker"
    EXPERT = "expert", "专家", "expert"
    FINANCE = "finance", "财政", "finance bureau"
    MEMBER = "member", "单位人员", "member of a body"
    ADMIN = "admin", "系统管理", "administrator"
    PUBLIC = "public", "公众", "public"


class Level(Word):
    """Of an office. A ``body`` is a party of the city (bank, university, firm, agency): it sees what names it."""

    CENTRE = "centre", "中央", "centre"
    PROVINCE = "province", "省", "province"
    CITY = "city", "市", "city"
    DISTRICT = "district", "区县", "district"
    BODY = "body", "单位", "body"


#: Who judges applications neither makes nor decides on them, and has no office whose scope would show them before they are
#: declared on: nothing beside it but being somebody's employee.
_BESIDE_AN_EXPERT = (Role.EXPERT, Role.MEMBER, Role.PUBLIC)
#: Who writes may not certify, who audits does nothing else, who administers people records nothing. Our own rule.
INCOMPATIBLE: frozenset[frozenset[Role]] = frozenset(
    {
        frozenset({Role.CLERK, Role.CERTIFIER}),
        frozenset({Role.OFFICER, Role.CERTIFIER}),
        frozenset({Role.CLERK, Role.CHECKER}),
        *(frozenset({Role.EXPERT, r}) for r in Role if r not in _BESIDE_AN_EXPERT),
        *(frozenset({only, r}) for only in (Role.ADMIN, Role.AUDITOR) for r in Role if r not in (only, Role.PUBLIC)),
    }
)
