"""The home page's glance at custody: what an owner owes soon, what an agency has in its care."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from ipops.kernel.text import Text
from ipops.lines.custody.app.reading import agenda, care
from ipops.rights.docket.item import Status
from ipops.webkit import access
from ipops.webkit.glances import Glance


def glances(reader: access.Reader, today: date) -> Iterator[Glance]:
    """Of a body: the rights it owns and what is to be paid within ninety days; where it looks after others', these too."""
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
    if cared := care.in_care(reader):
        yield Glance(title=Text("受托权利", "Rights in your care"), value=len(cared), href=reverse("custody:work"))
