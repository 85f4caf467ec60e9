"""Parties: how facts make a party's row, and the questions asked of those rows."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.db.models import Q, QuerySet

from ipops.ledger.entry import Entry
from ipops.ledger.facts import PartyRegistered, PartyRenamed
from ipops.webkit import pinyin
from ipops.webkit.models import Party
from ipops.webkit.refold import Fold


class PartyState(NamedTuple):
    kind: str = ""
    name: str = ""
    former_names: tuple[str, ...] = ()
    code: str = ""
    place: str = ""
    industry: str = ""
    sme: bool | None = None
    founded_on: date | None = None
    controller: str = ""
    sort_key: str = ""
    search_key: str = ""


def step(party: str, state: PartyState | None, entry: Entry) -> PartyState | None:
    """A later registration replaces what was said before; an earlier name stays findable."""
    match entry.fact:
        case PartyRegistered() as f if f.party == party:
            made = PartyState(
                kind=str(f.kind_of_party),
                former_names=_former(state, f.name),
                name=f.name,
                code=f.code,
                place=f.place,
                industry=f.industry,
                sme=f.sme,
                founded_on=f.on if f.founded_known else None,
                controller=f.controller,
            )
            return _findable(party, made)
        case PartyRenamed() as f if f.party == party:
            before = state or PartyState()
            return _findable(party, before._replace(name=f.name, former_names=_former(before, f.name)))
    return state


def _former(state: PartyState | None, name: str) -> tuple[str, ...]:
    if state is None:
        return ()
    names = dict.fromkeys((*state.former_names, state.name))
    return tuple(n for n in names if n and n != name)


def _findable(party: str, state: PartyState) -> PartyState:
    return state._replace(
        sort_key=pinyin.sort_key(state.name),
        search_key=pinyin.search_key(state.name, *state.former_names, state.code, party),
    )


FOLD = Fold(
    code="webkit.party",
    refers="party",
    kinds=frozenset({PartyRegistered.KIND, PartyRenamed.KIND}),
    model=Party,
    key="party",
    state=PartyState,
    step=step,
)


def party(code: str) -> Party | None:
    return Party.objects.filter(party=code).first()


def named(codes: tuple[str, ...] | list[str]) -> dict[str, str]:
    """Names by code in one query; a party without a public name is called by its code."""
    known = dict(Party.objects.filter(party__in=codes).values_list("party", "name"))
    return {code: known.get(code) or code for code in codes}


def search(typed: str = "", *, places: frozenset[str] | None = None) -> QuerySet[Party]:
    """Parties by a part of the name, its pinyin or initials, or the credit code; of ``places`` only if given."""
    found = Party.objects.all()
    if places is not None:
        found = found.filter(Q(place__in=places) | Q(place=""))
    return found.filter(search_key__contains=pinyin.needle(typed)) if typed.strip() else found
