"""What the ground itself finds: parties, rights, entries of the ledger, tasks, documents, pages of the menu."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import reverse

from ipops.kernel.text import Text
from ipops.webkit import access, columns, documents, pinyin, work
from ipops.webkit.models import Document
from ipops.webkit.pages import names
from ipops.webkit.pages.shell import Shell
from ipops.webkit.search import Found, Hit, Typed, parties_like, rights_like

_ENTRY = re.compile(r"(?:\u7b2c|No\.?)?\s*(\d{1,12})\s*\u53f7?", re.IGNORECASE)
_DIGEST = re.compile(r"[0-9a-f]{8,64}")


def parties(reader: access.Reader, typed: Typed, most: int) -> Iterable[Hit]:
    for p in access.parties_for(reader).filter(parties_like(typed.text))[:most]:
        was = next((n for n in p.former_names if typed.needle in n.lower()), "")
        told = Text("曾用名{was}；{place}", "formerly {was}; {place}").fill(was=was, place=names.place(p.place))
        yield Hit(
            title=p.name or p.party,
            href=reverse("party", args=[p.party]),
            because=told if was and was not in p.name else names.place(p.place),
        )


def rights(reader: access.Reader, typed: Typed, most: int) -> Iterable[Hit]:
    for r in access.rights_for(reader).filter(rights_like(typed.text))[:most]:
        yield Hit(title=r.right, href=reverse("right", args=[r.right]), because=r.title or None)


def entries(reader: access.Reader, typed: Typed, most: int) -> Iterable[Hit]:
    """An entry by its number, written as pages write it."""
    number = _ENTRY.fullmatch(typed.text)
    row = access.fact_for(reader, int(number[1])) if number else None
    if row is not None:
        entry = columns.entry_of(row.canonical)
        title = Text("第{n}号 {kind}", "No. {n} {kind}").fill(n=entry.n, kind=type(entry.fact).TITLE)
        yield Hit(title=title, href=reverse("ledger-entry", args=[entry.n]), because=entry.fact.on)


def tasks(reader: access.Reader, typed: Typed, most: int) -> Iterable[Hit]:
    rows = work.items_for(reader).filter(done_at=None)
    for t in (rows.filter(title_zh__icontains=typed.text) | rows.filter(title_en__icontains=typed.text))[:most]:
        yield Hit(title=Text(t.title_zh, t.title_en), href=t.link or reverse("work"), because=t.due_on)


def papers(reader: access.Reader, typed: Typed, most: int) -> Iterable[Hit]:
    """A document by its SHA-256 or the beginning of it; by name those that the reader brought."""
    if _DIGEST.fullmatch(typed.needle):
        held = Document.objects.filter(sha256__startswith=typed.needle)[:most]
        found = [d for d in held if documents.document_for(reader, d.sha256)]
    else:
        label = getattr(reader, "label", "")
        found = list(Document.objects.filter(stored_by=label, name__icontains=typed.text)[:most]) if label else []
    for d in found:
        yield Hit(title=d.name, href=reverse("document", args=[d.sha256]), because=d.stored_at)


def pages(request: HttpRequest, typed: Typed) -> list[Hit]:
    """Pages of the reader's own menu, by name, pinyin or initials."""
    menu = Shell(request).menu
    return [
        Hit(title=item.title, href=item.href, because=section.title)
        for section in menu
        for item in section.items
        if typed.needle in pinyin.search_key(item.title.zh, item.title.en.lower())
    ]


GROUND = (
    Found(code="rights", title=Text("权利", "Rights"), by=rights, all_at="rights"),
    Found(code="parties", title=Text("主体", "Parties"), by=parties, all_at="parties"),
    Found(code="tasks", title=Text("待办事项", "Work to do"), by=tasks),
    Found(code="entries", title=Text("账本", "Ledger"), by=entries),
    Found(code="documents", title=Text("文件", "Documents"), by=papers),
)
