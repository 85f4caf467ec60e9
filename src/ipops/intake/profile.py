"""A mapping profile: which headers, in which words, mean which fields, and how their cells read. YAML, shipped or yours."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from ipops.intake.values import DateOrder, Serial, key
from ipops.kernel.outcome import Place, Problem
from ipops.kernel.text import Text

FieldType = Literal["text", "code", "date", "money", "number", "choice", "flag"]
_YES = ("是", "有", "yes", "y", "true", "1", "√")
_NO = ("否", "无", "no", "n", "false", "0", "×")


class _Plain(yaml.SafeLoader):
    """YAML as people mean it: ``on`` and ``no`` are words, not truth values (YAML 1.1 has it otherwise)."""


_Plain.yaml_implicit_resolvers = {
    first: [(tag, form) for tag, form in rules if tag not in ("tag:yaml.org,2002:bool", "tag:yaml.org,2002:timestamp")]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Plain.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))


def read_yaml(text: str) -> object:
    """One document as people mean it; days stay text. Raises ``yaml.YAMLError``."""
    return yaml.load(text, Loader=_Plain)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Title(_Strict):
    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)

    @property
    def text(self) -> Text:
        return Text(self.zh, self.en)


class FieldRule(_Strict):
    """One field. ``aliases`` are headers as found in the wild, any language; ``split`` lists the characters between
    several values of one cell; ``words`` gives, for a choice, each code with the words that stand for it."""

    title: Title
    type: FieldType = "text"
    aliases: tuple[str, ...] = Field(min_length=1)
    required: bool = False
    split: str = ""
    unit: Literal["", "元", "千元", "万元", "百万元", "千万元", "亿元"] = ""
    words: dict[str, tuple[str, ...]] = {}

    @model_validator(mode="after")
    def _words_only_for_choices(self) -> FieldRule:
        if (self.type == "choice") != bool(self.words):
            raise ValueError("words belong to a choice, and a choice needs words")
        return self

    def word(self, text: str) -> str | None:
        """The code that a word of a choice stands for."""
        wanted = key(text)
        return next((c for c, words in self.words.items() if wanted in (key(c), *map(key, words))), None)


class Profile(_Strict):
    """``totals`` are words that mark a sum row; ``fill_down`` are fields that a list leaves blank when they repeat the row
    above (text files only: a workbook says so by merged cells)."""

    code: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    title: Title
    fields: dict[str, FieldRule] = Field(min_length=1)
    header_rows: int = Field(default=3, ge=1, le=5)
    totals: tuple[str, ...] = ("合计", "总计", "小计", "total")
    fill_down: tuple[str, ...] = ()
    encoding: str | None = None
    sheet: str | None = None
    serial: Serial = "1900"
    date_order: DateOrder = "ymd"

    @field_validator("fields")
    @classmethod
    def _no_alias_twice(cls, fields: dict[str, FieldRule]) -> dict[str, FieldRule]:
        seen: dict[str, str] = {}
        for name, rule in fields.items():
            for alias in {key(a) for a in rule.aliases}:
                if seen.setdefault(alias, name) != name:
                    raise ValueError(f"the header {alias!r} cannot mean both {seen[alias]!r} and {name!r}")
        return fields

    @model_validator(mode="after")
    def _fill_down_is_known(self) -> Profile:
        loose = set(self.fill_down) - set(self.fields)
        if loose:
            raise ValueError(f"fill_down names unknown fields: {', '.join(sorted(loose))}")
        return self

    def by_alias(self) -> Mapping[str, str]:
        return {key(a): name for name, rule in self.fields.items() for a in (name, *rule.aliases)}


def load_profile(path: Path) -> Profile | tuple[Problem, ...]:
    """A profile of the user's own; every mistake in it as a problem with the field it sits in."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        return Profile.model_validate(read_yaml(text))
    except OSError as e:
        return (_mistake(path, "", e.strerror or str(e)),)
    except UnicodeDecodeError:
        return (_mistake(path, "", "not UTF-8"),)
    except yaml.YAMLError as e:
        return (_mistake(path, "", " ".join(str(e).split())),)
    except ValidationError as e:
        return tuple(_mistake(path, ".".join(str(p) for p in d["loc"]), d["msg"]) for d in e.errors())


def _mistake(path: Path, where: str, detail: str) -> Problem:
    return Problem(
        code="profile-mistake",
        says=Text(f"映射方案有误：{where} {detail}", f"The mapping profile is wrong: {where} {detail}"),
        at=Place(file=path.name, field=where),
    )


@cache
def shipped() -> Mapping[str, Profile]:
    """The profiles that come with the program, by code."""
    found = {}
    for file in sorted((resources.files("ipops.intake") / "profiles").iterdir(), key=lambda f: f.name):
        if file.name.endswith(".yaml"):
            made = Profile.model_validate(read_yaml(file.read_text(encoding="utf-8")))
            found[made.code] = made
    return found


def flag_word(text: str) -> bool | None:
    wanted = key(text)
    if wanted in map(key, _YES) or text.strip() in _YES:
        return True
    if wanted in map(key, _NO) or text.strip() in _NO:
        return False
    return None
