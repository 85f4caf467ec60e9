"""What an administrator sees on the home page in the morning: work that failed, what wants a look, tokens that stop, weak accounts."""

from __future__ import annotations

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from ipops.kernel.text import Text
from ipops.webkit import access
from ipops.webkit.access import managing
from ipops.webkit.glances import Glance
from ipops.webkit.pages.views.manage import health, people

TITLE = Text("系统与账号", "The system and its accounts")


def figures(reader: access.Reader) -> list[tuple[Text, tuple[Glance, ...]]]:
    """Nothing for who manages nobody."""
    if not access.may(reader, access.Action.MANAGE):
        return []
    counted, at = health.tasks(), reverse("health")
    weak = Count("pk", distinct=True, filter=managing.without_factor())
    ending = Count("pk", distinct=True, filter=managing.token_ends(timezone.now()))
    people_ = managing.people_for(reader).order_by().aggregate(weak=weak, ending=ending)
    told = (
        Glance(
            title=Text("失败的后台任务", "Background tasks failed"),
            value=counted.get("FAILED", 0),
            href=f"{at}?status=FAILED",
            state="late",
        ),
        Glance(
            title=Text("需要处理的运行项", "Signs that want a look"),
            value=sum(s.state == "late" for s in health.moving(counted)),
            href=at,
            state="late",
        ),
        Glance(
            title=Text("令牌三十日内到期的账号", "Accounts whose tokens end within thirty days"),
            value=people_["ending"],
            href=f"{reverse('people')}?which={people.TOKEN_ENDS}",
            state="due",
        ),
        Glance(
            title=Text("未设第二因素的账号", "Accounts without a second factor"),
            value=people_["weak"],
            href=f"{reverse('people')}?which={people.NO_FACTOR}",
            state="due",
        ),
    )
    return [(TITLE, told)]
