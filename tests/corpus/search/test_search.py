"""Questions to a corpus and their answers: conditions against reading every document, filters, likes, the index on disk."""

from __future__ import annotations

import json
from datetime import date

import pytest
import typer
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from ipops.corpus.search import Answer, Tokeniser, shipped_terms
from ipops.corpus.search import index as index_module
from ipops.corpus.search.attributes import attributes_of
from ipops.corpus.search.engine import Search
from ipops.corpus.search.index import Index
from ipops.corpus.search.postings import encode, merge
from ipops.kernel.outcome import Refused
from ipops.site.commands import corpus_analysis
from tests.corpus.search.corpora import index_of, opened, write

DOCUMENTS = [
    {"document": "CN101A", "title": "一种植保无人机", "title_en": "Plant protection drone", "filed_on": date(2015, 3, 20),
     "legal_status": "active", "right_type": "utility_model", "office": "CN"},
    {"document": "CN102A", "title": "无人驾驶汽车的电池组", "filed_on": date(2018, 1, 1), "legal_status": "lapsed", "office": "CN"},
    {"document": "US103B2", "title": "Battery pack for drones", "abstract": "A pack of cells; the drone flies.", "office": "US"},
    {"document": "US104B2", "title": "Crop sprayer", "abstract": "Spraying crops with a drone", "filed_on": date(2016, 12, 31)},
]  # fmt: skip
CLASSES = [
    {"document": "CN101A", "scheme": "ipc", "symbol": "B64C39/02"},
    {"document": "CN102A", "scheme": "ipc", "symbol": "H01M10/04"},
    {"document": "US103B2", "scheme": "cpc", "symbol": "B64C3/90"},
    {"document": "US104B2", "scheme": "ipc", "symbol": "A01M7/00"},
]
PARTIES = [
    {"document": "CN101A", "role": "applicant", "sequence": 1, "name": "深圳市大疆创新科技有限公司"},
    {"document": "US103B2", "role": "owner", "sequence": 1, "name": "SZ DJI TECHNOLOGY CO., LTD."},
    {"document": "US104B2", "role": "inventor", "sequence": 1, "name": "Müller, Jörg"},
]


@pytest.fixture
def corpus(tmp_path) -> Search:
    return opened(tmp_path, documents=DOCUMENTS, classes=CLASSES, parties=PARTIES)


def found(answer: Answer | Refused) -> list[str]:
    assert isinstance(answer, Answer), answer
    return [h.document for h in answer.hits]


@pytest.mark.parametrize(
    ("question", "documents"),
    [
        ("無人機", ["CN101A", "CN102A"]),
        ("机", ["CN101A"]),
        ("無", ["CN101A", "CN102A"]),
        ("電 spraying", ["CN102A", "US104B2"]),
        ("drone -battery", ["CN101A", "US104B2"]),
        ('"无人机"', ["CN101A"]),
        ("“人驾驶”", ["CN102A"]),
        ("机 AND NOT 驾驶", ["CN101A"]),
        ("车 AND 电池", ["CN102A"]),
        ("drone AND battery", ["US103B2"]),
        ('"battery pack"', ["US103B2"]),
        ('"pack battery"', []),
        ("title:drone", ["CN101A", "US103B2"]),
        ("abstract:drone", ["US103B2", "US104B2"]),
        ("spray* OR 植保", ["CN101A", "US104B2"]),
        ("class:B64C", ["CN101A", "US103B2"]),
        ("class:B64C39", ["CN101A"]),
        ("class:B64C3", ["US103B2"]),
        ("class:B64C3*", ["CN101A", "US103B2"]),
        ("owner:dji", ["US103B2"]),
        ("owner:大疆", ["CN101A"]),
        ("inventor:muller", ["US104B2"]),
        ("filed:2015..2016", ["CN101A", "US104B2"]),
        ("NOT filed:1900..2100", ["US103B2"]),
        ("legal:active", ["CN101A"]),
        ("type:实用新型 OR office:us", ["CN101A", "US103B2"]),
        ("number:cn102a", ["CN102A"]),
        ("！！ AND drone", []),
    ],
)
def test_a_question_finds(corpus, question, documents):
    assert sorted(found(corpus.ask(question))) == documents


class TestAnswers:
    def test_rank_by_the_words_asked_for_and_list_the_rest_behind(self, corpus):
        got = corpus.ask("battery OR class:A01M")
        assert found(got) == ["US103B2", "US104B2"]
        assert (got.hits[0].score > 0, got.hits[1].score, got.found) == (True, 0.0, 2)

    def test_say_which_words_no_document_holds(self, corpus):
        got = corpus.ask("drone zeppelin")
        assert got.unheard == ("zeppelin",)
        assert "zeppelin" not in got.tokens

    def test_of_words_nobody_holds_are_empty(self, corpus):
        assert corpus.ask("zeppelin").found == 0

    def test_keep_to_the_conditions_beside_the_question(self, corpus):
        assert found(corpus.ask("drone", where=["class:B64C", "owner:dji"])) == ["US103B2"]

    def test_are_refused_for_all_that_is_wrong_at_once(self, corpus):
        got = corpus.ask("(drone", where=["legal:fine"])
        assert isinstance(got, Refused)
        assert len(got.reasons) == 2

    def test_count_all_that_is_found_beyond_the_first(self, corpus):
        got = corpus.ask("drone", k=1)
        assert (len(got.hits), got.found) == (1, 3)


class TestLikes:
    def test_of_a_document_never_hold_itself(self, corpus):
        got = found(corpus.like("US103B2"))
        assert "US103B2" not in got
        assert got[0] in ("CN101A", "US104B2")

    def test_of_an_unknown_document_are_refused(self, corpus):
        got = corpus.like("XX1")
        assert isinstance(got, Refused)
        assert "there is no document XX1" in got.reasons[0].says.en

    def test_of_a_demand_read_no_operators(self, corpus):
        assert found(corpus.like_text("需要 (drone 用于植保"))[0] == "CN101A"


WORDS = ["无", "人", "机", "ab", "cd"]
texts = st.lists(st.sampled_from(WORDS), max_size=6).map(
    lambda w: " ".join(w).replace(" 人", "人").replace(" 机", "机")
)
leaves = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(lambda w: '"' + "".join(w) + '"')
questions = st.recursive(
    leaves,
    lambda q: (
        st.tuples(q, st.sampled_from(["AND", "OR"]), q).map(lambda t: f"({t[0]} {t[1]} {t[2]})")
        | q.map(lambda one: f"(NOT {one})")
    ),
    max_leaves=4,
)


def reading(question: str, text: str) -> bool:
    """A condition by reading the text: a quoted run stands in it as it is, up to blanks between scripts."""

    def spaced(t: str) -> list[str]:
        flat: list[str] = []
        for piece in t.split():
            run = ""
            if flat and not flat[-1].isascii() and not piece[0].isascii():
                flat.append("|")  # characters with a blank between them are no pair
            for c in piece:
                if c.isascii():
                    run += c
                else:
                    flat += [run] if run else []
                    run = ""
                    flat.append(c)
            flat += [run] if run else []
        return flat

    def holds(quoted: str) -> bool:
        wanted, there = spaced(quoted), spaced(text)
        return any(there[i : i + len(wanted)] == wanted for i in range(len(there)))

    made = question
    for quoted in set(question.split('"')[1::2]):
        made = made.replace(f'"{quoted}"', str(holds(quoted)))
    return bool(eval(made.replace("AND", "and").replace("OR", "or").replace("NOT", "not")))  # our own words only


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(texts, min_size=1, max_size=6), questions)
def test_a_condition_passes_what_reading_every_document_passes(titles, question):
    import pyarrow as pa

    tokeniser = Tokeniser(shipped_terms())
    names = pa.array([f"D{i}" for i in range(len(titles))])
    columns = ("family", "office", "kind", "right_type", "legal_status", "stage")
    days = ("filed_on", "published_on", "granted_on")
    nothing = {c: pa.nulls(len(titles), pa.string()) for c in columns} | {
        c: pa.nulls(len(titles), pa.date32()) for c in days
    }
    documents = pa.table({"document": names, **nothing})
    made = Index(
        merge([encode([[[t]] for t in titles], tokeniser)]), attributes_of({"documents": documents}), tokeniser
    )
    got = Search(made).passing(question)
    assert not isinstance(got, Refused)
    assert got.tolist() == [reading(question, t) for t in titles]


class TestTheIndex:
    def test_is_read_from_disk_the_second_time(self, corpus, tmp_path, monkeypatch):
        monkeypatch.setattr(index_module, "encode", None)  # making it anew would break
        again = Search(index_of(tmp_path))
        assert found(again.ask("class:B64C AND drone")) == found(corpus.ask("class:B64C AND drone"))

    def test_is_made_anew_when_a_table_changes(self, corpus, tmp_path):
        write(tmp_path, "documents", [*DOCUMENTS, {"document": "US105B2", "title": "Battery battery"}])
        assert found(Search(index_of(tmp_path)).ask("battery"))[0] == "US105B2"
        assert len([p for p in (tmp_path / ".search").iterdir() if p.is_dir()]) == 1, "the old one is gone"

    def test_goes_on_where_it_was_interrupted(self, tmp_path, monkeypatch):
        write(tmp_path, "documents", DOCUMENTS)
        monkeypatch.setattr(index_module, "PART", 1)
        made, real = [], index_module.encode

        def breaks(texts, tokeniser, *, first=0):
            if first == 2 and len(made) == 2:
                raise KeyboardInterrupt
            made.append(first)
            return real(texts, tokeniser, first=first)

        monkeypatch.setattr(index_module, "encode", breaks)
        with pytest.raises(KeyboardInterrupt):
            index_of(tmp_path)
        made.append(-1)
        assert found(Search(index_of(tmp_path)).ask("battery")) == ["US103B2"]
        assert made == [0, 1, -1, 2, 3]

    def test_lives_in_memory_where_nothing_may_be_written(self, tmp_path, monkeypatch):
        write(tmp_path, "documents", DOCUMENTS)
        (tmp_path / ".search").write_text("a file in the way")
        assert found(Search(index_of(tmp_path)).ask("battery")) == ["US103B2"]

    def test_of_an_empty_corpus_answers_nothing(self, tmp_path):
        engine = opened(tmp_path, documents=[])
        assert engine.ask("drone").found == 0
        assert found(engine.ask("NOT drone")) == []


class TestTheCommand:
    @pytest.fixture
    def run(self, corpus, tmp_path):
        app = typer.Typer()
        corpus_analysis.register(app)
        app.command("other")(lambda: None)
        return lambda *words: CliRunner().invoke(app, ["corpus", "search", str(tmp_path), *words])

    def test_answers_one_json_document_with_reasons(self, run):
        result = run("植保 drone", "--json", "-k", "2")
        said = json.loads(result.stdout)
        assert result.exit_code == 0
        assert (said["found"], said["hits"][0]["document"], said["hits"][0]["title"]) == (3, "CN101A", "一种植保无人机")
        assert sum(b["adds"] for b in said["hits"][0]["because"]) == pytest.approx(said["hits"][0]["score"], abs=1e-4)

    def test_takes_filters_as_options(self, run):
        result = run("drone", "--class", "A01M", "--class", "B64C3", "--owner", "dji", "--json")
        assert [h["document"] for h in json.loads(result.stdout)["hits"]] == ["US103B2"]

    def test_finds_documents_like_one(self, run):
        result = run("--like", "US103B2", "--filed", "2016", "--json")
        assert [h["document"] for h in json.loads(result.stdout)["hits"]] == ["US104B2"]

    def test_shows_where_a_question_breaks(self, run):
        result = run("drone AND (battery")
        assert result.exit_code == 1
        assert "character 11: the bracket is not closed" in result.stderr
