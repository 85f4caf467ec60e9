"""Tables under a name of one's own: an address with its filters, sort and columns, kept for one person."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from ipops.webkit.models import SavedView, User

MOST, LONGEST, NAME = 30, 2_000, 40


def of_page(user: User, path: str) -> list[SavedView]:
    """What this person saved of the table on that page, by name."""
    return list(SavedView.objects.filter(user=user, path=path)[:MOST])


def save(*, user: User, path: str, name: str, query: str) -> SavedView | None:
    """Keep the address under the name; a name that is there is moved to it. ``None`` when nothing more may be kept."""
    name, query = name.replace("\x00", "").strip()[:NAME], plain(query.replace("%00", "").replace("\x00", ""))
    if not name or len(query) > LONGEST:
        return None
    known = SavedView.objects.filter(user=user, path=path)
    if known.count() >= MOST and not known.filter(name=name).exists():
        return None
    made, _ = SavedView.objects.update_or_create(user=user, path=path, name=name, defaults={"query": query})
    return made


def drop(user: User, pk: int) -> bool:
    return bool(SavedView.objects.filter(user=user, pk=pk).delete()[0])


def plain(query: str, without: tuple[str, ...] = ("page", "export", "lang", "count")) -> str:
    """The query as it is kept: no page, no language, nothing empty."""
    return urlencode([(k, v) for k, v in parse_qsl(query) if k not in without])
