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
MOST_TEMPLATE, MOST_ALIASES, MOST_DEPTH, MOST_NODES = 200_000, 100, 30, 24
_CODE = re.compile("[a-z][a-z0-9_]{0,30}")
_BETWEEN = re.compile(r"\s*[|｜]\s*|\t")


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAnswers:
    """One set: ``data`` are names of files or corpora, as a template has them. What is not said in English stands as it is in Chinese."""

    data: Sequence[str]
    source: str = ""
    source_en: str = ""
    query: str = ""
    query_en: str = ""
    searched_on: date | None = None
    covers_until: date | None = None
    boundary: str = ""
    unit: str = "family"

    @property
    def is_empty(self) -> bool:
        return self == SetAnswers(data=(), unit=self.unit)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """``main`` tells who and what; ``second``, where there is one, tells when: dates, families, citations."""

    kind: StudyKind
    goals: Sequence[Goal]
    title: str
    industry: str
    place: Text
    demand: str
    main: SetAnswers
    second: SetAnswers | None = None
    title_en: str = ""
    industry_en: str = ""
    demand_en: str = ""
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
    second = None if said.second is None or said.second.is_empty else said.second
    wrong = [*_names(filter(None, (said.industry_data,)), "industry_data"), *_set_wrong(said.main, "")]
    if second:
        wrong += _set_wrong(second, "2")
        both = [n for n in second.data if n in said.main.data]
        wrong += [Reason(code="file-in-both", says=_IN_BOTH.fill(name=n), field="names2") for n in both]
    tree = _lines(said.tree, "tree", (4, 5), _node, wrong)
    groups = _lines(said.groups, "owners", (3, 3), _group, wrong)
    wrong += _drawn_wrong(tree, groups, {r.field for r in wrong})
    advice = _lines(said.advice, "advice", (2, 3), _advice, wrong)
    there = {code for goal in said.goals for code in OF_GOAL[goal]}
    if strange := sorted({code for one in advice for code in one["rests_on"]} - there):
        says = _STRANGE.fill(codes="、".join(strange), known=", ".join(sorted(there)))
        wrong.append(Reason(code="advice-rests", says=says, field="advice"))
    if wrong:
        return Refused(reasons=tuple(wrong))
    title = Text(said.title, said.title_en or said.title)
    sets = {"own": _set(said.main, _MAIN.fill(title=title) if second else title)}
    if second:
        sets["dated"] = _set(second, _DATED.fill(title=title))
    return {
        "study": "own", "kind": str(said.kind), "goals": [str(g) for g in said.goals], "title": title.as_json(),
        "industry": _both(said.industry or said.title, said.industry_en or ("" if said.industry else said.title_en)), "place": said.place.as_json(),
        "demand": _both(said.demand, said.demand_en), "home": said.home,
        "sets": sets, "landscape": "own", "dated": "dated" if second else "own", "tree": tree, "groups": groups, "advice": advice,
        "focus": {"organisations": list(said.organisations), "inventors": list(said.inventors)},
        "industry_data": said.industry_data, "samples": {"each": said.each},
    }  # fmt: skip


def _drawn_wrong(
    tree: Sequence[Mapping[str, Any]], groups: Sequence[Mapping[str, Any]], told: set[str]
) -> Iterator[Reason]:
    """What lines that can be read do not come to: too few or too many nodes, a code or a spelling twice."""
    if not 2 <= len(tree) <= MOST_NODES and "tree" not in told:
        yield Reason(code="tree-size", says=_SIZE.fill(n=len(tree)), field="tree")
    for field, names in (("tree", [n["code"] for n in tree]), ("owners", [n for g in groups for n in g["names"]])):
        if twice := sorted({n for n in names if names.count(n) > 1}):
            says = _TWICE.fill(names="、".join(twice))
            yield Reason(code=f"{field}-twice", says=says, field=field)


def _set_wrong(one: SetAnswers, nth: str) -> list[Reason]:
    """What is wrong with a set; ``nth`` ends the names of its fields."""
    wrong = _names(one.data, f"names{nth}")
    if one.boundary and isinstance(no := parse(one.boundary), Refused):
        wrong += [Reason(code=r.code, says=r.says, field=f"boundary{nth}") for r in no.reasons]
    if not one.data:
        wrong.append(Reason(code="no-data", says=_NO_DATA, field=f"names{nth}"))
    for field, says in (("source", _NO_SOURCE), ("query", _NO_QUERY)):
        if not getattr(one, field).strip():
            wrong.append(Reason(code=f"no-{field}", says=says, field=f"{field}{nth}"))
    return wrong


def _set(one: SetAnswers, title: Text) -> dict[str, Any]:
    days = {k: d for k in ("searched_on", "covers_until") if (d := getattr(one, k)) is not None}
    return {
        "title": title.as_json(), "files": list(one.data), "source": _both(one.source, one.source_en),
        "query": _both(one.query, one.query_en), "boundary": one.boundary, "unit": one.unit, **days,
    }  # fmt: skip


def titled(title: str, told: Any) -> dict[str, str]:
    """The title on record; with the English one of a template that is for this very title."""
    here = isinstance(told, Mapping) and told.get("zh") == title and isinstance(told.get("en"), str)
    return _both(title, told["en"] if here else "")


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
    return plain | {"goals": [str(g) for g in goals], "title": titled(title, plain.get("title"))}


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
    named = [(n, "names2" if code == "dated" else "names") for code, one in study.sets.items() for n in one.files]
    named += [(n, "names") for n in (study.industry_data, study.hand_labels, study.samples.labels) if n]
    lacking = [
        replace(r, field=at) for n, at in named if isinstance(got := file_of(path, n), Refused) for r in got.reasons
    ]
    return Refused(reasons=tuple(lacking)) if lacking else None


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
    if _CODE.fullmatch(code) is None:
        return _NO_CODE.fill(code=code)
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


def _both(says: str, en: str = "") -> dict[str, str]:
    return {"zh": says, "en": en or says}


def _no(code: str, says: Text, field: str) -> Refused:
    return Refused(reasons=(Reason(code=code, says=says, field=field),))


_STRANGE = Text("本项目没有分析 {codes}；有：{known}。", "The study has no analysis {codes}; it has: {known}.")
_DIGITS = Text("建议不得自带数字。", "a recommendation writes no numbers.")
_IN_BOTH = Text(
    "“{name}”已在第一套数据中；不同的文件请用不同的文件名。",
    "“{name}” is of the first set already; files that differ need names that differ.",
)
_NO_SOURCE = Text("请写明数据来源与许可。", "Say where the data come from, and their licence.")
_NO_QUERY = Text("请写明数据是用什么检索式取得的。", "Say by which query the data were found.")
_SIZE = Text("技术分解须有 2 至 24 个节点，现为 {n} 个。", "The tree needs 2 to 24 nodes; it has {n}.")
_TWICE = Text("{names} 写了两次。", "{names}: given twice.")
_NO_CODE = Text(
    "代码“{code}”须以小写字母开头，只含小写字母、数字和下划线。",
    "the code “{code}” must begin with a small letter and hold small letters, digits and _ only.",
)
_MAIN = Text("{title}（主数据集）", "{title} (main set)")
_DATED = Text("{title}（日期、同族与引文）", "{title} (dates, families, citations)")
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
