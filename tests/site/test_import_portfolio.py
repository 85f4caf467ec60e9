"""``ipops import portfolio``: the preview is the import, twice is once, and persons are sealed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from ipops.ledger.facts import PartyRegistered
from ipops.site.commands.import_portfolio import group
from ipops.webkit import journal, personal
from ipops.webkit.models import Party, Right, WorkItem

pytestmark = pytest.mark.db
HEAD = "专利号,专利类型,发明名称,专利权人,申请日,授权公告日"
NO = "CN201510237122.7"
GOOD = "ZL201510237122.7,发明,一种装置,山河科技有限公司、张三,2015-05-12,2017年6月1日"
BAD = "ZL201510237122.8,发明,另一装置,山河科技有限公司,2015-05-12,2017-06-01"


def run(*words: str) -> Any:
    done = CliRunner().invoke(group, ["portfolio", *words, "--json"], catch_exceptions=False)
    return done.exit_code, json.loads(done.stdout)


@pytest.fixture
def a_list(tmp_path: Path, db: None) -> Path:
    path = tmp_path / "清单.csv"
    path.write_bytes(f"{HEAD}\n{GOOD}\n{BAD}\n".encode("gb18030"))
    return path


def test_a_preview_stores_nothing_and_the_import_stores_what_it_said(a_list):
    code, seen = run(str(a_list), "--preview")
    assert (code, len(seen["stored"]), len(seen["refused"]), journal.size()) == (1, 1, 1, 0)
    code, got = run(str(a_list))
    assert (code, got["facts_stored"]) == (1, 4)
    assert {k: got[k] for k in ("stored", "merged", "refused", "review")} == {
        k: seen[k] for k in ("stored", "merged", "refused", "review")
    }
    row = Right.objects.get(right=NO)
    assert (row.title, row.kind, len(row.owners)) == ("一种装置", "invention", 2)
    assert "CN201510237122.7" in got["refused"][0]["problems"][0]["says"]["zh"]


def test_the_same_list_again_stores_nothing(a_list):
    run(str(a_list))
    size = journal.size()
    code, again = run(str(a_list))
    assert (code, again["facts_stored"], len(again["merged"]), again["stored"]) == (1, 0, 1, [])
    assert journal.size() == size


def test_a_person_s_name_is_sealed(a_list):
    run(str(a_list))
    persons = [e.fact for e in journal.read() if isinstance(e.fact, PartyRegistered) and e.fact.name_sealed]
    assert [personal.value_of(p.name_sealed) for p in persons] == ["张三"]
    assert [p.name for p in persons] == [""]


def test_a_name_that_a_party_with_a_code_bears_waits_for_a_person(a_list, tmp_path):
    coded = tmp_path / "b.csv"
    coded.write_text(
        "专利号,专利类型,发明名称,专利权人,统一社会信用代码,申请日,授权公告日\n"
        "TM99000001,商标,山河,山河科技有限公司,91110108MA00DEM14Q,2019-01-02,2020-01-02\n"
    )
    assert run(str(coded))[0] == 0
    _, got = run(str(a_list))
    assert [r["candidates"] for r in got["review"]] == [["P:91110108MA00DEM14Q"]]
    assert WorkItem.objects.filter(code__startswith="portfolio:party:").count() == 1
    assert Party.objects.filter(name="山河科技有限公司").count() == 2


def test_a_file_that_breaks_off_stores_nothing(a_list):
    a_list.write_bytes(a_list.read_bytes() + b'"open')
    code, got = run(str(a_list))
    assert (code, got["facts_stored"], journal.size()) == (1, 0, 0)
    assert got["halted"]["code"] == "line-unreadable"
