"""Open data: for everybody, only what the register announced, no cell that speaks of one or two."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from django.test import Client

from ipops.measures.suppression import LEAST
from ipops.webkit import opendata
from ipops.webkit.opendata import counts
from tests.web.conftest import found_city
from tests.web.programme import found_programme

pytestmark = [pytest.mark.db, pytest.mark.django_db]


@pytest.fixture
def open_city(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IPOPS_HOME", str(tmp_path))
    found_city()
    found_programme()


def rows(code: str) -> list[dict[str, str]]:
    got = Client().get(f"/open/{code}.csv")
    assert got.status_code == 200
    return list(csv.DictReader(io.StringIO(got.content.decode("utf-8-sig"))))


class TestTheTables:
    def test_are_listed_for_strangers_with_every_format(self, open_city: None) -> None:
        page = Client().get("/open/")
        assert page.status_code == 200
        for code in opendata.DATASETS:
            for how in opendata.FORMATS:
                assert f"/open/{code}.{how}" in page.text
                assert Client().get(f"/open/{code}.{how}").status_code == 200

    def test_hold_what_the_register_lists_and_nothing_else(self, open_city: None) -> None:
        """The corrected licence of the test city rests on a notice, not on the register's list: it stays inside."""
        found = rows("licences")
        assert len(found) == 8 + 12 + 18 + 5
        assert not {r["right"] for r in found} & {"CN201510237122.7"}
        assert set(found[0]) == {
            "on",
            "right",
            "kind_of_right",
            "kind_of_licence",
            "licensors",
            "licensees",
            "register_no",
            "entry",
        }

    def test_tell_no_price_no_relation_and_no_unregistered_name(self, open_city: None) -> None:
        for code in opendata.DATASETS:
            text = Client().get(f"/open/{code}.json").content.decode()
            assert "price" not in text
            assert "related" not in text
            assert "P:x-bank" not in text
        assert {r["pledgees"] for r in rows("pledges")} == {"（名称不公布）"}

    def test_say_the_same_in_csv_json_and_parquet(self, open_city: None) -> None:
        for code in opendata.DATASETS:
            in_json: list[dict[str, Any]] = json.loads(Client().get(f"/open/{code}.json").content)["rows"]
            in_parquet = pq.read_table(io.BytesIO(Client().get(f"/open/{code}.parquet").content)).to_pylist()
            assert len(rows(code)) == len(in_json) == len(in_parquet)
            assert [list(r) for r in in_json[:1]] == [[c.name for c in opendata.DATASETS[code].columns]] * bool(in_json)
            assert json.loads(json.dumps(in_parquet, default=str)) == in_json

    def test_refuse_other_names_and_formats(self, open_city: None) -> None:
        assert Client().get("/open/secrets.csv").status_code == 404
        assert Client().get("/open/licences.xml").status_code == 404


class TestTheCounts:
    def test_leave_out_what_one_firm_alone_did(self, open_city: None) -> None:
        """Every licence of the test city goes to one firm: no number of its may be read."""
        found = rows("deal-counts")
        assert {(r["deals"], r["suppressed"] != "") for r in found} <= {("", True), ("0", False)}
        assert any(r["suppressed"] == "few" for r in found)

    def test_count_a_deal_once_and_in_its_first_year(self) -> None:
        made: dict[str, tuple[str, date, frozenset[str]]] = {}
        counts._add(made, "D", "990101", date(2025, 1, 3), ("a",))
        counts._add(made, "D", "990102", date(2024, 12, 31), ("b",))
        [(key, cell)] = counts.cells(made).items()
        assert key == ("990102", "2024")
        assert (cell.value, cell.units) == (1, frozenset({"a", "b"}))

    def test_print_sums_of_enough_units(self) -> None:
        made = {
            f"{row}-{year}-{i}": (row, date(year, 1, 1), frozenset({f"{row}{i}"}))
            for row in ("990101", "990102")
            for year in (2024, 2025)
            for i in range(LEAST)
        }
        table = counts._table(made, "place", "deals").to_pylist()
        assert {r["suppressed"] for r in table} == {""}
        assert table[-1] == {"place": "", "year": "", "deals": 4 * LEAST, "suppressed": ""}


def test_files_of_a_shorter_journal_go_when_it_grows(open_city: None, tmp_path: Path) -> None:
    Client().get("/open/grants.csv")
    before = {p.name for p in (tmp_path / "cache" / "open").iterdir()}
    from tests.web.programme import found_walk

    found_walk()
    Client().get("/open/grants.csv")
    after = {p.name for p in (tmp_path / "cache" / "open").iterdir()}
    assert len(before) == len(after) == 1
    assert before != after
