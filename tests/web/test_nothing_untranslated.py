"""No reader meets a sentence of the other language: in the whole source, and on every page that a link leads to.

On a Chinese page no English sentence may stand outside what is quoted or typed; on an English page no Chinese but what the
city itself recorded (names, titles, words of documents) or what is marked as Chinese.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from ipops.webkit.pages.lang import either
from tests.web.markup import VOID
from tests.web.pages import SRC
from tests.web.test_both_languages import PAIRS, _name
from tests.web.test_every_page import enter, pages, street  # noqa: F401 - fixtures

CJK = re.compile(r"[\u3400-\u9fff]")
#: What an English sentence may quote: numbers of documents, articles, how an amount or a day is written in a Chinese list.
QUOTED = re.compile(
    r"[\u4e00-\u9fff]{2,12}〔\d{4}〕\d+号|第[一二三四五六七八九十百零]+条|\d+(?:万|亿)元|\d{4}年\d+月\d+日|"
    r"(?:专利法|商标法|民法典|实施细则|细则|条例)(?=[ ,)\d])"
)
#: What a Chinese sentence may hold of English: a command to type, the name of a product.
TYPED = re.compile(r"ipops [a-z -]+|“[^”]*”|`[^`]*`")
SENTENCE = re.compile(r"[A-Za-z]{2,}(?:[ ,;]+[A-Za-z]{2,}){3,}")
HOLES = re.compile(r"{(\w*)(?:[!:][^}]*)?}")


def modules() -> list[Path]:
    return [p for p in sorted(SRC.rglob("*.py")) if not {"tests", "migrations"} & set(p.parts)]


def whole(node: ast.expr) -> str | None:
    """The words of a constant or of an f-string, its holes empty."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(v.value) if isinstance(v, ast.Constant) else "" for v in node.values)
    return None


def wrong(zh: str, en: str) -> str:
    """Why this pair is no sentence in two languages, or nothing."""
    if CJK.search(QUOTED.sub("", en)) and zh != en:
        return "the English holds Chinese"
    if SENTENCE.search(TYPED.sub("", zh)):
        return "the Chinese holds an English sentence"
    if set(HOLES.findall(zh)) - {"zh"} != set(HOLES.findall(en)) - {"en"}:
        return "the placeholders differ"
    return ""


def in_module(path: Path) -> Iterator[tuple[int, str, str, str]]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and _name(node.func) in PAIRS and len(node.args) >= 2:
            zh, en = whole(node.args[0]), whole(node.args[1])
            if zh is not None and en is not None and (why := wrong(zh, en)):
                yield node.lineno, why, zh, en


def test_every_pair_of_the_source_says_the_same_in_two_languages() -> None:
    """Engines, rules, services and commands speak to readers as pages do."""
    assert [(str(p.relative_to(SRC)), *found) for p in modules() for found in in_module(p)] == []


class Spoken(HTMLParser):
    """What a page says by itself: without code, quotations, addresses, what is marked as of the other language, and data."""

    def __init__(self, lang: str) -> None:
        super().__init__()
        self.lang, self.texts, self.off = lang, [], 0
        self.open: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            return
        found = dict(attrs)
        marked = found.get("lang", self.lang)[:2] != self.lang[:2] if found.get("lang") else False
        silent = tag in ("code", "pre", "script", "style", "title", "textarea", "blockquote", "option") or marked
        silent = silent or "address" in (found.get("class") or "").split()
        self.open.append(silent)
        self.off += silent

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and self.open:
            self.off -= self.open.pop()

    def handle_data(self, data: str) -> None:
        if not self.off and data.strip():
            self.texts.append(" ".join(data.split()))


def spoken(html: str, lang: str) -> list[str]:
    page = Spoken(lang)
    page.feed(html)
    return page.texts


def recorded() -> list[str]:
    """Every text that the city recorded, longest first: what a page repeats of it is no speech of ours."""
    from ipops.webkit.models import Document, JournalRow, User

    found: set[str] = set()

    def walk(value: Any) -> None:
        if isinstance(value, str) and CJK.search(value):
            found.update([value, *value.split(" / ")])
        for v in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            walk(v)

    for stored in JournalRow.objects.values_list("canonical", flat=True):
        walk(json.loads(bytes(stored)))
    for name in (*Document.objects.values_list("name", flat=True), *User.objects.values_list("name_zh", flat=True)):
        found.add(name)
    return sorted(found, key=len, reverse=True)


ROLES = pytest.mark.parametrize("who", ["", "clerk", "officer", "checker", "centre", "admin"])


@pytest.mark.db
@pytest.mark.django_db
@pytest.mark.slow
class TestEveryPage:
    @ROLES
    def test_in_chinese_holds_no_english_sentence(self, enter: Callable[[str], Client], who: str) -> None:  # noqa: F811
        browser = enter(who)
        browser.get("/?lang=zh")
        found = {
            (address, text)
            for address, page in html_of(browser)
            for text in spoken(page, "zh")
            if SENTENCE.search(TYPED.sub("", text))
        }
        assert sorted(found) == []

    @ROLES
    def test_in_english_holds_no_chinese_but_what_was_recorded(self, enter: Callable[[str], Client], who: str) -> None:  # noqa: F811
        browser = enter(who)
        browser.get("/?lang=en")
        data, found = recorded(), set()
        for address, page in html_of(browser):
            for text in spoken(page, "en"):
                left = QUOTED.sub("", text)
                for known in data if CJK.search(left) else ():
                    left = left.replace(known, "")
                    if left.endswith("…") and known.startswith(left[:-1].strip()):
                        left = ""  # a long name, cut in a drawing
                if CJK.search(left):
                    found.add((re.sub(r"\d+", "N", address), text[:120]))
        assert sorted(found) == []


def html_of(browser: Client) -> Iterator[tuple[str, str]]:
    for address, response in pages(browser):
        if response.status_code == 200 and response.get("Content-Type", "").startswith("text/html"):
            yield address, response.text


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("甲同在双方背后。 A stands behind both sides.", "甲同在双方背后。", "A stands behind both sides."),
        ("规则识别的疑点 / signs found by rule", "规则识别的疑点", "signs found by rule"),
        ("示范 ABC 公司", "示范 ABC 公司", "示范 ABC 公司"),
        ("示范公司 / ABC", "示范公司 / ABC", "示范公司 / ABC"),
    ],
)
def test_a_reason_recorded_in_both_languages_is_read_in_one(text: str, zh: str, en: str) -> None:
    for lang, said in (("zh-hans", zh), ("en", en)):
        with translation.override(lang):
            assert either(text) == said


class TestTheScanner:
    """What it is for, it finds."""

    @pytest.mark.parametrize(
        ("zh", "en", "ok"),
        [
            ("转让", "transfer", True),
            ("转让", "the 转让 of it", False),
            ("按国知发运字〔2021〕17号", "as 国知发运字〔2021〕17号 says", True),
            ("This was never translated at all", "x", False),
            ("运行 ipops ledger seal", "run it", True),
            ("{n}条", "{m}", False),
            ("应是{zh}", "should be {en}", True),
        ],
    )
    def test_pairs(self, zh: str, en: str, ok: bool) -> None:
        assert (wrong(zh, en) == "") is ok

    def test_pages(self) -> None:
        html = '<p>转让 was never translated at all</p><p lang="en">Something else in English here</p><code>ipops is typed like this</code>'
        assert [t for t in spoken(html, "zh") if SENTENCE.search(t)] == ["转让 was never translated at all"]
        assert spoken('<p>a</p><p lang="zh-CN">甲</p>', "en") == ["a"]
