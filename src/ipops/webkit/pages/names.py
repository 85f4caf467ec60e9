"""What codes are called: places by the versioned list, parties by the city's own rows, kinds by their declaration."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from ipops.kernel.text import Text
from ipops.ledger.columns import lookups
from ipops.ledger.entry import Entry
from ipops.ledger.fact import Fact, about_of
from ipops.ledger.facts.words import Word
from ipops.ledger.kinds import kinds
from ipops.reference import divisions
from ipops.webkit import parties, people, street
from ipops.webkit.pages import shown
from ipops.webkit.pages.lang import either, tr

Names = Mapping[str, str]
_PAGES = {"party": "party", "right": "right"}


def kind(code: str) -> Text:
    """The name of a fact kind; a kind that no code knows any more is called by its code."""
    known = kinds().get(code)
    return known.TITLE if known else Text(code, code)


def place(code: str) -> Text:
    """A division's name; the country for ``CN``; the bare code where no list knows it."""
    if code == "CN":
        return Text("全国", "China")
    return divisions.places().title(code) if code else shown.NOT_GIVEN


def of_parties(entries: Iterable[Entry]) -> Names:
    """Names of every party that these entries name, in one query."""
    codes = {code for e in entries for code in lookups(e.fact).parties}
    return parties.named(sorted(codes)) if codes else {}


def address(refers: str, code: str) -> str:
    """The page of a party or a right."""
    return reverse(_PAGES[refers], args=[code])


def value(refers: str, given: Any, names: Names) -> SafeString:
    """One value of a fact's field: parties and rights link to their pages, places are named beside their code."""
    if refers == "place" and given:
        return format_html('{} <span class="because">{}</span>', tr(place(given)), given)
    if refers in _PAGES and given:
        return format_html('<a href="{}">{}</a>', address(refers, given), names.get(given, given))
    return shown.shown(either(given) if isinstance(given, str) else given)


_DIGEST = re.compile(r"[0-9a-f]{64}")
#: What stands in a list of a fact where there is nothing to say of one of its things.
_BLANK = "-"


def of_field(fact: Fact, name: str, given: Any, names: Names) -> SafeString:
    """One value of a fact's field, by the words of the house whose fact it is; years without a comma, digests cut short."""
    if isinstance(given, str) and not isinstance(given, Word):
        if given == _BLANK:
            return shown.shown(_BLANK)
        if found := street.word(fact, name, given):
            return shown.shown(found)
        if _DIGEST.fullmatch(given):
            return format_html('<code title="{}">{}…</code>', given, given[:12])
        if given.startswith("user:"):
            return shown.shown(hand(given))
    if isinstance(given, int) and (name == "year" or name.endswith("_year")):
        return shown.shown(str(given))
    refers = next(about_of(f).refers for f in fields(fact) if f.name == name)
    return value(refers, given, names)


def hand(label: str) -> Text | str:
    """Who brought an entry: a person by name and office, a list that was imported, the program itself."""
    mark, _, name = label.partition(":")
    if mark == "user" and name:
        return people.called(name) or name.removesuffix(_DEMO)
    if mark == "import" and name:
        who = people.called(name) or _REGISTER.get(name, Text(name, name))
        return Text("导入：{name}", "import: {name}").fill(name=who)
    return _ITSELF if mark == "system" else label


_DEMO = "@demo"
#: Whose lists the demo brings in.
_REGISTER = {"register@demo": Text("登记簿清单（演示）", "lists of the register (demo)")}
_ITSELF = Text("系统自动", "the system itself")


def link(href: str, title: Any) -> SafeString:
    """A link in a table of lines; the title is anything that ``shown`` knows."""
    return format_html('<a href="{}">{}</a>', href, shown.shown(title))


def fact(n: int) -> SafeString:
    """A link to one numbered entry of the ledger."""
    return format_html(
        '<a class="fact" href="{}">{}</a>', reverse("ledger-entry", args=[n]), tr(Text(f"第{n}号", f"No. {n}"))
    )


#: Values of one field that a line names; a pool of a hundred patents fills no page.
_NAMED = 8


def told(entry: Entry, names: Names, *, but: str = "") -> SafeString:
    """What a fact says, in one line: every field that was given, except the day and the thing ``but``; of a long list its first."""
    parts = []
    for f in fields(entry.fact):
        about, given = about_of(f), getattr(entry.fact, f.name)
        each = given if isinstance(given, tuple) else (given,)
        if f.name == "on" or given in (None, "", (), False) or given == but or set(each) == {_BLANK}:
            continue
        others = [v for v in each if v != but]
        said = [of_field(entry.fact, f.name, v, names) for v in others[:_NAMED]]
        if more := len(others) - len(said):
            said.append(shown.shown(Text("另有{n}项", "{n} more").fill(n=str(more))))
        if said:
            parts.append((tr(about.title), format_html_join(tr(Text("、", ", ")), "{}", ((one,) for one in said))))
    return format_html_join(tr(Text("；", "; ")), '<span class="because">{}</span> {}', parts)
