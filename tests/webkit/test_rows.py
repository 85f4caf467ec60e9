"""Few rows and many rows go different ways into the table, and arrive alike."""

from __future__ import annotations

from datetime import date

import pytest

from ipops.webkit import rows
from ipops.webkit.models import Party

pytestmark = [pytest.mark.db, pytest.mark.django_db]
NAMES = ["party", "name", "former_names", "sme", "founded_on", "folded_to", "folded_on", "folded_root"]
REST = ["kind", "code", "place", "industry", "controller", "sort_key", "search_key"]


def made(count: int, suffix: str = "") -> list[list[object]]:
    return [
        [
            f"P:{i}",
            f"名称{i}{suffix}",
            ("旧名", 'a"b{},\\', "") if i % 2 else (),
            [None, True, False][i % 3],
            date(2000, 1, 1 + i % 28) if i % 2 else None,
            i,
            date(2024, 1, 1),
            i,
            *["x"] * len(REST),
        ]
        for i in range(count)
    ]


def stored() -> list[list[object]]:
    found = Party.objects.order_by("folded_to").values_list(*NAMES, *REST)
    return [[tuple(v) if isinstance(v, list) else v for v in row] for row in found]


@pytest.mark.parametrize("count", [0, 1, 3, rows._FEW, rows._FEW + 1, 200])
def test_rows_arrive_as_they_were_given(count: int) -> None:
    rows.add(Party, [*NAMES, *REST], made(count))
    assert stored() == made(count)
    rows.change(Party, "party", [*NAMES, *REST], made(count, "改"))
    assert stored() == made(count, "改")
    keys = {f"P:{i}" for i in range(count)}
    assert {k for (k,) in rows.where(Party, "party", keys, ["party"])} == keys
    rows.drop(Party, "party", keys)
    assert stored() == []


def test_the_least_whole_number_arrives() -> None:
    [row] = made(1)
    row[NAMES.index("folded_to")] = -(2**63)
    rows.add(Party, [*NAMES, *REST], [row])
    assert stored() == [row]


def test_changing_what_is_not_there_makes_nothing() -> None:
    rows.change(Party, "party", [*NAMES, *REST], made(2))
    assert stored() == []


def test_places_are_noted_once() -> None:
    from ipops.webkit.models import PlaceNamed

    rows.note_places({"990101", "990102"})
    rows.note_places({"990102", "990103"})
    rows.note_places(set())
    assert [p.code for p in PlaceNamed.objects.all()] == ["990101", "990102", "990103"]
