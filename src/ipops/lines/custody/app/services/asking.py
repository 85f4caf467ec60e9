"""Who is told of a need and of an offer: the agencies that are invited, the firm that asked."""

from __future__ import annotations

from collections.abc import Collection

from django.urls import reverse

from ipops.kernel.text import Text
from ipops.webkit import parties
from ipops.webkit.desk import notices
from ipops.webkit.models import Membership, User
from ipops.webkit.roles import Level

ASKING = notices.Event(
    code="custody.asking",
    title=Text("托管需求与报价", "Needs and offers of custody"),
    why=Text("您的单位受邀报价，或您的单位提出了需求。", "Your body is invited to offer, or has asked for custody."),
)
_INVITED = Text("您的单位受邀对一项托管需求报价。", "Your body is invited to offer custody.")
_OFFERED = Text("{agency} 对您单位的托管需求报价", "{agency} offers custody to your body")
_ASKED = Text("您的单位提出了这项需求。", "Your body asked for it.")
_WHY = Text("该需求邀请您的单位报价。", "The need invites your body.")


def tell_invited(custody: str, agencies: Collection[str]) -> None:
    link = reverse("custody:custody", args=[custody])
    notices.tell(_people(agencies), event=ASKING, code=f"custody:asked:{custody}", title=_INVITED, link=link, why=_WHY)


def tell_client(custody: str, client: str, agency: str) -> None:
    title = _OFFERED.fill(agency=parties.named([agency]).get(agency, agency))
    link, code = reverse("custody:custody", args=[custody]), f"custody:offered:{custody}:{agency}"
    notices.tell(_people([client]), event=ASKING, code=code, title=title, link=link, why=_ASKED)


def _people(bodies: Collection[str]) -> list[User]:
    """Who acts for one of these bodies."""
    held = Membership.objects.filter(office__party__in=list(bodies), office__level=str(Level.BODY))
    return [m.user for m in held.select_related("user")]
