"""``ipops import legal``: Chinese events into the journal, once; held ones ask a reader; what is known stays."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from ipops.ledger.entry import Draft, Source
from ipops.ledger.facts import RightFiled
from ipops.ledger.facts.words import RightKind
from ipops.site.commands.import_legal import group
from ipops.webkit import journal
from ipops.webkit.models import Right, WorkItem
from tests.rights import ops_xml

pytestmark = pytest.mark.db
PLEDGE = "Pledgor: Shanhe Technology Co., Ltd.; Pledgee: Demo Bank Co., Ltd.; Registration number: Y2022990000001"


def run(*words: str) -> Any:
    done = CliRunner().invoke(group, ["legal", *words, "--json"], catch_exceptions=False)
    return done.exit_code, json.loads(done.stdout)


@pytest.fixture
def answer(tmp_path: Path, db: None) -> Path:
    path = tmp_path / "ops.xml"
    events = (
        ops_xml.event("GR01", "2021-05-10"),
        ops_xml.event("PE01", "2022-01-05", PLEDGE),
        ops_xml.event("PLDC", "2022-02-05"),
        ops_xml.event("CB03", "2022-03-05"),
        ops_xml.event("PGFP", "2022-03-05", country="DE"),
    )
    path.write_text(ops_xml.answer([ops_xml.member("201919900001", *events), ops_xml.member("99203729", country="EP")]))
    return path


def test_events_are_stored_once_and_counted(answer):
    code, got = run(str(answer))
    assert code == 0
    assert (got["members"], got["rights"], got["events"], got["elsewhere"]) == (2, 1, 4, 1)
    assert got["by_act"] == {"grant": 1, "pledge": 1, "unclear": 1, "silent": 1}
    assert got["stored"] == 6  # the filing, the grant, two parties and the pledge, the held one
    row = Right.objects.get()
    assert (row.filed_on, row.granted_on, row.pledges) == (date(2019, 3, 15), date(2021, 5, 10), ["Y2022990000001"])
    again = run(str(answer))[1]
    assert (again["stored"], journal.size()) == (0, 6)
    assert WorkItem.objects.filter(code__startswith="inpadoc:read:").count() == 1


def test_a_preview_tells_the_same_and_stores_nothing(answer):
    seen = run(str(answer), "--preview")[1]
    assert (journal.size(), WorkItem.objects.count(), Right.objects.count()) == (0, 0, 0)
    assert seen == run(str(answer))[1], "what was shown is what is stored"
    assert run(str(answer), "--preview")[1]["stored"] == 0, "all of it is known by now"


def test_what_is_known_of_a_right_stays(answer):
    number = run(str(answer))[1]["held"][0]["right"]
    filed = RightFiled(on=date(2019, 3, 15), right=number, kind_of_right=RightKind.INVENTION, title="装置", owners=("P:a",), place="990100")  # fmt: skip
    journal.append([Draft(fact=filed, source=Source(reason="test"), reference="x")], by="test")
    run(str(answer))
    assert Right.objects.get().title == "装置"


def test_a_broken_file_is_told_and_exit_1(tmp_path, db):
    path = tmp_path / "a.xml"
    path.write_text("<a")
    code, got = run(str(path))
    assert (code, [r["code"] for r in got["refused"]]) == (1, ["broken-xml"])
