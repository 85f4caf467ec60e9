"""Returns in the database: saved always, handed in through the ladder, certified by another, sent back, corrected, late."""

from __future__ import annotations

from datetime import date

import openpyxl
import pytest

from ipops.kernel.outcome import Refused
from ipops.ledger.entry import Draft, Source
from ipops.ledger.facts import Observed
from ipops.ledger.facts.words import ObservationKind
from ipops.lines.programme.app.models import Dossier, SavedForm
from ipops.lines.programme.app.reading import returns as reading
from ipops.lines.programme.app.services import returns as services
from ipops.lines.programme.rules.returns import reminders
from ipops.lines.programme.rules.returns.template import template
from ipops.webkit import documents, journal
from ipops.webkit.models import Document

pytestmark = [pytest.mark.django_db, pytest.mark.db]
TODAY = date(2024, 4, 10)
CASE = reading.return_code("990100", "quarterly", "2024Q1")
TYPED = {
    "transfers": "12",
    "pledge_amount": "345.5",
    "pledge_projects": "3",
    "custody": "120",
    "certified": "17",
    "projects_n": "0",
    "projects_paid": "0",
}


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("IPOPS_HOME", str(tmp_path / "home"))


def codes(got):
    assert isinstance(got, Refused), got
    return [r.code for r in got.reasons]


def hand(reference="1", by="user:clerk", today=TODAY, period="2024Q1", **changed):
    given = {"place": "990100", "schema": "quarterly", "period": period, "typed": TYPED}
    return services.return_file(handed=services.Handed(**given | changed), by=by, today=today, reference=reference)


def go(event, by, today=TODAY, **more):
    return services.return_step(case=CASE, event=event, by=by, today=today, reference=f"{event}{today}", **more)


def observe(value, period="2024-01..2024-03"):
    fact = Observed(
        on=date(2024, 3, 31),
        indicator="custody_smes",
        scope="attested",
        kind_of_figure=ObservationKind.CUMULATIVE,
        place="990100",
        period=period,
        value=str(value),
        unit="sme",
        grade="demo",
        where="test",
    )
    journal.append([Draft(fact=fact, source=Source(reason="测试"), reference=f"obs{value}")], by="test")


def test_saving_is_always_possible_and_counts_nowhere():
    size = journal.size()
    services.return_save(
        place="990100", schema="quarterly", period="2024Q1", typed={"transfers": "约"}, by="user:clerk"
    )
    assert services.saved(CASE) == {"transfers": "约"}
    assert (journal.size(), Dossier.objects.count()) == (size, 0)


def test_a_rejected_upload_leaves_nothing_behind(tmp_path):
    path = tmp_path / "wrong.xlsx"
    openpyxl.Workbook().save(path)
    size = journal.size()
    assert codes(hand(typed=None, file=path, file_name="wrong.xlsx")) == ["C100"]
    assert (journal.size(), Document.objects.count(), Dossier.objects.count()) == (size, 0, 0)


def test_a_period_that_still_runs_or_of_another_grain_is_refused():
    assert codes(hand(period="2024Q2")) == ["period-runs"]
    assert codes(hand(period="2024-01")) == ["other-grain"]
    assert codes(hand(period="one")) == ["no-period"]


def test_the_whole_way_up_with_two_people_at_least():
    services.return_save(place="990100", schema="quarterly", period="2024Q1", typed=TYPED, by="user:clerk")
    assert not isinstance(hand(), Refused)
    assert not SavedForm.objects.exists()
    assert codes(go("certify", "user:clerk")) == ["own-return"]
    assert codes(go("accept", "user:centre")) == ["not-from-here"]
    for event, by in (("certify", "user:certifier"), ("accept_province", "user:province"), ("accept", "user:centre")):
        assert not isinstance(go(event, by), Refused)
    assert Dossier.objects.get(case=CASE).stage == "accepted"


def test_sending_back_needs_a_reason_and_a_correction_supersedes():
    hand()
    assert codes(go("send_back", "user:certifier")) == ["no-why"]
    go("send_back", "user:certifier", why="托管数有误")
    first = reading.filed(CASE)[0].n
    corrected = hand("2", typed=TYPED | {"custody": "121"}, today=date(2024, 4, 12))
    assert corrected.supersedes == first
    row = Dossier.objects.get(case=CASE)
    assert (row.stage, row.revision, row.opened_on) == ("prepared", 2, TODAY)
    assert dict(zip(corrected.fact.fields, corrected.fact.values, strict=True))["custody"] == "121"
    assert reading.changed_since_accepted("990100") == 1


def test_what_is_certified_is_not_corrected_without_being_sent_back():
    hand()
    go("certify", "user:certifier")
    assert codes(hand("2")) == ["not-from-here"]


def test_a_manual_figure_beside_the_ledgers_needs_its_reason():
    observe(118)
    got = hand()
    assert codes(got) == ["C504"]
    (key,) = [r.field.removeprefix("reason.") for r in got.reasons]
    entry = hand(reasons={key: "托管机构月底补报"})
    told = dict(zip(entry.fact.fields, zip(entry.fact.origins, entry.fact.reasons, strict=True), strict=True))
    assert told["custody"] == ("manual", "托管机构月底补报")
    assert told["transfers"] == ("manual", "-")
    same = hand("3", typed=TYPED | {"custody": "118"})
    assert dict(zip(same.fact.fields, same.fact.origins, strict=True))["custody"] == "ledger"


def test_at_the_gate_the_checks_run_again_and_what_is_new_needs_a_reason():
    hand()
    observe(119)
    gate = reading.gate_of(Dossier.objects.get(case=CASE), TODAY)
    assert [x.check for x in gate.new] == ["C504"]
    assert codes(go("certify", "user:certifier")) == ["C504", "new-since-filed"]
    assert not isinstance(go("certify", "user:certifier", why="补报，已核对"), Refused)


def test_a_return_handed_in_after_its_day_is_late_for_good():
    hand(today=date(2024, 4, 16))
    assert reading.gate_of(Dossier.objects.get(case=CASE), date(2024, 4, 16)).late
    hand("2", today=date(2024, 4, 17))
    assert reading.gate_of(Dossier.objects.get(case=CASE), date(2024, 4, 17)).late


def test_on_the_last_day_it_is_in_time():
    hand(today=date(2024, 4, 15))
    assert not reading.gate_of(Dossier.objects.get(case=CASE), date(2024, 4, 15)).late


def test_the_return_before_is_looked_at():
    hand()
    later = date(2024, 7, 5)
    got = hand("q2", period="2024Q2", typed=TYPED | {"custody": "119"}, today=later)
    assert codes(got) == ["C601"]


def test_evidence_must_be_there(tmp_path):
    assert codes(hand(evidence={"custody": "e" * 64 + "#p3"})) == ["evidence-lost"]
    paper = tmp_path / "p.pdf"
    paper.write_bytes(b"%PDF-1.4 paper")
    sha = documents.store(paper, "p.pdf", "user:clerk")
    entry = hand(evidence={"custody": f"{sha}#3"})
    assert dict(zip(entry.fact.fields, entry.fact.evidence, strict=True))["custody"] == f"{sha}#3"


def test_a_filled_template_is_kept_and_read_again_at_the_gate(tmp_path):
    window = reading.window_of("990100", "quarterly", "2024Q1", TODAY)
    path = tmp_path / "r.xlsx"
    path.write_bytes(template(window.schema, window.tag, "示范市（演示）", {}))
    book = openpyxl.load_workbook(path)
    sheet = book["指标"]
    for line in range(4, 12):
        sheet.cell(line, 2).value = {**TYPED, "projects_n": 1, "projects_paid": 10}.get(sheet.cell(line, 3).value)
    for i, v in enumerate(["P1", "甲", "91110000600037341L", "托管", "资助类", 20, 10, date(2024, 1, 5), None, "FP1"]):
        book["项目清单"].cell(4, 1 + i).value = v
    book.save(path)
    entry = hand(typed=None, file=path, file_name="季报.xlsx")
    assert documents.is_intact(entry.source.document)
    assert reading.gate_of(Dossier.objects.get(case=CASE), TODAY).findings == ()


def test_reminders_fall_on_their_days_and_binding_ones_cannot_be_switched_off():
    due = date(2024, 4, 15)

    def codes_on(day, out=()):
        return [r.code for r in reminders.falling(due, day, out)]

    assert codes_on(date(2024, 4, 10)) == ["due-soon"]
    assert codes_on(date(2024, 4, 10), {("clerk", "due-soon")}) == []
    assert codes_on(due, {("clerk", "due")}) == ["due"]
    assert codes_on(date(2024, 4, 16)) == ["late"]
    assert codes_on(date(2024, 4, 20)) == ["late-province"]
