"""A study as a file: kind, goals, data, boundary, technical tree. Read strictly; what is wrong is told with its place.

``like: OTHER.yaml`` takes what it does not say itself from a template beside it: several studies of one frozen set share data, boundary,
tree and samples. A study that says nothing of a thing (team, day of the search, firms, output) is printed with *unknown* there, never with a guess.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.lines.navigation.facts import Goal, StudyKind
from ipops.lines.navigation.rules.admission import propose
from ipops.reference.shared import shared_file

Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,30}$")]
SHARED, CORPUS = "shared:", "corpus:"


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(Part):
    """A text in both languages."""

    zh: Annotated[str, Field(min_length=1)]
    en: Annotated[str, Field(min_length=1)]

    @property
    def text(self) -> Text:
        return Text(self.zh.strip(), self.en.strip())


class DataSet(Part):
    """``files`` lie beside the template, or ``shared:…`` below the shared data; ``corpus:NAME`` alone is a corpus beside it that
    ``ipops corpus load`` made. ``boundary`` is a question of the corpus' query
    language: what of the set belongs to the subject. ``unit`` is what is counted."""

    title: Words
    files: Annotated[list[str], Field(min_length=1)]
    source: Words
    query: Words
    searched_on: date | None = None
    covers_until: date | None = None
    boundary: str = ""
    unit: Literal["document", "title_and_owner", "family"] = "family"


class Node(Part):
    """A node of the technical tree; ``query`` is its labelling rule. ``link`` says where on the industry chain it stands."""

    code: Code
    title: Words
    query: Annotated[str, Field(min_length=1)]
    link: Literal["upstream", "midstream", "downstream"]


class Samples(Part):
    """``labels`` is the sheet read back; without it recall and precision are unknown."""

    seed: int = 20_200_601
    each: Annotated[int, Field(ge=10, le=2000)] = 60
    labels: str = ""


class Member(Part):
    role: Words
    name: str


class Group(Part):
    """Owners that are one in this study: a group and its firms, or spellings of one body. ``names`` are spellings of the data, the
    first is shown; ``zh`` and ``en`` are what readers call it. With ``words`` every organisation belongs whose name holds one of them."""

    names: Annotated[list[str], Field(min_length=1)]
    words: list[Annotated[str, Field(min_length=4)]] = []
    zh: str = ""
    en: str = ""


class Focus(Part):
    """Whom the study is about: organisations to be valued, inventors to be appraised; spellings as the data have them."""

    organisations: Annotated[list[str], Field(max_length=4)] = []
    inventors: Annotated[list[str], Field(max_length=20)] = []


class Advice(Part):
    """A recommendation of the authors. ``{code}`` puts in a number of the study with its query; other digits are refused."""

    says: Words
    rests_on: Annotated[list[str], Field(min_length=1)]


class StudyFile(Part):
    study: Code
    kind: StudyKind
    goals: Annotated[list[Goal], Field(min_length=1)]
    title: Words
    industry: Words
    place: Words
    demand: Words
    marks: list[Words] = []
    home: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] = "CN"
    team: list[Member] = []
    sets: Annotated[dict[Code, DataSet], Field(min_length=1)]
    landscape: str
    dated: str = ""
    tree: Annotated[list[Node], Field(min_length=2, max_length=24)]
    groups: list[Group] = []
    focus: Focus = Focus()
    hand_labels: str = ""
    samples: Samples = Samples()
    industry_data: str = ""
    advice: list[Advice] = []

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if no := propose(self.kind, self.goals):
            raise ValueError(f"{no.reasons[0].says.zh} {no.reasons[0].says.en}")
        for name in filter(None, (self.landscape, self.dated)):
            if name not in self.sets:
                raise ValueError(f"没有数据集 {name}。 There is no set {name}.")
        codes = [n.code for n in self.tree]
        if len(set(codes)) != len(codes):
            raise ValueError("技术分解表的代码重复。 Codes of the tree are given twice.")
        spellings = [n for g in self.groups for n in g.names]
        if len(set(spellings)) != len(spellings):
            raise ValueError("同一名称归入了两个集团。 A name stands in two groups.")
        return self

    def links(self) -> Iterator[tuple[str, list[Node]]]:
        for link in ("upstream", "midstream", "downstream"):
            if nodes := [n for n in self.tree if n.link == link]:
                yield link, nodes


def read(path: Path) -> StudyFile | Refused:
    """The template, or every mistake in it with its place."""
    try:
        plain = yaml.safe_load(path.read_text(encoding="utf-8"))
        if isinstance(plain, dict) and "like" in plain:
            like = path.with_name(str(plain.pop("like")))
            if not like.is_file():
                return _no("file-missing", f"找不到模板 {like.name}。", f"there is no template {like.name}.", "like")
            plain = yaml.safe_load(like.read_text(encoding="utf-8")) | plain
        return StudyFile.model_validate(plain)
    except (yaml.YAMLError, UnicodeDecodeError) as bad:
        return _no("template-unreadable", f"不是 YAML：{bad}", f"this is no YAML: {bad}", path.name)
    except ValidationError as bad:
        reasons = []
        for one in bad.errors():
            at = ".".join(str(p) for p in one["loc"]) or path.name
            reasons.append(_no("template-mistake", f"{at}：{one['msg']}", f"{at}: {one['msg']}", at).reasons[0])
        return Refused(reasons=tuple(reasons))


def file_of(template: Path, name: str) -> Path | Refused:
    """A file that a template names, or the folder of a corpus."""
    if name.startswith(CORPUS):
        folder = template.parent / name.removeprefix(CORPUS)
        there = (folder / "catalogue.sqlite").is_file()
        return folder if there else _no("corpus-missing", f"找不到语料库 {name}。", f"there is no {name}.", name)
    if name.startswith(SHARED):
        found = shared_file(*name.removeprefix(SHARED).split("/"))
        if isinstance(found, Path):
            return found
        return Refused(reasons=(Reason(code="file-missing", says=found.why, field=name),))
    path = template.parent / name
    return path if path.is_file() else _no("file-missing", f"找不到文件 {name}。", f"there is no file {name}.", name)


def _no(code: str, zh: str, en: str, field: str) -> Refused:
    return Refused(reasons=(Reason(code=code, says=Text(zh, en), field=field),))
