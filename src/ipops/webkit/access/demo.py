"""Accounts of the demo city, one a role, labelled demo. Their passwords come from the home's secret key: the same each
time they are printed, other ones in every home, none written down."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from ipops.kernel.outcome import Refused
from ipops.kernel.text import Text
from ipops.reference.demo_places import DEMO_MUNICIPAL_DISTRICT, DEMO_MUNICIPALITY
from ipops.webkit.access.rules import grant
from ipops.webkit.models import Membership, Office, User
from ipops.webkit.roles import Level, Role

CITY, DISTRICT, ELSEWHERE = "990100", "990101", "990200"


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoOffice:
    code: str
    title: Text
    place: str
    level: Level
    party: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoAccount:
    """What the sign-in page and ``make demo`` print."""

    username: str
    password: str
    role: Role
    office: Text
    place: str


_CENTRE = DemoOffice(code="demo-centre", title=Text("中央主管（演示）", "Centre (demo)"), place="", level=Level.CENTRE)
_PROVINCE = DemoOffice(
    code="demo-province",
    title=Text("省知识产权局（演示）", "Provincial IP office (demo)"),
    place="990000",
    level=Level.PROVINCE,
)
_CITY = DemoOffice(
    code="demo-city", title=Text("演示市知识产权局", "Demo City IP office"), place=CITY, level=Level.CITY
)
_DISTRICT = DemoOffice(
    code="demo-district",
    title=Text("演示市一区知识产权局", "Demo City, first district"),
    place=DISTRICT,
    level=Level.DISTRICT,
)
_OTHER = DemoOffice(
    code="demo-other",
    title=Text("邻市知识产权局（演示）", "Neighbouring city's IP office (demo)"),
    place=ELSEWHERE,
    level=Level.CITY,
)
#: A municipality acts as the province of its district, which is a key city of its own.
_MUNICIPALITY = DemoOffice(
    code="demo-municipality",
    title=Text("示范直辖市知识产权局", "Demo Municipality IP office"),
    place=DEMO_MUNICIPALITY,
    level=Level.PROVINCE,
)
_MUNICIPAL_DISTRICT = DemoOffice(
    code="demo-municipal-district",
    title=Text("江湾区知识产权局（演示）", "Bend District IP office (demo)"),
    place=DEMO_MUNICIPAL_DISTRICT,
    level=Level.CITY,
)
_FINANCE = DemoOffice(
    code="demo-finance", title=Text("演示市财政局", "Demo City finance bureau"), place=CITY, level=Level.CITY
)
_PANEL = DemoOffice(code="demo-panel", title=Text("评审组（演示）", "Panel (demo)"), place="", level=Level.CITY)

#: An expert who works in the demo city: the office covers nothing, but its place shows the conflict.
_CITY_EXPERT = DemoOffice(
    code="demo-city-institute",
    title=Text("示范市研究院（演示）", "Demo City institute (demo)"),
    place=CITY,
    level=Level.BODY,
)


def _body(code: str, zh: str, en: str, party: str) -> DemoOffice:
    """A party of the demo city (``site.demo`` makes the same codes each time), or one that has done nothing yet."""
    return DemoOffice(code=f"demo-{code}", title=Text(zh, en), place="", level=Level.BODY, party=party)


_BODIES = (
    ("bank", _body("bank", "示范银行（演示）", "Demo Bank (demo)", "P:91990101HWFJQYKP18")),
    ("guarantor", _body("guarantor", "示范担保（演示）", "Demo Guarantee (demo)", "P:91990100F49PWEEPXY")),
    ("insurer", _body("insurer", "示范财产保险（演示）", "Demo Insurance (demo)", "P:91990100WAJ8GX869X")),
    ("firm", _body("firm", "示范高新恒川工程技术（演示）", "Hengchuan Engineering (demo)", "P:919901018DJQ11C33B")),
    ("university", _body("university", "示范大学（演示）", "Demo University (demo)", "P:129901010PU8EGA580")),
    ("park", _body("park", "示范高新产业园（演示）", "High-tech park (demo)", "P:91990101NK3EFJHM0W")),
    ("agency", _body("agency", "通达专利商标（演示）", "Tongda Patents (demo)", "P:91990101CKRA05YN7P")),
)
_ACCOUNTS: tuple[tuple[str, Role, DemoOffice], ...] = (
    ("clerk", Role.CLERK, _CITY),
    ("officer", Role.OFFICER, _CITY),
    ("certifier", Role.CERTIFIER, _CITY),
    ("checker", Role.CHECKER, _CITY),
    ("district", Role.CLERK, _DISTRICT),
    ("neighbour", Role.CLERK, _OTHER),
    ("province", Role.PROVINCE, _PROVINCE),
    ("municipality", Role.PROVINCE, _MUNICIPALITY),
    ("bend-clerk", Role.CLERK, _MUNICIPAL_DISTRICT),
    ("bend-officer", Role.OFFICER, _MUNICIPAL_DISTRICT),
    ("bend-certifier", Role.CERTIFIER, _MUNICIPAL_DISTRICT),
    ("centre", Role.CENTRE, _CENTRE),
    ("auditor", Role.AUDITOR, _CITY),
    ("finance", Role.FINANCE, _FINANCE),
    ("expert", Role.EXPERT, _PANEL),
    ("expert2", Role.EXPERT, _PANEL),
    ("expert3", Role.EXPERT, _PANEL),
    ("expert-city", Role.EXPERT, _CITY_EXPERT),
    *((name, Role.MEMBER, office) for name, office in _BODIES),
    ("admin", Role.ADMIN, _CITY),
)


def _password(username: str) -> str:
    digest = hmac.new(settings.SECRET_KEY.encode(), f"demo account {username}".encode(), hashlib.sha256).digest()
    return base64.b32encode(digest)[:10].decode().lower()


def demo_make() -> tuple[DemoAccount, ...]:
    """Make the offices and accounts unless they are there, set their passwords, and list them."""
    with transaction.atomic():
        stale = _passwords_are_stale()
        for name, role, where in _ACCOUNTS:
            office, _ = Office.objects.get_or_create(
                code=where.code,
                defaults={
                    "name_zh": where.title.zh,
                    "name_en": where.title.en,
                    "place": where.place,
                    "level": str(where.level),
                    "party": where.party,
                    "is_demo": True,
                },
            )
            user, new = User.objects.get_or_create(
                username=name,
                defaults={"name_zh": f"{role.zh}（演示）", "name_en": f"{role.en} (demo)", "is_demo": True},
            )
            if not user.is_demo:
                raise RuntimeError(f"A real account is called {name!r}; demo accounts do not belong beside it.")
            if new or stale:
                user.set_password(_password(name))
                user.save(update_fields=["password"])
            made = grant(user=user, office=office, role=role, by="demo")
            if isinstance(made, Refused):
                raise RuntimeError(made.reasons[0].says.en)
    return demo_accounts()


def _passwords_are_stale() -> bool:
    """Whether they come from another secret key (a restored home). One is checked for all: a check is slow on purpose,
    and every start of the demo would pay for ten."""
    held = User.objects.filter(username__in=[name for name, _, _ in _ACCOUNTS], is_demo=True).first()
    return held is not None and not held.check_password(_password(held.username))


def demo_accounts() -> tuple[DemoAccount, ...]:
    """The demo accounts that exist, in the order of the list above; none in a real city."""
    held = {
        m.user.username: m
        for m in Membership.objects.filter(user__is_demo=True, user__is_active=True).select_related("user", "office")
    }
    return tuple(
        DemoAccount(
            username=name,
            password=_password(name),
            role=role,
            office=Text(held[name].office.name_zh, held[name].office.name_en),
            place=held[name].office.place,
        )
        for name, role, _ in _ACCOUNTS
        if name in held
    )
