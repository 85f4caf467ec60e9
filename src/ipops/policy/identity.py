"""Which document is meant: one number written in many ways, and the aliases under which others quote it (programme.md 8.1)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from ipops.kernel.text import Text

_NUMBERED = re.compile(r"(.+?)[\[(〔【［]?((?:19|20)\d\d)[\])〕】］]?(?:第)?0*(\d+)号?")
_LAW = re.compile(r"(.+?)\((\d{4}-\d{2}-\d{2})\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Its normalised number (or its title, if it has none), who issued it and when; ``aliases`` as others wrote it."""

    number: str
    title: Text | None = None
    issuers: tuple[str, ...] = ()
    issued: date | None = None
    aliases: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every spelling it is known under, normalised, its number first."""
        return (self.number, *(normalised(a) for a in self.aliases))

    def __str__(self) -> str:
        return self.number


def normalised(text: str) -> str:
    """The number as it is printed officially: ``财办建[2020]40号``, ``财办建(2020)40 号`` -> ``财办建〔2020〕40号``.

    A law's version keeps its form, ``专利法(2020-10-17)``. Anything else is only cleaned of spaces and book marks.
    """
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).strip("《》")
    if law := _LAW.fullmatch(text):
        return f"{law[1].strip('《》').removeprefix('中华人民共和国')}({law[2]})"
    # Only a bracketed year is read as a year: in 财建〔201950号 somebody lost a bracket, and a guess would invent a number.
    if re.search(r"[\[(〔【]((?:19|20)\d\d)[\])〕】]", text) and (m := _NUMBERED.fullmatch(text)):
        return f"{m[1]}〔{m[2]}〕{m[3]}号"
    return text


class Documents:
    """All documents known by name. Where two share a spelling (a mistake the check tells) the first keeps it."""

    def __init__(self, documents: Iterable[Document]) -> None:
        by_name: dict[str, Document] = {}
        for document in documents:
            for name in document.names:
                by_name.setdefault(name, document)
        self._by_name: Mapping[str, Document] = MappingProxyType(by_name)

    def named(self, text: str) -> Document | None:
        """The document meant by a number, a title or an alias; ``None`` when nobody registered it."""
        return self._by_name.get(normalised(text))

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._by_name)
