"""Who owns, in one cell or in the middle of a sentence: bodies by name, people apart from them.

Queries give the owners of a family as one text, bodies first, a person marked; so the answer of a query tells them apart too.
"""

from __future__ import annotations

from collections.abc import Callable

from ipops.kernel.text import Text

NAMED = 3  #: owners of one family that a sentence or a cell names
PERSON = " (person)"


def owners_of(name: str, unit: str) -> str:
    """SQL: the owners of a unit of the set ``name``."""
    return f"""(select string_agg(name || case when kind = 'person' then '{PERSON}' else '' end, '; ' order by kind <> 'organisation', name)
        from {name}_own own where own.unit = {unit})"""  # noqa: S608


def owners_said(given: str, known: Callable[[str], Text]) -> Text:
    """The first ``NAMED`` of them. People beside a body are counted: as a rule they are its inventors."""
    every = given.split("; ")
    bodies = [one for one in every if not one.endswith(PERSON)]
    people = [one.removesuffix(PERSON) for one in every if one.endswith(PERSON)]
    shown = [known(one) for one in (bodies or people)[:NAMED]]
    zh, en = "；".join(t.zh for t in shown), "; ".join(t.en for t in shown)
    if rest := len(bodies or people) - len(shown):
        zh, en = f"{zh}等{len(shown) + rest}个", f"{en} and {rest} more"
    if bodies and people:
        return Text(f"{zh}及个人{len(people)}名", f"{en} and {len(people)} {_persons(people)}")
    return Text(f"个人：{zh}", f"{_persons(people)}: {en}") if people else Text(zh, en)


def _persons(people: list[str]) -> str:
    return "person" if len(people) == 1 else "persons"
