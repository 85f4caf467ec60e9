"""What is told about dockets: to owners, to the agencies that look after rights, to the lenders to whom they are pledged.

Rule 1: the alert is a notice; letters go out by the ground's own post, one a person with all that is new (``desk.mailing``).
Rule 2: an alert is told once at each step (90, 30, 7 days, late, missed; a mark at 24 and 30 months); telling again changes
nothing, so the job may run as often as it likes.
Rule 3: each says why it came and as what the reader is told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from django.urls import reverse

from ipops.kernel.text import Text
from ipops.lines.custody.app import selectors
from ipops.lines.custody.app.models import Custody
from ipops.lines.custody.app.reading import care
from ipops.lines.custody.app.reading.danger import dangers
from ipops.rights.docket.alerts import Alert, As, alerts
from ipops.webkit.desk import notices
from ipops.webkit.models import Membership, User
from ipops.webkit.roles import Level

DOCKET = notices.Event(
    code="custody.docket",
    title=Text("期限与年费提醒", "Alerts on periods and fees"),
    why=Text("您的单位拥有或托管这些权利。", "Your body owns these rights or looks after them."),
)
DANGER = notices.Event(
    code="custody.danger",
    title=Text("质物风险提醒", "Alerts on pledged rights in danger"),
    why=Text("该权利质押给您的单位。", "The right is pledged to your body."),
)


def daily(today: date) -> int:
    """Tell every body what there is to tell on the day; gives how many notices are new."""
    people = _people()
    return sum(_tell_body(party, users, today) for party, users in people.items())


def _people() -> Mapping[str, list[User]]:
    """Who acts for which body."""
    found: dict[str, list[User]] = defaultdict(list)
    held = Membership.objects.filter(user__is_active=True, office__level=str(Level.BODY)).select_related(
        "user", "office"
    )
    for m in held.exclude(office__party=""):
        found[m.office.party].append(m.user)
    return found


def _tell_body(party: str, users: list[User], today: date) -> int:
    told = _alerts(care.owned([party]), users, today, As.OWNER, reverse("custody:portal"))
    standing = Custody.objects.filter(agency=party, stage__in=selectors.STANDING)
    told += _alerts(list(care.covered_by(standing)), users, today, As.AGENCY, reverse("custody:work"))
    held = care.pledged_to([party])
    for d in dangers(care.seen(list(held), today), held, today):
        title = Text("质物 {right}：{says}", "pledged {right}: {says}").fill(right=d.right, says=d.says)
        link = reverse("custody:endangered")
        told += notices.tell(users, event=DANGER, code=d.code, title=title, link=link, why=DANGER.why)
    return told


def _alerts(numbers: Iterable[str], users: list[User], today: date, as_: As, link: str) -> int:
    items = [i for s in care.seen(list(numbers), today) for i in s.docket.items]
    return sum(_one(a, users, link) for a in alerts(items, today, as_))


def _one(alert: Alert, users: list[User], link: str) -> int:
    return notices.tell(users, event=DOCKET, code=alert.code, title=alert.says, link=link, why=alert.why)
