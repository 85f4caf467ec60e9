"""Tags and filters for every template. Text stands in both languages: ``{% t "转让" "transfer" %}``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ipops.kernel.citation import Citation, Grade
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.period import CalendarPeriod
from ipops.kernel.text import Text
from ipops.reports import wording
from ipops.webkit.desk import drafts
from ipops.webkit.models import Draft, User
from ipops.webkit.pages import cells, drafting, lang, names, shown, states
from ipops.webkit.pages.bullet import Bullet

register = template.Library()


@register.simple_tag
def t(zh: str, en: str, **values: Any) -> SafeString:
    """``{% t "共 {n} 条" "{n} in all" n=table.total %}``; values are escaped and shown as ``shown`` does."""
    text = lang.tr(Text(zh, en))
    return format_html(text, **{k: shown.shown(v) for k, v in values.items()}) if values else SafeString(text)


@register.filter
def tr(text: Text | str) -> str:
    """A ``Text`` in the reader's language; a plain string (a name, a number) stays as it is."""
    return lang.tr(text) if isinstance(text, Text) else text


register.filter("shown", shown.shown)
register.filter("either", lang.either)
register.filter("hand", names.hand)


@register.filter
def shown_cell(value: Any) -> SafeString:
    """A cell of a small table: where there is nothing, nothing lacks."""
    return shown.shown("—" if value is None or value == "" else value)


@register.filter
def money(value: Any) -> SafeString:
    """A ``Money``, its absence or its being unknown."""
    return shown.shown(value)


@register.filter
def percent(rate: Fraction | None, against: Fraction | None = None) -> str | SafeString:
    if rate is None:
        return shown.shown(None)
    return lang.tr(wording.percent(rate, against=against))


@register.filter
def period(text: str) -> str:
    """The text form of a calendar period (``2017H1``) in words."""
    return lang.tr(wording.period(CalendarPeriod.parse(text)))


@register.simple_tag
def state(code: str) -> SafeString:
    return shown.chip(states.state(code))


@register.simple_tag
def fact(n: int) -> SafeString:
    """A link to one numbered entry of the ledger."""
    return names.fact(n)


@register.simple_tag(takes_context=True)
def resume(context: template.Context, form: Any) -> Draft | None:
    """Puts the reader's draft of this page into a form that nobody has sent yet; gives the draft for the note above it."""
    request = context.get("request")
    if request is None or form.is_bound or request.method != "GET" or not isinstance(request.user, User):
        return None
    kept = drafts.of(request.user, drafting.address(request))
    if kept is None or kept.form != form.code:
        return None
    drafting.resume(form, kept)
    return kept


@register.simple_tag
def fact_name(n: int) -> str:
    """What an entry is called, without a link."""
    return lang.tr(Text(f"第{n}号", f"No. {n}"))


@register.filter
def drawn_rows(of: Any) -> SafeString:
    """The body of a table. Drawn here and not by loops of a template: a page has some four hundred cells, and each of these
    would be looked up a dozen times."""
    return cells.drawn(of.rows)


@register.filter
def beside(cells: Sequence[Any], heads: Sequence[Any]) -> list[tuple[Any, Any]]:
    """Each cell of a row with the head of its column."""
    return list(zip(heads, cells, strict=True))


@register.filter
def cite(of: Citation | None) -> SafeString | str:
    """A citation in one line, for running text; nothing for none."""
    return shown.cited(of) if of else ""


@register.filter
def any_wrong(fields: Any) -> bool:
    """Whether a group holds a field with a problem: then it stands open, for nothing wrong may be hidden."""
    return any(f.is_wrong for f in fields)


@register.inclusion_tag("webkit/parts/citation.html")
def citation(of: Citation) -> dict[str, Any]:
    """A citation that opens to its quotation and source; a block, not for use inside a paragraph."""
    ours = of.grade is Grade.OURS and not of.quote
    source = "" if of.source.startswith(_OUR_SHELVES) else _elsewhere(of.source)
    return {"c": of, "source": source, "grade": shown.grade(of.grade), "meaning": shown.GRADES[of.grade], "ours": ours}


#: Folders of who wrote the program: where a clause was read there is of no use to who reads the page.
_OUR_SHELVES = ("shared/", "domain/")
_OUR_FILE = re.compile(r"\d+_[0-9a-f]{16}\.\w+")


def _elsewhere(source: str) -> str:
    """A source without the files it was kept in here; one that names no such file stays as it is."""
    parts = [part.strip() for part in source.split(" ; ")]
    return " ; ".join(part for part in parts if not _OUR_FILE.fullmatch(part))


@register.inclusion_tag("webkit/parts/reasons.html")
def reasons(of: Refused | tuple[Reason, ...]) -> dict[str, Any]:
    """Every reason with its clause and the facts it looked at."""
    return {"reasons": of.reasons if isinstance(of, Refused) else of}


@register.inclusion_tag("webkit/parts/facts.html")
def facts(numbers: tuple[int, ...]) -> dict[str, Any]:
    """A row of links to entries."""
    return {"numbers": numbers}


@register.inclusion_tag("webkit/parts/table.html", takes_context=True)
def table(context: template.Context, of: Any) -> dict[str, Any]:
    request = context.get("request")
    signed_in = isinstance(getattr(request, "user", None), User)
    return {"table": of, "request": request, "signed_in": signed_in, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("webkit/parts/empty.html")
def empty(title: Text, todo: Text | None = None, href: str = "", action: Text | None = None) -> dict[str, Any]:
    """Nothing here yet, what that means and what to do."""
    return {"title": title, "todo": todo, "href": href, "action": action}


@register.inclusion_tag("webkit/parts/bullet.html")
def bullet(of: Bullet) -> dict[str, Any]:
    return {"b": of}


@register.inclusion_tag("webkit/parts/timeline.html")
def timeline(items: Any) -> dict[str, Any]:
    return {"items": items}


@register.inclusion_tag("webkit/parts/tabs.html")
def tabs(items: Any, title: Text) -> dict[str, Any]:
    return {"tabs": items, "title": title}


@register.inclusion_tag("webkit/parts/chart.html")
def chart(of: Any) -> dict[str, Any]:
    return {"chart": of}
