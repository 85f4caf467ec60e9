"""The first quarter hour of a new city, step by step, each with what is done already and what to do next."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from ipops import policy
from ipops.kernel.outcome import Refused
from ipops.kernel.text import Text
from ipops.webkit import store
from ipops.webkit.models import Head, JournalRow, Membership, Office
from ipops.webkit.pages.reader import reader
from ipops.webkit.pages.shell import Shell, who_opens
from ipops.webkit.pages.views import plan
from ipops.webkit.roles import Level, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """``done`` is read from what is stored, never ticked by hand; ``command`` is what the keeper of the machine types."""

    minutes: int
    title: Text
    todo: Text
    done: bool
    href: str = ""
    action: Text | None = None
    command: str = ""
    roles: tuple[Role, ...] = ()

    @property
    def who(self) -> Text:
        """Who may do it, for a reader who may not: the roles that its page is for."""
        roles = self.roles or who_opens(self.href)
        return Text("、".join(r.zh for r in roles), ", ".join(r.en for r in roles))


#: The kind of fact that a filed return leaves, by its name: the ground knows no house.
RETURN_FILED = "return_filed"
_NEEDED = (Role.ADMIN, Role.CLERK, Role.OFFICER, Role.CERTIFIER)


def stages() -> tuple[Stage, ...]:
    cities = list(Office.objects.filter(level=Level.CITY).exclude(place=""))
    held = set(Membership.objects.values_list("role", flat=True))
    planned = any(policy.plan_of_place(o.place) for o in cities)
    peopled = bool(cities) and {str(r) for r in _NEEDED} <= held
    return (_people(done=peopled), _plan(done=planned), _records(), _sealed(), _return())


def _people(*, done: bool) -> Stage:
    return Stage(
        minutes=3,
        title=Text("设立单位与人员", "Set up offices and people"),
        todo=Text(
            "设立市局，并至少各有一名经办人、主管、审核人；经办与审核不能是同一人。",
            "Set up the city's office with at least one clerk, officer and certifier; clerk and certifier are never one person.",
        ),
        done=done,
        href=_address("manage"),
        action=Text("管理", "Manage"),
        command="ipops account add NAME --role admin --office CODE",
    )


def _plan(*, done: bool) -> Stage:
    return Stage(
        minutes=4,
        title=Text("放入城市方案", "Put in the city's plan"),
        todo=Text(
            "照本市实施方案填写目标、年限与口径，附上方案文件；没有写明的留空，即为未知。",
            "Type the goals, years and ways of counting of the city's plan and attach it; what it does not say is left empty and unknown.",
        ),
        done=done,
        href=reverse("plan"),
        action=Text("填写方案", "Type in the plan"),
        roles=plan.ROLES,
        command="ipops pack check FOLDER",
    )


def _records() -> Stage:
    return Stage(
        minutes=5,
        title=Text("第一批记录", "First records"),
        todo=Text(
            "导入收到的登记清单，不用逐条录入；也可以登记一宗交易。",
            "Import the register list you received; nothing needs typing. Or record one deal.",
        ),
        done=store.size() > 0,
        href=_address("trading:imports") or _address("ledger"),
        action=Text("导入登记清单", "Import a register list"),
    )


def _sealed() -> Stage:
    return Stage(
        minutes=1,
        title=Text("封存", "Seal"),
        todo=Text(
            "每小时自动封存；第一次封存后，任何人都能核验记录未被改动。",
            "Sealing runs every hour; after the first one everybody can verify that nothing was changed.",
        ),
        done=Head.objects.exists(),
        href=reverse("heads"),
        action=Text("看封存记录", "See the seals"),
    )


def _return() -> Stage:
    return Stage(
        minutes=2,
        title=Text("第一份报表", "First return"),
        todo=Text(
            "记分板的数由记录算出；季度报表由它生成，审核人签出。",
            "The scoreboard is worked out from the records; the quarterly return is made from it and signed off by the certifier.",
        ),
        done=JournalRow.objects.filter(kind=RETURN_FILED).exists(),
        href=_address("programme:returns") or _address("programme:scoreboard"),
        action=Text("打开", "Open"),
    )


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


@require_safe
@login_required
def start(request: HttpRequest) -> HttpResponse:
    made = stages()
    following = next((s for s in made if not s.done), None)
    opens = {i.href for section in Shell(request).menu for i in section.items}
    if not isinstance(plan.office_of(reader(request)), Refused):
        opens.add(reverse("plan"))
    context = {"stages": made, "next": following, "done": sum(s.done for s in made), "opens": opens}
    return render(request, "webkit/start.html", context)
