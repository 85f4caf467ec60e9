"""Every datum of the programme tables stands in our packs, and nothing in our packs of their kind is missing there.

The tables (``shared/data/programme``) and the packs were written apart: the packs are ours, in both languages, with clauses.
Both ways: each row has its file with the same value, status, grade and source, and each such file has its row.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from ipops.kernel.period import CalendarPeriod
from ipops.kernel.text import Text
from ipops.policy import Pack, Range, packs
from ipops.policy.exact import decimal_text
from ipops.policy.terms import Dated, Term

pytestmark = pytest.mark.shared

NOTICES = {"2017": "cn-2017-35", "2018": "cn-2018-96", "2019": "cn-2019-70", "2020": "cn-2020-40"}
#: What the 2020 pack asks beyond the forty terms of the table: what the notice leaves open, which a city must choose.
BEYOND_THE_TABLE = {
    "cn-2020-40": {
        "growth.method",
        "growth.base_year",
        "deal.counting",
        "territory",
        "midterm.basis",
        "zero_base.alternative",
        "plan.period",
        "count.new_in_period",
        "publicity_days",
        "objection_rule",
        "result_objection_days",
        "contract.scope",
    }
}
#: Where the table prints a sentence and the pack keeps the same thing as parts, the sentence is put together here.
TASKS = {
    "IP leads industry": "建立健全知识产权引领产业发展工作机制",
    "ability of innovators to use IP": "支持创新主体提高知识产权运用能力",
    "IP financial services": "深化知识产权金融服务",
    "service-industry cluster": "高水平建设知识产权服务业集聚区",
    "collective credit for park pledge loans": "园区知识产权质押融资集合授信",
    "pilot of patents merged with technical standards": "专利与技术标准融合试点",
    "pool of IP valuation bodies and experts": "知识产权资产评估机构库、专家库",
}


def rows(shared: Path, name: str) -> list[dict[str, str]]:
    with (shared / "data" / "programme" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def only(pack: Pack, name: str) -> tuple[Term, Dated]:
    term = pack.own_terms[name]
    assert len(term.values) == 1
    return term, term.values[0]


def as_printed(term: Term, entry: Dated) -> Iterator[str]:
    """Every way the table might print the value of a pack's file."""
    value = entry.value
    note = entry.note.en if entry.note else ""
    if isinstance(value, Range):
        low, high = (_places(v) for v in (value.low, value.high))
        yield f"{low}..{high} {term.unit}"
        yield note  # the table's sentence with its condition
    elif isinstance(value, int | Fraction) and term.unit == "CNY_100M":
        yield f"{_places(value)} {term.unit}"
        yield f"{_places(value)} {term.unit} ({note})"
        head, _, tail = note.partition("; ")
        yield f"{_places(value)} {term.unit} ({head}); {tail}"
    elif isinstance(value, int | Fraction):
        yield decimal_text(value)
        if re.search(rf"\b{decimal_text(value)}\b", note):
            yield note
    elif isinstance(value, date | CalendarPeriod | str):
        yield str(value)
    elif isinstance(value, Text):
        yield value.en
        yield value.en.replace("the 21 targets of this pack", "indicator_floors.csv")
    elif isinstance(value, tuple):
        yield from _lists([part for part in value if isinstance(part, Text)], note)


def _lists(parts: list[Text], note: str) -> Iterator[str]:
    yield "; ".join(p.en for p in parts)
    yield "; ".join(p.zh for p in parts)
    with_zh = "; ".join(f"{p.en} ({p.zh})" for p in parts if TASKS.get(p.en) == p.zh)
    yield f"{len(parts)}: {with_zh}"
    yield f"{note}: {with_zh}"


def _places(value: int | Fraction) -> str:
    text = decimal_text(value)
    return text if "." in text else f"{text}.0"


class TestTheTermsOfTheNotices:
    def test_there_are_a_hundred_and_sixty(self, shared: Path):
        assert len(rows(shared, "notice_terms.csv")) == 160

    def test_each_row_has_its_file_with_the_same_value_grade_and_source(self, shared: Path):
        wrong = []
        for row in rows(shared, "notice_terms.csv"):
            term, entry = only(packs()[NOTICES[row["notice"]]], row["item"])
            if row["status"] == "unknown":
                agrees = entry.value is None and not row["value_or_text"]
            else:
                assert entry.cite is not None
                agrees = (
                    row["value_or_text"] in set(as_printed(term, entry))
                    and isinstance(entry.value, Range) == (row["status"] == "range")
                    and str(entry.cite.grade) == row["grade"]
                    and entry.cite.source == row["source"]
                )
            if not agrees:
                wrong.append((row, list(as_printed(term, entry)), entry.cite))
        assert wrong == []

    def test_each_file_has_its_row(self, shared: Path):
        listed = {(NOTICES[r["notice"]], r["item"]) for r in rows(shared, "notice_terms.csv")}
        ours = {
            (code, name)
            for code in NOTICES.values()
            for name in packs()[code].own_terms
            if name not in BEYOND_THE_TABLE.get(code, set())
        }
        assert ours == listed

    def test_what_is_beyond_the_table_is_all_unknown(self):
        for code, names in BEYOND_THE_TABLE.items():
            assert [n for n in names if only(packs()[code], n)[1].value is not None] == []


class TestTheFloors:
    def test_each_row_has_its_file_with_the_same_figure(self, shared: Path):
        goals = {g.id: g for g in packs()["cn-2020-40"].targets()}
        ours = [
            {
                "no": g.listed_as,
                "id": g.id,
                "zh": g.title.zh,
                "en": g.title.en,
                "floor": decimal_text(g.floor) if g.floor is not None else "",
                "comparator": g.comparator,
                "measure_type": str(g.measure_type),
                "unit": g.unit,
                "clause": f"{g.cite.clause}: {g.cite.quote}",
                "source": g.cite.source,
            }
            for g in goals.values()
        ]
        theirs = rows(shared, "indicator_floors.csv")
        assert len(theirs) == 21
        assert sorted(ours, key=lambda r: r["id"]) == sorted(theirs, key=lambda r: r["id"])


class TestTheKeyCities:
    def test_are_the_same_thirty_seven_with_the_same_evidence(self, shared: Path):
        ours = [
            {
                "batch": str(c.batch),
                "name_zh": c.name.zh,
                "name_en": c.name.en,
                "province_zh": c.province,
                "admin_kind": c.admin_kind,
                "evidence_grade": str(c.cite.grade),
                "source": c.cite.source,
                "note": c.note.en if c.note else "",
            }
            for code in NOTICES.values()
            for c in packs()[code].cities
        ]
        assert len(ours) == 37
        assert ours == rows(shared, "key_cities.csv")

    def test_five_have_no_evidence(self):
        without = {c.name.zh for p in packs().values() for c in p.cities if not c.is_evidenced}
        assert without == {"成都市", "长沙市", "郑州市", "无锡市", "东莞市"}


class TestTheWordsQuoted:
    def test_stand_in_the_text_they_were_read_from(self, shared: Path):
        """Every quote read from the law database's copy of the 2020 notice is in that copy, to the letter."""
        name = "001_2b409592b9ecd278.txt"
        text = re.sub(r"\s+", "", (shared / "seeds" / name).read_text(encoding="utf-8"))
        pack = packs()["cn-2020-40"]
        cites = [e.cite for t in pack.own_terms.values() for e in t.values if e.cite is not None]
        cites += [g.cite for f in pack.own_targets.values() for g in f.values]
        quoted = [c for c in cites if name in c.source and c.quote]
        assert len(quoted) >= 40
        assert [c.quote for c in quoted if c.quote not in text] == []

    def test_of_the_qinghai_pack_none_is_a_quote_of_a_translation(self):
        pack = packs()["qinghai-2016"]
        cites = [e.cite for t in pack.own_terms.values() for e in t.values if e.cite is not None]
        assert [c.quote for c in cites if c.quote] == []
