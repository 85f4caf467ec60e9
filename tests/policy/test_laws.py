"""The texts of the laws: every article read, every citation held against its words."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipops.kernel.citation import Citation
from ipops.policy.laws import (
    article,
    check_citation,
    cited_articles,
    holds,
    is_held,
    laws_at_hand,
    read_articles,
    versions_of,
    written,
)
from ipops.policy.numerals import read_numeral, write_numeral

CO_OWNERS = "没有约定的，共有人可以单独实施或者以普通许可方式许可他人实施该专利"


class TestNumerals:
    @given(st.integers(min_value=1, max_value=9999))
    def test_are_read_as_they_are_written(self, number):
        assert read_numeral(write_numeral(number)) == number
        assert read_numeral(str(number)) == number

    @pytest.mark.parametrize(
        ("text", "number"),
        [
            ("十", 10),
            ("十四", 14),
            ("二十", 20),
            ("一百零一", 101),
            ("二百一十", 210),
            ("九百八十八", 988),
            ("一千二百六十", 1260),
        ],
    )
    def test_are_read_as_the_civil_code_prints_them(self, text, number):
        assert read_numeral(text) == number
        assert write_numeral(number) == text

    @pytest.mark.parametrize("text", ["", "甲", "十a", "1十"])
    def test_of_no_kind_are_not_guessed(self, text):
        assert read_numeral(text) is None


class TestClauses:
    @pytest.mark.parametrize(
        ("clause", "articles"),
        [
            ("第十四条", ((14, 0),)),
            ("第14条第2款", ((14, 0),)),
            ("第十条之一", ((10, 1),)),
            ("第五十条至第五十二条", ((50, 0), (51, 0), (52, 0))),
            ("第十条、第十四条第二款", ((10, 0), (14, 0))),
            ("二、绩效目标 (1)", ()),
        ],
    )
    def test_name_their_articles(self, clause, articles):
        assert cited_articles(clause) == articles

    def test_are_written_back(self):
        assert written((10, 1)) == "第十条之一"
        assert written((444, 0)) == "第四百四十四条"


class TestReading:
    TEXT = (
        "# 某法\n\n第八条 引言里的第八条不是条文开头\n<!-- INFO END -->\n\n## 第一章 总则\n\n第一条 甲。\n\n（一）乙；\n\n（二）丙。\n\n"
        "丁，依照\n\n第二条第一款办理。\n\n第一条之一 戊。\n\n## 第二章 附则\n\n不属于条文的话\n\n第二条 己。\n"
    )

    def test_items_belong_to_their_paragraph_and_headings_end_an_article(self):
        found = read_articles(self.TEXT.split("<!-- INFO END -->")[1])
        assert found[(1, 0)] == ("甲。\n（一）乙；\n（二）丙。", "丁，依照", "第二条第一款办理。")
        assert found[(1, 1)] == ("戊。",)
        assert found[(2, 0)] == ("己。",)

    def test_words_left_out_are_looked_for_in_order(self):
        assert holds("甲乙丙丁", "甲……丙")
        assert not holds("甲乙丙丁", "丙……甲")

    def test_width_and_spaces_do_not_matter_but_words_do(self):
        assert holds("不得转让，但是 同意的除外。", "不得转让,但是同意的除外")
        assert not holds("不得转让", "可以转让")


@pytest.mark.shared
@pytest.mark.usefixtures("shared")
class TestTheLawsHeld:
    def test_are_all_read(self, shared: Path):
        files = [p for p in (shared / "data" / "laws").glob("*.md") if p.stem != "SOURCE"]
        parts_of_the_civil_code = 3
        assert sum(len(v) for v in laws_at_hand().values()) == len(files) - parts_of_the_civil_code + 1

    def test_have_every_article_from_the_first_to_the_last(self):
        for law in itertools.chain.from_iterable(laws_at_hand().values()):
            assert sorted(law.articles) == [(n, 0) for n in range(1, len(law.articles) + 1)], str(law)
            assert all(text and all(text) for text in law.articles.values()), str(law)

    def test_put_the_parts_of_the_civil_code_into_one_numbering(self):
        assert "知识产权中的财产权出质" in (article("民法典", 444) or "")
        assert len(versions_of("中华人民共和国民法典(2020-05-28)")[0].articles) == 988

    @pytest.mark.parametrize("part", ["物权编", "民法典物权编", "《民法典》物权编", "总则", "合同编"])
    def test_know_the_civil_code_by_its_parts(self, part):
        assert article(part, 444) == article("民法典", 444)

    @pytest.mark.parametrize("no", ["第十四条", "十四", "14", 14])
    def test_give_an_article_by_number_however_written(self, no):
        assert CO_OWNERS in (article("专利法(2020-10-17)", no) or "")

    def test_give_nothing_where_the_version_is_not_settled_or_the_article_not_there(self):
        assert article("专利法实施细则", "第一条") is None
        assert article("专利法实施细则(2023-12-11)", "第一条") is not None
        assert article("专利法", "第一百条") is None
        assert article("月球法", "第一条") is None

    @pytest.mark.parametrize(
        "document", ["专利法(2020-10-17)", "专利法", "《中华人民共和国专利法》", "中华人民共和国专利法（2020-10-17）"]
    )
    def test_are_known_by_all_their_names(self, document):
        assert check_citation(Citation(document=document, clause="第十四条", quote=CO_OWNERS)) is None
        assert is_held(document)

    def test_an_interpretation_is_known_by_its_full_name(self):
        name = "最高人民法院关于适用《民法典》有关担保制度的解释(2020-12-31)"
        assert check_citation(Citation(document=name, clause="第七十一条", quote="自2021年1月1日起施行")) is None

    @pytest.mark.parametrize(
        ("document", "clause", "quote", "code"),
        [
            ("专利法(2008-12-27)", "第十四条", "", "law-not-held"),
            ("专利法实施细则", "第十四条", "", "law-which-version"),
            ("专利法", "第九十九条", "", "article-missing"),
            ("专利法", "第十四条之一", "", "article-missing"),
            ("专利法", "总则", "", "article-unreadable"),
            ("专利法", "第十五条", CO_OWNERS, "quote-not-in-article"),
            ("专利法", "第十四条第二款", CO_OWNERS, "quote-not-in-article"),
            ("专利法", "第十四条第三款", "", "paragraph-missing"),
        ],
    )
    def test_a_wrong_citation_is_told(self, document, clause, quote, code):
        problem = check_citation(Citation(document=document, clause=clause, quote=quote))
        assert problem is not None
        assert problem.code == code

    @pytest.mark.parametrize("clause", ["第十四条", "第十四条第一款", "第十三条、第十四条", "第十三条至第十五条"])
    def test_a_right_one_passes(self, clause):
        assert check_citation(Citation(document="专利法", clause=clause, quote=CO_OWNERS)) is None

    def test_a_document_that_is_no_law_held_is_not_judged(self):
        assert check_citation(Citation(document="财办建〔2020〕40号", clause="二、绩效目标")) is None

    @given(data=st.data())
    def test_any_stretch_of_an_article_is_found_in_it_and_one_changed_sign_is_not(self, data):
        law = data.draw(st.sampled_from([law for held in laws_at_hand().values() for law in held]))
        no = data.draw(st.sampled_from(sorted(law.articles)))
        text = "\n".join(law.articles[no])
        start = data.draw(st.integers(0, max(0, len(text) - 8)))
        words = text[start : start + 24].strip() or text
        clause = written(no)
        assert check_citation(Citation(document=str(law), clause=clause, quote=words)) is None
        problem = check_citation(Citation(document=str(law), clause=clause, quote=words + "〇改〇"))
        assert problem is not None
        assert problem.code == "quote-not-in-article"


class TestWithoutTheSharedFiles:
    def test_nothing_is_judged_and_nothing_fails(self, monkeypatch, tmp_path):
        monkeypatch.setenv("IPOPS_SHARED", str(tmp_path / "nowhere"))
        assert laws_at_hand() == {}
        assert article("专利法", 14) is None
        assert check_citation(Citation(document="专利法", clause="第九百条")) is None
