"""The home page's glance at custody: what an owner owes soon, what an agency has in its care, how the firms of a park do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Count, Q
from django.urls import reverse

from ipops.kernel.text import Text
from ipops.lines.custody.app import selectors
from ipops.lines.custody.app.models import Custody
from ipops.lines.custody.app.reading import agenda, care
from ipops.rights.docket.item import Status
from ipops.webkit import access
from ipops.webkit.glances import Glance


def glances(reader: access.Reader, today: date) -> Iterator[Glance]:
    """Of a body: the rights it owns and what is to be paid within ninety days; where it looks after others', these too; of a park,
    its firms."""
    bodies = access.bodies(reader)
    if not bodies:
        return
    own = care.owned(bodies)
    if own:
        due = agenda.agenda_of(own, today).to_pay.items
        late = sum(x.status is Status.LATE for x in due)
        portal = reverse("custody:portal")
        yield Glance(title=Text("名下权利", "Rights you own"), value=len(own), href=f"{portal}?tab=own")
        yield Glance(title=Text("九十日内应缴", "To pay within ninety days"), value=agenda.sums(due).now, href=portal)
        yield Glance(title=Text("其中已逾期", "Of these late"), value=late, href=portal, state="late")
    standing = Custody.objects.filter(stage__in=selectors.STANDING).aggregate(
        cared=Count("pk", filter=Q(agency__in=bodies)), **_of_park(bodies, today)
    )
    if standing["cared"]:
        yield from _in_care(reader, today)
    if standing["firms"]:
        yield from _park(standing, today)


_SOON = timedelta(days=90)


def _in_care(reader: access.Reader, today: date) -> Iterator[Glance]:
    """What an agency looks after, what of it is to be paid soon, and what is late."""
    cared, at = care.in_care(reader), reverse("custody:work")
    due = agenda.agenda_of(cared, today).to_pay.items
    late = sum(x.status is Status.LATE for x in due)
    yield Glance(title=Text("受托权利", "Rights in your care"), value=len(cared), href=at)
    yield Glance(
        title=Text("受托权利九十日内应缴", "To pay for them within ninety days"), value=agenda.sums(due).now, href=at
    )
    yield Glance(title=Text("受托权利已逾期", "Of these in your care late"), value=late, href=at, state="late")


def _of_park(bodies: tuple[str, ...], today: date) -> dict[str, Count]:
    """Of the firms whose contracts name this body as their park."""
    park = Q(park__in=bodies)
    return {
        "firms": Count("client", distinct=True, filter=park),
        "unserved": Count("client", distinct=True, filter=park & Q(stage="signed")),
        "ending": Count("pk", filter=park & Q(until__lte=today + _SOON)),
        "late": Count("pk", filter=park & Q(until__lte=today)),
    }


def _park(told: dict[str, int], today: date) -> Iterator[Glance]:
    at = reverse("custody:custodies")
    yield Glance(title=Text("园区受托企业", "Firms of the park in custody"), value=told["firms"], href=at)
    unserved = f"{at}?stage=signed"
    yield Glance(
        title=Text("尚无服务的企业", "Firms not served yet"), value=told["unserved"], href=unserved, state="due"
    )
    title = Text("九十日内到期待续签", "Contracts to renew within ninety days")
    last = (today + _SOON).isoformat()
    yield Glance(title=title, value=told["ending"], href=f"{at}?ends={last}", state="late" if told["late"] else "due")
