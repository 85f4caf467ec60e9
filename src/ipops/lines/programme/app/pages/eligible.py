"""Who may be nominated under a notice, row by row: the verdict, every check in words with its clause, what evidence lacks for."""

from __future__ import annotations

from ipops.kernel.text import Text
from ipops.lines.programme.rules.selection.asked import Asked
from ipops.lines.programme.rules.selection.eligibility import Answer, Standing
from ipops.policy.cities import KeyCity
from ipops.webkit.pages import tables

_UNIT, _CITY = Text("省级单位", "provincial unit"), Text("城市（区）", "city or district")
_STOP = Text("{a}{b}", "{a} {b}")
_LIST = Text("{a}、{b}", "{a}, {b}")


def joined(texts: list[Text], how: Text) -> Text | None:
    """``None`` for none, so that a cell says so in its own way."""
    if not texts:
        return None
    first, *rest = texts
    for t in rest:
        first = how.fill(a=first, b=t)
    return first


def says(answer: Answer) -> Text | None:
    return joined([c.says for c in answer.checks], _STOP)


def clauses(answer: Answer) -> str:
    return "；".join(dict.fromkeys(str(c.cite) for c in answer.checks if c.cite))


_NONE = Text("无", "none")


def named(cities: tuple[KeyCity, ...]) -> Text:
    return joined([c.name for c in cities], _LIST) or _NONE


def counted(answer: Answer) -> Text:
    """The entries that the checks rest on, each once."""
    return named(tuple(dict.fromkeys(k for c in answer.checks for k in c.counted)))


ANSWERS = tables.TableSpec(
    code="programme-eligible",
    title=Text("推荐资格", "Who may be nominated"),
    columns=(
        tables.Column(key="kind", title=Text("类别", "Kind"), value=lambda a: _UNIT if a.is_province else _CITY),
        tables.Column(key="name", title=Text("名称", "Name"), value=lambda a: a.name),
        tables.Column(key="verdict", title=Text("结论", "Verdict"), value=lambda a: a.standing, sort="verdict"),
        tables.Column(key="says", title=Text("逐项核对", "Each check"), value=says, wide=True),
        tables.Column(key="counted", title=Text("计入的城市", "Entries counted"), value=counted),
        tables.Column(key="missing", title=Text("缺证据的", "Evidence missing for"), value=lambda a: named(a.missing)),
        tables.Column(key="clause", title=Text("条款", "Clause"), value=clauses, wide=True),
    ),
    filters=(
        tables.Filter(
            name="verdict",
            title=Text("结论", "Verdict"),
            kind="choice",
            choices=tuple((str(s), s.named) for s in Standing),
            narrow=lambda rows, v: rows.filter(lambda a: a.standing == v),
        ),
    ),
    empty=Text("这份通知没有可核对的名单。", "There is no list to hold this notice against."),
    order="verdict",
    per_page=100,
)
#: Who is out and who is open come first: that is what a province looks for.
_ORDER = (Standing.EXCLUDED, Standing.UNDETERMINED, Standing.ELIGIBLE)
KEYS = {"verdict": lambda a: (_ORDER.index(a.standing), not a.is_province)}


def rows(got: Asked) -> tables.ListRows:
    return tables.ListRows((*got.provinces, *got.cities), KEYS)


def standing(answer: Answer) -> Text:
    """In one cell: the verdict, and for what is open the entries it depends on."""
    if not answer.missing:
        return answer.standing.named
    return Text("{verdict}（缺{names}的证据）", "{verdict} (evidence missing for {names})").fill(
        verdict=answer.standing.named, names=named(answer.missing)
    )
