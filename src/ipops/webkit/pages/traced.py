"""The trace of a scheme in words: the engine keeps its steps short and alike in every language, people read sentences."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from ipops.finance.scheme.facts import FACTS
from ipops.kernel.text import Text
from ipops.reports import wording

Names = Mapping[str, Text]

#: What the engine works with besides the facts of a case.
_INPUTS: Names = {
    "balance": Text("余额", "balance"),
    "base": Text("基数", "base"),
    "before": Text("此前", "before"),
    "benchmark": Text("基准利率", "benchmark"),
    "counted": Text("计入额", "counted"),
    "days": Text("天数", "days"),
    "gross": Text("含税额", "with VAT"),
    "holds": Text("符合", "holds"),
    "limit": Text("上限", "limit"),
    "measure": Text("现在", "stands at"),
    "most": Text("上限", "at most"),
    "n": Text("期限", "time"),
    "others": Text("其他方承担", "borne by others"),
    "owed": Text("应付", "owed"),
    "rate": Text("利率", "rate"),
    "rates": Text("比例", "rates"),
    "room": Text("余量", "room"),
    "step": Text("取整单位", "rounded to"),
    "sum": Text("合计", "sum"),
    "vat": Text("增值税", "VAT"),
}
_YES, _NO, _OPEN = Text("是", "yes"), Text("否", "no"), Text("未知", "unknown")
_WORDS: Names = {
    "true": _YES, "True": _YES, "yes": _YES, "false": _NO, "False": _NO, "no": _NO, "?": _OPEN, "None": _OPEN, "unknown": _OPEN,
    "holds": Text("未超过", "within the limit"), "broken": Text("已超过", "beyond the limit"),
    "open": Text("正常", "open"), "warned": Text("预警", "warned"), "stopped": Text("停办", "stopped"),
}  # fmt: skip
_UNITS: Names = {
    "day": Text("{n}日", "{n} days"), "workday": Text("{n}个工作日", "{n} working days"),
    "month": Text("{n}个月", "{n} months"), "year": Text("{n}年", "{n} years"),
}  # fmt: skip
_CODE = re.compile(r"(?:^|(?<=; ))([a-z][a-z_0-9]*)(?= )")
_RATIO = re.compile(r"(-?\d+)/(\d+)")
_TIME = re.compile(r"(\d+) (day|workday|month|year)")


def inputs(given: Mapping[str, str], parties: Names) -> tuple[Text, ...]:
    """What a rule looked at: each fact by its name, each value in words."""
    one = Text("{name}：{value}", "{name}: {value}")
    return tuple(one.fill(name=_named(k), value=value(v, parties)) for k, v in given.items())


def value(said: str, parties: Names) -> Text:
    """What a rule gave: a word of the engine, a day, a time, a ratio; sums and rates as they stand, each beside its party."""
    if known := _WORDS.get(said):
        return known
    if found := _TIME.fullmatch(said):
        return _UNITS[found[2]].fill(n=found[1])
    if found := _RATIO.fullmatch(said):
        return Text("约{p}%", "about {p}%").fill(p=f"{float(Fraction(int(found[1]), int(found[2]))) * 100:.2f}")
    try:
        return wording.day(date.fromisoformat(said))
    except ValueError:
        zh = _CODE.sub(lambda m: _party(m[1], parties).zh, said)
        return Text(zh, _CODE.sub(lambda m: _party(m[1], parties).en, said))


def _named(name: str) -> Text | str:
    return FACTS[name].says if name in FACTS else _INPUTS.get(name, name)


def _party(code: str, parties: Names) -> Text:
    return parties.get(code) or Text(code, code)
