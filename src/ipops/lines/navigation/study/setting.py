"""A study set up by filling in a form: answers become the template that ``ipops study run`` reads, or every mistake with its field.

A node, a group of owners and a recommendation are a line each; columns are parted by a tab, as a spreadsheet pastes them, or by ``|``:

    link | code | 名称 | English | rule        a node; code and English may be left out
    名称 | English | spelling; spelling         owners that are one
    analysis, analysis | 建议 | English          a recommendation and what it rests on
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from ipops.corpus.search.query import parse
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.lines.navigation.facts import Goal, StudyKind
from ipops.lines.navigation.study.chapters import OF_GOAL
from ipops.lines.navigation.study.template import CORPUS, SHARED, StudyFile, file_of, read

#: How people write where on the chain a node stands.
LINKS = {
    "上游": "upstream", "中游": "midstream", "下游": "downstream",
    "upstream": "upstream", "midstream": "midstream", "downstream": "downstream",
}  # fmt: skip
#: A file as it lies beside the template: no folders, nothing hidden.
PLAIN = re.compile(r"[^/\\\x00-\x1f.][^/\\\x00-\x1f]{0,199}")
MOST_TEMPLATE, MOST_ALIASES, MOST_DEPTH = 200_000, 100, 30
_BETWEEN = re.compile(r"\s*[|｜]\s*|\t")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """``data`` are names of files or corpora, as a template has them."""

    kind: StudyKind
    goals: Sequence[Goal]
    title: str
    industry: str
    place: Text
    demand: str
    data: Sequence[str]
    source: str
    query: str
    searched_on: date | None
    covers_until: date | None
    boundary: str
    unit: str
    home: str
    tree: str
    groups: str = ""
    organisations: Sequence[str] = ()
    inventors: Sequence[str] = ()
    advice: str = ""
    industry_data: str = ""
    each: int = 60


def template_of(said: Answers) -> dict[str, Any] | Refused:
    """The template as plain values."""
    wrong: list[Reason] = [*_names(said.data, "names"), *_names(filter(None, (said.industry_data,)), "industry_data")]
    if said.boundary and isinstance(no := parse(said.boundary), Refused):
        wrong += [Reason(code=r.code, says=r.says, field="boundary") for r in no.reasons]
    tree = _lines(said.tree, "tree", (4, 5), _node, wrong)
    groups = _lines(said.groups, "owners", (3, 3), _group, wrong)
    advice = _lines(said.advice, "advice", (2, 3), _advice, wrong)
    there = {code for goal in said.goals for code in OF_GOAL[goal]}
    if strange := sorted({code for one in advice for code in one["rests_on"]} - there):
        says = _STRANGE.fill(codes="、".join(strange), known=", ".join(sorted(there)))
        wrong.append(Reason(code="advice-rests", says=says, field="advice"))
    if not said.data:
        wrong.append(Reason(code="no-data", says=_NO_DATA, field="names"))
    if wrong:
        return Refused(reasons=tuple(wrong))
    days = {k: d for k in ("searched_on", "covers_until") if (d := getattr(said, k)) is not None}
    one = {
        "title": _both(said.title), "files": list(said.data), "source": _both(said.source), "query": _both(said.query),
        "boundary": said.boundary, "unit": said.unit, **days,
    }  # fmt: skip
    return {
        "study": "own", "kind": str(said.kind), "goals": [str(g) for g in said.goals], "title": _both(said.title),
        "industry": _both(said.industry or said.title), "place": said.place.as_json(), "demand": _both(said.demand), "home": said.home,
        "sets": {"own": one}, "landscape": "own", "dated": "own", "tree": tree, "groups": groups, "advice": advice,
        "focus": {"organisations": list(said.organisations), "inventors": list(said.inventors)},
        "industry_data": said.industry_data, "samples": {"each": said.each},
    }  # fmt: skip


def brought(text: str, kind: StudyKind, goals: Sequence[Goal], title: str) -> dict[str, Any] | Refused:
    """A template that somebody wrote elsewhere: it may name files beside it, shared files and corpora, and nothing beyond.
    Kind, goals and title are those of the study on record."""
    if len(text) > MOST_TEMPLATE or _entangled(text):
        return _no("template-large", _LARGE, "template")
    try:
        plain = yaml.safe_load(text)
    except yaml.YAMLError as bad:
        return _no("template-unreadable", _UNREADABLE.fill(why=str(bad)), "template")
    if not isinstance(plain, dict) or "like" in plain:
        return _no("template-alone", _ALONE, "template")
    if plain.get("kind") != kind:
        return _no("other-kind", _OTHER_KIND.fill(kind=kind.named), "template")
    if wrong := _names(_named(plain), "template"):
        return Refused(reasons=tuple(wrong))
    return plain | {"goals": [str(g) for g in goals], "title": _both(title)}


def _entangled(text: str) -> bool:
    """Whether it repeats or nests itself beyond what a person writes; read no further than that shows."""
    aliases = depth = 0
    for e in _events(text):
        aliases += isinstance(e, yaml.AliasEvent)
        depth += isinstance(e, yaml.CollectionStartEvent) - isinstance(e, yaml.CollectionEndEvent)
        if aliases > MOST_ALIASES or depth > MOST_DEPTH:
            return True
    return False


def _events(text: str) -> Iterator[Any]:
    try:
        yield from yaml.parse(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return


def _named(plain: Mapping[str, Any]) -> Iterator[str]:
    """Every file that a template names."""
    for one in (plain.get("sets") or {}).values() if isinstance(plain.get("sets"), dict) else ():
        files = one.get("files") if isinstance(one, dict) else None
        yield from (str(f) for f in files or () if files and not isinstance(files, str))
    samples = plain.get("samples")
    labels = samples.get("labels") if isinstance(samples, dict) else None
    yield from (str(n) for n in (plain.get("hand_labels"), plain.get("industry_data"), labels) if n)


def _names(given: Any, field: str) -> list[Reason]:
    return [Reason(code="file-name", says=_NAME.fill(name=n), field=field) for n in given if not _may_be_named(n)]


def _may_be_named(name: str) -> bool:
    if name.startswith(SHARED):
        return all(map(PLAIN.fullmatch, name.removeprefix(SHARED).split("/")))
    return PLAIN.fullmatch(name.removeprefix(CORPUS)) is not None


def written(plain: Mapping[str, Any], path: Path) -> StudyFile | Refused:
    """Lay the template at ``path`` if a run can read it and its files are there; else its mistakes, and what lay there stays."""
    draft = path.with_suffix(".draft")
    draft.write_text(yaml.safe_dump(dict(plain), allow_unicode=True, sort_keys=False), encoding="utf-8")
    try:
        got = read(draft)
        if isinstance(got, StudyFile):
            got = _lacking(got, path) or got
        if isinstance(got, StudyFile):
            draft.replace(path)
        return got
    finally:
        draft.unlink(missing_ok=True)


def _lacking(study: StudyFile, path: Path) -> Refused | None:
    """Files and corpora that are named and not there, told before anything runs."""
    named = [n for one in study.sets.values() for n in one.files]
    named += filter(None, (study.industry_data, study.hand_labels, study.samples.labels))
    reasons = [r for n in named if isinstance(got := file_of(path, n), Refused) for r in got.reasons]
    return Refused(reasons=tuple(replace(r, field="names") for r in reasons)) if reasons else None


def _lines(text: str, field: str, width: tuple[int, int], made: Any, wrong: list[Reason]) -> list[dict[str, Any]]:
    """Every line as what it stands for; a line that cannot be read is told with its number."""
    found = []
    for n, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        cells = [c.strip() for c in _BETWEEN.split(line.strip(), maxsplit=width[1] - 1)]
        got = made(cells) if width[0] <= len(cells) <= width[1] else _COLUMNS.fill(n=len(cells))
        if isinstance(got, Text):
            says = Text(f"第 {n} 行：{got.zh}", f"line {n}: {got.en}")
            wrong.append(Reason(code=f"{field}-line", says=says, field=field))
        else:
            found.append(got)
    return found


def _node(cells: list[str]) -> dict[str, Any] | Text:
    """A node without a code gets one from its name, so that labels keep to it when lines are moved."""
    link, *rest = cells
    if len(rest) == 3:
        rest = [f"n{hashlib.sha256(rest[0].encode()).hexdigest()[:8]}", *rest]
    code, zh, en, query = rest
    if link.lower() not in LINKS:
        return _LINK.fill(link=link)
    if not zh:
        return _NAMELESS
    got = parse(query)
    if isinstance(got, Refused):
        return got.reasons[0].says
    return {"code": code, "link": LINKS[link.lower()], "title": {"zh": zh, "en": en or zh}, "query": query}


def _group(cells: list[str]) -> dict[str, Any] | Text:
    zh, en, spellings = cells
    names = [s for part in re.split("[;；]", spellings) if (s := part.strip())]
    return {"zh": zh, "en": en or zh, "names": names} if names else _NAMELESS


def _advice(cells: list[str]) -> dict[str, Any] | Text:
    on, zh, *en = cells
    if any(c.isdigit() or c in "{}" for c in "".join(cells[1:])):
        return _DIGITS
    rests = [s for part in re.split("[,，、;；]", on) if (s := part.strip())]
    return {"says": {"zh": zh, "en": (en or [""])[0] or zh}, "rests_on": rests} if rests and zh else _NAMELESS


def lines_of(study: StudyFile) -> dict[str, str]:
    """A template's nodes, groups and recommendations as lines of the form."""
    back = {v: k for k, v in reversed(LINKS.items())}
    return {
        "tree": "\n".join(" | ".join((back[n.link], n.code, n.title.zh, n.title.en, n.query)) for n in study.tree),
        "owners": "\n".join(" | ".join((g.zh, g.en, "; ".join(g.names))) for g in study.groups),
        "advice": "\n".join(" | ".join((", ".join(a.rests_on), a.says.zh.strip(), a.says.en.strip())) for a in study.advice),
    }  # fmt: skip


def _both(says: str) -> dict[str, str]:
    return {"zh": says, "en": says}


def _no(code: str, says: Text, field: str) -> Refused:
    return Refused(reasons=(Reason(code=code, says=says, field=field),))


_STRANGE = Text("本项目没有分析 {codes}；有：{known}。", "The study has no analysis {codes}; it has: {known}.")
_DIGITS = Text("建议不得自带数字。", "a recommendation writes no numbers.")
_NO_DATA = Text(
    "请上传至少一个数据文件，或写出已有的文件或语料库。", "Upload a file, or name one or a corpus that is there."
)
_NAME = Text(
    "“{name}”不能使用：只能是已上传的文件、shared: 共享数据或 corpus: 语料库。",
    "“{name}” cannot be used: only an uploaded file, shared: data or a corpus: may be named.",
)
_COLUMNS = Text("有 {n} 栏，栏数不符。", "it has {n} columns, which is not right.")
_LINK = Text(
    "“{link}”不是环节，应为上游、中游或下游。", "“{link}” is no link: upstream, midstream or downstream is meant."
)
_NAMELESS = Text("缺少名称或内容。", "a name or what it holds is missing.")
_LARGE = Text("模板太大或嵌套太深。", "The template is too large or nested too deep.")
_UNREADABLE = Text("不是 YAML：{why}", "This is no YAML: {why}")
_ALONE = Text("上传的模板须自成一体，不能用 like 引用别的模板。", "A template brought here stands alone, without like.")
_OTHER_KIND = Text("模板的类别与立项不符，立项为{kind}。", "The template is of another kind; the study is: {kind}.")
