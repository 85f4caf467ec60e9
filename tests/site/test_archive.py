"""What comes back from a backup equals what went in, on the same PostgreSQL and on another version."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from ipops.webkit.embedded import APP, OWNER, Cluster, running

pytestmark = [pytest.mark.db, pytest.mark.slow, pytest.mark.xdist_group("archive")]

FILL = """
from datetime import date, UTC, datetime
from pathlib import Path
import io
from ipops.site.boot import with_database
with with_database():
    from django.contrib.auth import get_user_model
    from ipops.kernel.money import Money
    from ipops.ledger.entry import Draft, Source
    from ipops.ledger.facts import PartyRegistered, Observed
    from ipops.ledger.kinds import kinds
    from ipops.webkit import documents, journal, personal, seals
    paper = documents.store(io.BytesIO("合同 \\\\ tab\\tline\\n".encode()), "合同.txt", by="user:clerk@demo")
    personal.keep("11010519491231002X", "名义核对", date(2030, 1, 1), by="user:clerk@demo")
    import dataclasses
    from ipops.ledger.facts.words import PartyKind
    names = ["大学", "a\\tb\\\\n", "é", "“引号”", "'); --"]
    drafts = [
        Draft(fact=PartyRegistered(on=date(2024, 1, 1), party=f"P:x-{i}", name=names[i % 5], kind_of_party=list(PartyKind)[0], place="990100"),
              source=Source(document=paper) if i % 2 else Source(reason="试"), reference=f"r{i}")
        for i in range(300)
    ]
    journal.append(drafts, by="user:clerk@demo")
    print(seals.seal().size)
    get_user_model().objects.create_user("clerk", password="demo-demo-demo")
"""

LOOK = """
import hashlib, json
from ipops.site.boot import with_database
with with_database():
    from django.db import connection
    from ipops.webkit import documents, refold, seals, store
    from ipops.webkit.home import home
    with connection.cursor() as c:
        c.execute("SELECT tablename FROM pg_tables WHERE schemaname='public' ORDER BY 1")
        skip = ("django_migrations", "django_session")
        names = [n for n, in c.fetchall() if n not in skip and not n.startswith("axes_")]
        rows = {}
        for n in names:
            c.execute(f'SELECT md5(coalesce(string_agg(t::text, chr(10) ORDER BY t::text COLLATE "C"), $$$$)) FROM "{n}" t')
            rows[n] = c.fetchone()[0]
    before = {f.code: list(map(str, refold.live_rows(f))) for f in refold.folds().values()}
    canonical = hashlib.sha256(b"".join(store.read_bytes())).hexdigest()
    files = {p.relative_to(home()).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
             for r in ("documents", "heads", "tiles") for p in (home()/r).rglob("*") if p.is_file()}
    refold.rebuild()
    after = {f.code: list(map(str, refold.live_rows(f))) for f in refold.folds().values()}
    with connection.cursor() as c:
        c.execute("SELECT current_user"); who = c.fetchone()[0]
    print(json.dumps({"rows": rows, "canonical": canonical, "files": files, "size": store.size(), "sealed": str(seals.seal()),
        "refolded": before == after and sum(map(len, after.values())) > 0, "missing": documents.missing(), "who": who}))
"""


def command(home: Path, *words: str, run_in, **more: str) -> subprocess.CompletedProcess[str]:
    script = f"import sys; sys.argv = ['ipops', *{list(map(str, words))!r}]\nfrom ipops.site.cli import main\nmain()"
    return run_in(home, script, **more)


@pytest.fixture(scope="module")
def filled(lasting_place: Path, run_in) -> Path:
    home = lasting_place / "first"
    done = run_in(home, FILL)
    assert done.stdout.split() == ["300"], done.stderr
    return home


@pytest.fixture(scope="module")
def backup(filled: Path, run_in) -> Path:
    file = filled.parent / "city.backup"
    done = command(filled, "backup", file, "--json", run_in=run_in)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["entries"] == 300
    assert told["documents"] == 1
    return file


@pytest.fixture(scope="module")
def first(filled: Path, run_in) -> dict[str, object]:
    """What the first home holds."""
    return look(filled, run_in)


def look(home: Path, run_in, **more: str) -> dict[str, object]:
    done = run_in(home, LOOK, **more)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def servers(cluster: Cluster) -> dict[str, str]:
    return {"DATABASE_URL": cluster.url(APP), "DATABASE_OWNER_URL": cluster.url(OWNER)}


class TestARestoredHome:
    def test_equals_the_first_in_bytes_roots_rows_and_files(self, first, backup, place, run_in):
        done = command(place / "second", "restore", backup, run_in=run_in)
        assert done.returncode == 0, done.stderr
        second = look(place / "second", run_in)
        assert first["refolded"]
        assert first["missing"] == []
        assert second == first

    def test_goes_on_where_the_first_stood(self, backup, place, run_in):
        assert command(place / "second", "restore", backup, run_in=run_in).returncode == 0
        script = FILL.replace('f"r{i}"', 'f"later{i}"').replace('"clerk", password', '"second", password')
        assert run_in(place / "second", script).stdout.split() == ["600"]

    def test_signs_with_a_key_of_its_own(self, filled, backup, place, run_in):
        assert command(place / "second", "restore", backup, run_in=run_in).returncode == 0
        key = (filled / "secret-key").read_text()
        assert (place / "second" / "secret-key").read_text() != key
        with zipfile.ZipFile(backup) as archive:
            assert all(key.encode() not in archive.read(n) for n in archive.namelist())

    @pytest.mark.parametrize("there", [16])
    def test_equals_the_first_on_another_version_of_postgresql_and_back(self, first, backup, place, run_in, there):
        with running(place / "older", major=there) as cluster:
            done = command(place / "second", "restore", backup, run_in=run_in, **servers(cluster))
            assert done.returncode == 0, done.stderr
            assert look(place / "second", run_in, **servers(cluster)) == first
            again = place / "again.backup"
            assert command(place / "second", "backup", again, run_in=run_in, **servers(cluster)).returncode == 0
        assert command(place / "third", "restore", again, run_in=run_in).returncode == 0
        assert look(place / "third", run_in) == first
        with zipfile.ZipFile(backup) as a, zipfile.ZipFile(again) as b:
            assert {n for n in a.namelist() if a.read(n) != b.read(n)} == {"manifest.json"}


class TestTheFormat:
    def test_is_rows_as_text_and_a_page_that_describes_them(self, backup):
        with zipfile.ZipFile(backup) as archive:
            page = json.loads(archive.read("manifest.json"))
            journal = archive.read("tables/journal.copy").decode()
        assert page["form"] == 1
        assert len(journal.splitlines()) == page["tables"]["journal"]["rows"] == 300
        columns = page["tables"]["journal"]["columns"]
        first = dict(zip(columns, journal.split("\n")[0].split("\t"), strict=True))
        assert first["n"] == "1"
        assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?\+00", first["recorded_at"])
        assert bytes.fromhex(first["canonical"].removeprefix("\\\\x")).startswith(b'{"at":')

    def test_is_readable_by_its_owner_alone(self, backup):
        assert backup.stat().st_mode & 0o777 == 0o600

    def test_holds_no_session_and_no_half_file(self, backup):
        with zipfile.ZipFile(backup) as archive:
            assert not [n for n in archive.namelist() if "session" in n or "axes" in n]
        assert [p.name for p in backup.parent.glob("*.part")] == []


def rewritten(backup: Path, place: Path, change) -> Path:
    """A copy of the backup with each member passed through ``change(name, bytes) -> bytes | None``."""
    made = place / "changed.backup"
    with zipfile.ZipFile(backup) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            if (kept := change(name, old.read(name))) is not None:
                new.writestr(name, kept)
    return made


class TestRefusals:
    def refused(self, file: Path, home: Path, run_in) -> str:
        done = command(home, "restore", file, run_in=run_in)
        assert done.returncode == 1
        assert "Traceback" not in done.stderr
        return done.stderr

    @pytest.mark.parametrize(
        "change",
        [
            lambda name, raw: raw.replace(b"990100", b"990101", 1) if name == "tables/journal.copy" else raw,
            lambda name, raw: None if name.startswith("documents/") else raw,
            lambda name, raw: None if name == "tables/head.copy" else raw,
            lambda name, raw: None if name == "manifest.json" else raw,
            lambda name, raw: b"{}" if name == "manifest.json" else raw,
            lambda name, raw: raw.replace(b'"documents/', b'"../documents/') if name == "manifest.json" else raw,
        ],
        ids=["a changed row", "no document", "no table", "no manifest", "an empty manifest", "a path out of the home"],
    )
    def test_of_a_backup_that_was_changed_leave_nothing_behind(self, backup, place, run_in, change):
        said = self.refused(rewritten(backup, place, change), place / "second", run_in)
        assert "备份" in said
        assert not list((place / "second").glob("documents/*"))

    def test_of_a_truncated_file_say_so(self, backup, place, run_in):
        cut = place / "cut.backup"
        cut.write_bytes(backup.read_bytes()[:-1000])
        assert "cut.backup" in self.refused(cut, place / "second", run_in)

    def test_of_a_missing_file_say_so(self, place, run_in):
        assert "none.backup" in self.refused(place / "none.backup", place / "second", run_in)

    def test_leave_a_home_into_which_a_sound_backup_still_goes(self, backup, place, run_in):
        cut = rewritten(backup, place, lambda name, raw: None if name == "tables/head.copy" else raw)
        self.refused(cut, place / "second", run_in)
        assert command(place / "second", "restore", backup, run_in=run_in).returncode == 0

    def test_into_a_home_that_is_not_empty_change_nothing(self, first, filled, backup, run_in):
        assert "IPOPS_HOME" in self.refused(backup, filled, run_in)
        assert look(filled, run_in) == first

    def test_of_a_newer_program_s_backup_name_what_is_unknown(self, backup, place, run_in):
        def newer(name: str, raw: bytes) -> bytes:
            return raw.replace(b'"0001_initial"', b'"0999_later"', 1) if name == "manifest.json" else raw

        assert "0999_later" in self.refused(rewritten(backup, place, newer), place / "second", run_in)

    def test_to_overwrite_a_backup_keep_the_old_one(self, filled, backup, run_in):
        held = backup.read_bytes()
        done = command(filled, "backup", backup, run_in=run_in)
        assert done.returncode == 1
        assert backup.read_bytes() == held

    def test_of_a_data_folder_of_another_version_say_how_to_move(self, place, run_in):
        data = Cluster(place / "old").layout.data
        data.with_name("16").mkdir()
        done = command(place / "old", "backup", place / "x.backup", run_in=run_in)
        assert done.returncode == 1
        assert "ipops restore" in done.stderr
        assert not data.exists()


def test_restoring_under_a_running_site_is_refused(program, backup):
    program.serve()
    script = f"import sys; sys.argv = ['ipops', 'restore', {str(backup)!r}]\nfrom ipops.site.cli import main\nmain()"
    done = subprocess.run(
        [sys.executable, "-c", script], env=program.environment, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 1
    assert str(program.started[0].pid) in done.stderr
