"""The texts of the laws that citations name, read from ``shared/data/laws``; a citation is held against its article.

A rule that quotes words the article does not hold, or an article the law does not have, is a mistake of ours. Only what is
held can be checked: without the shared files, or for a document that is no law held there, there is no answer.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from ipops.kernel.citation import Citation
from ipops.kernel.outcome import Place, Problem
from ipops.policy.identity import normalised
from ipops.policy.mistakes import says
from ipops.policy.numerals import NUMERAL, read_numeral, write_numeral
from ipops.reference.shared import shared_dir

ArticleNo = tuple[int, int]  #: (14, 0) is 第十四条, (14, 1) is 第十四条之一

_HEAD = re.compile(rf"第({NUMERAL})条(?:之({NUMERAL}))?[\s　]+")
_CITED = re.compile(rf"第({NUMERAL})条(?:之({NUMERAL}))?")
_RANGE = re.compile(rf"第({NUMERAL})条(?:至|到|—|－|-)第({NUMERAL})条")
_PARAGRAPH = re.compile(rf"第({NUMERAL})款")
_TITLE = re.compile(r"#{1,6}\s|<!--")
_ITEM = re.compile(r"[（(][一二三四五六七八九十百]+[）)]|[0-9]+[.．、]")
_STEM = re.compile(r"(.+?)\((\d{4}-\d{2}-\d{2})\)")
_CIVIL_CODE = ("民法典", "2020-05-28")
_CIVIL_PART = re.compile(r"(?:民法典)?(?:总则|物权|合同)编?")  # some cite a part; the numbering is one


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """One version of one law: its articles, each as its paragraphs (款) with their items (项) beneath."""

    name: str
    version: str
    articles: Mapping[ArticleNo, tuple[str, ...]]

    def __str__(self) -> str:
        return f"{self.name}({self.version})"


def article(law: str, no: str | int) -> str | None:
    """The text of an article: ``article("专利法(2020-10-17)", "第十四条")``, ``article("民法典", 444)``.

    ``None`` without the shared files, for a law that is not held or held in several versions while none is named, and for
    an article it does not have. The version may be left out where only one is held.
    """
    held = versions_of(law)
    wanted = (no, 0) if isinstance(no, int) else _first_cited(no)
    if len(held) != 1 or wanted is None or wanted not in held[0].articles:
        return None
    return "\n".join(held[0].articles[wanted])


def laws_at_hand() -> Mapping[str, tuple[Law, ...]]:
    """Every law held, by name, oldest version first; empty without the shared files."""
    folder = shared_dir()
    return _laws(folder / "data" / "laws") if folder is not None else MappingProxyType({})


def versions_of(document: str) -> tuple[Law, ...]:
    """The versions held of the law a citation's document names: all, or the one whose date it gives (possibly none)."""
    name, version = _name_and_version(document)
    held = laws_at_hand().get(name, ())
    return tuple(law for law in held if version in ("", law.version))


def is_held(document: str) -> bool:
    """Whether a citation's document names a law that is held, in whatever version."""
    return _name_and_version(document)[0] in laws_at_hand()


def check_citation(cite: Citation) -> Problem | None:
    """What is wrong with a citation of a law, or ``None``: right, or nothing at hand to hold it against.

    The article must exist in the version cited, and hold the words quoted (… stands for words left out).
    """
    name, version = _name_and_version(cite.document)
    held = laws_at_hand().get(name, ())
    if not held:
        return None
    names = ", ".join(str(law) for law in held)
    chosen = [law for law in held if version in ("", law.version)]
    if not chosen:
        return _problem("law-not-held", cite, law=cite.document, held=names)
    if len(chosen) > 1:
        return _problem("law-which-version", cite, law=name, held=names)
    return _against(cite, chosen[0])


def _against(cite: Citation, law: Law) -> Problem | None:
    cited = cited_articles(cite.clause)
    if not cited:
        return _problem("article-unreadable", cite, clause=cite.clause)
    for no in cited:
        if no not in law.articles:
            return _problem("article-missing", cite, law=law, article=written(no))
    paragraphs = [read_numeral(m) for m in _PARAGRAPH.findall(cite.clause)] if len(cited) == 1 else []
    texts = [law.articles[no] for no in cited]
    for paragraph in paragraphs:
        if paragraph is None or not 1 <= paragraph <= len(texts[0]):
            return _problem("paragraph-missing", cite, law=law, article=written(cited[0]), paragraph=paragraph)
    looked_in = [texts[0][p - 1] for p in paragraphs if p] or ["\n".join(text) for text in texts]
    if cite.quote and not any(holds(text, cite.quote) for text in looked_in):
        named = "、".join(written(no) for no in cited) + "".join(f"第{write_numeral(p)}款" for p in paragraphs if p)
        return _problem("quote-not-in-article", cite, law=law, article=named, quote=cite.quote)
    return None


def holds(text: str, quote: str) -> bool:
    """Whether a text holds the words quoted, in order, whatever the width of its signs and spaces."""
    at, text = 0, _bare(text)
    for piece in re.split(r"…+|\.{3,}", quote):
        found = text.find(_bare(piece), at)
        if found < 0:
            return False
        at = found + len(_bare(piece))
    return True


def cited_articles(clause: str) -> tuple[ArticleNo, ...]:
    """The articles a clause names: ``第五十条至第五十二条``, ``第十条、第十四条第二款``, ``第十条之一``."""
    named: list[ArticleNo] = []
    for low, high in _RANGE.findall(clause):
        first, last = read_numeral(low), read_numeral(high)
        if first is not None and last is not None:
            named += [(n, 0) for n in range(first, last + 1)]
    for main, sub in _CITED.findall(clause):
        n, s = read_numeral(main), read_numeral(sub) if sub else 0
        if n is not None and s is not None:
            named.append((n, s))
    return tuple(dict.fromkeys(named))


def written(no: ArticleNo) -> str:
    main, sub = no
    return f"第{write_numeral(main)}条" + (f"之{write_numeral(sub)}" if sub else "")


def read_articles(text: str) -> dict[ArticleNo, tuple[str, ...]]:
    """The articles of a law's text. A line that is no heading and begins no article belongs to the article above it."""
    made: dict[ArticleNo, list[str]] = {}
    current: list[str] | None = None
    for raw in text.splitlines():
        line = raw.strip().strip("　")
        if not line:
            continue
        if head := _HEAD.match(line):
            main, sub = read_numeral(head[1]), read_numeral(head[2]) if head[2] else 0
            if main is not None and sub is not None:
                current = made.setdefault((main, sub), [])
                current.append(line[head.end() :])
        elif _TITLE.match(line):
            current = None
        elif current is not None:
            if _ITEM.match(line) and current:
                current[-1] += "\n" + line
            else:
                current.append(line)
    return {no: tuple(paragraphs) for no, paragraphs in made.items()}


@lru_cache(maxsize=2)
def _laws(folder: Path) -> Mapping[str, tuple[Law, ...]]:
    articles: dict[tuple[str, str], dict[ArticleNo, tuple[str, ...]]] = {}
    for path in sorted(folder.glob("*.md")):
        if path.stem == "SOURCE":
            continue
        dated = _STEM.fullmatch(path.stem)
        key = (dated[1], dated[2]) if dated else _CIVIL_CODE  # 总则, 物权编, 合同编 are parts of one numbering
        articles.setdefault(key, {}).update(read_articles(path.read_text(encoding="utf-8")))
    by_name: dict[str, list[Law]] = {}
    for (name, version), found in sorted(articles.items()):
        law = Law(name=name, version=version, articles=MappingProxyType(found))
        by_name.setdefault(_plain_name(name), []).append(law)
    return MappingProxyType({name: tuple(laws) for name, laws in by_name.items()})


def _name_and_version(document: str) -> tuple[str, str]:
    text = normalised(document)
    dated = _STEM.fullmatch(text)
    return (_plain_name(dated[1]), dated[2]) if dated else (_plain_name(text), "")


def _plain_name(name: str) -> str:
    plain = re.sub(r"[《》〈〉]", "", _bare(name)).removeprefix("中华人民共和国")
    return _CIVIL_CODE[0] if _CIVIL_PART.fullmatch(plain) else plain


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def _first_cited(no: str) -> ArticleNo | None:
    bare = re.fullmatch(rf"({NUMERAL})(?:之({NUMERAL}))?", no)
    if bare:
        no = f"第{bare[1]}条" + (f"之{bare[2]}" if bare[2] else "")
    cited = cited_articles(no)
    return cited[0] if len(cited) == 1 else None


def _problem(code: str, cite: Citation, **fill: object) -> Problem:
    return Problem(code=code, says=says(code, **fill), at=Place(file=cite.document, field=cite.clause))
