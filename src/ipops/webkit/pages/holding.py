"""What a field of a fact holds, in words, read from its shape: the same declaration that makes the columns and the form."""

from __future__ import annotations

from collections.abc import Mapping

from ipops.kernel.text import Text
from ipops.ledger.schema import FormField

_REFERS: Mapping[str, Text] = {
    "party": Text("主体代码", "code of a party"),
    "right": Text("权利号", "the number of a right"),
    "place": Text("区划代码", "division code"),
    "deal": Text("交易编号", "the code of a deal"),
    "case": Text("办件编号", "the code of a case"),
}
_WIDGETS: Mapping[str, Text] = {
    "text": Text("文字", "words"),
    "number": Text("整数", "a whole number"),
    "money": Text("金额，以分计", "an amount, in fen"),
    "date": Text("日期", "a day"),
    "instant": Text("时刻", "a moment"),
    "yes_no": Text("是或否", "yes or no"),
    "yes_no_unknown": Text("是、否或未知", "yes, no or unknown"),
    "fraction": Text("分数", "a fraction"),
    "sealed": Text("加封的值，可以删除", "a sealed value that can be erased"),
}


def told(of: FormField) -> Text:
    """Which words a list knows, of what it is a code, several or one, whether it may be left out."""
    said = _one(of)
    if of.many:
        said = Text("{x}，可有多个", "{x}; there may be several").fill(x=said)
    return said if of.required else Text("{x}，可缺", "{x}; may be missing").fill(x=said)


def _one(of: FormField) -> Text:
    if of.choices:
        return Text("、".join(t.zh for _, t in of.choices), ", ".join(t.en for _, t in of.choices))
    return _REFERS.get(of.refers) or _WIDGETS[of.widget]
