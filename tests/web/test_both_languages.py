"""No string reaches a reader in one language only, and none mixes the two."""

from __future__ import annotations

import ast
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.web.pages import SRC, page_modules, templates

CJK = re.compile(r"[\u3400-\u9fff\u3000-\u303f\uff00-\uffef]")
LETTERS = re.compile(r"[A-Za-z]{2,}")
TAG = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.S)
SAID = re.compile(r"""{%\s*t\s+("[^"]*"|'[^']*')\s+("[^"]*"|'[^']*')""")
SPOKEN = ("title", "alt", "aria-label", "placeholder", "data-label", "summary")
#: Codes that are the same in every language.
CODES = {"CSV", "XLSX", "JSON", "SHA", "SQL", "PNG", "SVG", "API"}
#: The one page that no template engine is alive for: it says everything twice.
BOTH_AT_ONCE = {"500.html"}
#: Page models that carry a sentence: their first two arguments are Chinese and English.
PAIRS = {"Text", "said", "about", "t", "say"}


class Words(HTMLParser):
    """Everything a reader may see or hear, outside template tags."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.code = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.code += tag in ("code", "pre")
        self.found += [v for k, v in attrs if k in SPOKEN and v]

    def handle_endtag(self, tag: str) -> None:
        self.code -= tag in ("code", "pre")

    def handle_data(self, data: str) -> None:
        """What stands in ``code`` is typed or compared letter by letter, the same in every language."""
        if not self.code:
            self.found.append(data)


def bare(path: Path) -> list[str]:
    words = Words()
    words.feed(TAG.sub(" ", path.read_text()))
    loose = [w for text in words.found for w in (*CJK.findall(text), *LETTERS.findall(text))]
    return [w for w in loose if w not in CODES]


@pytest.mark.parametrize("path", [p for p in templates() if p.name not in BOTH_AT_ONCE], ids=lambda p: p.stem)
def test_no_template_speaks_outside_t(path: Path) -> None:
    assert bare(path) == []


def mixed(zh: str, en: str) -> str:
    """Why this pair is no translation, or nothing."""
    if CJK.search(en) and CJK.search(zh):
        return "the English holds Chinese"
    if not CJK.search(zh) and zh != en and re.search(r"[A-Za-z]{3,} [A-Za-z]{2,}", zh):
        return "the Chinese is English"
    if set(re.findall(r"{(\w*)}", zh)) != set(re.findall(r"{(\w*)}", en)):
        return "the placeholders differ"
    return ""


@pytest.mark.parametrize("path", templates(), ids=lambda p: p.stem)
def test_every_pair_in_a_template_is_chinese_then_english(path: Path) -> None:
    pairs = [(a[1:-1], b[1:-1]) for a, b in SAID.findall(path.read_text())]
    assert [(zh, en, why) for zh, en in pairs if (why := mixed(zh, en))] == []


def paired(tree: ast.AST) -> tuple[set[int], list[tuple[str, str]]]:
    """Ids of the string constants that stand in a pair, and the pairs."""
    inside: set[int] = set()
    pairs = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node.func) in PAIRS:
            texts = [a for a in node.args[:2] if isinstance(a, ast.Constant | ast.JoinedStr)]
            for a in texts:
                inside |= {id(n) for n in ast.walk(a)}
            plain = [a.value for a in texts if isinstance(a, ast.Constant) and isinstance(a.value, str)]
            if len(plain) == 2:
                pairs.append((plain[0], plain[1]))
    return inside, pairs


def _name(func: ast.expr) -> str:
    return func.id if isinstance(func, ast.Name) else func.attr if isinstance(func, ast.Attribute) else ""


def _docs(tree: ast.AST) -> set[int]:
    holders = [n for n in ast.walk(tree) if isinstance(n, ast.Module | ast.ClassDef | ast.FunctionDef)]
    return {id(n.body[0].value) for n in holders if n.body and isinstance(n.body[0], ast.Expr)}


@pytest.mark.parametrize("path", page_modules(), ids=lambda p: ".".join(p.relative_to(SRC).with_suffix("").parts))
def test_page_code_says_everything_in_both_languages(path: Path) -> None:
    """Chinese outside a pair is a forgotten translation. Citations and made-up rows of the kit are data, not speech."""
    tree = ast.parse(path.read_text())
    inside, pairs = paired(tree)
    skipped = inside | _docs(tree) | _citations(tree) | _compared(tree)
    loose = [
        n.value
        for n in ast.walk(tree)
        if isinstance(n, ast.Constant) and isinstance(n.value, str) and CJK.search(n.value) and id(n) not in skipped
    ]
    allowed = {"一种水处理膜", "电池隔膜及其制法", "图像去噪方法", "：", "、", "；", "，", "（", "）"}
    assert [v for v in loose if v not in allowed] == []
    assert [(zh, en, why) for zh, en in pairs if (why := mixed(zh, en))] == []


def _compared(tree: ast.AST) -> set[int]:
    """What is compared with is a value of the data; nobody reads it."""
    return {id(n) for c in ast.walk(tree) if isinstance(c, ast.Compare) for n in ast.walk(c)}


def _citations(tree: ast.AST) -> set[int]:
    """Documents are quoted in their own language."""
    calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and _name(n.func) == "Citation"]
    return {id(n) for call in calls for n in ast.walk(call)}


@pytest.mark.parametrize("path", page_modules(), ids=lambda p: ".".join(p.relative_to(SRC).with_suffix("").parts))
def test_labels_and_messages_are_never_plain_strings(path: Path) -> None:
    """``label="Right"`` or ``messages.success(request, "Saved")`` would be English for everybody."""
    tree = ast.parse(path.read_text())
    wrong = []
    for call in (n for n in ast.walk(tree) if isinstance(n, ast.Call)):
        spoken = [k.value for k in call.keywords if k.arg in ("label", "help_text", "empty_label")]
        if isinstance(call.func, ast.Attribute) and _name(call.func.value) == "messages":
            spoken += call.args[1:2]
        wrong += [s.value for s in spoken if isinstance(s, ast.Constant) and isinstance(s.value, str) and s.value]
    assert wrong == []


class TestTheScanner:
    """The tests above can fail: each mistake is found in a page made for it."""

    @pytest.mark.parametrize(
        ("html", "found"),
        [
            ("<p>Hello there</p>", ["Hello", "there"]),
            ("<p>转让</p>", ["转", "让"]),
            ('<input placeholder="Search here">', ["Search", "here"]),
            ('<p>{% t "转让" "transfer" %}</p>', []),
            ("<p>CSV</p>", []),
            ("<p><code>ipops demo</code> now</p>", ["now"]),
        ],
    )
    def test_finds_words_outside_t(self, tmp_path: Path, html: str, found: list[str]) -> None:
        page = tmp_path / "page.html"
        page.write_text(html)
        assert bare(page) == found

    @pytest.mark.parametrize(
        ("zh", "en", "ok"),
        [
            ("转让", "transfer", True),
            ("转让", "the 转让", False),
            ("a transfer of", "x", False),
            ("{n}条", "{m}", False),
        ],
    )
    def test_finds_pairs_that_are_no_translation(self, zh: str, en: str, ok: bool) -> None:
        assert (mixed(zh, en) == "") is ok
