"""Letters: what was told and not read yet, one a person, in their language, with why each came and how to stop it."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils import timezone

from ipops.kernel.text import Text
from ipops.webkit.desk import notices
from ipops.webkit.models import Notice, User

#: What nobody could be written about for so long is on the list anyway.
OLDEST = timedelta(days=2)


def set_up() -> bool:
    """Whether this site can send letters at all; the page of choices says so."""
    return bool(getattr(settings, "IPOPS_MAIL", ""))


def send() -> int:
    """Write to everybody who has something unread that they want by e-mail; gives how many letters went out.

    A letter that fails leaves its notices as they are: the next run tries again. Raises what the mail server raised, after
    the others were tried, so that the log says so.
    """
    if not set_up():
        return 0
    waiting: dict[int, list[Notice]] = {}
    rows = Notice.objects.filter(mailed_at=None, read_at=None, at__gte=timezone.now() - OLDEST).exclude(user__email="")
    for n in rows.filter(user__is_active=True).select_related("user").order_by("user_id", "id"):
        waiting.setdefault(n.user.pk, []).append(n)
    sent, failed = 0, None
    with get_connection() as connection:
        for mine in waiting.values():
            wants = notices.choices(mine[0].user)
            wanted = [n for n in mine if wants.get(n.event, True)]
            try:
                if wanted:
                    letter(mine[0].user, wanted, connection).send()
                    sent += 1
            except OSError as e:
                failed = e
                continue
            Notice.objects.filter(pk__in=[n.pk for n in mine]).update(mailed_at=timezone.now())
    if failed is not None:
        raise failed
    return sent


def letter(user: User, told: list[Notice], connection: object = None) -> EmailMessage:
    """Plain text. The address of the site is the one it was told to call itself by."""
    lang = user.language or "zh"
    site = str(getattr(settings, "IPOPS_ADDRESS", "")).rstrip("/")
    lines = [_HELLO.fill(name=user.name_zh or user.username).in_(lang), ""]
    for n in told:
        lines += [
            f"• {Text(n.title_zh, n.title_en).in_(lang)}",
            f"  {_WHY.in_(lang)}{Text(n.why_zh, n.why_en).in_(lang)}",
        ]
        if n.link:
            lines.append(f"  {site}{n.link}")
        lines.append("")
    lines += [_STOP.in_(lang), f"{site}/notices/choices/"]
    subject = Text(told[0].title_zh, told[0].title_en)
    if len(told) > 1:
        subject = Text("{n}条提醒：{first}", "{n} notices: {first}").fill(n=len(told), first=subject)
    return EmailMessage(
        subject=subject.in_(lang),
        body="\n".join(lines),
        to=[user.email],
        connection=connection,  # type: ignore[arg-type]
    )


_HELLO = Text("{name}：", "{name},")
_WHY = Text("为何收到：", "Why you get this: ")
_STOP = Text("不想收到这类邮件，请登录后在此选择：", "To stop letters of this kind, sign in and choose here:")
