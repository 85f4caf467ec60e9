"""What we promise to say of each mistake in a file: what it is, why it matters, what to do, and where it stands."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from ipops.kernel.outcome import Place, Problem
from ipops.kernel.text import Text

SAYS = MappingProxyType(
    {
        "unknown-key": Text(
            "不认识“{name}”。认错的键会让一条规定落空。可能是：{near}。",
            "There is no key “{name}”. A misspelt key loses a rule. Perhaps: {near}.",
        ),
        "missing-key": Text(
            "缺“{name}”。缺了它就要替您猜，而这里不猜。请补上；来源未载的写 unknown。",
            "“{name}” is missing. Without it the program would have to guess, and it does not. Add it; write unknown "
            "where the source is silent.",
        ),
        "unknown-word": Text(
            "“{key}”写成“{word}”，不在可用的词里。换个词就成了另一种规定。请从中选一个：{known}。",
            "“{key}” is “{word}”, which is not among its words. Another word is another rule. Choose one of: {known}.",
        ),
        "wrong-kind": Text(
            "“{key}”应是{zh}。写错类型会被读成别的意思。请改正。",
            "“{key}” should be {en}. The wrong kind reads as something else. Correct it.",
        ),
        "not-an-amount": Text(
            "“{key}”写成 {got}，不是金额。浮点数和外文数词都不精确。请写成 1000万元、12345.67元（文字，加引号）。",
            "“{key}” is {got}, which is no amount. Floats and words of size are not exact. Write 1000万元 or 12345.67 in "
            "quotes.",
        ),
        "not-a-rate": Text(
            "“{key}”写成 {got}，不是比率。浮点数在门槛上会差之毫厘。请写成 50%、1/3 或 1.4（文字，加引号）。",
            "“{key}” is {got}, which is no rate. A float misses a threshold by a hair. Write 50%, 1/3 or 1.4 in quotes.",
        ),
        "not-a-day": Text(
            "“{key}”写成 {got}，没有这一天。日期决定用哪个数。请写成 2025-08-31。",
            "“{key}” is {got}, and there is no such day. The day decides which number holds. Write 2025-08-31.",
        ),
    }
)
_KINDS = {
    "string_type": ("文字", "text"),
    "int_type": ("整数", "a whole number"),
    "bool_type": ("true 或 false", "true or false"),
    "list_type": ("列表", "a list"),
    "tuple_type": ("列表", "a list"),
    "dict_type": ("一组键", "a group of keys"),
    "model_type": ("一组键", "a group of keys"),
    "string_too_short": ("非空文字", "text that is not empty"),
    "too_short": ("非空列表", "a list that is not empty"),
    "greater_than": ("更大的数", "a larger number"),
    "greater_than_equal": ("更大的数", "a larger number"),
}


def problem(code: str, key: str, says: Mapping[str, Text] = SAYS, **fill: Any) -> Problem:
    """A problem of this room's own table, or of another room's."""
    return Problem(code=code, says=says[code].fill(key=key, **fill), at=Place(field=key))


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that looks most like this one, or the first dozen of them."""
    every = list(known)
    close = difflib.get_close_matches(word, every, n=1, cutoff=0.6)
    return close[0] if close else ", ".join(every[:12]) + ("…" if len(every) > 12 else "")


def problems_of(bad: ValidationError, kind: type[BaseModel], tree: Any) -> tuple[Problem, ...]:
    """Pydantic's complaints as ours, each place told once."""
    told: dict[str, Problem] = {}
    for error in bad.errors(include_url=False):
        one = _problem(error, kind, tree)
        told.setdefault(one.at.field, one)
    return tuple(told.values())


def _problem(error: ErrorDetails, kind: type[BaseModel], tree: Any) -> Problem:
    where = list(_in_the_file(error["loc"], tree))
    key, sort = ".".join(map(str, where)), error["type"]
    name = str(where[-1]) if where else ""
    if sort == "extra_forbidden":
        return problem("unknown-key", key, name=name, near=nearest(name, _keys_at(kind, where[:-1])))
    if sort == "missing":
        return problem("missing-key", key, name=name)
    if sort in ("enum", "literal_error"):
        known = str(error.get("ctx", {}).get("expected", "")).replace("'", "").replace(" or ", ", ")
        return problem("unknown-word", key, word=error["input"], known=known)
    if sort in SAYS:
        return problem(sort, key, got=error.get("ctx", {}).get("got", error["input"]))
    zh, en = _KINDS.get(sort, ("合适的内容", "something else"))
    return problem("wrong-kind", key or ".", zh=zh, en=en)


def _in_the_file(loc: Sequence[int | str], tree: Any) -> Iterator[int | str]:
    """The steps of Pydantic's path that stand in the file; the names of union members do not."""
    at = tree
    for i, step in enumerate(loc):
        if step == "[key]":
            continue
        try:
            at = at[step]
        except (KeyError, IndexError, TypeError):
            if i != len(loc) - 1 or not isinstance(at, Mapping):
                continue
        yield step


def _keys_at(kind: type[BaseModel], where: Sequence[int | str]) -> list[str]:
    at: Any = kind
    for step in where:
        found = at.model_fields.get(str(step)) if _is_form(at) else None
        at = _inner(found.annotation) if found else at
    return sorted(at.model_fields) if _is_form(at) else []


def _inner(hint: Any) -> Any:
    """The form inside an optional, a list or a mapping of forms."""
    if _is_form(hint):
        return hint
    return next((inner for arg in get_args(hint) if (inner := _inner(arg)) is not None), None)


def _is_form(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)
