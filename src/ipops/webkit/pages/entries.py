"""How entries of the journal look in a table: the ledger's list, and every list of facts behind a figure."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet
from django.urls import reverse

from ipops.kernel.text import Text
from ipops.webkit import access
from ipops.webkit.models import JournalRow
from ipops.webkit.pages import names
from ipops.webkit.pages.spec import Column


def _link(row: JournalRow) -> str:
    return reverse("ledger-entry", args=[row.n])


COLUMNS = (
    Column(key="n", title=Text("编号", "No."), value=lambda r: r.n, sort="n", link=_link),
    Column(key="kind", title=Text("事实", "Fact"), value=lambda r: names.kind(r.kind), sort="kind"),
    Column(key="on", title=Text("生效日", "Effective"), value=lambda r: r.took_effect, sort="took_effect"),
    Column(key="rights", title=Text("权利", "Rights"), value=lambda r: tuple(r.rights)),
    Column(key="parties", title=Text("主体", "Parties"), value=lambda r: tuple(r.parties), shown=False),
    Column(key="places", title=Text("区划", "Places"), value=lambda r: tuple(map(names.place, r.places))),
    Column(key="deals", title=Text("交易", "Deals"), value=lambda r: tuple(r.deals)),
    Column(key="at", title=Text("登记时刻", "Recorded"), value=lambda r: r.recorded_at, sort="recorded_at"),
    Column(key="by", title=Text("登记人", "By"), value=lambda r: names.hand(r.by), export=lambda r: r.by),
    Column(
        key="fixes",
        title=Text("更正", "Corrects"),
        value=lambda r: Text(f"第{r.supersedes}号", f"No. {r.supersedes}") if r.supersedes else "",
        shown=False,
    ),
)


def light(rows: QuerySet[JournalRow]) -> QuerySet[JournalRow]:
    """Without the bytes and hashes, which no list shows."""
    return rows.defer("canonical", "leaf_sha256", "leaf_sm3")


def numbered(user: access.Reader, numbers: Sequence[int]) -> QuerySet[JournalRow]:
    """Of these entries those the reader may see; one array, however many there are."""
    return light(access.facts_for(user)).extra(where=["journal.n = ANY(%s)"], params=[list(numbers)])
