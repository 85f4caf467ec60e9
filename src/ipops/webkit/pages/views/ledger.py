"""The ledger in the browser: the list with its filters, one entry with its words, chain, bytes and proof."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from ipops.kernel.outcome import Refused
from ipops.kernel.text import Text
from ipops.ledger import fold
from ipops.ledger.canonical import canonical
from ipops.ledger.entry import Entry
from ipops.ledger.fact import about_of
from ipops.ledger.kinds import kinds
from ipops.webkit import access, columns, documents, journal, seals
from ipops.webkit.models import Head
from ipops.webkit.pages import answers, entries, names, tables
from ipops.webkit.pages.reader import reader

CHAIN = 50


def _named(name: str, column: str, title: Text) -> tables.Filter:
    return tables.Filter(name=name, title=title, narrow=lambda rows, v: rows.filter(**{f"{column}__contains": [v]}))


def _day(name: str, lookup: str, title: Text) -> tables.Filter:
    return tables.Filter(
        name=name, title=title, kind="day", narrow=lambda rows, v: rows.filter(**{lookup: tables.as_day(v)})
    )


_FILTERS = (
    _named("party", "parties", Text("主体代码", "Party")),
    _named("right", "rights", Text("权利号", "Right")),
    _named("place", "places", Text("区划代码", "Division code")),
    _named("deal", "deals", Text("交易编号", "Deal")),
    _day("since", "took_effect__gte", Text("生效日自", "Effective from")),
    _day("until", "took_effect__lte", Text("生效日至（含）", "Effective to (incl.)")),
    tables.Filter(
        name="known",
        title=Text("截至该日已知", "As known on"),
        kind="day",
        narrow=lambda rows, v: rows.filter(recorded_at__lte=fold.end_of_day(tables.as_day(v))),
    ),
)


def _spec() -> tables.TableSpec:
    """Made per request because the kinds are those of the lines that are installed."""
    kind = tables.Filter(
        name="kind",
        title=Text("事实种类", "Kind of fact"),
        kind="choice",
        choices=tuple((code, k.TITLE) for code, k in sorted(kinds().items())),
        narrow=lambda rows, v: rows.filter(kind=v),
    )
    return tables.TableSpec(
        code="ledger",
        title=Text("账本", "Ledger"),
        columns=entries.COLUMNS,
        filters=(kind, *_FILTERS),
        empty=Text(
            "登记或导入第一条事实后，这里按编号列出。", "Once a first fact is recorded or imported it is listed here."
        ),
        order="-n",
    )


@require_safe
@login_required
def ledger(request: HttpRequest) -> HttpResponseBase:
    """Every entry this reader may see, corrected ones included: the ledger hides nothing it may show."""
    rows = entries.light(access.facts_listed(reader(request)))
    return tables.page(request, _spec(), rows, "webkit/ledger.html")


@dataclass(frozen=True, slots=True)
class Line:
    """A field of the fact: its names and its values as they are shown."""

    title: Text
    help: Text | None
    values: tuple[SafeString, ...]


def field_lines(entry: Entry, known: names.Names) -> tuple[Line, ...]:
    """Every field in order of declaration, the day first."""
    made = []
    for f in sorted(fields(entry.fact), key=lambda f: f.name != "on"):
        about, value = about_of(f), getattr(entry.fact, f.name)
        each = value if isinstance(value, tuple) and value else (value,)
        made.append(Line(about.title, about.help, tuple(names.of_field(entry.fact, f.name, v, known) for v in each)))
    return tuple(made)


def _seen(request: HttpRequest, n: int) -> Entry:
    """The entry if this reader may see it; the same 404 as for no entry otherwise."""
    row = access.facts_for(reader(request)).filter(n=n).only("canonical").first()
    if row is None:
        raise Http404
    return columns.entry_of(row.canonical)


@require_safe
@login_required
def entry(request: HttpRequest, n: int) -> HttpResponse:
    """One entry: fields with their names, source, what it corrects and what corrects it, bytes, seal, proof."""
    found = _seen(request, n)
    chain = _chain(found)
    head = Head.objects.filter(size__gte=n).order_by("size").first()
    last = chain[-1]
    context = {
        "entry": found,
        "title": type(found.fact).TITLE,
        "lines": field_lines(found, names.of_parties([found])),
        "chain": [(e, type(e.fact).TITLE) for e in chain],
        "state": "live" if last.n == n else "superseded",
        "by_n": last.n if last.n != n else None,
        "canonical": canonical(found).decode(),
        "head": head,
        "document": documents.document_for(reader(request), found.source.document) if found.source.document else None,
    }
    return render(request, "webkit/entry.html", context)


def _chain(entry: Entry) -> list[Entry]:
    """What this entry corrected and what corrected it, oldest first, at most ``CHAIN`` steps each way."""
    chain = [entry]
    while chain[0].supersedes is not None and len(chain) < CHAIN:
        earlier = journal.entry(chain[0].supersedes)
        if earlier is None:
            break
        chain.insert(0, earlier)
    while (later := journal.corrected_by([chain[-1].n])) and len(chain) < 2 * CHAIN:
        following = journal.entry(later[chain[-1].n])
        if following is None:
            break
        chain.append(following)
    return chain


@require_safe
@login_required
def canonical_bytes(request: HttpRequest, n: int) -> HttpResponse:
    """The bytes that are hashed, exactly."""
    response = HttpResponse(canonical(_seen(request, n)), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="entry-{n}.json"'
    return response


@require_safe
@login_required
def proof(request: HttpRequest, n: int) -> HttpResponse:
    """The inclusion proof under the latest head, for the stand-alone verifier; a refusal while no head covers it."""
    _seen(request, n)
    made = seals.prove(n)
    if isinstance(made, Refused):
        title = Text("尚不能出具证明", "No proof yet")
        return answers.refused(request, made, title=title, back=reverse("ledger-entry", args=[n]))
    response = HttpResponse(json.dumps(made, ensure_ascii=False, indent=1), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="proof-{n}.json"'
    return response
