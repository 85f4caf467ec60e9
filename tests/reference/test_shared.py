"""Where the shared files are, and what is said when they are not there."""

import pytest

from ipops.kernel.outcome import Unknown
from ipops.reference import shared as room


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "data/reference/x").mkdir(parents=True)
    (tmp_path / "data/reference/x/list.csv").write_text("code\n1\n")
    monkeypatch.setenv(room.ENV, str(tmp_path))
    return tmp_path


def test_the_folder_is_the_one_that_was_set(folder):
    assert room.shared_dir() == folder
    assert room.shared_file("reference", "x", "list.csv") == folder / "data/reference/x/list.csv"


def test_a_folder_that_was_set_wrongly_is_not_replaced_in_silence(monkeypatch, tmp_path):
    monkeypatch.setenv(room.ENV, str(tmp_path / "nowhere"))
    assert room.shared_dir() is None


def test_a_file_that_is_not_there_is_unknown_and_says_what_to_set(folder):
    answer = room.shared_file("reference", "x", "other.csv")
    assert isinstance(answer, Unknown)
    assert "data/reference/x/other.csv" in answer.why.zh
    assert room.ENV in answer.needs.en


def test_without_setting_anything_it_is_looked_for_beside_the_checkout(tmp_path, monkeypatch):
    monkeypatch.delenv(room.ENV, raising=False)
    (tmp_path / "shared/data").mkdir(parents=True)
    (tmp_path / "ipops/src/ipops").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "ipops")
    monkeypatch.setattr(room, "__file__", str(tmp_path / "venv/lib/ipops/reference/shared.py"))
    assert room.shared_dir() == tmp_path / "shared"
