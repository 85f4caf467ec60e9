"""Files of published figures into the journal: every row lands or is refused, and sending twice changes nothing."""

from __future__ import annotations

import csv
from datetime import date

import pytest

from ipops.kernel.outcome import Problem, Refused
from ipops.ledger.entry import Source
from ipops.lines.programme.app import selectors, services
from ipops.lines.programme.facts import BridgeStated
from ipops.webkit import documents, journal

pytestmark = [pytest.mark.django_db, pytest.mark.db]
TODAY = date(2026, 11, 25)
HEAD = "indicator,scope,kind,period,value,unit,growth_published,grade,source,as_of,note"


def write(path, *rows, head=HEAD, encoding="utf-8"):
    path.write_text("\n".join([head, *rows]) + "\n", encoding=encoding)
    return path


def send(path):
    return services.observations_import(file=path, today=TODAY)


def test_good_rows_are_stored_and_bad_ones_refused_by_line(tmp_path):
    file = write(
        tmp_path / "f.csv",
        "pledge_amount,patents,flow,2018,885,CNY_100M,23,B,here,,",
        "pledge_amount,patents,flow,2018,NaN,CNY_100M,,B,here,,",
        "target_x,patents,flow,2018,3,count,,Z,here,,",
    )
    got = send(file)
    told = got.as_json()
    assert set(told) == {"read", "stored", "refused"}
    assert (told["read"], told["stored"]) == (3, 1)
    assert [r["line"] for r in told["refused"]] == [3, 4]
    assert all(set(r) == {"line", "reason"} for r in told["refused"])
    assert "target_" in told["refused"][1]["reason"]
    assert "grade" in told["refused"][1]["reason"]


def test_importing_again_changes_nothing(tmp_path):
    file = write(tmp_path / "f.csv", "pledge_amount,patents,flow,2018,885,CNY_100M,23,B,here,,")
    first, size = send(file), journal.size()
    again = send(file)
    assert (first.unchanged, again.unchanged) == (0, 1)
    assert first.as_json() == again.as_json()
    assert journal.size() == size


def test_the_file_is_the_document_behind_every_row(tmp_path):
    send(write(tmp_path / "f.csv", "pledge_amount,patents,flow,2018,885,CNY_100M,23,B,here,,"))
    entry = journal.entry(journal.size())
    with documents.open_document(entry.source.document) as stored:
        assert stored.read() == (tmp_path / "f.csv").read_bytes()


def test_the_same_row_twice_in_a_file_is_stored_once_and_told(tmp_path):
    row = "pledge_amount,patents,flow,2018,885,CNY_100M,23,B,here,,"
    told = send(write(tmp_path / "f.csv", row, row)).as_json()
    assert (told["read"], told["stored"]) == (2, 1)
    assert "line 2" in told["refused"][0]["reason"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_other_encodings_are_read(tmp_path, encoding):
    row = "pledge_amount,patents,flow,2018,885,CNY_100M,23,B,国家知识产权局发布的年度数据,,经整理的公开数据"
    got = send(write(tmp_path / "f.csv", row, encoding=encoding))
    assert got.as_json()["stored"] == 1


def test_a_file_without_its_columns_or_without_end_stores_nothing(tmp_path):
    size = journal.size()
    lacking = send(write(tmp_path / "a.csv", "1,2", head="indicator,value"))
    assert isinstance(lacking, Problem)
    assert lacking.code == "columns-missing"
    endless = tmp_path / "b.csv"
    endless.write_text(HEAD + '\npledge_amount,patents,flow,2018,885,CNY_100M,23,B,"here' + "x" * 3_000_000)
    assert isinstance(send(endless), Problem)
    empty = tmp_path / "c.csv"
    empty.write_text("")
    assert isinstance(send(empty), Problem)
    assert journal.size() == size


@pytest.mark.shared
def test_every_row_of_the_national_series_lands(shared):
    got = send(shared / "data/programme/national_series.csv")
    assert got.as_json() == {"read": 149, "stored": 149, "refused": []}


@pytest.mark.shared
def test_city_figures_land_on_their_divisions_but_for_goals_and_other_territories(shared):
    file = shared / "data/programme/city_figures.csv"
    told = send(file).as_json()
    with open(file, encoding="utf-8") as f:
        rows = dict(enumerate(csv.DictReader(f), 2))
    refused = {r["line"] for r in told["refused"]}
    assert refused == {
        n for n, r in rows.items() if r["indicator"].startswith("target_") or r["note"].startswith("territory is")
    }
    assert told["read"] == len(rows) == told["stored"] + len(refused)
    jinan = selectors.series("custody_smes", "370100")
    assert [p.printed for p in jinan.points] == ["4447"]


def test_without_the_reference_a_city_is_refused_with_the_reason(tmp_path, monkeypatch):
    monkeypatch.setenv("IPOPS_SHARED", str(tmp_path / "nowhere"))
    head = "city_zh,indicator,scope,kind,period,value,unit,grade,source,note"
    file = write(tmp_path / "f.csv", "济南市,custody_smes,smes,cumulative,2022-09,4447,count,B,here,", head=head)
    told = send(file).as_json()
    assert told["stored"] == 0
    assert "IPOPS_SHARED" in told["refused"][0]["reason"]


def bridge(**changes):
    fields = {
        "on": date(2018, 12, 31),
        "indicator": "pledge_amount",
        "place": "CN",
        "period": "2018",
        "from_scope": "patents",
        "from_unit": "CNY_100M",
        "from_value": "885",
        "to_scope": "patents+trademarks",
        "to_unit": "CNY_100M",
        "to_value": "1224",
        "grade": "B",
        "where": "here",
        **changes,
    }
    return services.bridge_state(
        fact=BridgeStated(**fields), source=Source(reason="told by the source"), by="user:t", reference="b1"
    )


def test_a_stated_bridge_carries_a_series_over_the_break(tmp_path):
    send(
        write(
            tmp_path / "f.csv",
            "pledge_amount,patents,flow,2017,720,CNY_100M,,B,here,,",
            "pledge_amount,patents+trademarks,flow,2019,1515,CNY_100M,,B,here,,",
        )
    )
    assert selectors.series("pledge_amount", "CN").as_json()["growth"] == []
    n = bridge()
    (growth,) = selectors.series("pledge_amount", "CN").as_json()["growth"]
    assert (growth["bridge"], growth["growth"]["last_vs_base"]) == (n, "52.1")
    line = next(x for x in selectors.scorecard("CN", 2019, "cn-2020-40") if x.measure.code == "pledge_amount_growth")
    assert line.base is None or line.base_year is None


def test_a_bridge_over_nothing_is_refused():
    assert isinstance(bridge(to_value="0"), Refused)
