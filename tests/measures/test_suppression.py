"""Blanks of a published table: no figure of fewer than three units is printed, and none follows from what is printed."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipops.measures.suppression import LEAST, TOTAL, Blank, Cell, Published, publish

ROWS, COLUMNS = ("一区", "二区", "三区", "四区"), ("2023", "2024", "2025")


def cell(value: int, units: int, name: str = "u") -> Cell:
    return Cell(value=value, units=frozenset(f"{name}{i}" for i in range(units)))


def table(*rows: tuple[tuple[int, int], ...]) -> dict[tuple[str, str], Cell]:
    """Rows of (value, units); every cell has units of its own."""
    return {
        (ROWS[i], COLUMNS[j]): cell(v, n, f"{i}.{j}.") for i, row in enumerate(rows) for j, (v, n) in enumerate(row)
    }


def known(made: Published) -> set[tuple[str, str]]:
    """The blanks that plain algebra gives away: those whose unit vector lies in the span of the table's equations."""
    blanks = sorted(k for k, v in made.cells.items() if isinstance(v, Blank))
    sign = {True: -1, False: 1}
    lines = [[(r, c) for c in made.columns] for r in made.rows] + [[(r, c) for r in made.rows] for c in made.columns]
    equations = [
        [
            Fraction(sign[(k[0] if line[0][1] == line[-1][1] else k[1]) == TOTAL]) if k in line else Fraction(0)
            for k in blanks
        ]
        for line in lines
    ]
    reduced = _reduced(equations)
    return {blanks[i] for row in reduced if len(filled := [j for j, v in enumerate(row) if v]) == 1 for i in filled}


def _reduced(rows: list[list[Fraction]]) -> list[list[Fraction]]:
    """Gauss and Jordan, exactly: an unknown alone in its row of the reduced form is known, and no other is."""
    done: list[list[Fraction]] = []
    width = len(rows[0]) if rows else 0
    rows = [r[:] for r in rows]
    for column in range(width):
        pivot = next((r for r in rows if r[column]), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        lead = [v / pivot[column] for v in pivot]
        rows = [[a - r[column] * b for a, b in zip(r, lead, strict=True)] for r in rows]
        done = [[a - r[column] * b for a, b in zip(r, lead, strict=True)] for r in done] + [lead]
    return done


class TestPrimary:
    def test_a_cell_of_one_or_two_units_is_blank(self) -> None:
        made = publish(table(((9, 5), (4, 2), (8, 6)), ((7, 4), (9, 8), (5, 3)), ((9, 9), (9, 9), (9, 9))))
        assert made.at("一区", "2024") is Blank.FEW

    def test_a_cell_of_nobody_stays_zero(self) -> None:
        made = publish(table(((0, 0), (5, 5)), ((6, 6), (7, 7))))
        assert made.at("一区", "2023") == 0
        assert not any(isinstance(v, Blank) for v in made.cells.values())

    def test_what_is_shown_is_exact_and_totals_add_up(self) -> None:
        made = publish(table(((3, 3), (4, 4)), ((5, 5), (6, 6))))
        assert (made.at("一区", TOTAL), made.at(TOTAL, "2024"), made.at(TOTAL, TOTAL)) == (7, 10, 18)

    def test_the_same_firm_twice_is_one_unit(self) -> None:
        one = frozenset({"a", "b"})
        made = publish(
            {
                ("一区", "2023"): Cell(value=2, units=one),
                ("一区", "2024"): Cell(value=2, units=one),
                ("二区", "2023"): cell(9, 9),
                ("二区", "2024"): cell(9, 9),
            }
        )
        assert made.at("一区", TOTAL) is Blank.FEW


class TestSecondary:
    def test_a_single_blank_never_stands_alone_in_its_line(self) -> None:
        made = publish(table(((9, 5), (1, 1), (8, 6)), ((7, 4), (9, 8), (5, 3)), ((9, 9), (9, 9), (9, 9))))
        blanks = [k for k, v in made.cells.items() if isinstance(v, Blank)]
        assert len([k for k in blanks if k[0] == "一区"]) > 1
        assert len([k for k in blanks if k[1] == "2024"]) > 1
        assert known(made) == set()

    def test_the_cheapest_cells_are_given_up_and_totals_last(self) -> None:
        made = publish(table(((90, 5), (1, 1), (8, 6)), ((70, 40), (9, 8), (5, 3)), ((90, 9), (90, 9), (90, 9))))
        assert made.at("一区", "2023") == 90
        assert all(
            made.at(r, TOTAL) == sum(v for v, _ in row)
            for r, row in zip(
                ROWS, (((90, 5), (1, 1), (8, 6)), ((70, 40), (9, 8), (5, 3)), ((90, 9), (90, 9), (90, 9))), strict=False
            )
        )

    def test_two_blanks_of_one_unit_each_get_a_third(self) -> None:
        """Their sum follows from the line; whoever is the one learns the other."""
        made = publish(table(((1, 1), (1, 1), (50, 9)), ((1, 1), (1, 1), (50, 9)), ((50, 9), (50, 9), (50, 9))))
        assert sum(isinstance(made.at("一区", c), Blank) for c in (*COLUMNS, TOTAL)) > 2

    def test_a_table_of_one_row_hides_the_copy_too(self) -> None:
        made = publish({("一区", "2023"): cell(1, 1), ("一区", "2024"): cell(50, 20), ("一区", "2025"): cell(60, 20)})
        assert isinstance(made.at("一区", "2023"), Blank)
        assert isinstance(made.at(TOTAL, "2023"), Blank)
        assert known(made) == set()

    def test_a_table_that_cannot_be_protected_is_wholly_blank(self) -> None:
        made = publish({("一区", "2023"): cell(1, 1)})
        assert all(isinstance(v, Blank) for v in made.cells.values())

    def test_refuses_a_loss_and_a_row_without_a_name(self) -> None:
        with pytest.raises(ValueError, match="hide nothing"):
            Cell(value=-1, units=frozenset())
        with pytest.raises(ValueError, match="totals"):
            publish({(TOTAL, "2023"): cell(1, 1)})


tables = st.integers(2, 4).flatmap(
    lambda n: st.lists(
        st.lists(st.integers(0, 6).map(lambda u: (u * 3, u)), min_size=3, max_size=3).map(tuple), min_size=n, max_size=n
    )
)


class TestAlways:
    @settings(max_examples=300, deadline=None)
    @given(tables)
    def test_no_blank_follows_from_what_is_shown(self, rows: list[tuple[tuple[int, int], ...]]) -> None:
        """An independent oracle: exact elimination over the table's own equations."""
        assert known(publish(table(*rows))) == set()

    @settings(max_examples=200, deadline=None)
    @given(tables)
    def test_no_shown_cell_is_of_too_few(self, rows: list[tuple[tuple[int, int], ...]]) -> None:
        cells = table(*rows)
        made = publish(cells)
        assert all(
            isinstance(made.at(*k), Blank) == True  # noqa: E712 - an enum has a truth of its own
            for k, c in cells.items()
            if 0 < len(c.units) < LEAST
        )
        shown = {k: v for k, v in made.cells.items() if not isinstance(v, Blank)}
        assert all(v == cells[k].value for k, v in shown.items() if k in cells)


class TestTheOracle:
    def test_knows_a_lone_blank(self) -> None:
        cells = {(r, c): 3 for r in (*ROWS[:2], TOTAL) for c in (*COLUMNS[:2], TOTAL)}
        lone = Published(
            rows=(*ROWS[:2], TOTAL), columns=(*COLUMNS[:2], TOTAL), cells={**cells, (ROWS[0], COLUMNS[0]): Blank.FEW}
        )
        assert known(lone) == {(ROWS[0], COLUMNS[0])}

    def test_knows_the_bridge_between_two_circles(self) -> None:
        """Every line has two blanks and one of them is known all the same: counting blanks a line is not enough."""
        rows, columns = ("a", "b", "c", "d", TOTAL), ("1", "2", "3", "4", TOTAL)
        blank = {
            ("a", "1"),
            ("a", "2"),
            ("b", "1"),
            ("b", "2"),
            ("c", "3"),
            ("c", "4"),
            ("d", "3"),
            ("d", "4"),
            ("b", "3"),
        }
        cells = {(r, c): Blank.FEW if (r, c) in blank else 9 for r in rows for c in columns}
        assert known(Published(rows=rows, columns=columns, cells=cells)) == {("b", "3")}
