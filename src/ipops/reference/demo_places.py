"""The made-up places of the demo: a city with districts, a neighbour, and a municipality with a district that is a key city of
its own and one that would be. No GB/T 2260 code begins with 98 or 99, and every name says that it is a demo."""

from __future__ import annotations

from ipops.kernel.text import Text

DEMO_PROVINCE, DEMO_CITY, DEMO_SECOND = "990000", "990100", "990200"
#: A municipality acts as the province of its districts; like 310000 and 310115, its code covers theirs.
DEMO_MUNICIPALITY, DEMO_MUNICIPAL_DISTRICT, DEMO_LAKESIDE = "980000", "980101", "980102"
DEMO_DISTRICTS = ("990101", "990102", "990103", "990104")

DEMO_PLACES: dict[str, Text] = {
    DEMO_PROVINCE: Text("示范省（演示）", "Demo Province (demo)"),
    DEMO_CITY: Text("示范市（演示）", "Demo City (demo)"),
    "990101": Text("高新区（演示）", "High-tech District (demo)"),
    "990102": Text("老城区（演示）", "Old Town District (demo)"),
    "990103": Text("港口区（演示）", "Harbour District (demo)"),
    "990104": Text("山乡区（演示）", "Hill District (demo)"),
    DEMO_SECOND: Text("滨江市（演示）", "Riverside City (demo)"),
    DEMO_MUNICIPALITY: Text("示范直辖市（演示）", "Demo Municipality (demo)"),
    DEMO_MUNICIPAL_DISTRICT: Text("江湾区（演示）", "Bend District (demo)"),
    DEMO_LAKESIDE: Text("湖滨区（演示）", "Lakeside District (demo)"),
}
DEMO_PARENTS: dict[str, str] = {
    DEMO_PROVINCE: "CN",
    DEMO_CITY: DEMO_PROVINCE,
    **dict.fromkeys(DEMO_DISTRICTS, DEMO_CITY),
    DEMO_SECOND: DEMO_PROVINCE,
    DEMO_MUNICIPALITY: "CN",
    DEMO_MUNICIPAL_DISTRICT: DEMO_MUNICIPALITY,
    DEMO_LAKESIDE: DEMO_MUNICIPALITY,
}


def is_demo(code: str) -> bool:
    """Whether a division code belongs to the demo."""
    return code.startswith(("98", "99"))
