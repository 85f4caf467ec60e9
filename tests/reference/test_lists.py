"""Every list: an edition, a source that is there, its counts; and unknown when its file is not."""

from collections import Counter

import pytest

from ipops.kernel.outcome import Refused, Unknown
from ipops.reference import lists
from ipops.reference.ipc import moved_to, normal_symbol

LOADERS = {
    "divisions": lists.divisions,
    "industries": lists.industries,
    "ipc": lists.ipc_titles,
    "nice": lists.nice_classes,
    "size": lists.size_classes,
    "manufacturing": lambda: lists.hightech("manufacturing"),
    "services": lambda: lists.hightech("services"),
    "patent-intensive": lists.patent_intensive,
    "emerging": lists.emerging_industries,
    "credit codes": lists.credit_code_tables,
}


@pytest.mark.parametrize("load", LOADERS.values(), ids=LOADERS)
class TestEveryList:
    @pytest.mark.shared
    def test_has_an_edition_and_names_a_source_that_is_there(self, load, shared):
        edition = load().edition
        assert edition.edition
        assert (shared / "data" / edition.source).is_file()
        assert edition.complete or edition.gaps

    def test_is_unknown_when_its_file_is_not_there(self, load, monkeypatch, tmp_path):
        monkeypatch.setenv("IPOPS_SHARED", str(tmp_path))
        answer = load()
        assert isinstance(answer, Unknown)
        assert "IPOPS_SHARED" in answer.needs.zh


@pytest.mark.shared
class TestIndustries:
    def test_count_as_the_source_says(self):
        levels = Counter(i.level for i in lists.industries().by_code.values())
        assert levels == {1: 20, 2: 97, 3: 473, 4: 1382}

    def test_lie_in_their_group_division_and_section(self):
        found = lists.industries()
        assert found.section("3922") == "C"
        assert found.is_within("3922", "392")
        assert found.is_within("3922", "C")
        assert not found.is_within("3922", "D")
        assert found.name("3741") == "飞机制造"
        assert found.section("0000") is None
        assert "411" in {i.code for i in found.children("41")}


@pytest.mark.shared
class TestIpc:
    def test_gives_titles_and_the_path_to_a_symbol(self):
        found = lists.ipc_titles(subgroups=True)
        assert found.title("A01B  1/02").zh == "锹；铲"
        assert [s for s, _ in found.path("A01B1/02")] == ["A", "A01", "A01B", "A01B1/00", "A01B1/02"]
        assert found.title("A").en == "Human necessities"

    def test_not_being_listed_does_not_make_a_symbol_wrong(self):
        assert lists.ipc_titles().title("H01L21/02") is None
        assert normal_symbol("H01L21/02") == "H01L21/02"
        assert moved_to("H01L21/02") == "H10"
        assert moved_to("A01B1/02") is None


@pytest.mark.parametrize(
    ("text", "symbol"),
    [
        ("a01b 1/02", "A01B1/02"),
        ("A01B0001/02", "A01B1/02"),
        ("G06F   17/30", "G06F17/30"),
        ("H04", "H04"),
        ("B64U", "B64U"),
        ("C07D41700", None),
        ("I01B1/02", None),
        ("A01/02", None),
        ("A1B", None),
        ("", None),
    ],
)
def test_a_symbol_is_judged_by_its_pattern(text, symbol):
    assert normal_symbol(text) == symbol


@pytest.mark.shared
class TestHighTech:
    def test_holds_classes_by_exact_name(self):
        found = lists.hightech("manufacturing")
        assert found.holds("2710") is True
        assert found.holds("1310") is False
        assert len(found.leaves) == 85

    def test_leaves_doubt_where_names_have_no_code(self):
        answer = lists.hightech("services").holds("1310")
        assert isinstance(answer, Unknown)
        assert "互联网广播" in answer.needs.zh


@pytest.mark.shared
class TestPatentIntensive:
    def test_refuses_publication_and_says_why(self):
        found = lists.patent_intensive()
        answer = found.may_publish()
        assert isinstance(answer, Refused)
        assert "48/188" in answer.reasons[0].says.zh
        assert not found.edition.complete

    def test_keeps_the_structure_and_marks_what_is_ambiguous(self):
        found = lists.patent_intensive()
        assert len({s.group for s in found.subgroups}) == 7
        assert len(found.subgroups) == 31
        assert sum(not s.is_ambiguous for s in found.subgroups) == 12


@pytest.mark.shared
def test_emerging_industries_never_judge_a_patent_by_its_symbols_alone():
    found = lists.emerging_industries()
    assert len(found.by_code) == 40
    assert sum(c.keyword_rules for c in found.by_code.values()) == 321
    assert isinstance(found.of_patent(("G06F17/30",)), Unknown)


@pytest.mark.shared
def test_nice_headings_that_were_not_checked_say_so():
    found = lists.nice_classes().by_number
    assert sorted(found) == list(range(1, 46))
    assert [n for n, c in found.items() if not c.checked] == [25, 38, 43]
    assert sum(c.goods for c in found.values()) == 34


@pytest.mark.shared
def test_credit_code_tables_tell_what_two_sources_confirm():
    found = lists.credit_code_tables()
    assert found.confirmed == frozenset("123456789ANY")
    assert found.types["91"] == "企业"
