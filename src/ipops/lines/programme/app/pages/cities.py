"""The 37 key cities as the packs list them, with the evidence for each; the tile map of all provincial units; one city."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
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
from ipops.webkit.pages import filters, shown, tables
from ipops.webkit.pages.states import state

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


@dataclass(frozen=True, slots=True)
class Listed:
    """A city in the list, with how many figures of it were imported."""

    c: City
    figures: int


_NOT_IMPORTED = Text("未导入", "none imported")


def _evidence(of: Listed) -> SafeString:
    cite = shown.cited(of.c.city.cite)
    return cite if of.c.city.is_evidenced else format_html("{} {}", shown.chip(state("unknown")), cite)


def _figures(of: Listed) -> int | Text | Unknown:
    place = of.c.place
    return place if isinstance(place, Unknown) else of.figures or _NOT_IMPORTED


_BATCH = Text("批次", "Batch")
_EVIDENCED = {"yes": Text("有出处", "with a source"), "no": Text("未见出处", "by repute only")}
LIST = tables.TableSpec(
    code="key-cities",
    title=Text("重点城市", "Key cities"),
    columns=(
        tables.Column(
            key="name",
            title=Text("城市（区）", "City or district"),
            value=lambda r: r.c.name,
            link=lambda r: reverse("programme:city", args=(r.c.slug,)),
        ),
        tables.Column(key="batch", title=_BATCH, value=lambda r: Text(f"{r.c.city.batch}年", str(r.c.city.batch)), sort="batch"),
        tables.Column(key="province", title=Text("省级单位", "Provincial unit"), value=lambda r: r.c.province),
        tables.Column(key="kind", title=Text("类别", "Kind"), value=lambda r: r.c.kind),
        tables.Column(key="evidence", title=Text("出处", "Evidence"), value=_evidence, export=lambda r: r.c.city.cite, wide=True),
        tables.Column(key="figures", title=Text("公布的数", "Published figures"), value=_figures, numeric=True),
    ),
    filters=(
        filters.chosen(
            "batch",
            _BATCH,
            {str(b.year): Text(f"{b.year}年", str(b.year)) for b in batches()},
            lambda r: str(r.c.city.batch),
        ),
        filters.chosen("kind", Text("类别", "Kind"), KINDS, lambda r: r.c.city.admin_kind),
        filters.chosen(
            "evidence", Text("出处", "Evidence"), _EVIDENCED, lambda r: "yes" if r.c.city.is_evidenced else "no"
        ),
    ),
    empty=Text("政策包没有列出重点城市。", "The packs list no key city."),
    order="batch",
    per_page=50,
)  # fmt: skip


def rows(points: list[Point]) -> tables.ListRows:
    """Every key city, batch by batch as the packs list them."""
    counts = figures_by_city(points)
    made = [Listed(c, 0 if isinstance(c.place, Unknown) else counts.get(c.place, 0)) for c in cities()]
    return tables.ListRows(made, {"batch": lambda r: r.c.city.batch})


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
        "还没有导入这个城市公布的数；由系统管理员导入（ipops import observations）。",
        "No published figures of this city were imported; the administrator brings them in (ipops import observations).",
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
