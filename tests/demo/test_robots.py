"""The demo's study under way: what two readers said is told before anything is run, and fits what a run draws and freezes."""

from __future__ import annotations

import pytest

from ipops.kernel.outcome import Refused
from ipops.lines.navigation import facts as f
from ipops.lines.navigation.rules import hands
from ipops.lines.navigation.study.hands import Spoken
from ipops.lines.navigation.study.results import results_in
from ipops.lines.navigation.study.run import run
from ipops.site import demo_results
from ipops.site.demo import robots
from ipops.site.demo.parties import make_parties
from ipops.site.demo.rights import make_rights


@pytest.fixture(scope="module")
def told() -> list[tuple[str, f.DocumentLabelled | f.SampleJudged]]:
    documents = robots.frozen(make_rights(make_parties()))
    party = make_parties()[0]
    every = robots.tell(party, party, documents)
    return [(actor.label, x) for _, actor, x in every if isinstance(x, f.DocumentLabelled | f.SampleJudged)]


def readings(told: list[tuple[str, f.DocumentLabelled | f.SampleJudged]]) -> dict[str, dict[object, str]]:
    said: dict[str, dict[object, str]] = {}
    for who, x in told:
        if isinstance(x, f.SampleJudged) and not x.reviewed:
            said.setdefault(who, {})[x.publication] = str(x.verdict)
    return said


def test_two_readers_agree_beyond_chance_and_not_on_everything(told):
    (agreed,) = hands.agreements(readings(told))
    assert (agreed.n, agreed.agreed) == (20, 17)
    assert agreed.kappa is not None
    assert 0.5 < agreed.kappa < 1


def test_what_they_differ_on_is_settled_by_neither_and_one_label_still_waits(told):
    standing: dict[str, list[hands.Said]] = {}
    for who, x in told:
        if isinstance(x, f.DocumentLabelled):
            word = hands.Said(by=who, under=frozenset(x.under), out=frozenset(x.not_under), reviewed=x.reviewed)
            standing.setdefault(x.publication, []).append(word)
    come_to = [hands.settle_labels(words).standing for words in standing.values()]
    assert come_to.count(hands.Standing.REVIEWED) == 1
    assert come_to.count(hands.Standing.DIFFER) >= 1
    first = {x.publication: who for who, x in told if isinstance(x, f.SampleJudged) and not x.reviewed}
    for who, x in told:
        if x.reviewed:
            assert first.get(x.publication) != who
            assert "演示" in x.why


def test_a_run_draws_the_sample_that_was_judged_and_freezes_the_set_that_is_marked(told, tmp_path, monkeypatch):
    monkeypatch.setenv("IPOPS_HOME", str(tmp_path / "home"))
    verdicts = {x.publication: x.verdict for _, x in told if isinstance(x, f.SampleJudged)}
    spoken = Spoken(verdicts={d: v is f.Relevance.RELEVANT for d, v in verdicts.items()})
    done = run(demo_results.template_of(robots.ROBOTS), tmp_path / "out", langs=("zh",), spoken=spoken)
    assert not isinstance(done, Refused)
    got = results_in(tmp_path / "out")
    assert got is not None
    assert {r["document"] for r in got.sample()} == set(verdicts)
    assert {x.mark for _, x in told} == {got.mark}
    nodes = {n for _, x in told if isinstance(x, f.DocumentLabelled) for n in (*x.under, *x.not_under)}
    assert nodes == set(got.nodes)
    assert got.told["precision"]["drawn"] == 20
    assert 0 < got.told["recall"][0] < 1
    rule = {d.key: " ".join(sorted(d.rule)) for d in robots.frozen(make_rights(make_parties())) if d.within}
    for document in sorted(rule)[:40]:
        row = got.document(document)
        assert row is not None
        assert row["rule"] == rule[document]
