"""A question as a value. Words alone rank: any of them may stand in a document. With an operator, a bracket, a quote, a star
or a field it is a condition: what stands side by side must hold together, and what it asks for in words also ranks.

    In a condition and, or, not are operators however they are written: as words they would ask for what no document is about.

    question  = or ;  or = and { OR and } ;  and = not { [AND] not } ;  not = NOT not | item
    item      = ( or ) | "a phrase" | word | beginning* | field:item
    field     = title abstract | class owner inventor office kind type legal stage number family | filed published granted
    a day     = 2015 | 2015-03 | 2015-03-20 | from..to, either of which may be left out
"""

from __future__ import annotations

import calendar
import difflib
import re
from dataclasses import dataclass
from datetime import date

from ipops.corpus.identity import offices
from ipops.corpus.search.attributes import DAYS
from ipops.corpus.search.lexer import Sign, signs
from ipops.corpus.search.postings import FIELDS
from ipops.kernel.outcome import Place, Reason, Refused
from ipops.kernel.text import Text

KEYED = ("class", "owner", "inventor", "office", "kind", "type", "legal", "stage", "number", "family")
ALIASES = {
    "ipc": "class", "cpc": "class", "applicant": "owner", "status": "legal", "filing": "filed", "date": "published",
    "标题": "title", "名称": "title", "摘要": "abstract",  "分类": "class", "分类号": "class",
    "申请人": "owner", "权利人": "owner", "发明人": "inventor", "局": "office", "种类": "kind", "类型": "type",
    "法律状态": "legal", "号码": "number", "同族": "family", "申请日": "filed", "公布日": "published", "公开日": "published",
    "授权日": "granted",
}  # fmt: skip
#: What closed fields may hold, and how people write it.
CLOSED = {
    "type": {
        "发明": "invention", "发明专利": "invention", "实用新型": "utility_model", "实用新型专利": "utility_model",
        "外观设计": "design", "外观设计专利": "design", "植物": "plant", "再颁": "reissue",
        "statutory_invention": "statutory_invention", "defensive": "defensive",
    },
    "legal": {
        "有效": "active", "有权": "active", "审查中": "pending", "在审": "pending", "失效": "lapsed", "届满": "expired",
        "无效": "invalidated", "撤回": "withdrawn", "驳回": "rejected",
    },
}  # fmt: skip
NAMES = (*FIELDS, *KEYED, *DAYS)
_EPOCH = date(1970, 1, 1).toordinal()
_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
SHORTEST = 2  #: characters before a star
DEEPEST = 100  #: brackets within brackets
_SUBCLASS, _GROUP = re.compile(r"[A-HYa-hy]\d{2}[A-Za-z]"), re.compile(r"\d{1,4}/\d{2,6}")


@dataclass(frozen=True, slots=True)
class Words:
    """A word or a phrase: its tokens side by side, in one field of text if ``field`` names it; ``begins`` for a star."""

    text: str
    field: str = ""
    begins: bool = False


@dataclass(frozen=True, slots=True)
class Value:
    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Between:
    """Days since 1970-01-01, both included."""

    field: str
    first: int | None
    last: int | None


@dataclass(frozen=True, slots=True)
class Not:
    one: Node


@dataclass(frozen=True, slots=True)
class Every:
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Either:
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Free:
    """Words that only rank."""

    text: str


Node = Words | Value | Between | Not | Every | Either


class _Wrong(Exception):  # ours, inside this module: it ends the descent and becomes a Refused
    def __init__(self, at: int, zh: str, en: str) -> None:
        super().__init__(en)
        self.at, self.says = at, Text(zh, en)


def parse(question: str) -> Node | Free | Refused:
    """The question, or why it cannot be read and where."""
    found = list(signs(question))
    if all(s.kind in ("word", "end") and "*" not in s.text for s in found):
        return Free(question.strip())
    try:
        return _Parser([_operator(s) for s in found]).whole()
    except _Wrong as wrong:
        return refused(question, wrong.at, wrong.says)


def _operator(sign: Sign) -> Sign:
    told = sign.text.upper()
    return Sign(told, sign.text, sign.at) if sign.kind == "word" and told in ("AND", "OR", "NOT") else sign


def refused(question: str, at: int, says: Text) -> Refused:
    """A refusal that shows the place: the sentence, the question, and a mark under it."""
    shown = f"{question}\n{' ' * sum(1 + (ord(c) > 0x2E7F) for c in question[:at])}^"
    place = Place(column=str(at + 1))
    told = Text(f"检索式第 {at + 1} 个字符：{says.zh}\n{shown}", f"question, character {at + 1}: {says.en}\n{shown}")
    return Refused(reasons=(Reason(code="question-unreadable", says=told, field=place.column),))


class _Parser:
    def __init__(self, found: list[Sign]) -> None:
        self._signs, self._at, self._deep = found, 0, 0

    @property
    def _next(self) -> Sign:
        return self._signs[self._at]

    def _take(self) -> Sign:
        sign = self._next
        self._at += 1
        return sign

    def whole(self) -> Node:
        made = self._any()
        if self._next.kind == "close":
            raise _Wrong(self._next.at, "多了一个右括号。", "there is a closing bracket too many.")
        return made

    def _any(self) -> Node:
        parts = [self._all()]
        while self._next.kind == "OR":
            self._take()
            parts.append(self._all())
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def _all(self) -> Node:
        parts = [self._not()]
        while self._next.kind not in ("OR", "close", "end"):
            if self._next.kind == "AND":
                self._take()
            parts.append(self._not())
        return parts[0] if len(parts) == 1 else Every(tuple(parts))

    def _not(self) -> Node:
        first, times = self._next, 0
        while self._next.kind == "NOT":
            self._take()
            times += 1
        if times > DEEPEST:
            raise _Wrong(first.at, f"连续的 NOT 最多 {DEEPEST} 个。", f"at most {DEEPEST} times NOT in a row.")
        made = self._item("")
        for _ in range(times):
            made = Not(made)
        return made

    def _item(self, field: str) -> Node:
        sign = self._take()
        if sign.kind == "open":
            return self._bracket(sign)
        if sign.kind in ("word", "quoted"):
            return _leaf(sign, field)
        if sign.kind == "field":
            return self._of_field(_field(sign))
        if sign.kind == "bare":
            raise _Wrong(sign.at, f"“{sign.text}”后面缺少值。", f"there is no value after {sign.text!r}.")
        if sign.kind == "unclosed":
            raise _Wrong(sign.at, "引号没有闭合。", "the quotation is not closed.")
        if sign.kind == "odd":
            raise _Wrong(sign.at, f"不认识“{sign.text}”。", f"{sign.text!r} means nothing here.")
        what = {"end": ("检索式到此为止", "the question ends"), "close": ("右括号", "a bracket closes")}
        zh, en = what.get(sign.kind, (f"运算符 {sign.text}", f"the operator {sign.text} stands"))
        raise _Wrong(sign.at, f"此处应有检索词，却是{zh}。", f"{en} where a word is due.")

    def _of_field(self, field: str) -> Node:
        """``field:(a OR b)`` asks the field of each."""
        if self._next.kind != "open":
            if field == "class" and (symbol := self._symbol()):
                return Value(field, symbol)
            return self._item(field) if self._next.kind in ("word", "quoted") else self._item("")
        begins = self._at
        made = self._bracket(self._take())
        for sign in self._signs[begins : self._at]:
            if sign.kind == "field":
                raise _Wrong(sign.at, "括号内不能再写字段。", "a field within the brackets of a field.")
        return _under(made, field, self._signs[begins])

    def _symbol(self) -> str | None:
        """A symbol as offices print it, with a blank before the group: ``class:B64C 39/02``."""
        first, second = self._next, self._signs[self._at + 1 : self._at + 2]
        if first.kind == "word" and _SUBCLASS.fullmatch(first.text) and second and _GROUP.fullmatch(second[0].text):
            self._at += 2
            return f"{first.text} {second[0].text}"
        return None

    def _bracket(self, opened: Sign) -> Node:
        if self._next.kind == "close":
            raise _Wrong(opened.at, "括号里是空的。", "there is nothing within the brackets.")
        self._deep += 1
        if self._deep > DEEPEST:
            zh, en = f"括号套得太深，最多 {DEEPEST} 层。", f"brackets within brackets: at most {DEEPEST} deep."
            raise _Wrong(opened.at, zh, en)
        made = self._any()
        self._deep -= 1
        if self._take().kind != "close":
            raise _Wrong(opened.at, "括号没有闭合。", "the bracket is not closed.")
        return made


def _field(sign: Sign) -> str:
    told = sign.text.lower()
    name = ALIASES.get(told, told)
    if name not in NAMES:
        near = difflib.get_close_matches(name, [*NAMES, *ALIASES], 1)
        zh = f"没有字段“{sign.text}”" + (f"，是否指 {near[0]}？" if near else "。") + f"可用：{'、'.join(NAMES)}。"
        en = (
            f"there is no field {sign.text!r}"
            + (f"; is it {near[0]}?" if near else ".")
            + f" There are {', '.join(NAMES)}."
        )
        raise _Wrong(sign.at, zh, en)
    return name


def _leaf(sign: Sign, field: str) -> Node:
    text = sign.text.strip()
    if not text:
        raise _Wrong(sign.at, "引号里是空的。", "there is nothing within the quotes.")
    if field in DAYS:
        return _days(sign, field)
    if field in KEYED:
        return Value(field, _office(sign, text) if field == "office" else _closed(sign, field, text))
    begins = sign.kind == "word" and text.endswith("*")
    if (begins and len(text) <= SHORTEST) or ("*" in text[:-1] and sign.kind == "word"):
        zh, en = (
            f"星号只能放在词尾，前面至少 {SHORTEST} 个字符。",
            f"a star stands at the end, after at least {SHORTEST} characters.",
        )
        raise _Wrong(sign.at, zh, en)
    return Words(text.rstrip("*") if begins else text, field, begins)


def _closed(sign: Sign, field: str, text: str) -> str:
    words = CLOSED.get(field)
    if words is None:
        return text
    told = text.lower().replace(" ", "_").replace("-", "_")
    if told in words.values():
        return told
    if text not in words:
        there = "、".join(f"{zh}（{en}）" for zh, en in words.items() if zh != en)
        zh, en = (
            f"{field} 没有“{text}”；可用：{there}。",
            f"{field} is never {text!r}; there are {', '.join(dict.fromkeys(words.values()))}.",
        )
        raise _Wrong(sign.at, zh, en)
    return words[text]


def _office(sign: Sign, text: str) -> str:
    code = offices.known(text)
    if code is not None:
        return code
    meant = offices.meant(text)
    zh = (
        f"office 没有代码“{text}”，"
        + (f"是否指 {meant}？" if meant else "")
        + "请写两位字母的局代码（WIPO ST.3），如 CN、US、EP、WO。"
    )
    en = (
        f"there is no office {text!r}; "
        + (f"is it {meant}? " if meant else "")
        + "write the two letters of WIPO ST.3, such as CN, US, EP, WO."
    )
    raise _Wrong(sign.at, zh, en)


def _under(node: Node, field: str, opened: Sign) -> Node:
    if isinstance(node, Words):
        text = node.text + ("*" if node.begins else "")
        return _leaf(Sign("word" if node.begins or " " not in text else "quoted", text, opened.at), field)
    if isinstance(node, Not):
        return Not(_under(node.one, field, opened))
    if isinstance(node, Every | Either):
        return type(node)(tuple(_under(p, field, opened) for p in node.parts))
    return node


def _days(sign: Sign, field: str) -> Between:
    first, dots, last = sign.text.partition("..")
    starts = _day(sign, first)[0] if first else None
    ends = _day(sign, last if dots else first)[1] if (last or not dots) else None
    if starts is None and ends is None:
        raise _Wrong(sign.at, "日期范围两端都空。", "both ends of the stretch are empty.")
    if starts is not None and ends is not None and starts > ends:
        raise _Wrong(sign.at, f"“{sign.text}”的起始晚于截止。", f"{sign.text!r} begins after it ends.")
    return Between(field, starts, ends)


def _day(sign: Sign, text: str) -> tuple[int, int]:
    """The first and the last day of a year, a month or a day."""
    form = _DAY.fullmatch(text)
    try:
        if form is None:
            raise ValueError(text)
        year, month, day = (int(g) if g else None for g in form.groups())
        first = date(year or 0, month or 1, day or 1)
        last_month = month or 12
        last = date(first.year, last_month, day or calendar.monthrange(first.year, last_month)[1])
    except ValueError:
        zh = f"日期“{text}”读不懂；请写成 2015、2015-03、2015-03-20 或 2015..2018。"
        en = f"the day {text!r} cannot be read; write 2015, 2015-03, 2015-03-20 or 2015..2018."
        raise _Wrong(sign.at, zh, en) from None
    return first.toordinal() - _EPOCH, last.toordinal() - _EPOCH
