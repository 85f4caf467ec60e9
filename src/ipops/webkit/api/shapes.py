"""What every answer of the API is built from: the one shape of an error, and inputs that no database chokes on."""

from __future__ import annotations

from typing import Annotated, Any

from ninja import Schema
from pydantic import Field, StringConstraints

from ipops.kernel.citation import Citation
from ipops.kernel.outcome import Problem, Reason, Refused
from ipops.kernel.text import Text

#: A code, number or word in an address. No control characters: a zero byte is one that PostgreSQL cannot hold.
Code = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$")]
#: An entry's number.
Number = Annotated[int, Field(ge=1, le=2**63 - 1)]


class Says(Schema):
    """A sentence in both languages; Chinese is the authority."""

    zh: str
    en: str


class Cited(Schema):
    document: str
    clause: str
    grade: str
    quote: str
    source: str


class Because(Schema):
    """One reason: a stable code, a sentence, the clause it rests on, the field and the entries it looked at."""

    code: str
    says: Says
    cite: Cited | None = None
    field: str = ""
    facts: list[int] = Field(default_factory=list)


class Error(Schema):
    """Every answer that is not what was asked for has this shape."""

    says: Says
    code: str
    reasons: list[Because] = Field(default_factory=list)


def says(text: Text) -> Says:
    return Says(zh=text.zh, en=text.en)


def _cited(cite: Citation | None) -> Cited | None:
    return Cited(**cite.as_json()) if cite else None


def because(reason: Reason) -> Because:
    return Because(
        code=reason.code,
        says=says(reason.says),
        cite=_cited(reason.cite),
        field=reason.field,
        facts=list(reason.facts),
    )


def of_problem(problem: Problem) -> Because:
    return Because(code=problem.code, says=says(problem.says), field=str(problem.at))


class No(Exception):
    """Raise it anywhere below an operation: the answer is ``status`` with the one error shape."""

    def __init__(self, status: int, code: str, text: Text, reasons: list[Because] | None = None) -> None:
        self.status, self.error = status, Error(says=says(text), code=code, reasons=reasons or [])
        super().__init__(text.en)


def missing(zh: str = "没有这一条，或者您无权查看。", en: str = "There is no such thing, or you may not see it.") -> No:
    """404, the same whether the thing is absent or not for this reader."""
    return No(404, "not-found", Text(zh, en))


def refused(no: Refused, status: int = 409) -> No:
    """A refusal of a service: 403 from the door, 409 where the state of things forbids it, 422 where the input does."""
    return No(
        status,
        "refused",
        Text("请求被拒绝，理由如下。", "Refused, for the reasons given."),
        [because(r) for r in no.reasons],
    )


def refused_many(most: int) -> No:
    """409: more than one answer can hold; ``most`` says how many it can."""
    return No(
        409,
        "too-many",
        Text(f"超过 {most} 项，请缩小范围。", f"There are more than {most}; ask for fewer."),
    )


def problems(found: tuple[Problem, ...] | list[Problem]) -> No:
    """422 with every problem of the input."""
    text = Text("内容有误，请按下列说明更正。", "The input has problems; correct them as told.")
    return No(422, "problems", text, [of_problem(p) for p in found])


def plain(value: Any) -> Any:
    """A value with ``as_json`` as JSON, lists of them too."""
    if hasattr(value, "as_json"):
        return value.as_json()
    return [plain(v) for v in value] if isinstance(value, list | tuple) else value
