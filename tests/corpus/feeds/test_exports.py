"""Exports in the words of each service: headers mapped, cells understood, doubtful ones left unknown, bad rows set aside."""

import datetime

import openpyxl
import pytest

from ipops.corpus.feeds.profiles import FIELDS, named, shipped
from tests.corpus.feeds.conftest import raw


def day(text):
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize("profile", shipped().values(), ids=lambda p: p.code)
def test_a_shipped_profile_maps_only_fields_that_are_read(profile):
    assert set(profile.fields) <= FIELDS


class TestChineseExports:
    HEADER = "序号,公开（公告）号,公开（公告）日,申请号,申请日,标题,标题（英文）,摘要,申请人,申请人(英文),发明人,当前权利人,IPC主分类,IPC,CPC,国民经济分类,战略性新兴产业分类,优先权号,优先权日,引证专利,被引证专利,简单同族,权利要求数量,当前法律状态,统一社会信用代码,申请人省市代码,中国申请人地市"
    ROW = "1,CN101234567A,2008.07.30,CN200710123456.7,2007年5月1日,一种风筝,A kite,会飞。,甲科技有限公司；乙大学,JIA TECH CO LTD；YI UNIV,张伟;李明、王芳,丙公司,A63H27/08,A63H27/08; B64C31/06,A63H27/082,C2450:玩具制造,2.1 智能制造,US60/123456;JP2006-1,2006-05-01;2006-06-01,US1234567A; CN1000001C,US9000001B2,CN101234567A;US1234567A,10,审中-实审,91110108MA01234567；12110000400000000X,北京;11,北京"

    def test_are_understood_field_by_field(self, put, corpus):
        assert put("a.csv", f"{self.HEADER}\n{self.ROW}\n").stored == 1
        (d,) = raw(corpus, "documents")
        assert (d["document"], d["published_on"], d["filed_on"]) == (
            "CN101234567A",
            day("2008-07-30"),
            day("2007-05-01"),
        )
        assert (d["title"], d["title_zh"], d["title_en"], d["abstract_zh"]) == (
            "一种风筝",
            "一种风筝",
            "A kite",
            "会飞。",
        )
        assert (d["claims_n"], d["legal_status_raw"], d["references_listed"]) == (10, "审中-实审", True)
        people = {(p["role"], p["sequence"]): p for p in raw(corpus, "parties")}
        assert people["applicant", 1]["name"] == "甲科技有限公司"
        assert people["applicant", 1]["spellings"] == ["JIA TECH CO LTD"]
        assert people["applicant", 1]["code"] == "91110108MA01234567"
        assert [people["inventor", i]["name"] for i in (1, 2, 3)] == ["张伟", "李明", "王芳"]
        assert people["owner_now", 1]["name"] == "丙公司"
        classes = {(c["scheme"], c["raw"]) for c in raw(corpus, "classes")}
        assert {
            ("ipc", "B64C31/06"),
            ("cpc", "A63H27/082"),
            ("gbt4754", "C2450:玩具制造"),
            ("sei", "2.1 智能制造"),
        } <= classes
        assert [(p["raw"], p["office"], p["on"]) for p in raw(corpus, "priorities")] == [
            ("US60/123456", "US", day("2006-05-01")),
            ("JP2006-1", "JP", day("2006-06-01")),
        ]
        assert [(c["outward"], c["raw"]) for c in raw(corpus, "citations")] == [
            (True, "US1234567A"),
            (True, "CN1000001C"),
            (False, "US9000001B2"),
        ]
        assert {f["member_raw"] for f in raw(corpus, "families")} == {"CN101234567A", "US1234567A"}

    def test_of_the_other_service_have_bracketed_headers(self, put, corpus):
        header = "公开(公告)号,申请号,申请日,公开(公告)日,标题,标题(译)(简体中文),[标]原始申请(专利权)人,原始申请(专利权)人,当前申请(专利权)人,发明人,IPC分类号,简单法律状态,被引用专利数量"
        put(
            "p.csv",
            f"{header}\nUS20150129711A1,US14/123456,2014-01-02,2015-05-14,Kite,风筝,KITE,KITE INC,KITE INC,HOFF D,A63H27/08,有效,3\n",
        )
        (d,) = raw(corpus, "documents")
        assert (d["title"], d["title_en"], d["title_zh"], d["cited_by_stated"]) == ("Kite", "Kite", "风筝", 3)
        first = next(p for p in raw(corpus, "parties") if p["role"] == "applicant")
        assert (first["name"], first["spellings"]) == ("KITE INC", ["KITE"])

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
    def test_come_in_any_usual_encoding(self, put, corpus, encoding):
        put("a.csv", f"{self.HEADER}\n{self.ROW}\n".encode(encoding))
        assert raw(corpus, "documents")[0]["title_zh"] == "一种风筝"

    def test_come_as_workbooks_of_several_sheets(self, put, corpus, tmp_path):
        book = openpyxl.Workbook()
        book.active.append(["说明"])
        sheet = book.create_sheet("数据")
        sheet.append(["导出结果"])
        sheet.append(["公开（公告）号", "公开（公告）日", "标题", "申请人"])
        sheet.append(["CN101234567A", datetime.datetime(2008, 7, 30), "风筝", "甲公司"])  # noqa: DTZ001
        sheet.append(["???", None, "坏行", ""])
        book.save(tmp_path / "b.xlsx")
        one = put("b.xlsx", (tmp_path / "b.xlsx").read_bytes())
        assert (one.stored, [q.code for q in one.quarantined]) == (1, ["number-unreadable"])
        assert raw(corpus, "documents")[0]["published_on"] == day("2008-07-30")


class TestWesternExports:
    def test_of_lens_read_two_digit_years_by_the_year_beside_them(self, put, corpus):
        header = "Jurisdiction\tKind\tDisplay Key\tLens ID\tPublication Date\tPublication Year\tApplication Number\tApplication Date\tPriority Numbers\tTitle\tApplicants\tCPC Classifications"
        row = "AU\tA1\tAU 2016/219013 A1\t056-511-251-084-461\t05/10/17\t2017\tAU 2016/219013 A\t12/02/16\tUS 201562116216 P 20150213;;US 201562234463 P 20150929\tMonitoring\tESCO CORP;;NA\tE02F9/26;;B64C39/024"
        put("l.tsv", f"{header}\r{row}\r")
        (d,) = raw(corpus, "documents")
        assert (d["document"], d["published_on"], d["filed_on"]) == (
            "AU2016219013A1",
            day("2017-10-05"),
            day("2016-02-12"),
        )
        assert [(p["raw"], p["on"]) for p in raw(corpus, "priorities")] == [
            ("US 201562116216 P", day("2015-02-13")),
            ("US 201562234463 P", day("2015-09-29")),
        ]
        assert [p["name"] for p in raw(corpus, "parties")] == ["ESCO CORP"]

    def test_a_two_digit_year_with_nothing_beside_it_stays_unknown(self, put, corpus):
        put("l.csv", "Lens ID,Display Key,Application Date\n056-511-251-084-461,US 7000001 B2,12/02/26\n")
        assert raw(corpus, "documents")[0]["filed_on"] is None

    def test_a_filing_said_to_follow_its_publication_is_unknown_and_not_a_century_old(self, put, corpus):
        header = "Lens ID\tDisplay Key\tPublication Date\tPublication Year\tApplication Date"
        put(
            "l.tsv",
            f"{header}\n012-936-170-534-544\tUS 2011/0281679 A1\t17/11/11\t2011\t30/12/11\n056-511-251-084-461\tUS 7000001 B2\t21/02/06\t2006\t30/12/98\n",
        )
        assert [d["filed_on"] for d in raw(corpus, "documents")] == [None, day("1998-12-30")]

    def test_of_espacenet_keep_countries_and_who_cited(self, put, corpus):
        header = "Title,Publication number,Publication date,Inventor(s),Applicant(s),International classification,Patents cited in the search report,Patents cited by the applicant,Family number"
        put(
            "e.csv",
            f'{header}\nKITE,EP1000000 (A1),2000-05-17,"HOFF D [NL]\nROOS A [DE]",BOER BEHEER NIJMEGEN BV [NL],A63H27/08 (2006.01),DE3546191A1;EP0680812A1,US1234567A,19768124\n',
        )
        people = [(p["role"], p["name"], p["country"]) for p in raw(corpus, "parties")]
        assert people == [
            ("applicant", "BOER BEHEER NIJMEGEN BV", "NL"),
            ("inventor", "HOFF D", "NL"),
            ("inventor", "ROOS A", "DE"),
        ]
        assert [(c["raw"], c["origin"]) for c in raw(corpus, "citations")] == [
            ("DE3546191A1", "search"),
            ("EP0680812A1", "search"),
            ("US1234567A", "applicant"),
        ]
        (symbol,) = raw(corpus, "classes")
        assert (symbol["raw"], symbol["edition"]) == ("A63H27/08", "2006.01")
        assert raw(corpus, "documents")[0]["document"] == "EP1000000A1"

    def test_of_patentscope_join_number_date_and_office_of_a_priority(self, put, corpus):
        header = "Application Id,Application Number,Application Date,Publication Number,Publication Date,Country,Title,I P C,Applicants,Priorities Data"
        put(
            "p.csv",
            f'{header}\nWO2014169756,PCT/CN2014/075406,15.04.2014,WO/2014/169756,23.10.2014,WO,KITE,"A63H 27/08; B64C 31/06",JIA,"62/116,216 13.02.2015 US"\n',
        )
        (d,) = raw(corpus, "documents")
        assert (d["document"], d["filed_on"]) == ("WO2014169756", day("2014-04-15"))
        assert [(p["office"], p["on"]) for p in raw(corpus, "priorities")] == [("US", day("2015-02-13"))]

    def test_decode_entities_in_names(self, put, corpus):
        put("d.csv", "Publication Number,Inventor\nUS7000001B2,&Hcirc;OFF &amp; SON\n")
        assert [p["name"] for p in raw(corpus, "parties")] == ["ĤOFF & SON"]


class TestBadRows:
    def test_say_what_the_number_might_be_and_do_not_mend_it(self, put):
        one = put("d.csv", "Publication Number,Title\nCNWO2014169756A1,x\nUS7000001B2,y\n")
        (held,) = one.quarantined
        assert (one.stored, held.offset, held.code) == (1, 2, "number-unreadable")
        assert "WO2014169756A1" in held.says.en

    def test_with_a_loose_quote_spoil_themselves_alone(self, put, corpus):
        lines = ['US700000{}B2,"kite" {}'.format(1, "loose")] + [f'US700000{i}B2,"kite, {i}"' for i in range(2, 8)]
        one = put("d.csv", "Publication Number,Title\n" + "\n".join(lines) + "\n")
        assert (one.stored, [(q.offset, q.code) for q in one.quarantined]) == (6, [(2, "row-unreadable")])
        assert raw(corpus, "documents")[0]["title"] == "kite, 2"

    def test_with_more_cells_than_the_header_are_not_guessed_at(self, put):
        one = put("d.csv", "Publication Number,Title\nUS7000001B2,a,b\nUS7000002B2,c\n")
        assert (one.stored, [q.code for q in one.quarantined]) == (1, ["row-too-wide"])

    def test_with_no_lens_number_where_one_belongs_are_shifted(self, put):
        one = put("l.tsv", "doc_id\ttext\n056-511-251-084-461\tA kite\nand an enclosure\tx\n")
        assert (one.stored, [q.code for q in one.quarantined]) == (1, ["source-number"])

    def test_of_an_unknown_header_name_what_was_found(self, put):
        (held,) = put("x.csv", "colour,taste\nred,sweet\n").quarantined
        assert held.code == "header-unknown"
        assert "colour" in held.says.en


class TestOwnProfiles:
    def test_map_whatever_a_table_calls_its_columns(self, tmp_path, corpus):
        from ipops.corpus.feeds.load import load

        (tmp_path / "p.yaml").write_text(
            "code: ours\ntitle: {zh: 自有, en: ours}\nfields:\n  publication: {title: {zh: 号, en: no}, aliases: [colour]}\n  title: {title: {zh: 名, en: name}, aliases: [taste]}\n"
        )
        (tmp_path / "x.csv").write_text("colour,taste\nUS7000001B2,sweet\n")
        (one,) = load([(tmp_path / "x.csv", "x.csv")], corpus, profile=named(str(tmp_path / "p.yaml")))
        assert (one.stored, raw(corpus, "documents")[0]["title"]) == (1, "sweet")

    @pytest.mark.parametrize(
        "fields",
        ["title: {title: {zh: 名, en: n}, aliases: [a]}", "publicatoin: {title: {zh: 号, en: n}, aliases: [a]}"],
    )
    def test_that_could_not_work_are_refused_with_the_field(self, tmp_path, fields):
        path = tmp_path / "p.yaml"
        path.write_text(f"code: ours\ntitle: {{zh: 自有, en: ours}}\nfields:\n  {fields}\n")
        problems = named(str(path))
        assert isinstance(problems, tuple)
        assert problems[0].code == "profile-mistake"


def test_lists_that_are_sorted_anew_lend_nobody_anothers_name(put, corpus):
    header = "publication_number,applicant,applicant_cleaned"
    put(
        "d.csv",
        f"{header}\nUS7000001B2,The Boeing Company | HOFFMAN Ceilidh,HOFFMAN CEILIDH | BOEING CO\nUS7000002B2,大疆公司|甲大学,SZ DJI|JIA UNIV\n",
    )
    assert [(p["name"], p["spellings"]) for p in raw(corpus, "parties")] == [
        ("The Boeing Company", None),
        ("HOFFMAN Ceilidh", None),
        ("大疆公司", ["SZ DJI"]),
        ("甲大学", ["JIA UNIV"]),
    ]


def test_an_old_workbook_that_is_broken_is_one_quarantined_file(put):
    one = put("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2_000)
    assert [q.code for q in one.quarantined] == ["workbook-broken"]


@pytest.mark.parametrize("name", ["a.xls", "a.XLS", "a.dat", "a"])
def test_a_workbook_is_known_by_its_bytes_whatever_its_name(put, corpus, tmp_path, name):
    book = openpyxl.Workbook()
    book.active.append(["公开（公告）号", "标题"])
    book.active.append(["CN101234567A", "一种风筝"])
    book.save(tmp_path / "made.xlsx")
    assert put(name, (tmp_path / "made.xlsx").read_bytes()).stored == 1
    assert raw(corpus, "documents")[0]["title"] == "一种风筝"
