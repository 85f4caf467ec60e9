"""What stands around every page: menu, reader, language switch, demo banner, the latest seal. A context processor.

Settings name it: ``ipops.webkit.pages.shell.shell``. Everything is worked out only when the base template asks for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.http import HttpRequest
from django.urls import get_resolver, reverse

from ipops.kernel.line import Page
from ipops.kernel.text import ZH, Text
from ipops.webkit import access, clock, street
from ipops.webkit.desk import notices
from ipops.webkit.models import Head, Office, User
from ipops.webkit.pages import lang
from ipops.webkit.roles import Role

DEMO_KEY, DEMO_SECONDS = "ipops:is-demo", 30


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the menu; ``here`` marks the page that is open."""

    title: Text
    href: str
    here: bool


#: A menu of more sections than this folds the houses that one is not in.
FEW = 4


@dataclass(frozen=True, slots=True)
class Section:
    """``line`` is the code of a house, empty for the ground's own sections."""

    title: Text
    items: tuple[Item, ...]
    line: str = ""
    folded: bool = False


_EVERYBODY = frozenset({str(r) for r in Role})
DESK = (
    Page(url_name="home", title=Text("首页", "Home")),
    Page(url_name="work", title=Text("待办事项", "Work to do")),
    Page(url_name="questions", title=Text("十个问题", "Ten questions")),
    Page(url_name="drafts", title=Text("草稿", "Drafts")),
)
RECORDS = (
    Page(url_name="ledger", title=Text("账本", "Ledger")),
    Page(url_name="heads", title=Text("封存记录", "Seals"), roles=_EVERYBODY),
    Page(url_name="packs", title=Text("政策包", "Policy packs"), roles=_EVERYBODY),
    Page(url_name="help", title=Text("帮助", "Help"), roles=_EVERYBODY),
    Page(url_name="open-data", title=Text("开放数据", "Open data"), roles=_EVERYBODY),
    Page(url_name="parties", title=Text("主体", "Parties")),
    Page(url_name="rights", title=Text("权利", "Rights")),
)
ADMIN = (
    Page(url_name="manage", title=Text("管理", "Administration"), roles=frozenset({str(Role.ADMIN)})),
    Page(url_name="people", title=Text("人员", "People"), roles=frozenset({str(Role.ADMIN)})),
    Page(url_name="offices", title=Text("单位", "Offices"), roles=frozenset({str(Role.ADMIN)})),
    Page(url_name="health", title=Text("运行状态", "Health"), roles=frozenset({str(Role.ADMIN)})),
)


class Shell:
    """One per request. ``roles`` is what the reader is anywhere; a stranger is only ``public``."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @property
    def html_lang(self) -> str:
        return lang.html_lang()

    @property
    def switch(self) -> str:
        return lang.switch_address(self.request)

    @property
    def user(self) -> access.Reader:
        return getattr(self.request, "user", None) or AnonymousUser()

    @cached_property
    def roles(self) -> frozenset[str]:
        return frozenset({str(Role.PUBLIC), *(str(r) for r in access.roles(self.user))})

    @property
    def signed_in(self) -> bool:
        return self.user.is_authenticated

    @property
    def me(self) -> str:
        """The reader's name in the language of the page; names of accounts are not translated."""
        user = self.user
        if not isinstance(user, User):
            return ""
        return (user.name_zh if lang.current() == ZH else user.name_en) or user.username

    @property
    def office(self) -> str:
        held = access.memberships(self.user)
        return lang.tr(Text(held[0].office.name_zh, held[0].office.name_en)) if held else ""

    @cached_property
    def demo(self) -> bool:
        """Whether any office is a demo one: then every page says so. Looked up at most twice a minute."""
        known = cache.get(DEMO_KEY)
        if known is None:
            known = Office.objects.filter(is_demo=True).exists()
            cache.set(DEMO_KEY, known, DEMO_SECONDS)
        return bool(known)

    @property
    def demo_day(self) -> date | None:
        """The day the demo stands on, said beside the banner; ``None`` where the clock runs."""
        return clock.demo_day()

    @cached_property
    def head(self) -> Head | None:
        return Head.objects.order_by("-size").first()

    @cached_property
    def unread(self) -> int:
        """How many notices wait for the reader."""
        return notices.unread(self.user) if isinstance(self.user, User) else 0

    @cached_property
    def menu(self) -> tuple[Section, ...]:
        """What these roles may open; the page that is open is marked, houses that one is not in are folded."""
        match = self.request.resolver_match
        here, inside = (match.view_name, match.namespace) if match else ("", "")
        kept = _menu(self.roles, self.signed_in)
        return tuple(
            Section(
                title=title,
                items=tuple(Item(title=p.title, href=href, here=p.url_name == here) for p, href in items),
                line=line,
                folded=len(kept) > FEW and line not in ("", inside),
            )
            for title, line, items in kept
        )


Opened = tuple[Text, str, tuple[tuple[Page, str], ...]]


@lru_cache(maxsize=128)
def _menu(roles: frozenset[str], signed_in: bool) -> tuple[Opened, ...]:
    """Title, house and pages with their addresses, worked out once for each set of roles: manifests and addresses stand still.
    A house whose web half is not there yet has no pages to open."""
    addressed = get_resolver().namespace_dict
    houses = [(x.title, x.code, x.pages) for x in street.lines().values() if x.code in addressed]
    sections = [
        (Text("工作台", "Desk"), "", DESK),
        *houses,
        (Text("记录", "Records"), "", RECORDS),
        (Text("系统", "System"), "", ADMIN),
    ]
    opened = (
        (title, line, tuple((p, reverse(p.url_name)) for p in pages if _may_open(p, roles, signed_in)))
        for title, line, pages in sections
    )
    return tuple(s for s in opened if s[2])


def who_opens(href: str) -> tuple[Role, ...]:
    """The roles that a page of the menu is for, in the order of the list of roles; none if every signed-in person may open it."""
    every = _menu(_EVERYBODY, True)
    roles = next((p.roles for _, _, items in every for p, at in items if at == href), frozenset())
    return tuple(r for r in Role if str(r) in roles)


def _may_open(page: Page, roles: frozenset[str], signed_in: bool) -> bool:
    return bool(page.roles & roles) if page.roles else signed_in


def shell(request: HttpRequest) -> dict[str, Shell]:
    return {"shell": Shell(request)}
