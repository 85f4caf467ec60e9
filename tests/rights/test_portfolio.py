"""A firm's list as firms keep it: any order of columns, any spelling, every row stored, merged or refused with its reason."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ipops.intake.profile import shipped
from ipops.kernel.identifiers import cn_application_check, written
from ipops.kernel.identifiers.arithmetic import credit_code_check, organisation_check
from ipops.ledger.facts import MilestoneStated, PartyRegistered, RightFiled, RightGranted
from ipops.ledger.facts.words import Milestone, PartyKind, RightKind
from ipops.rights.portfolio.known import Known, KnownParty, KnownRight
from ipops.rights.portfolio.preview import Preview, preview

PROFILE = shipped()["portfolio"]
TODAY = date(2026, 11, 29)


def number(serial: int, year: int = 2019, kind: int = 1) -> str:
    body = f"{year}{kind}99{serial:05d}"
    return written(body, cn_application_check(body))


def code(place: str, serial: str) -> str:
    body = f"91{place}{serial}"
    body += organisation_check(serial)
    return body + credit_code_check(body)


FIRM = code("110108", "MA00DEM1")
NO = number(1)
HEAD = ["专利号", "专利类型", "发明名称", "专利权人", "统一社会信用代码", "申请日", "授权公告日"]
ROW = [NO.replace("CN", "ZL"), "发明", "一种装置", "山河科技有限公司", FIRM, "2019-03-15", "2021年5月10日"]


def csv(path: Path, rows: list[list[str]], *, encoding: str = "utf-8", separator: str = ",") -> Path:
    path.write_bytes("\n".join(separator.join(f'"{c}"' for c in r) for r in rows).encode(encoding))
    return path


def look(path: Path, known: Known = Known()) -> Preview:  # noqa: B008
    return preview(path, PROFILE, known, today=TODAY)


def facts(seen: Preview) -> list[Any]:
    return [p.fact for p in seen.proposed]


class TestARowIsRead:
    def test_into_party_right_and_grant(self, tmp_path):
        seen = look(csv(tmp_path / "a.csv", [HEAD, ROW]))
        party, filed, granted = facts(seen)
        assert isinstance(party, PartyRegistered)
        assert (party.party, party.code, party.name) == (f"P:{FIRM}", FIRM, "山河科技有限公司")
        assert isinstance(filed, RightFiled)
        assert (filed.right, filed.owners, filed.on, filed.place) == (NO, (f"P:{FIRM}",), date(2019, 3, 15), "110108")
        assert granted == RightGranted(on=date(2021, 5, 10), right=NO)

    @given(order=st.permutations(range(7)))
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_whatever_the_order_of_columns(self, tmp_path, order):
        moved = [[r[i] for i in order] for r in (HEAD, ROW)]
        assert facts(look(csv(tmp_path / "a.csv", moved))) == facts(look(csv(tmp_path / "b.csv", [HEAD, ROW])))

    @pytest.mark.parametrize(
        "head",
        [
            ["Patent No.", "Type", "Title", "Owners", "Credit code", "Filing date", "Grant date"],
            ["申请号/专利号", "类型", "名称", "权利人", "信用代码", "申请日期", "授权日期"],
        ],
        ids=["english", "chinese"],
    )
    def test_under_other_words(self, tmp_path, head):
        assert facts(look(csv(tmp_path / "a.csv", [head, ROW]))) == facts(look(csv(tmp_path / "b.csv", [HEAD, ROW])))

    @pytest.mark.parametrize("style", ["2019-03-15", "2019/3/15", "2019.03.15", "20190315", "2019年3月15日", "二〇一九年三月十五日", "２０１９－０３－１５"])  # fmt: skip
    def test_with_days_in_any_style(self, tmp_path, style):
        seen = look(csv(tmp_path / "a.csv", [HEAD, [*ROW[:5], style, ROW[6]]]))
        assert facts(seen)[1].on == date(2019, 3, 15)

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
    def test_in_any_usual_encoding(self, tmp_path, encoding):
        assert len(look(csv(tmp_path / "a.csv", [HEAD, ROW], encoding=encoding)).taken) == 1

    def test_from_a_workbook(self, tmp_path):
        book = openpyxl.Workbook()
        for cells in (["某公司知识产权清单"], HEAD, [*ROW[:5], date(2019, 3, 15), date(2021, 5, 10)]):
            book.active.append(cells)
        book.save(tmp_path / "a.xlsx")
        assert facts(look(tmp_path / "a.xlsx")) == facts(look(csv(tmp_path / "b.csv", [HEAD, ROW])))

    def test_with_full_width_digits(self, tmp_path):
        wide = ROW[0].translate({ord(c): 0xFEE0 + ord(c) for c in "0123456789."})
        assert look(csv(tmp_path / "a.csv", [HEAD, [wide, *ROW[1:]]])).taken[0].row.number == NO

    @pytest.mark.parametrize("between", ["；", ";", "、", "\n"])
    def test_with_several_owners_in_a_cell(self, tmp_path, between):
        second = code("310115", "MA00DEM2")
        cells = [*ROW[:3], f"山河科技有限公司{between}Foo Co., Ltd.", f"{FIRM};{second}", *ROW[5:]]
        seen = look(csv(tmp_path / "a.csv", [HEAD, cells]))
        assert [o.name for o in seen.taken[0].row.owners] == ["山河科技有限公司", "Foo Co., Ltd."]
        filed = next(f for f in facts(seen) if isinstance(f, RightFiled))
        assert filed.owners == (f"P:{FIRM}", f"P:{second}")

    def test_with_a_priority_day(self, tmp_path):
        seen = look(csv(tmp_path / "a.csv", [[*HEAD, "优先权日"], [*ROW, "2018-03-20"]]))
        assert MilestoneStated(on=date(2018, 3, 20), right=NO, milestone=Milestone.PRIORITY) in facts(seen)

    @pytest.mark.parametrize(
        ("typed", "said", "made"),
        [
            ("第12345678号", "商标", "TM12345678"),
            ("2020SR0123456", "软件著作权", "SR20200123456"),
            ("BS.205012345", "布图设计", "BS205012345"),
            ("国作登字-2020-F-01234567", "作品著作权", "CR2020F01234567"),
        ],
    )
    def test_of_any_kind_of_right(self, tmp_path, typed, said, made):
        seen = look(csv(tmp_path / "a.csv", [HEAD, [typed, said, *ROW[2:]]]))
        assert [t.row.number for t in seen.taken] == [made]


class TestARowIsRefused:
    @pytest.mark.parametrize(
        ("column", "cell", "why"),
        [
            (0, "ZL201510237122.8", "right-number"),
            (0, "ZL12", "right-number"),
            (1, "外观设计", "kind-contradicts-number"),
            (4, FIRM[:-1] + ("A" if FIRM[-1] != "A" else "B"), "credit-code"),
            (4, f"{FIRM};{code('310115', 'MA00DEM2')}", "codes-do-not-match"),
            (5, "2019-02-30", "cell-unreadable"),
            (5, "01/02/2019", "cell-unreadable"),
            (5, "", "no-filing-day"),
            (5, "2030-01-01", "day-out-of-reach"),
            (6, "2018-01-01", "before-filing"),
            (6, "", "not-published"),
            (2, "", "cell-empty"),
            (3, "", "cell-empty"),
        ],
    )
    def test_with_its_line_its_cell_and_what_to_do(self, tmp_path, column, cell, why):
        bad = list(ROW)
        bad[column] = cell
        seen = look(csv(tmp_path / "清单.csv", [HEAD, bad, [number(2), *ROW[1:]]]))
        (refused,) = seen.refused
        assert why in [p.code for p in refused.problems]
        assert refused.at.line == 2
        assert all(p.at.line == 2 and p.at.column for p in refused.problems)
        assert len(seen.taken) == 1, "the other row is taken all the same"

    def test_and_a_wrong_check_digit_is_proposed_never_repaired(self, tmp_path):
        seen = look(csv(tmp_path / "a.csv", [HEAD, ["ZL201510237122.8", *ROW[1:]]]))
        assert seen.taken == ()
        assert "CN201510237122.7" in seen.refused[0].problems[0].says.zh
        assert "201510237122.7" not in str(facts(seen))

    def test_when_it_says_otherwise_than_an_earlier_row(self, tmp_path):
        again, other = list(ROW), [*ROW[:2], "另一名称", *ROW[3:]]
        seen = look(csv(tmp_path / "a.csv", [HEAD, ROW, again, other]))
        assert seen.repeated == 1
        assert [(r.at.line, r.problems[0].code) for r in seen.refused] == [(4, "right-twice")]

    def test_nothing_of_a_file_that_breaks_off_is_stored(self, tmp_path):
        path = csv(tmp_path / "a.csv", [HEAD, ROW])
        path.write_bytes(path.read_bytes() + b'\n"never closed')
        seen = look(path)
        assert seen.halted is not None
        assert seen.proposed == ()


class TestWhatIsKnown:
    OURS = KnownRight(
        number=NO, kind=RightKind.INVENTION, title="一种旧装置", owners=(f"P:{FIRM}",), filed_on=date(2019, 3, 15)
    )
    PARTY = KnownParty(party=f"P:{FIRM}", name="山河科技有限公司", code=FIRM)

    def test_is_added_to_and_never_overwritten(self, tmp_path):
        known = Known(rights={NO: self.OURS}, parties={self.PARTY.party: self.PARTY})
        (one,) = look(csv(tmp_path / "a.csv", [HEAD, ROW]), known).taken
        assert one.merged
        assert [type(p.fact) for p in one.facts] == [RightGranted]
        assert [(d.ours, d.listed) for d in one.differs] == [("一种旧装置", "一种装置")]

    def test_fills_what_a_register_or_a_deal_left_empty(self, tmp_path):
        """A legal event tells of a right without title and owners; the list's owner would never find it among its own."""
        bare = KnownRight(number=NO, kind=RightKind.INVENTION, filed_on=date(2019, 3, 15), granted_on=date(2021, 5, 10))
        (one,) = look(csv(tmp_path / "a.csv", [HEAD, ROW]), Known(rights={NO: bare})).taken
        party, filed = (p.fact for p in one.facts)
        assert one.merged
        assert isinstance(party, PartyRegistered)
        assert (filed.on, filed.title, filed.owners) == (date(2019, 3, 15), "一种装置", (f"P:{FIRM}",))
        dealt = KnownRight(number=NO, kind=RightKind.INVENTION, owners=(f"P:{FIRM}",))
        (one,) = look(csv(tmp_path / "a.csv", [HEAD, ROW]), Known(rights={NO: dealt}, parties={self.PARTY.party: self.PARTY})).taken  # fmt: skip
        filed, granted = (p.fact for p in one.facts)
        assert (filed.on, filed.title, filed.owners) == (date(2019, 3, 15), "一种装置", ()), (
            "whose it is, the deal told"
        )
        assert isinstance(granted, RightGranted)

    def test_gets_the_end_of_its_term_if_only_the_list_tells_it(self, tmp_path):
        ours = KnownRight(number=NO, kind=RightKind.INVENTION, title="一种装置", owners=(f"P:{FIRM}",), filed_on=date(2019, 3, 15), granted_on=date(2021, 5, 10))  # fmt: skip
        path = csv(tmp_path / "a.csv", [[*HEAD, "有效期至"], [*ROW, "2039-03-14"]])
        (one,) = look(path, Known(rights={NO: ours}, parties={self.PARTY.party: self.PARTY})).taken
        assert [p.fact for p in one.facts] == [
            RightGranted(on=date(2021, 5, 10), right=NO, expires_on=date(2039, 3, 15))
        ]

    def test_does_not_swallow_a_new_owner_that_another_row_needs(self, tmp_path):
        theirs = KnownRight(number=NO, kind=RightKind.INVENTION, title="一种装置", owners=("P:x-register",), filed_on=date(2019, 3, 15), granted_on=date(2021, 5, 10))  # fmt: skip
        seen = look(csv(tmp_path / "a.csv", [HEAD, ROW, [number(2), *ROW[1:]]]), Known(rights={NO: theirs}))
        assert [f.party for f in facts(seen) if isinstance(f, PartyRegistered)] == [f"P:{FIRM}"]

    def test_twice_adds_nothing(self, tmp_path):
        path = csv(tmp_path / "a.csv", [HEAD, ROW])
        ours = KnownRight(number=NO, kind=RightKind.INVENTION, title="一种装置", owners=(f"P:{FIRM}",), filed_on=date(2019, 3, 15), granted_on=date(2021, 5, 10))  # fmt: skip
        seen = look(path, Known(rights={NO: ours}, parties={self.PARTY.party: self.PARTY}))
        assert seen.proposed == ()
        assert seen.taken[0].differs == ()

    def test_a_name_alone_joins_nobody_and_is_put_to_review(self, tmp_path):
        bare = [*ROW[:4], "", *ROW[5:]]
        seen = look(csv(tmp_path / "a.csv", [HEAD, bare]), Known(parties={self.PARTY.party: self.PARTY}))
        (review,) = seen.review
        assert review.candidates == (f"P:{FIRM}",)
        filed = next(f for f in facts(seen) if isinstance(f, RightFiled))
        assert filed.owners == (review.party,)
        assert filed.owners != (f"P:{FIRM}",)

    def test_a_code_joins_even_under_another_name(self, tmp_path):
        renamed = [*ROW[:3], "新名有限公司", *ROW[4:]]
        seen = look(csv(tmp_path / "a.csv", [HEAD, renamed]), Known(parties={self.PARTY.party: self.PARTY}))
        assert not [f for f in facts(seen) if isinstance(f, PartyRegistered)]
        assert seen.review == ()

    def test_a_person_is_never_found_by_name_and_its_name_is_not_in_a_fact(self, tmp_path):
        person = [*ROW[:3], "张三", "", *ROW[5:]]
        seen = look(csv(tmp_path / "a.csv", [HEAD, person, [number(2), *person[1:]]]))
        made = [p for p in seen.proposed if isinstance(p.fact, PartyRegistered)]
        assert [(p.fact.kind_of_party, p.fact.name, p.seal) for p in made] == [(PartyKind.PERSON, "", "张三")] * 2
        assert len({p.fact.party for p in made}) == 2


@given(seed=st.integers(0, 10**6))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
def test_every_row_ends_in_exactly_one_heap(tmp_path, seed):
    dice = random.Random(seed)
    rows = []
    for _ in range(dice.randrange(1, 12)):
        cells = [number(dice.randrange(6)), *ROW[1:]]
        if dice.random() < 0.4:
            cells[dice.randrange(7)] = dice.choice(["", "?", "2019-13-01", "ZL201510237122.8", "x" * 40])
        rows.append(cells)
    seen = look(csv(tmp_path / "a.csv", [HEAD, *rows]))
    assert seen.read == len(seen.taken) + len(seen.refused) + seen.repeated
    lines = [t.row.at.line for t in seen.taken] + [r.at.line for r in seen.refused]
    assert len(lines) == len(set(lines))
    assert all(r.problems for r in seen.refused)
