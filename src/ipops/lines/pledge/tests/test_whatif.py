"""What a fund may lose and what a right is worth, on pages and by the API: whose book, whose figures, what comes out."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django_tasks import TaskContext
from django_tasks.utils import normalize_json
from django_tasks_db.models import DBTaskResult

from ipops.lines.pledge.app import services
from ipops.webkit.models import Party

from .conftest import FIRM, TODAY, agreed, by, drawn, fund, registered, stored

pytestmark = pytest.mark.db
RULES = "states.recoveries=by_shares_paid\nstates.short_pot=first_come\nbase.part=whole"
ASKED = {
    "book": "made_up", "loans": "40", "firms": "30", "smallest": "50万元", "largest": "500万元", "term": "24",
    "schemes": ["zhongshan", "js-suzhidai"], "pool": "600万元", "pd": "5%", "recovery": "30%", "lag": "6", "cost": "10%",
    "copula": "t", "df": "6", "correlation": "15%", "correlations": "0%、40%", "months": "24", "paths": "400", "seed": "3",
    "assume": RULES,
}  # fmt: skip


@pytest.fixture
def enter(city: Any) -> Any:
    from ipops.webkit import access
    from ipops.webkit.models import User

    access.demo_make()

    def browser(name: str) -> Client:
        made = Client()
        made.force_login(User.objects.get(username=name), backend="django.contrib.auth.backends.ModelBackend")
        return made

    return browser


def words(answer: Any) -> str:
    return re.sub(r"<[^>]+>|\s+", " ", answer.text)


def work() -> None:
    """What the worker does, inside the test's transaction (the worker itself closes its connection after each task)."""
    for row in DBTaskResult.objects.ready():
        row.claim("test")
        told = normalize_json(row.task.call(TaskContext(task_result=row.task_result), **row.args_kwargs["kwargs"]))
        row.set_successful(told)


def asked(browser: Client, **changes: Any) -> str:
    """The address of the run."""
    answer = browser.post("/pledge/what-if/", {**ASKED, **changes})
    assert answer.status_code == 302, words(answer)
    return str(answer.headers["Location"])


def standing(reference: str = "ask", code: str = "", **more: Any) -> Any:
    """A real loan under a fund."""
    loan = registered(agreed(reference, **more))
    stored(services.loan_file(loan=loan.loan, fund=code or fund(), place="990101", on=TODAY, by=by(f"ff-{reference}")))
    stored(drawn(loan, reference=f"draw-{reference}"))
    loan.refresh_from_db()
    return loan


class TestAMadeUpBook:
    def test_is_asked_waits_is_run_and_prints_every_figure_of_the_users(self, enter):
        clerk = enter("clerk")
        address = asked(clerk)
        waiting = clerk.get(address)
        assert "排队" in words(waiting)
        assert 'hx-get="' in waiting.text
        work()
        page = words(clerk.get(address))
        assert "虚构账册，不是真实贷款" in page
        for told in ("5%", "15%", "30%", "10%", "自由度 6", "400"):
            assert told in page, told
        assert page.index("一、简单压力") < page.index("二、各方损失") < page.index("三、几笔违约耗尽资金")
        assert "最大五户全部违约" in page
        assert "一家银行的贷款全部违约" in page
        assert "违约概率三倍" in page
        assert "余额最大的银行" in page
        assert "四、在何种相关性下" in page
        assert "states.short_pot" in page, "what was assumed is printed"
        assert "分毫不差" in page
        assert clerk.get(f"{address}?part=progress").headers["HX-Refresh"] == "true"

    def test_goes_along_as_csv_xlsx_json_picture_and_as_a_file_of_the_command(self, enter, tmp_path):
        from typer.testing import CliRunner

        from ipops.site.commands.fund import app

        clerk = enter("clerk")
        address = asked(clerk)
        work()
        answer = clerk.get(f"{address}?as=json").json()
        table = b"".join(clerk.get(f"{address}?as=csv").streaming_content).decode("utf-8-sig").splitlines()
        assert len(table) == 1 + sum(len(s["parties"]) for s in answer["schemes"].values())
        fund_row = next(x for x in table if "风险补偿资金" in x)
        yuan = answer["schemes"]["zhongshan"]["parties"]["fund"]["expected_fen"] / 100
        assert f"{yuan:.2f}" in fund_row, "exact, not rounded"
        assert clerk.get(f"{address}?as=xlsx").content[:2] == b"PK"
        assert "<svg" in clerk.get(f"{address}?chart=losses&as=svg").text
        assert clerk.get(f"{address}?as=nonsense").status_code == 404
        book = tmp_path / "book.json"
        book.write_bytes(clerk.get(f"{address}?as=book").content)
        assume = [x for line in RULES.splitlines() for x in ("--assume", line)]
        words_ = [
            "what-if",
            str(book),
            "--scheme",
            "zhongshan",
            "--scheme",
            "js-suzhidai",
            "--paths",
            "400",
            "--json",
            *assume,
        ]
        said = CliRunner().invoke(app, words_)
        assert said.exit_code == 0, said.output
        assert json.loads(said.stdout)["schemes"] == answer["schemes"], "the command gives the page's answer"

    def test_says_on_page_and_picture_that_a_scheme_is_run_outside_its_time(self, enter):
        clerk = enter("clerk")
        rules = f"{RULES}\ngz-2020:layers.fund.pays=50%"
        address = asked(clerk, schemes=["zhongshan", "gz-2020"], assume=rules)
        work()
        page = words(clerk.get(address))
        assert "晚于方案的末日 2023-07-12" in page
        assert page.count("仅供比较") + page.count("只供比较") >= 1
        assert clerk.get(f"{address}?as=json").json()["schemes"]["zhongshan"]["validity"]["note"] is None
        assert "仅供比较" in clerk.get(f"{address}?chart=losses&as=svg").text

    def test_of_a_scheme_that_limits_all_levels_asks_for_what_is_borne_and_prints_it(self, enter):
        clerk = enter("clerk")
        facts = "loan.via_guarantor=false\nloan.ip_pledge=true\nloan.first=false\nloan.pure_credit=false"
        anhui = {"schemes": ["anhui-2022"], "facts": facts, "assume": RULES.replace("\nbase.part=whole", "")}
        refused = clerk.post("/pledge/what-if/", {**ASKED, **anhui})
        assert refused.status_code == 422
        assert "不超过实际承担责任的 80%" in words(refused)
        half = clerk.post("/pledge/what-if/", {**ASKED, **anhui, "borne": "100%"})
        assert half.status_code == 422
        cut = clerk.post("/pledge/what-if/", {**ASKED, **anhui, "borne": "100%", "others": "60%"})
        assert "total.cut=last_first" in words(cut)
        address = asked(clerk, **anhui, borne="100%", others="20%")
        work()
        assert "其他层级已补偿（占损失） 20%" in " ".join(words(clerk.get(address)).split())

    @pytest.mark.parametrize(
        ("changes", "says"),
        [
            ({"pd": ""}, "pd"),
            ({"pool": "", "pots": ""}, "请填写可用资金"),
            ({"correlation": ""}, "correlation"),
            ({"pd": "140%"}, "pd 在 0 与 1 之间"),
            ({"schemes": []}, "请选择至少一个方案"),
            ({"assume": ""}, "states.short_pot"),
            ({"paths": "100000", "loans": "20000"}, "太大"),
            ({"assume": "layers.vector.pays"}, "名称=值"),
            ({"pots": "treasury=1万元", "pool": ""}, "treasury"),
        ],
    )
    def test_that_lacks_a_figure_is_refused_beside_its_field_and_nothing_is_guessed(self, enter, changes, says):
        answer = enter("clerk").post("/pledge/what-if/", {**ASKED, **changes})
        assert answer.status_code == 422
        assert says in words(answer)


class TestTheRealBook:
    REAL = {"book": "real", "schemes": [], "pool": "", "pots": ""}  # noqa: RUF012  read only

    def test_is_the_readers_own_and_read_when_it_runs(self, enter):
        loan = standing()
        Party.objects.filter(party=f"P:{FIRM}").update(industry="C39")
        clerk, neighbour = enter("clerk"), enter("neighbour")
        told = {**self.REAL, "schemes": ["zhongshan"], "pool": "200万元"}
        address = asked(clerk, **told)
        work()
        got = clerk.get(f"{address}?as=json").json()
        assert (got["book"]["loans"], got["book"]["balance_fen"], got["book"]["made_up"]) == (1, 100_000_000, False)
        assert "山河科技" in words(clerk.get(address)), "the name that fails is named"
        assert neighbour.get(address).status_code == 404, "a run is its asker's alone"
        assert neighbour.post("/pledge/what-if/", {**ASKED, **told}).status_code == 422, "who sees no loan has no book"
        (row,) = clerk.get(f"{address}?as=book").json()["loans"]
        assert (row["id"], row["industry"], row["months"], row["ip_share"]) == (loan.loan, "C39", 12, "1/1")

    def test_of_a_fund_runs_its_own_scheme_with_its_agreement_and_its_balance(self, enter):
        code = fund(terms=("states.recoveries=by_shares_paid", "states.short_pot=pro_rata", "base.part=whole"))
        standing(code=code)
        clerk = enter("clerk")
        page = clerk.get(f"/pledge/what-if/?fund={code}").text
        assert 'value="2000000.00"' in page, "what is left in the fund is offered"
        address = asked(clerk, **{**self.REAL, "fund": code, "pool": "200万元", "assume": ""})
        work()
        got = clerk.get(f"{address}?as=json").json()["schemes"]["zhongshan"]
        assert got["assumed"]["states.short_pot"] == "pro_rata"
        assert got["pots"]["fund"]["runs_dry"] == "0/400", "54 per cent of a million is less than two millions"

    def test_leaves_out_what_has_failed(self, enter):
        from .conftest import failed

        failed()
        answer = enter("clerk").post(
            "/pledge/what-if/", {**ASKED, **self.REAL, "schemes": ["zhongshan"], "pool": "1万元"}
        )
        assert answer.status_code == 422, "nothing stands any more"


def test_a_book_that_is_brought_is_read_strictly(enter):
    clerk = enter("clerk")
    head = "id,firm,bank,industry,balance,months,pd\n"
    good = SimpleUploadedFile("book.csv", (head + "L1,F1,B1,C39,100万元,12,\nL2,F2,B1,C39,200万元,12,9%\n").encode())
    address = asked(clerk, book="file", file=good, schemes=["zhongshan"], pool="10万元")
    work()
    got = clerk.get(f"{address}?as=json").json()
    assert (got["book"]["loans"], got["model"]["pd_least_and_most"]) == (2, ["0.050000", "0.090000"])
    for name, text, says in (
        ("a.csv", "id,firm\n", "缺列"),
        ("a.csv", head + "L1,F1,B1,C39,100万元,zwölf,\n", "应为整数"),
        ("a.yaml", "loans: [\n", "a.yaml"),
        ("a.yaml", "- 1\n", "一组键"),
    ):
        bad = SimpleUploadedFile(name, text.encode())
        answer = clerk.post("/pledge/what-if/", {**ASKED, "book": "file", "file": bad})
        assert answer.status_code == 422
        assert says in words(answer), text


VALUE = {
    "purpose": "pledge", "valued_on": "2025-06-03", "kind": "invention", "expires_on": "2035-06-03", "rate": "12%", "tax": "25%",
    "life": "5", "timing": "end", "sales": "\n".join(["1000万元"] * 5), "royalty": "3%", "comparables": "300万元 提成 期限=0.9\n0元 无偿",
    "replacement": "80万元", "depreciation": "20%", "by": "appraiser", "signers": "甲\n乙", "signed_on": "2025-06-03",
    "swings": "royalty=20%\nrate=10%", "moves": "royalty=1% 3% 6%", "paths": "500", "seed": "7", "scenario": "finance",
}  # fmt: skip


class TestAValuation:
    def test_shows_every_approach_and_no_average(self, enter):
        page = enter("clerk").post("/pledge/value/", VALUE)
        assert page.status_code == 200, words(page)
        said = words(page)
        for told in (
            "许可费节省",
            "市场法",
            "成本法",
            "不取平均",
            "模拟区间",
            "未载入",
            "无偿 1 件不计",
            "影响最大的是许可费率",
        ):
            assert told in said or told in page.text, told
        assert "有几种结果" in said
        assert "请说明采用哪一个及理由" in said, "approaches that disagree are told"

    def test_says_what_a_report_lacks(self, enter):
        said = words(enter("bank").post("/pledge/value/", {**VALUE, "signers": "甲", "signed_on": ""}))
        assert "须由 2 名评估专业人员签名" in said
        assert "未写签署日" in said

    def test_goes_along_as_files_worked_out_anew(self, enter):
        clerk = enter("clerk")
        page = clerk.post("/pledge/value/", VALUE).text
        from html import unescape

        question = unescape(re.search(r'name="asked" value="([^"]*)"', page)[1])
        got = clerk.post("/pledge/value/?as=json", {"asked": question}).json()
        assert got["estimates"][0]["value_fen"] > 0
        assert clerk.post("/pledge/value/?as=question", {"asked": question}).json() == json.loads(question)
        assert clerk.post("/pledge/value/?as=xlsx", {"asked": question}).content[:2] == b"PK"
        assert "<svg" in clerk.post("/pledge/value/?as=svg", {"asked": question}).text
        assert clerk.post("/pledge/value/?as=json", {"asked": "{"}).status_code == 422

    @pytest.mark.parametrize(
        ("changes", "says"),
        [({"royalty": "130%"}, "许可费率在 0 至 1"), ({"rate": ""}, "rate"), ({"sales": "", "comparables": "", "replacement": "", "depreciation": "", "royalty": ""}, "approaches"), ({"moves": "royalty=6% 3% 1%"}, "low ≤ mode ≤ high")],
    )  # fmt: skip
    def test_that_makes_none_is_refused_beside_its_field(self, enter, changes, says):
        answer = enter("clerk").post("/pledge/value/", {**VALUE, **changes})
        assert answer.status_code == 422
        assert says in words(answer)


class TestTheApi:
    QUESTION = {  # noqa: RUF012  read only
        "months": 24, "seed": 3, "cost": "10%", "pool": {"fund": "600万元"}, "model": {"copula": "gaussian", "correlation": "15%"},
        "made_up": {"loans": 40, "seed": 3, "firms": 30, "smallest": "50万元", "largest": "500万元", "months": 24},
    }  # fmt: skip

    def post(self, browser: Client, path: str, body: Any) -> Any:
        return browser.post(f"/api/v1/pledge/{path}", json.dumps(body), content_type="application/json")

    def test_asks_waits_and_gives_the_answer_to_its_asker_alone(self, enter):
        clerk = enter("clerk")
        assume = dict(line.split("=") for line in RULES.splitlines())
        body = {
            "question": self.QUESTION,
            "schemes": ["zhongshan"],
            "paths": 200,
            "pd": "5%",
            "recovery": "30%",
            "lag": 6,
            "assume": assume,
        }
        got = self.post(clerk, "what-if", body)
        assert got.status_code == 200, got.content.decode()
        run = got.json()["run"]
        assert got.json()["state"] == "waiting"
        work()
        done = clerk.get(f"/api/v1/pledge/what-if/{run}").json()
        assert (done["state"], done["answer"]["model"]["pd_mean"]) == ("done", "0.050000")
        assert enter("neighbour").get(f"/api/v1/pledge/what-if/{run}").status_code == 404
        assert Client().get(f"/api/v1/pledge/what-if/{run}").status_code == 401

    def test_names_what_lacks_and_guesses_nothing(self, enter):
        clerk = enter("clerk")
        got = self.post(clerk, "what-if", {"question": self.QUESTION, "schemes": ["zhongshan"]})
        assert got.status_code == 422
        assert {r["field"] for r in got.json()["reasons"]} >= {"made_up.pd", "made_up.recovery", "made_up.lag"}
        zero = self.post(clerk, "what-if", {"question": {"a": "\x00"}, "schemes": ["zhongshan"], "pd": "5%"})
        assert zero.status_code == 422

    def test_works_out_a_valuation_and_stores_nothing(self, enter):
        clerk = enter("clerk")
        body = {
            "purpose": "pledge", "right": {"kind": "invention"}, "rate": {"whole": "12%"}, "disagree": "2", "rounding": "1元",
            "approaches": [{"method": "cost", "replacement": "80万元", "depreciation": "20%"}],
            "report": {"by": "bank", "officer": "甲", "reviewer": "乙"},
        }  # fmt: skip
        got = self.post(clerk, "valuations", {"question": body})
        assert (got.status_code, got.json()["answer"]["value_fen"]) == (200, 640_000_00)
        assert self.post(clerk, "valuations", {"question": {**body, "rate": {}}}).status_code == 422
        assert self.post(clerk, "valuations", {"question": {"purpose": 7}}).status_code == 422
        assert self.post(Client(), "valuations", {"question": body}).status_code == 401
