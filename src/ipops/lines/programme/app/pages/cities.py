"""The 37 key cities as the packs list them, with the evidence for each; the tile map of all provincial units; one city."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType

from django.utils.text import slugify

from ipops import policy
from ipops.kernel.outcome import Unknown
from ipops.kernel.text import Text
from ipops.lines.programme.app.pages import nation, observed
from ipops.measures.points import Point
from ipops.policy import Known, Pack
from ipops.policy.cities import KeyCity
from ipops.reference import key_cities
from ipops.reports import charts
from ipops.webkit.pages import tables

KINDS = MappingProxyType(
    {
        "prefecture_city": Text("地级市", "prefecture-level city"),
        "provincial_capital": Text("省会（自治区首府）", "provincial capital"),
        "separate_planning_city": Text("计划单列市", "city under separate planning"),
        "municipality_district": Text("直辖市辖区", "district of a municipality"),
    }
)
#: What the notice says of every city of its batch, in the order shown.
TERMS = ("amount_per_city", "first_payment", "duration_years", "remainder_tiers", "clawback_rule")


@dataclass(frozen=True, slots=True, kw_only=True)
class City:
    """``slug`` is its address; ``place`` its division code, unknown where the list of divisions is not at hand."""

    slug: str
    city: KeyCity
    pack: Pack

    @property
    def name(self) -> Text:
        return self.city.name

    @property
    def kind(self) -> Text:
        return KINDS.get(self.city.admin_kind) or Text(self.city.admin_kind, self.city.admin_kind)

    @property
    def place(self) -> str | Unknown:
        return key_cities.place_code(self.city.name.zh)

    @property
    def unit(self) -> str:
        """The provincial unit it counts for."""
        return next(u for u, spot in charts.PLACES.items() if self.city.province.startswith(spot.name.zh))

    @property
    def province(self) -> Text:
        return Text(self.city.province, charts.PLACES[self.unit].name.en)


@cache
def cities() -> tuple[City, ...]:
    """Every key city, batch by batch, as the packs list them."""
    packs = sorted(policy.packs().values(), key=lambda p: p.start)
    return tuple(City(slug=slugify(c.name.en), city=c, pack=p) for p in packs for c in p.cities)


def city_at(slug: str) -> City | None:
    return next((c for c in cities() if c.slug == slug), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    year: int
    pack: Pack
    cities: tuple[City, ...]

    @property
    def loose(self) -> int:
        """How many of them are told by repute only."""
        return sum(not c.city.is_evidenced for c in self.cities)


def batches() -> tuple[Batch, ...]:
    found: dict[int, list[City]] = {}
    for c in cities():
        found.setdefault(c.city.batch, []).append(c)
    return tuple(Batch(year=y, pack=cs[0].pack, cities=tuple(cs)) for y, cs in sorted(found.items()))


def tile_map() -> charts.TileMap:
    """How many key cities each provincial unit has; all 34 are drawn."""
    found = Counter(c.unit for c in cities())
    names: dict[str, list[Text]] = {}
    for c in cities():
        names.setdefault(c.unit, []).append(c.name)
    return charts.TileMap(
        title=Text("各省级单位的重点城市数", "Key cities by provincial unit"),
        head=Text("重点城市", "Key cities"),
        tiles=tuple(_tile(u, found[u], names.get(u, [])) for u in charts.PLACES),
    )


_NONE = Text("无", "none")


def _tile(unit: str, n: int, names: list[Text]) -> charts.Tile:
    if not n:
        return charts.Tile(unit=unit, tells=_NONE)
    tells = Text("、".join(t.zh for t in names), "; ".join(t.en for t in names))
    return charts.Tile(unit=unit, says=Text(str(n), str(n)), tells=tells, fill=1 if n == 1 else 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A term of the notice: its question, and the value or why it is unknown."""

    title: Text
    value: Text | Unknown
    answer: Known | Unknown


def terms(pack: Pack, on: date) -> Iterator[Said]:
    for name in TERMS:
        term = next((p.own_terms[name] for p in pack.layers if name in p.own_terms), None)
        if term is not None:
            got = pack.term(name, on)
            yield Said(title=term.says, value=got.shown if isinstance(got, Known) else got, answer=got)


def figures_by_city(points: list[Point]) -> Mapping[str, int]:
    """How many published figures each place has."""
    return Counter(p.place for p in points)


POINTS = tables.TableSpec(
    code="figures",
    title=Text("公布的数", "Published figures"),
    columns=(
        tables.Column(
            key="indicator", title=Text("指标", "Indicator"), value=lambda p: observed.indicator(p.indicator), sort="indicator", wide=True
        ),
        *nation.POINTS.columns,
    ),
    empty=Text(
        "还没有导入这个城市公布的数。用 ipops import observations 导入。",
        "No published figures of this city were imported. Import them with: ipops import observations.",
    ),
    order="indicator",
)  # fmt: skip
POINT_KEYS = {
    **nation.POINT_KEYS,
    "indicator": lambda p: (p.indicator, p.period.end, p.n),
}


def trends(points: list[Point], most: int = 4) -> list[charts.Trend]:
    """Of every indicator with figures that compare, its chart."""
    by_code: dict[str, list[Point]] = {}
    for p in points:
        by_code.setdefault(p.indicator, []).append(p)
    made = (nation.trend(code, ps) for code, ps in sorted(by_code.items()))
    return [t for t in made if t is not None][:most]
