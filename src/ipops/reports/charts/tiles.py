"""A tile map: every provincial-level unit of the country as one tile of equal size. All 34 or none at all.

Tiles lie roughly where the units lie; they have no borders and no areas, and say nothing about either.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import altair as alt

from ipops.kernel.text import Lang, Text
from ipops.reports.charts import theme

NARROW = 480


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a unit's tile lies, its name, and the letters of GB/T 2260 that fit a tile in English."""

    column: int
    row: int
    name: Text
    letters: str

    def short(self, lang: Lang) -> str:
        return self.letters if lang == "en" else self.name.zh


#: By division code.
PLACES: Mapping[str, Spot] = MappingProxyType(
    {
        "230000": Spot(8, 0, Text("黑龙江", "Heilongjiang"), "HL"),
        "150000": Spot(5, 1, Text("内蒙古", "Inner Mongolia"), "NM"),
        "210000": Spot(7, 1, Text("辽宁", "Liaoning"), "LN"),
        "220000": Spot(8, 1, Text("吉林", "Jilin"), "JL"),
        "650000": Spot(0, 2, Text("新疆", "Xinjiang"), "XJ"),
        "620000": Spot(2, 2, Text("甘肃", "Gansu"), "GS"),
        "640000": Spot(3, 2, Text("宁夏", "Ningxia"), "NX"),
        "140000": Spot(4, 2, Text("山西", "Shanxi"), "SX"),
        "130000": Spot(5, 2, Text("河北", "Hebei"), "HE"),
        "110000": Spot(6, 2, Text("北京", "Beijing"), "BJ"),
        "120000": Spot(7, 2, Text("天津", "Tianjin"), "TJ"),
        "630000": Spot(1, 3, Text("青海", "Qinghai"), "QH"),
        "610000": Spot(3, 3, Text("陕西", "Shaanxi"), "SN"),
        "410000": Spot(4, 3, Text("河南", "Henan"), "HA"),
        "370000": Spot(6, 3, Text("山东", "Shandong"), "SD"),
        "540000": Spot(1, 4, Text("西藏", "Xizang"), "XZ"),
        "510000": Spot(2, 4, Text("四川", "Sichuan"), "SC"),
        "500000": Spot(3, 4, Text("重庆", "Chongqing"), "CQ"),
        "420000": Spot(4, 4, Text("湖北", "Hubei"), "HB"),
        "340000": Spot(5, 4, Text("安徽", "Anhui"), "AH"),
        "320000": Spot(6, 4, Text("江苏", "Jiangsu"), "JS"),
        "310000": Spot(7, 4, Text("上海", "Shanghai"), "SH"),
        "530000": Spot(2, 5, Text("云南", "Yunnan"), "YN"),
        "520000": Spot(3, 5, Text("贵州", "Guizhou"), "GZ"),
        "430000": Spot(4, 5, Text("湖南", "Hunan"), "HN"),
        "360000": Spot(5, 5, Text("江西", "Jiangxi"), "JX"),
        "330000": Spot(6, 5, Text("浙江", "Zhejiang"), "ZJ"),
        "450000": Spot(3, 6, Text("广西", "Guangxi"), "GX"),
        "440000": Spot(4, 6, Text("广东", "Guangdong"), "GD"),
        "350000": Spot(5, 6, Text("福建", "Fujian"), "FJ"),
        "710000": Spot(7, 6, Text("台湾", "Taiwan"), "TW"),
        "460000": Spot(3, 7, Text("海南", "Hainan"), "HI"),
        "820000": Spot(4, 7, Text("澳门", "Macao"), "MO"),
        "810000": Spot(5, 7, Text("香港", "Hong Kong"), "HK"),
    }
)
#: How strongly a tile is filled: nothing, some, much. Lightness carries it, the value is written in the tile.
FILLS = ((theme.RAISED, theme.INK), (theme.TINT, theme.INK), (theme.SERIES[0], theme.PAPER))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """``says`` fits a tile, ``tells`` is what the table says of it; ``fill`` is 0 (nothing), 1 or 2."""

    unit: str
    tells: Text
    says: Text | None = None
    fill: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TileMap:
    title: Text
    head: Text
    tiles: tuple[Tile, ...]

    def __post_init__(self) -> None:
        given = [t.unit for t in self.tiles]
        missing = sorted(set(PLACES) - set(given))
        if missing or len(given) != len(PLACES):
            raise ValueError(f"A tile map shows each of the {len(PLACES)} provincial units once; missing: {missing}.")

    @property
    def says(self) -> Text:
        filled = sum(t.fill > 0 for t in self.tiles)
        says = Text(
            "方块图，{n}个省级单位各占一格，大小相同，不表示边界与面积；其中{k}个有内容。",
            "One tile for each of the {n} provincial units, of equal size, no borders or areas; {k} of them hold something.",
        )
        return says.fill(n=len(self.tiles), k=filled)

    @property
    def heads(self) -> tuple[Text, ...]:
        return (Text("省级单位", "Provincial unit"), self.head)

    @property
    def rows(self) -> tuple[tuple[Any, ...], ...]:
        return tuple((PLACES[t.unit].name, t.tells) for t in sorted(self.tiles, key=lambda t: t.unit))

    def spec(self, lang: Lang, width: int) -> dict[str, Any]:
        narrow = width < NARROW
        side = (width - 16) // 9 if narrow else 62
        data = [
            {
                "x": PLACES[t.unit].column,
                "y": PLACES[t.unit].row,
                "name": PLACES[t.unit].short(lang),
                "says": t.says.in_(lang) if t.says else "",
                "ground": FILLS[t.fill][0],
                "ink": FILLS[t.fill][1],
            }
            for t in self.tiles
        ]
        pad = alt.Scale(paddingInner=0.06, paddingOuter=0)
        x = alt.X("x:O", axis=None, scale=pad, sort=list(range(9)))
        y = alt.Y("y:O", axis=None, scale=pad)
        base = alt.Chart(alt.Data(values=data)).encode(x=x, y=y)
        ink = alt.Color("ink:N", scale=None)
        size = (10, 10) if narrow else (13, 12)
        gap = 6 if narrow else 9
        layers = [
            base.mark_rect(cornerRadius=3).encode(color=alt.Color("ground:N", scale=None)),
            base.mark_text(dy=-gap, fontSize=size[0]).encode(text="name:N", color=ink),
            base.mark_text(dy=gap, fontSize=size[1], fontWeight=600).encode(text="says:N", color=ink),
        ]
        return dict(alt.layer(*layers).properties(width=side * 9, height=side * 8).to_dict())
