"""Returns in the database: saved always, handed in through the ladder, certified by another, sent back, corrected, late."""

from __future__ import annotations

import re
from datetime import date

import openpyxl
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ipops.kernel.money import Money
from ipops.kernel.outcome import Refused
from ipops.ledger.entry import Draft, Source
from ipops.ledger.facts import Observed
from ipops.ledger.facts.words import ObservationKind
from ipops.lines.programme.app.models import Dossier, SavedForm
from ipops.lines.programme.app.reading import returns as reading
from ipops.lines.programme.app.services import reminding
from ipops.lines.programme.app.services import returns as services
from ipops.lines.programme.facts import CityNominated, ProgrammeStep
from ipops.lines.programme.rules.returns import reminders
from ipops.lines.programme.rules.returns.template import template
from ipops.webkit import access, documents, journal
from ipops.webkit.desk import notices
from ipops.webkit.models import Document, Notice, User

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
    assert reading.since_accepted(CASE, TODAY) is None
    assert reading.corrected_after_acceptance([CASE]) == frozenset()


def accepted():
    hand()
    for event, by in (("certify", "user:certifier"), ("accept_province", "user:province"), ("accept", "user:centre")):
        assert not isinstance(go(event, by), Refused)


def test_what_was_corrected_after_acceptance_is_told_with_both_figures():
    accepted()
    assert reading.since_accepted(CASE, TODAY) == ()
    hand("2", typed=TYPED | {"custody": "121"}, today=date(2024, 4, 20))
    (moved,) = reading.since_accepted(CASE, date(2024, 4, 20))
    assert (moved.field, moved.accepted, moved.now, moved.by_ledger) == ("custody", "120", "121", False)
    assert reading.corrected_after_acceptance([CASE]) == {CASE}


def test_a_ledger_that_moves_under_an_accepted_figure_is_told():
    observe(118)
    hand(typed=TYPED | {"custody": "118"})
    for event, by in (("certify", "user:certifier"), ("accept_province", "user:province"), ("accept", "user:centre")):
        assert not isinstance(go(event, by), Refused)
    assert reading.since_accepted(CASE, TODAY) == ()
    observe(130)
    (moved,) = reading.since_accepted(CASE, TODAY)
    assert (moved.field, moved.accepted, moved.now, moved.by_ledger) == ("custody", "118", "130", True)


def test_windows_are_monthly_quarterly_and_yearly():
    got = {(w.schema.grain, w.period.text): w.due_on for w in reading.windows("990100", date(2025, 2, 3))}
    assert got["month", "2025-01"] == date(2025, 2, 5)
    assert got["quarter", "2024Q4"] == date(2025, 1, 15)
    assert got["year", "2024"] == date(2025, 2, 14)
    assert ("year", "2022") not in got
    assert {p for g, p in got if g == "month"} == {"2025-01", "2024-12", "2024-11", "2024-10", "2024-09", "2024-08"}


def test_a_monthly_and_a_yearly_return_are_handed_in_and_held_against_the_one_before():
    month = {"pledge_amount": "1", "pledge_projects": "1"}
    assert not isinstance(hand(schema="monthly", period="2024-02", typed=month), Refused)
    assert codes(hand("2", schema="monthly", period="2024Q1", typed=month)) == ["other-grain"]
    year = {
        "transfers": "1",
        "pledge_amount": "1",
        "custody": "50",
        "certified": "1",
        "paid": "9",
        "matching": "0",
        "problems": "无重大问题",
    }
    first = {"schema": "yearly", "period": "2024", "today": date(2025, 2, 1), "typed": year}
    assert not isinstance(hand("3", **first), Refused)
    later = first | {"period": "2025", "today": date(2026, 2, 1)}
    assert codes(hand("4", **later | {"typed": year | {"custody": "49"}})) == ["C621"]
    assert not isinstance(hand("5", **later), Refused)


def test_a_figure_is_linked_to_a_page_of_a_paper_that_a_refused_return_does_not_leave_behind(tmp_path):
    paper = tmp_path / "proof.pdf"
    paper.write_bytes(b"%PDF-1.4 proof")
    given = {"proof": paper, "proof_name": "台账.pdf", "pages": {"custody": "12"}}
    assert codes(hand(**given, typed=TYPED | {"transfers": ""})) == ["C202"]
    assert codes(hand(pages={"custody": "12"})) == ["no-proof"]
    assert codes(hand(**given | {"pages": {"nothing": "1"}})) == ["no-such-field"]
    assert not Document.objects.exists()
    entry = hand(**given)
    told = dict(zip(entry.fact.fields, entry.fact.evidence, strict=True))
    sha = Document.objects.get().sha256
    assert (told["custody"], told["transfers"]) == (f"{sha}#12", "-")


@pytest.mark.usefixtures("running_city")
def test_the_page_links_each_figure_to_its_paper_and_the_paper_to_its_page(tmp_path):
    browser = Client()
    browser.force_login(User.objects.get(username="clerk"), backend="django.contrib.auth.backends.ModelBackend")
    with time_machine.travel("2024-04-10T02:00:00+00:00"):
        proof = SimpleUploadedFile("台账.pdf", b"%PDF-1.4 proof")
        form = {**TYPED, "proof": proof, "page.custody": "12", "reference": "1"}
        got = browser.post("/programme/returns/quarterly/2024Q1/fill/", form)
        assert got.status_code == 302, got.text
        page = browser.get(f"/programme/returns/{CASE}/").text
    sha = Document.objects.get().sha256
    assert f'href="/documents/{sha}/"' in page
    assert "第12页" in page
    assert "台账.pdf" in page
    certifier = Client()
    certifier.force_login(User.objects.get(username="certifier"), backend="django.contrib.auth.backends.ModelBackend")
    assert "佐证归档" in certifier.get(f"/documents/{sha}/").text
    stranger = Client()
    stranger.force_login(User.objects.get(username="neighbour"), backend="django.contrib.auth.backends.ModelBackend")
    assert stranger.get(f"/documents/{sha}/").status_code == 404


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


def test_a_difference_that_was_confirmed_and_grew_asks_for_its_reason_again():
    observe(121)
    (key,) = [r.field.removeprefix("reason.") for r in hand().reasons]
    assert hand(reasons={key: "月底补报"}).fact.waived_values == ("120|121",)
    assert not reading.gate_of(Dossier.objects.get(case=CASE), TODAY).new
    observe(220)
    assert codes(go("certify", "user:certifier")) == ["C504", "new-since-filed"]
    assert not isinstance(go("certify", "user:certifier", why="已核对"), Refused)


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


@pytest.mark.usefixtures("running_city")
def test_a_bad_cell_of_an_uploaded_list_stops_what_was_typed_beside_it(tmp_path):
    """The page sends figures and file together; what is wrong in the file is told all the same, now and at every gate."""
    window = reading.window_of("990100", "quarterly", "2024Q1", TODAY)
    path = tmp_path / "r.xlsx"
    path.write_bytes(template(window.schema, window.tag, "示范市（演示）", {}))
    book = openpyxl.load_workbook(path)
    for i, v in enumerate(["P1", "甲", "91110000600037341X", "托管", "资助类", 20, 10, date(2024, 1, 5), None, "FP1"]):
        book["项目清单"].cell(4, 1 + i).value = v
    book.save(path)
    typed = TYPED | {"projects_n": "1", "projects_paid": "10"}
    assert codes(hand(typed=typed, file=path, file_name="季报.xlsx")) == ["C201"]
    assert not Document.objects.exists()


@pytest.mark.usefixtures("running_city")
def test_a_column_of_bad_cells_does_not_drown_the_page(tmp_path):
    window = reading.window_of("990100", "quarterly", "2024Q1", TODAY)
    path = tmp_path / "r.xlsx"
    path.write_bytes(template(window.schema, window.tag, "示范市（演示）", {}))
    book = openpyxl.load_workbook(path)
    for row in range(4, 404):
        cells = [f"P{row}", "甲", "91110000600037341X", "托管", "资助类", 20, 10, date(2024, 1, 5), None, f"FP{row}"]
        for i, v in enumerate(cells):
            book["项目清单"].cell(row, 1 + i).value = v
    book.save(path)
    browser = Client()
    browser.force_login(User.objects.get(username="clerk"), backend="django.contrib.auth.backends.ModelBackend")
    with time_machine.travel("2024-04-10T02:00:00+00:00"), path.open("rb") as file:
        form = {**TYPED, "projects_n": "400", "projects_paid": "4000", "file": file, "reference": "1"}
        page = browser.post("/programme/returns/quarterly/2024Q1/fill/", form)
    assert page.status_code == 422
    assert page.text.count("项目清单 C") == 100
    assert "另有 300 处错误（C201 300 处）" in page.text
    assert len(page.content) < 150_000


@pytest.mark.usefixtures("running_city")
def test_the_page_says_that_a_reason_is_needed_and_refuses_without(tmp_path):
    observe(118)
    browser = Client()
    browser.force_login(User.objects.get(username="clerk"), backend="django.contrib.auth.backends.ModelBackend")
    fill = "/programme/returns/quarterly/2024Q1/fill/"
    with time_machine.travel("2024-04-10T02:00:00+00:00"):
        page = browser.post(fill, {**TYPED, "reference": "1"})
        assert page.status_code == 422
        label = page.text.partition("理由：填报 120，账本计得 118。")[2]
        assert label.startswith("</label>"), "required, not optional"
        (name,) = re.findall(r'name="(reason\.[^"]+)"', page.text)
        assert browser.post(fill, {**TYPED, "reference": "2", name: "补报"}).status_code == 302


def test_reminders_hold_over_days_and_stop_with_what_was_done():
    due = date(2024, 4, 15)

    def codes_on(day, stage=""):
        return [r.code for r in reminders.falling(due, date(2024, 4, day), stage)]

    assert codes_on(9) == []
    assert codes_on(10) == codes_on(14) == ["due-soon"]
    assert codes_on(15) == ["due"]
    assert codes_on(16) == ["late"]
    assert codes_on(20) == ["late", "late-province"]
    assert codes_on(13, "prepared") == ["certify-soon"]
    assert codes_on(20, "prepared") == ["certify-soon", "late-province"]
    assert codes_on(20, "certified") == []
    assert codes_on(16, "sent_back") == ["late"]


@pytest.mark.usefixtures("running_city")
class TestReminders:
    def test_tell_each_person_once_however_often_they_run(self):
        assert reminding.remind(date(2024, 4, 10)) > 0
        assert reminding.remind(date(2024, 4, 10)) == 0
        told = Notice.objects.filter(event="programme.return.due-soon")
        assert {n.user.username for n in told} == {"clerk"}
        assert "2024Q1" in told.get(code__contains="quarterly").title_zh
        assert told.first().why_zh == "您是填报单位的经办人。"

    def test_stop_when_the_return_is_in_and_go_to_the_certifier(self):
        hand()
        reminding.remind(date(2024, 4, 14))
        assert not Notice.objects.filter(code__contains="quarterly", event="programme.return.due-soon").exists()
        assert Notice.objects.filter(code__contains="quarterly", event="programme.return.certify-soon").exists()

    def test_late_ones_reach_the_province(self):
        reminding.remind(date(2024, 4, 20))
        told = Notice.objects.filter(code__contains="quarterly", event="programme.return.late-province")
        assert {n.user.username for n in told} == {"province"}

    def test_may_be_opted_out_of_by_mail_unless_they_bind(self):
        clerk = User.objects.get(username="clerk")
        notices.choose(clerk, [])
        wants = notices.choices(clerk)
        assert wants["programme.return.due-soon"] is False
        assert wants["programme.return.due"] is True

    def test_stand_on_the_page_with_what_may_be_chosen(self):
        browser = Client()
        browser.force_login(User.objects.get(username="clerk"), backend="django.contrib.auth.backends.ModelBackend")
        page = browser.get("/programme/returns/").text
        assert "不可关闭" in page
        assert "/notices/choices/" in page
        assert "报表即将到期" in browser.get("/notices/choices/").text

    def test_and_windows_are_told_over_the_api(self):
        browser = Client()
        browser.force_login(User.objects.get(username="clerk"), backend="django.contrib.auth.backends.ModelBackend")
        base = "/api/v1/programme"
        assert {w["grain"] for w in browser.get(f"{base}/windows?place=990100").json()} == {"month", "quarter", "year"}
        assert browser.get(f"{base}/windows?place=990200").status_code == 404
        assert {r["code"] for r in browser.get(f"{base}/reminders").json()} == {m.code for m in reminders.MATRIX}
        hand()
        told = browser.get(f"{base}/cases/{CASE}/return").json()
        assert (told["since_accepted"], told["gone"], told["confirmed"]) == (None, [], {})


@pytest.fixture
def running_city():
    access.demo_make()
    nomination = CityNominated(
        nomination="nom:r",
        call="call:r",
        place="990100",
        province="990000",
        name="示范市",
        form="1",
        matching=Money(1),
        on=date(2023, 9, 1),
    )
    steps = [
        ProgrammeStep(case="nom:r", cycle="programme.city", event=e, place="990100", on=date(2023, 12, 1))
        for e in ("review", "publicise", "pay_first", "publish_plan")
    ]
    facts = [nomination, *steps]
    journal.append(
        [Draft(fact=x, source=Source(reason="测试"), reference=f"r:{i}") for i, x in enumerate(facts)], by="test"
    )
