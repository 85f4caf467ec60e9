"""Who may be nominated under a notice: every check with its clause and the entries of the city list it looked at.

Rule 1: caps and windows are the pack's; a term it does not know makes the check *undetermined*, never passed.
Rule 2: a city told by repute only (grade K) fills its place of its batch, so nobody else can be suspected of holding it;
but it cannot exclude anybody either. A province that reaches its cap only with such entries is *undetermined*, and the
answer names them. The same holds of a city that is itself such an entry.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ipops.kernel.citation import Citation
from ipops.kernel.outcome import Unknown
from ipops.kernel.period import CalendarPeriod
from ipops.kernel.text import Text
from ipops.ledger.facts.words import Word
from ipops.policy import Known, Pack
from ipops.policy.cities import KeyCity
from ipops.reference.demo_places import DEMO_MUNICIPALITY, DEMO_PLACES
from ipops.reports.charts import PLACES

#: The four municipalities directly under the centre (宪法 第三十条 and the list of divisions): a closed list of names, and
#: the demo's own.
MUNICIPALITIES = frozenset({"北京市", "天津市", "上海市", "重庆市", DEMO_PLACES[DEMO_MUNICIPALITY].zh})


class Standing(Word):
    ELIGIBLE = "eligible", "可以推荐", "eligible"
    EXCLUDED = "excluded", "不再支持", "excluded"
    UNDETERMINED = "undetermined", "无法确定", "undetermined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One condition: how it came out, in words, the clause, the entries counted, and those that evidence lacks for."""

    code: str
    standing: Standing
    says: Text
    cite: Citation | None
    counted: tuple[KeyCity, ...] = ()
    missing: tuple[KeyCity, ...] = ()
    note: Text | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "check": self.code,
            "verdict": str(self.standing),
            "says": self.says.as_json(),
            "cite": self.cite.as_json() if self.cite else None,
            "facts": [c.as_json() for c in self.counted],
            "missing": [c.as_json() for c in self.missing],
            "note": self.note.as_json() if self.note else None,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """All checks of one province, or of one city with those of its province."""

    name: Text
    province: str
    checks: tuple[Check, ...]
    is_province: bool = False

    @property
    def standing(self) -> Standing:
        held = {c.standing for c in self.checks}
        return next((s for s in (Standing.EXCLUDED, Standing.UNDETERMINED) if s in held), Standing.ELIGIBLE)

    @property
    def missing(self) -> tuple[KeyCity, ...]:
        return tuple(dict.fromkeys(m for c in self.checks for m in c.missing))

    def as_json(self) -> dict[str, Any]:
        return {
            "name": self.name.zh,
            "name_en": self.name.en,
            "province": self.province,
            "verdict": str(self.standing),
            "checks": [c.as_json() for c in self.checks],
            "missing": [m.name.zh for m in self.missing],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """The key cities of all batches, and how many places each batch had where its notice says so."""

    cities: tuple[KeyCity, ...]
    places: Mapping[int, int]

    def before(self, batch: int) -> tuple[KeyCity, ...]:
        return tuple(c for c in self.cities if c.batch < batch)

    def unfilled(self, batches: Iterable[int]) -> dict[int, int]:
        """Places of a batch for which no entry stands, evidenced or not: there anybody may be."""
        held = {b: sum(c.batch == b for c in self.cities) for b in batches}
        return {b: self.places[b] - n for b, n in held.items() if b in self.places and self.places[b] > n}


def register_of(packs: Iterable[Pack], on: date) -> Register:
    """Read out of the packs of all notices: their lists, and their number of places."""
    cities: list[KeyCity] = []
    places: dict[int, int] = {}
    for pack in packs:
        cities += pack.cities
        told = pack.term("places", on) if "places" in pack.own_terms else None
        if isinstance(told, Known) and pack.cities:
            places[pack.cities[0].batch] = told.whole
    return Register(cities=tuple(cities), places=places)


def province_answer(province: str, pack: Pack, register: Register, on: date) -> Answer:
    """Whether any city of this province or municipality may be nominated under the pack."""
    return Answer(
        name=Text(province, english(province)),
        province=province,
        checks=(_cap(province, pack, register, on),),
        is_province=True,
    )


def english(province: str) -> str:
    """A provincial unit's name in English; one that no map knows (a demo's) keeps its own."""
    return next((spot.name.en for spot in PLACES.values() if province.startswith(spot.name.zh)), province)


def city_answer(name: Text, province: str, batch: int, pack: Pack, register: Register, on: date) -> Answer:
    """Whether this city may be nominated: supported before, and what its province has had."""
    return Answer(
        name=name,
        province=province,
        checks=(_no_repeat(name, province, batch, pack, register, on), _cap(province, pack, register, on)),
    )


def provinces(register: Register) -> tuple[str, ...]:
    """Every province and municipality the list names, in its order."""
    return tuple(dict.fromkeys(c.province for c in register.cities))


def _open(code: str, unknown: Unknown) -> Check:
    cite = unknown.cites[0] if unknown.cites else None
    return Check(code=code, standing=Standing.UNDETERMINED, says=unknown.why, cite=cite, note=unknown.needs)


def called(name: str, province: str) -> str:
    """The name within its province: the list says 北京市海淀区 where the table of divisions says 海淀区."""
    plain = "".join(unicodedata.normalize("NFKC", name).split())
    return plain.removeprefix(province) or plain


def _no_repeat(name: Text, province: str, batch: int, pack: Pack, register: Register, on: date) -> Check:
    told = pack.term("exclusion_no_repeat", on)
    if isinstance(told, Unknown):
        return _open("no_repeat", told)
    own = called(name.zh, province)
    had = tuple(c for c in register.before(batch) if c.province == province and called(c.name.zh, province) == own)
    sure = tuple(c for c in had if c.is_evidenced)
    note = Text(
        "名单自2017年批次起；2016年的支持对象未列入名单。",
        "The list begins with the batch of 2017; who was supported in 2016 is not in it.",
    )
    if sure:
        says = Text(
            f"{name.zh}是{sure[0].batch}年重点城市，不再重复支持。",
            f"{name.en} is a key city of {sure[0].batch} and is not supported again.",
        )
        return Check(code="no_repeat", standing=Standing.EXCLUDED, says=says, cite=told.cite, counted=sure)
    if had:
        says = Text(
            f"据说{name.zh}是{had[0].batch}年重点城市，但没有证据。",
            f"{name.en} is said to be a key city of {had[0].batch}, without evidence.",
        )
        return Check(code="no_repeat", standing=Standing.UNDETERMINED, says=says, cite=told.cite, missing=had)
    says = Text(f"以前各批名单中没有{name.zh}。", f"{name.en} is in no earlier list.")
    return Check(code="no_repeat", standing=Standing.ELIGIBLE, says=says, cite=told.cite, note=note)


def _cap(province: str, pack: Pack, register: Register, on: date) -> Check:
    """Counted over the window; 计划单列市 count for their province because the list files them under it."""
    municipal = province in MUNICIPALITIES
    code = "municipality_cap" if municipal else "province_cap"
    cap, window = pack.term(f"exclusion_{code}", on), pack.term("exclusion_window", on)
    if isinstance(cap, Unknown):
        return _open(code, cap)
    if isinstance(window, Unknown):
        return _open(code, window)
    if not isinstance(window.value, CalendarPeriod):
        raise TypeError(f"exclusion_window of {pack.code} is no period: {window.value!r}")
    years = range(window.value.year, window.value.days.last_day.year + 1)
    mine = tuple(c for c in register.cities if c.province == province and c.batch in years)
    return _counted(code, province, mine, cap, register.unfilled(years), _span(years))


def _span(years: range) -> Text:
    return Text(f"{years[0]}至{years[-1]}", f"{years[0]} to {years[-1]}")


def _counted(
    code: str, province: str, mine: Sequence[KeyCity], cap: Known, unfilled: Mapping[int, int], years: Text
) -> Check:
    sure = tuple(c for c in mine if c.is_evidenced)
    told = tuple(c for c in mine if not c.is_evidenced)
    most, limit = len(mine) + sum(unfilled.values()), cap.whole
    names = "、".join(c.name.zh for c in sure) or "无"
    names_en = ", ".join(c.name.en for c in sure) or "none"
    note = cap.caution
    if len(sure) >= limit:
        says = Text(
            f"{province}{years.zh}年有证据的重点城市 {len(sure)} 个（{names}），达到 {limit} 个，不再支持。",
            f"{province} has {len(sure)} evidenced key cities in {years.en} ({names_en}), which reaches {limit}: out.",
        )
        return Check(code=code, standing=Standing.EXCLUDED, says=says, cite=cap.cite, counted=sure, note=note)
    if most >= limit:
        lacking = "、".join(c.name.zh for c in told) or "名单缺额"
        lacking_en = ", ".join(c.name.en for c in told) or "places without an entry"
        says = Text(
            f"{province}{years.zh}年有证据的 {len(sure)} 个（{names}）；加上没有证据的{lacking}才达到 {limit} 个，无法确定。",
            f"{province} has {len(sure)} evidenced in {years.en} ({names_en}); it reaches {limit} only with {lacking_en},"
            " for which evidence is missing.",
        )
        return Check(
            code=code,
            standing=Standing.UNDETERMINED,
            says=says,
            cite=cap.cite,
            counted=sure,
            missing=told,
            note=note,
        )
    says = Text(
        f"{province}{years.zh}年重点城市 {len(mine)} 个，未达到 {limit} 个。",
        f"{province} has {len(mine)} key cities in {years.en}, below {limit}.",
    )
    return Check(code=code, standing=Standing.ELIGIBLE, says=says, cite=cap.cite, counted=tuple(mine), note=note)
