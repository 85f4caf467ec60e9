"""From loaded segments to tables: schemas as promised, documents merged, ends resolved, people kept apart."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from ipops.corpus.assembly import tables as steps
from ipops.corpus.assembly.tables import make_tables
from ipops.corpus.classes.concordance import read_concordance
from ipops.corpus.feeds.load import load
from ipops.corpus.model import TABLES
from tests.corpus.feeds.conftest import grant

Rows = Callable[[str], list[dict]]


@pytest.fixture
def tables(tmp_path: Path) -> Callable[..., Rows]:
    """``tables({"a.csv": text, …}, **options)`` loads the files in order and makes the tables."""

    def tables(files: dict[str, str], **options) -> Rows:
        paths = []
        for name, text in files.items():
            (tmp_path / name).write_text(text)
            paths.append((tmp_path / name, name))
        list(load(paths, tmp_path / "corpus"))
        made = make_tables(tmp_path / "corpus", tmp_path / "out", **options)
        rows.problems = made.problems
        return rows

    def rows(name: str) -> list[dict]:
        return pq.read_table(tmp_path / "out" / f"{name}.parquet").to_pylist()

    return tables


def cn(
    *lines: str, header: str = "公开（公告）号,公开（公告）日,申请号,申请日,标题,申请人,发明人,IPC主分类号,法律状态"
) -> str:
    return header + "\n" + "\n".join(lines) + "\n"


def test_the_order_in_which_files_are_loaded_changes_no_table(tmp_path):
    cites = "公开（公告）号,申请人,标题,引证专利\n{}\n"
    files = {
        "b.csv": cn("CN101000001A,2007-08-01,CN200610000001.X,2006-01-01,甲,深圳甲公司,张三,B64C39/02,有效"),
        "a.csv": cites.format("CN101000001A,北京乙公司,乙,US7130913 B2"),
        "c.csv": cites.format("CN101000001A,上海丙公司,丙,US7130913B2"),
        "d.csv": "Lens ID,Title\n000-000-000-000-001,One\n",
    }
    made = []
    for turn, names in enumerate((sorted(files), sorted(files, reverse=True))):
        paths = []
        for name in names:
            (tmp_path / name).write_text(files[name])
            paths.append((tmp_path / name, name))
        list(load(paths, tmp_path / f"corpus{turn}"))
        make_tables(tmp_path / f"corpus{turn}", out := tmp_path / f"out{turn}")
        made.append({t: pq.read_table(out / f"{t}.parquet").to_pylist() for t in TABLES if t != "sources"})
    assert made[0] == made[1]
    (document,) = (d for d in made[0]["documents"] if d["document"] == "CN101000001A")
    assert document["title"] == "甲", "the file that fills most columns is believed first"


class TestTheTables:
    def test_have_the_schemas_that_are_promised(self, tables, tmp_path):
        tables({"w.xml": grant(7000001)})
        for name, spec in TABLES.items():
            assert pq.read_schema(tmp_path / "out" / f"{name}.parquet").equals(spec.arrow), name

    def test_are_there_though_nothing_was_loaded(self, tables):
        rows = tables({"w.xml": "<?xml version='1.0'?><nothing/>"})
        assert rows("documents") == []
        assert [q["code"] for q in rows("quarantine")] == ["unknown-root"]

    def test_count_what_went_in_file_by_file(self, tables):
        (source,) = tables({"w.xml": grant(7000001) + grant(7000001) + "<?xml version='1.0'?><x>"})("sources")
        assert (source["documents"], source["stored"], source["merged"], source["quarantined"]) == (3, 1, 1, 1)


class TestMerging:
    def test_a_document_that_came_twice_has_each_person_and_claim_once(self, tables):
        rows = tables({"w.xml": grant(7000001) + grant(7000001)})
        assert [(d["records_n"], d["claims_independent_n"]) for d in rows("documents")] == [(2, 1)]
        assert len(rows("claims")) == 2
        assert [p["role"] for p in rows("parties")] == ["applicant", "inventor", "owner"]

    def test_the_offices_own_text_speaks_before_an_export_and_the_export_fills_the_gaps(self, tables):
        export = (
            "Publication Number,Title,Applicants,Legal Status\nUS7000001B2,kite in capitals,KITE & SONS INC,Active\n"
        )
        rows = tables({"a.csv": export, "w.xml": grant(7000001)})
        (document,) = rows("documents")
        assert (document["title"], document["legal_status"]) == ("Kite “K”", "active")

    def test_rows_of_one_document_are_one_document(self, tables):
        rows = tables(
            {
                "t.tsv": "doc_id\ttext\n108-493-016-922-603\tA drone\n",
                "i.tsv": "lens_id\tipcr_classifications\n108-493-016-922-603\tG05D1/02\n108-493-016-922-603\tG08G1/04\n",
            }
        )
        assert [(d["document"], d["title"], d["records_n"]) for d in rows("documents")] == [
            ("lens:108-493-016-922-603", "A drone", 3)
        ]
        assert [(c["symbol"], c["sequence"]) for c in rows("classes")] == [("G05D1/02", 1), ("G08G1/04", 2)]

    def test_a_services_own_number_is_joined_to_the_publication_it_stands_for(self, tables):
        rows = tables(
            {
                "t.tsv": "doc_id\ttext\n108-493-016-922-603\tA drone\n",
                "l.csv": "Lens ID,Display Key,Cited by Patent Count\n108-493-016-922-603,US 7000001 B2,4\n",
            }
        )
        assert [(d["document"], d["title"], d["cited_by_stated"]) for d in rows("documents")] == [
            ("US7000001B2", "A drone", 4)
        ]


class TestChineseNumbers:
    def test_have_verdict_check_digit_and_proposal(self, tables):
        rows = tables(
            {"a.csv": cn("CN101234567A,2008-07-30,CN201510123456.7,2015-03-20,风筝,甲公司,张伟,A63H27/08,审中-实审")}
        )
        filed = next(n for n in rows("numbers") if n["role"] == "application")
        assert (filed["valid"], filed["check"], filed["proposed"]) == (False, "1", "CN201510123456.1")
        assert filed["series"] == "2015"

    @pytest.mark.parametrize(
        ("number", "on", "stage"),
        [("CN1003456B", "1989-03-01", "examined"), ("CN101234567B", "2012-03-01", "grant"), ("CN100345678C", "2007-10-24", "grant"),
         ("CN101234567A", "2008-07-30", "application"), ("CN201234567U", "2011-03-02", "registration")],
    )  # fmt: skip
    def test_of_publications_mean_what_their_kind_meant_then(self, tables, number, on, stage):
        (document,) = tables({"a.csv": cn(f"{number},{on},,,风筝,甲公司,张伟,A63H27/08,")})("documents")
        assert document["stage"] == stage
        assert (document["granted_on"] is not None) == (stage in ("grant", "registration"))

    def test_twins_of_one_day_know_one_another(self, tables):
        rows = tables(
            {
                "a.csv": cn(
                    "CN104000001A,2015-08-01,201510000001.9,2015-03-20,一种风筝,甲科技有限公司,张伟,A63H27/08,",
                    "CN204000001U,2015-09-01,201520000001.3,2015-03-20,一种风筝,甲科技有限公司,张伟,A63H27/08,",
                )
            }
        )
        twins = {d["document"]: d["same_day_twin"] for d in rows("documents")}
        assert twins == {"CN104000001A": "CN204000001U", "CN204000001U": "CN104000001A"}


class TestCitations:
    def test_resolve_with_and_without_kind_and_stay_raw_when_not_here(self, tables):
        cited = grant(7000001)
        citing = grant(7000002).replace(
            "<doc-number>675108</doc-number><kind>A</kind>", "<doc-number>7000001</doc-number>"
        )
        rows = tables({"w.xml": cited + citing})("citations")
        assert [(c["citing"], c["cited"], c["cited_here"], c["resolved_by"]) for c in rows] == [
            ("US7000001B2", "US675108A", False, None),
            ("US7000002B2", "US7000001B2", True, "number"),
        ]

    def test_to_an_application_meet_the_publication_it_became(self, tables):
        citing = grant(7000002).replace(
            "<doc-number>675108</doc-number><kind>A</kind>", "<doc-number>17000001</doc-number>"
        )
        rows = tables({"w.xml": grant(7000001) + citing})("citations")
        assert [(c["cited"], c["resolved_by"]) for c in rows if c["citing"] == "US7000002B2"] == [
            ("US7000001B2", "application")
        ]

    def test_of_both_columns_are_edges_of_one_direction(self, tables):
        text = "publication_number\tcited_patents\tciting_patents\nUS7000001B2\tUS5000001A; junk?\tUS9000001B2;US9000001B2\n"
        edges = [(c["citing"], c["cited"], c["cited_raw"]) for c in tables({"n.tsv": text})("citations")]
        assert edges == [
            ("US7000001B2", "US5000001A", "US5000001A"),
            ("US7000001B2", None, "junk?"),
            ("US9000001B2", "US7000001B2", "US7000001B2"),
        ]

    def test_that_no_source_lists_are_not_known_to_be_none(self, tables):
        rows = tables({"a.csv": cn("CN101234567A,2008-07-30,,,风筝,甲公司,张伟,A63H27/08,"), "w.xml": grant(7000001)})
        assert {d["document"]: d["references_listed"] for d in rows("documents")} == {
            "CN101234567A": None,
            "US7000001B2": True,
        }


class TestFamilies:
    def test_are_made_of_equal_priorities_where_none_is_stated(self, tables):
        header = "Publication Number,Application Number,Priority Number"
        text = f"{header}\nUS7000001B2,US10339710,JP2000123456\nEP1000001A1,EP99203729,JP2000123456\nDE1234567A1,DE1999123,\n"
        family = {d["document"]: d["family"] for d in tables({"d.csv": text})("documents")}
        assert family["US7000001B2"] == family["EP1000001A1"] == "priority:EP1000001A1"
        assert family["DE1234567A1"] == "single:DE1234567A1"

    def test_that_are_stated_keep_members_that_are_not_here(self, tables):
        text = "Publication Number,INPADOC Family Members\nUS7000001B2,US7000001B2 | EP1000001A1\n"
        rows = tables({"d.csv": text})("families")
        assert [(f["member"], f["document"]) for f in rows if f["kind"] == "inpadoc"] == [
            ("EP1000001A1", None),
            ("US7000001B2", "US7000001B2"),
        ]

    def test_have_members_without_the_day_that_stands_behind_them(self, tables):
        """As Derwent writes INPADOC members; with the day in the number no member was ever found among the documents."""
        text = "Publication Number,INPADOC Family Members\nUS7000001B2,US20040000001A1 20040101; US7000001B2 20060221; CN1234567A 2005-01-05\n"
        rows = tables({"d.csv": text})("families")
        assert [(f["member"], f["document"], f["office"]) for f in rows if f["kind"] == "inpadoc"] == [
            ("CN1234567A", None, "CN"),
            ("US20040000001A1", None, "US"),
            ("US7000001B2", "US7000001B2", "US"),
        ]
        (one,) = tables({"d.csv": text})("documents")
        assert one["published_on"] == date(2006, 2, 21)


class TestPeople:
    def party(self, rows, role="applicant"):
        return {p["document"]: p["party"] for p in rows("parties") if p["role"] == role}

    def test_namesakes_are_not_merged_by_name_alone(self, tables):
        rows = tables(
            {
                "a.csv": cn(
                    "CN101000001A,2009-01-01,,,风筝,甲科技有限公司,张伟,A63H27/08,",
                    "CN101000002A,2009-02-01,,,线轴,甲科技有限公司,张伟,A63H27/08,",
                    "CN101000003A,2009-03-01,,,布料,乙纺织有限公司,张伟,D03D1/00,",
                )
            }
        )
        inventors = self.party(rows, "inventor")
        assert inventors["CN101000001A"] == inventors["CN101000002A"] != inventors["CN101000003A"]

    def test_spellings_of_one_body_are_one_and_say_why(self, tables):
        rows = tables(
            {
                "e.csv": "Publication number,Applicants\nUS1A,BOSCH GMBH ROBERT [DE]\nUS2A,Robert Bosch GmbH\nUS3A,ROBERT BOSCH G.M.B.H.\n"
            }
        )
        assert len(set(self.party(rows).values())) == 1
        assert {s["because"] for s in rows("spellings")} == {"same_name"}

    def test_a_person_who_invents_elsewhere_is_no_organisation_where_the_inventors_leave_him_out(self, tables):
        """Lens leaves an applicant out of some lists of inventors; words of persons' names tell too, unless a firm bears them."""
        header = "Publication number,Applicants,Inventors"
        lines = [
            "US1A,HOFF DORA;;ROOS ADAM,HOFF DORA;;ROOS ADAM", "US2A,HOFF DORA;;ROOS ADAM,ROOS ADAM", "US3A,ROBERT BOSCH GMBH,ROOS DORA",
            "US4A,BOSCH ROBERT,ROOS BERT", "US5A,MESSERSCHMITT BOELKOW,ROOS CARL", "US6A,ROOS DORA KIM,HOFF CARL",
            "US7A,X INC,KIM ADAM;;KIM CARL;;KIM BERT;;DORA CARL",
        ]  # fmt: skip
        rows = tables({"l.csv": "\n".join([header, *lines]) + "\n"})
        kinds = {(p["document"], p["name"]): p["kind"] for p in rows("parties") if p["role"] == "applicant"}
        assert kinds["US2A", "HOFF DORA"] == kinds["US6A", "ROOS DORA KIM"] == "person"
        assert kinds["US4A", "BOSCH ROBERT"] == kinds["US5A", "MESSERSCHMITT BOELKOW"] == "organisation"

    def test_codes_decide_between_bodies_of_one_name(self, tables):
        header = "公开（公告）号,申请人,统一社会信用代码"
        text = f"{header}\nCN101000001A,飞天科技有限公司,91110108MA01234567\nCN101000002A,飞天科技有限公司,91440300MA0987654X\nCN101000003A,飞天科技股份有限公司,91110108MA01234567\n"
        party = self.party(tables({"a.csv": text}))
        assert party["CN101000001A"] == party["CN101000003A"] != party["CN101000002A"]

    def test_parents_are_dated_and_strangers_are_named_with_their_line(self, tables, tmp_path):
        table = tmp_path / "parents.csv"
        table.write_text(
            "name,parent,relation,since,until\n甲科技有限公司,乙集团有限公司,parent,2015-01-01,\n甲科技有限公司,丙公司,parent,,\n"
        )
        rows = tables(
            {
                "a.csv": cn(
                    "CN101000001A,2009-01-01,,,风筝,甲科技有限公司,张伟,A63H27/08,",
                    "CN101000002A,2009-01-01,,,线,乙集团有限公司,李明,A63H27/08,",
                )
            },
            affiliations=table,
        )
        (one,) = rows("affiliations")
        assert (str(one["since"]), one["until"], one["source"]) == ("2015-01-01", None, "parents.csv:2")
        assert [p.at.line for p in rows.problems] == [3]


class TestFields:
    def test_of_a_document_share_one_between_them(self, tables, tmp_path):
        table = tmp_path / "fields.csv"
        table.write_text(
            "scheme,edition,code,title,ipc\ndemo,1,a,kites,A63H\ndemo,1,b,cloth,D03D\ndemo,1,c,kite flying,A63H27/00\n"
        )
        concordances = read_concordance(table)
        text = "公开（公告）号,IPC分类号\nCN101000001A,A63H27/08; D03D1/00; D03D15/00\n"
        rows = tables({"a.csv": text}, fields=concordances)("fields")
        assert [(f["field"], round(f["share"], 3), f["first"]) for f in rows] == [
            ("b", 0.667, False),
            ("c", 0.333, True),
        ]


FILES = {
    "w.xml": grant(7000001) + grant(7000002),
    "e.csv": cn("CN101234567A,2009.08.05,200810123456.7,2008.02.01,风筝,甲公司,张三,B64C31/06,有效"),
}


class TestALargeCorpus:
    @pytest.fixture
    def large(self, monkeypatch):
        monkeypatch.setattr("ipops.corpus.assembly.tables.LARGE", 0)

    def every(self, rows) -> dict[str, list[dict]]:
        return {name: rows(name) for name in TABLES}

    def test_gives_what_a_small_one_gives(self, tables, monkeypatch):
        small = self.every(tables(FILES))
        monkeypatch.setattr("ipops.corpus.assembly.tables.LARGE", 0)
        assert self.every(tables(FILES)) == small

    @pytest.mark.parametrize("at", ["numbers.judge_numbers", "subjects.merge_classes", "tables._twins", "tables._run"])
    def test_goes_on_where_it_was_broken_off(self, tables, tmp_path, monkeypatch, large, at):
        whole, again = self.every(tables(FILES)), tmp_path / "again"
        with monkeypatch.context() as broken:
            _breaks(broken, at)
            with pytest.raises(KeyboardInterrupt):
                make_tables(tmp_path / "corpus", again)
        (left,) = again.iterdir()
        assert left.name.startswith(".making-")
        with monkeypatch.context() as done_before:
            _breaks(done_before, "records.join_records")
            make_tables(tmp_path / "corpus", again)
        assert sorted(p.name for p in again.iterdir()) == sorted(f"{name}.parquet" for name in TABLES)
        assert {name: pq.read_table(again / f"{name}.parquet").to_pylist() for name in TABLES} == whole

    def test_that_has_changed_is_begun_anew(self, tables, tmp_path, monkeypatch, large):
        tables(FILES)
        again = tmp_path / "again"
        with monkeypatch.context() as broken:
            _breaks(broken, "numbers.judge_numbers")
            with pytest.raises(KeyboardInterrupt):
                make_tables(tmp_path / "corpus", again)
        (tmp_path / "more.xml").write_text(grant(7000003))
        list(load([(tmp_path / "more.xml", "more.xml")], tmp_path / "corpus"))
        assert make_tables(tmp_path / "corpus", again).rows["documents"] == 4


def _breaks(monkeypatch, at: str) -> None:
    """Whoever comes to this step is interrupted."""
    module, name = at.split(".")
    real = getattr(steps if module == "tables" else getattr(steps, module), name)

    def interrupted(ws):
        raise KeyboardInterrupt

    monkeypatch.setattr(steps if module == "tables" else getattr(steps, module), name, interrupted)
    for part in ("_FIRST", "_BESIDE", "_LAST"):
        changed = tuple((n, interrupted if work is real else work) for n, work in getattr(steps, part))
        monkeypatch.setattr(steps, part, changed)
