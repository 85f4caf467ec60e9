"""A what-if of a fund and a valuation over the API: the same questions, doors and answers as on the pages and at the command."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Field, Router, Schema

from ipops.kernel.outcome import Problem, Refused
from ipops.lines.pledge.app.services import whatif as services
from ipops.webkit import api
from ipops.webkit.models import User
from ipops.webkit.pages.doors import today

router = Router(tags=["pledge"])
Short = Annotated[str, Field(max_length=60)]
Words = dict[Annotated[str, Field(max_length=200)], Annotated[str, Field(max_length=200)]]


class WhatIfIn(Schema):
    """``question`` is the file of ``ipops fund what-if``. Of a ``real`` book it has no loans: those the reader may see are read
    when it runs, with ``pd``, ``recovery`` and ``lag`` as the reader says. None of these has a default."""

    question: dict[str, Any]
    schemes: Annotated[list[api.Code], Field(max_length=12)] = Field(default_factory=list)
    book: Literal["real", "given"] = "given"
    fund: Annotated[str, Field(max_length=200)] = ""
    paths: Annotated[int, Field(ge=1, le=services.MOST_PATHS)] = 10_000
    pd: Short = ""
    recovery: Short = ""
    lag: Annotated[int, Field(ge=1, le=360)] | None = None
    facts: Words = Field(default_factory=dict)
    assume: Words = Field(default_factory=dict)


class WhatIfOut(Schema):
    """``state``: waiting, running, done or failed. ``answer`` is that of the command, ``refused`` the reasons why there is none."""

    run: str
    state: Literal["waiting", "running", "done", "failed"]
    done: int
    of: int
    answer: dict[str, Any] | None
    refused: dict[str, Any] | None


class ValuationIn(Schema):
    """``question`` is the file of ``ipops finance value``; without ``valued_on`` it is today."""

    question: dict[str, Any]


class ValuationOut(Schema):
    """As ``ipops finance value --json``: nothing is averaged, what is not known is named."""

    answer: dict[str, Any]


@router.post("/what-if", response=WhatIfOut, summary="资金推演 · What a fund may lose: ask")
def ask(request: HttpRequest, given: WhatIfIn) -> dict[str, Any]:
    """Put into the queue; 422 with every reason where it cannot run."""
    user = _user(request)
    got = services.ask(
        user,
        services.Question(
            tree=given.question,
            schemes=tuple(given.schemes),
            paths=given.paths,
            real=given.book == "real",
            fund=given.fund,
            pd=given.pd,
            recovery=given.recovery,
            lag=given.lag,
            facts=given.facts,
            assume=given.assume,
        ),
    )
    if isinstance(got, Refused):
        raise api.refused(got, 422)
    return _told(services.run_of(user, got))


@router.get("/what-if/{run}", response=WhatIfOut, summary="一次推演 · One run of one's own")
def one(request: HttpRequest, run: api.Code) -> dict[str, Any]:
    return _told(services.run_of(_user(request), run))


@router.post("/valuations", response=ValuationOut, summary="评估测算 · Work out a valuation, store nothing")
def valuation(request: HttpRequest, given: ValuationIn) -> dict[str, Any]:
    from ipops.finance.asked_value import asked_value  # numpy: other requests need not wait for it

    api.may_see(request)
    got = asked_value({"valued_on": today().isoformat(), **given.question})
    if isinstance(got, Refused):
        raise api.refused(got, 422)
    if isinstance(got, tuple):
        found: tuple[Problem, ...] = got
        raise api.problems(found)
    return {"answer": got}


def _user(request: HttpRequest) -> User:
    user = api.may_see(request)
    assert isinstance(user, User)
    return user


def _told(got: services.Run | None) -> dict[str, Any]:
    if got is None:
        raise api.missing()
    return {
        "run": got.key,
        "state": got.state,
        "done": got.done,
        "of": got.of,
        "answer": got.answer,
        "refused": got.refused,
    }
