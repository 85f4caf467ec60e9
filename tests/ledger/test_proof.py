import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ipops.ledger.verify_offline as script
from ipops.kernel.outcome import Problem
from ipops.ledger import heads, merkle, proof
from ipops.ledger.canonical import canonical
from tests.ledger.strategies import histories

SCRIPT = Path(script.__file__)
AT = datetime(2024, 5, 1, 2, 3, 4, 5, tzinfo=UTC)


def trees(lines):
    return {name: merkle.Tree(name, merkle.leaf_hashes(lines, name)) for name in merkle.hash_names()}


def run(folder, plain, kept=()):
    """The script as an outsider runs it: isolated, so nothing of ours can be imported."""
    file, outside = folder / "proof.json", folder / "heads.jsonl"
    file.write_text(plain if isinstance(plain, str) else json.dumps(plain), encoding="utf-8")
    outside.write_text("".join(h.as_line() + "\n" for h in kept), encoding="utf-8")
    argv = [sys.executable, "-I", str(SCRIPT), str(file), *([str(outside)] if kept else [])]
    return subprocess.run(argv, capture_output=True, text=True, check=False, env={"PYTHONUTF8": "1"})


LINES = [b'{"n":%d,"x":"\xe8\xae\xb8\xe5\x8f\xaf"}' % n for n in range(1, 12)]


def test_the_script_is_under_eighty_lines_and_needs_nothing():
    text = SCRIPT.read_text(encoding="utf-8")
    assert len(text.splitlines()) < 80
    assert {line.split()[1] for line in text.splitlines() if line.startswith(("import ", "from "))} <= {
        "__future__",
        "hashlib",
        "json",
        "sys",
        "typing",
    }


@pytest.mark.parametrize("n", [1, 6, 11])
def test_an_inclusion_proof_holds_offline(tmp_path, n):
    nodes = trees(LINES)
    head = heads.head_at(nodes, 11, AT)
    good = run(tmp_path, proof.inclusion_json(n, LINES[n - 1], head, nodes), kept=[head])
    assert (good.returncode, good.stderr) == (0, "")
    assert head.sha256_root in good.stdout
    assert head.sm3_root in good.stdout


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda p: p.update(entry=p["entry"].replace("许", "诈")), "does not hold"),
        (lambda p: p.update(n=7), "does not hold"),
        (lambda p: p["path"]["sha256"].pop(), "does not hold: sha256"),
        (lambda p: p["path"]["sm3"].pop(), "does not hold: sm3"),
        (lambda p: p["head"].update(sm3="00" * 32), "does not hold: sm3"),
        (lambda p: p["head"].update(sha256=""), "does not hold: sha256"),
        (lambda p: p.update(type="hearsay"), "does not hold"),
        (lambda p: p.pop("path"), "cannot be read"),
    ],
)
def test_no_altered_inclusion_proof_holds(tmp_path, spoil, says):
    nodes = trees(LINES)
    made = proof.inclusion_json(6, LINES[5], heads.head_at(nodes, 11, AT), nodes)
    spoil(made)
    got = run(tmp_path, made)
    assert (got.returncode, got.stdout) == (1, "")
    assert says in got.stderr


def test_a_head_of_another_size_is_not_one_that_was_kept(tmp_path):
    nodes = trees(LINES)
    head = heads.head_at(nodes, 11, AT)
    made = proof.inclusion_json(6, LINES[5], head, nodes)
    made["head"]["size"] = 10
    assert run(tmp_path, made, kept=[head]).returncode == 1


def test_a_consistency_proof_holds_offline_and_a_changed_past_does_not(tmp_path):
    nodes = trees(LINES)
    old, new = heads.head_at(nodes, 4, AT), heads.head_at(nodes, 11, AT)
    made = proof.consistency_json(old, new, nodes)
    assert run(tmp_path, made, kept=[old, new]).returncode == 0
    forged = trees([b"forged", *LINES[1:]])
    lie = proof.consistency_json(old, heads.head_at(forged, 11, AT), forged)
    assert run(tmp_path, lie).returncode == 1


def test_a_whole_ledger_made_up_for_the_reader_fails_against_the_heads_he_kept(tmp_path):
    real, forged = trees(LINES), trees([b"forged", *LINES[1:]])
    kept = heads.head_at(real, 11, AT)
    shown = proof.inclusion_json(2, LINES[1], heads.head_at(forged, 11, AT), forged)
    assert run(tmp_path, shown).returncode == 0  # it holds within itself
    got = run(tmp_path, shown, kept=[kept])
    assert got.returncode == 1
    assert "not among the heads you kept" in got.stderr


@pytest.mark.parametrize("text", ["", "[]", "{", '{"type": "inclusion"}', "7"])
def test_what_is_no_proof_is_said_so_without_a_traceback(tmp_path, text):
    got = run(tmp_path, text)
    assert got.returncode == 1
    assert "Traceback" not in got.stderr
    assert "cannot be read as a proof" in got.stderr


def test_without_arguments_the_script_says_how_it_is_used():
    got = subprocess.run([sys.executable, "-I", str(SCRIPT)], capture_output=True, text=True, check=False)
    assert got.returncode == 2
    assert "PROOF.json" in got.stderr


@settings(max_examples=30)
@given(histories(max_size=12), st.data())
def test_every_entry_under_every_head_is_proven(history, data):
    lines = [canonical(e) for e in history]
    nodes = trees(lines)
    for size in range(1, len(lines) + 1):
        head = heads.head_at(nodes, size, AT)
        n = data.draw(st.integers(1, size))
        made = json.loads(json.dumps(proof.inclusion_json(n, lines[n - 1], head, nodes)))
        assert all(script.holds(made, name) for name in merkle.hash_names())
        first = heads.head_at(nodes, data.draw(st.integers(1, size)), AT)
        grown = json.loads(json.dumps(proof.consistency_json(first, head, nodes)))
        assert all(script.holds(grown, name) for name in merkle.hash_names())


def test_a_head_without_sm3_is_proven_by_sha256_alone(tmp_path):
    nodes = {"sha256": merkle.Tree("sha256", merkle.leaf_hashes(LINES))}
    head = heads.head_at(nodes, 11, AT)
    assert head.sm3_root == ""
    made = proof.inclusion_json(3, LINES[2], head, nodes)
    assert set(made["path"]) == {"sha256"}
    assert run(tmp_path, made, kept=[head]).returncode == 0
    assert head.says_the_same_as(heads.head_at(trees(LINES), 11, AT))
    assert not head.says_the_same_as(heads.head_at(trees([b"x", *LINES[1:]]), 11, AT))


def test_where_python_lacks_sm3_the_script_says_so_in_one_line_and_checks_sha256(tmp_path, monkeypatch, capsys):
    nodes = trees(LINES)
    head = heads.head_at(nodes, 11, AT)
    made = proof.inclusion_json(3, LINES[2], head, nodes)
    file = tmp_path / "proof.json"
    file.write_text(json.dumps(made), encoding="utf-8")
    monkeypatch.setattr(script.hashlib, "algorithms_available", {"sha256"})
    assert script.main(str(file)) is None
    assert "sm3 not checked: this Python lacks it" in capsys.readouterr().out
    made["path"]["sha256"][0] = "00" * 32
    file.write_text(json.dumps(made), encoding="utf-8")
    assert "does not hold: sha256" in script.main(str(file))


def test_heads_are_read_back_as_they_were_kept_and_a_bad_line_is_named():
    kept = [heads.head_at(trees(LINES), size, AT) for size in (0, 3, 11)]
    text = "".join(h.as_line() + "\n" for h in kept)
    assert heads.read_heads(text) == tuple(kept)
    for bad in ('{"size":1}', "[]", "x", kept[0].as_line().replace('"size":0', '"size":-1')):
        got = heads.read_heads(text + bad + "\n", file="heads.jsonl")
        assert isinstance(got, Problem)
        assert (got.at.file, got.at.line) == ("heads.jsonl", 4)
