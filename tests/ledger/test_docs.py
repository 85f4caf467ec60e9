"""The reference pages say what the code does: examples are read, hashed, verified and refused here."""

import importlib
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from ipops.ledger import decode, docs, merkle, proof, verify_offline
from ipops.ledger.canonical import canonical
from ipops.ledger.heads import head_at, read_heads
from ipops.ledger.kinds import kinds

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "docs" / "reference"
LINES = ROOT / "src/ipops/lines"
LINE_FACTS = sorted(
    f"ipops.lines.{f.name}.facts" for f in LINES.iterdir() if (f / "facts.py").exists() or (f / "facts").is_dir()
)


def block(page, name):
    text = (REFERENCE / page).read_text(encoding="utf-8")
    (found,) = re.findall(rf"^```{name}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return found


ENTRIES = [line.encode() for line in block("canonical-form.md", "entries").splitlines()]
HEADS = read_heads(block("proof-format.md", "heads"))
TREES = {name: merkle.Tree(name, merkle.leaf_hashes(ENTRIES, name)) for name in merkle.hash_names()}


def test_the_example_entries_are_canonical_and_their_hashes_are_those_in_the_table():
    assert [decode.entry_from_bytes(line).n for line in ENTRIES] == [1, 2, 3, 4, 5]
    text = (REFERENCE / "canonical-form.md").read_text(encoding="utf-8")
    table = re.findall(r"^\| (\d+) \| `([0-9a-f]{64})` \| `([0-9a-f]{64})` \|$", text, re.MULTILINE)
    assert table == [
        (str(n), merkle.leaf_hash(line).hex(), merkle.leaf_hash(line, "sm3").hex()) for n, line in enumerate(ENTRIES, 1)
    ]


@pytest.mark.parametrize("line", block("canonical-form.md", "refused").splitlines())
def test_each_example_of_a_wrong_writing_is_refused_for_the_reason_shown(line):
    code, data = line.split(" ", 1)
    with pytest.raises(decode.NotCanonical) as e:
        decode.entry_from_bytes(data.encode())
    assert e.value.problem.code == code


def test_every_key_of_the_envelope_is_explained():
    text = (REFERENCE / "canonical-form.md").read_text(encoding="utf-8")
    written = {key for line in ENTRIES for key in json.loads(line)}
    assert written == {"at", "by", "doc", "fact", "form", "kind", "n", "reason", "ref", "supersedes", "version"}
    assert all(f"`{key}`" in text for key in written)


def test_the_example_heads_are_those_of_the_example_entries():
    assert [h.size for h in HEADS] == [3, 5]
    assert [head_at(TREES, h.size, h.sealed_at) for h in HEADS] == list(HEADS)


@pytest.mark.parametrize("kind", ["inclusion", "consistency"])
def test_the_example_proofs_hold_and_are_what_the_program_writes(tmp_path, kind):
    shown = json.loads(block("proof-format.md", kind))
    made = (
        proof.inclusion_json(4, ENTRIES[3], HEADS[1], TREES)
        if kind == "inclusion"
        else proof.consistency_json(HEADS[0], HEADS[1], TREES)
    )
    assert shown == made
    (tmp_path / "proof.json").write_text(block("proof-format.md", kind), encoding="utf-8")
    (tmp_path / "heads.jsonl").write_text(block("proof-format.md", "heads"), encoding="utf-8")
    argv = [sys.executable, "-I", verify_offline.__file__, "proof.json", "heads.jsonl"]
    got = subprocess.run(argv, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (got.returncode, got.stderr) == (0, "")


def test_every_kind_has_its_page_and_no_page_is_stale():
    for name in LINE_FACTS:
        importlib.import_module(name)
    ours = [k for k in kinds().values() if k.__module__.startswith("ipops.")]
    stale = docs.stale(REFERENCE / "facts", docs.pages(ours))
    assert stale == [], f"run: python -m ipops.ledger.docs --write {' '.join(LINE_FACTS)}"


def test_the_script_lists_stale_pages_and_mends_them_only_when_told(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(docs, "kinds", lambda: {k: v for k, v in kinds().items() if k in ("observed", "withdrawn")})
    folder = tmp_path / docs.FOLDER
    assert docs.main([]) == 1
    assert not folder.exists()
    assert docs.main(["--write"]) == 0
    assert sorted(f.name for f in folder.iterdir()) == ["README.md", "observed.md", "withdrawn.md"]
    (folder / "observed.md").write_text("by hand", encoding="utf-8")
    (folder / "gone.md").write_text("a kind that is no more", encoding="utf-8")
    assert docs.main([]) == 1
    capsys.readouterr()
    assert docs.main(["--write"]) == 1, "the page of a house whose module is not named is kept"
    (told,) = capsys.readouterr().err.splitlines()
    assert "gone.md" in told
    assert "--drop" in told
    assert (folder / "gone.md").read_text(encoding="utf-8") == "a kind that is no more"
    assert docs.main(["--write", "--drop"]) == 0
    assert sorted(f.name for f in folder.iterdir()) == ["README.md", "observed.md", "withdrawn.md"]
    assert docs.main([]) == 0


def test_canonical_of_the_decoded_example_is_the_example():
    assert [canonical(decode.entry_from_bytes(line)) for line in ENTRIES] == ENTRIES
