"""What comes back from a backup equals what went in, on the same PostgreSQL and on another version."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from ipops.site.archive.manifest import Mistake, from_json
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

#: A study of somebody's uploaded list, set up and run in the home; and one over a corpus that only this machine has.
STUDY = """
import csv, io
from ipops.site.boot import with_database
with with_database():
    from datetime import date
    from ipops.lines.navigation.app import services
    from ipops.lines.navigation.app.results import results_of
    from ipops.lines.navigation.app.services import runs, setups
    from ipops.lines.navigation.facts import Goal, StudyKind
    from ipops.lines.navigation.tests.conftest import contracted, proposed
    from ipops.lines.navigation.tests.small import HEADS, row, template
    from ipops.webkit import access, documents
    from ipops.webkit.home import room
    from ipops.kernel.outcome import Refused
    access.demo_make()
    code = str(proposed())
    contracted(code)
    out = io.StringIO()
    csv.writer(out).writerows([HEADS, *map(row, range(40))])
    sha = documents.store(io.BytesIO(out.getvalue().encode()), "清单.csv", by="user:clerk@demo")
    plain = template()
    plain["sets"]["all"]["files"] = ["清单.csv"]
    got = setups.study_set_up(study=code, plain=plain, files=[setups.Brought(name="清单.csv", sha256=sha)], by="user:clerk@demo")
    assert not isinstance(got, Refused), got
    done = runs.study_work_out(code, setups.input_of(code) / "study.yaml", langs=("zh",))
    assert not isinstance(done, Refused), done
    (room("corpora") / "big").mkdir()
    (room("corpora") / "big" / "catalogue.sqlite").write_text("x")
    setups._link(setups.input_of(code) / "big", room("corpora") / "big")
    print(code)
"""

#: What the page of the study and its files tell, and what comes of running it again.
REPORT = """
import json, sys
from ipops.site.boot import with_database
with with_database():
    from django.test import Client
    from ipops.kernel.outcome import Refused
    from ipops.lines.navigation.app.results import folder_of, results_of
    from ipops.lines.navigation.app.services import runs, setups
    from ipops.webkit.models import User
    code = {code!r}
    browser = Client(SERVER_NAME="127.0.0.1")
    browser.force_login(User.objects.get(username="clerk"), backend="django.contrib.auth.backends.ModelBackend")
    page = browser.get(f"/navigation/studies/{{code}}/results/?lang=zh")
    chapter = browser.get(f"/navigation/studies/{{code}}/results/1/?lang=zh")
    report = browser.get(f"/api/v1/navigation/studies/{{code}}/files/report.zh.docx")
    before = results_of(code)
    template, langs = runs._remembered(code)
    there = sorted(p.relative_to(folder_of(code)).as_posix() for p in folder_of(code).iterdir())
    again = runs.study_work_out(code, template, langs=langs)
    print(json.dumps({{
        "page": page.status_code, "says": "结论" in page.text and len(before.told["findings"]) == page.text.split("<ol")[1].split("</ol>")[0].count("<li>"), "chapter": chapter.status_code,
        "report": b"".join(report.streaming_content)[:2].decode(), "data": "data" in there, "langs": list(langs),
        "again": None if isinstance(again, Refused) else again.findings, "mark": before.mark == results_of(code).mark,
        "findings": len(before.told["findings"]),
    }}))
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


class TestAStudy:
    """Its page shows its report in the restored home, and it can be run again from what was sent in."""

    def test_comes_back_with_its_report_and_can_be_run_again(self, place, run_in):
        done = run_in(place / "first", STUDY)
        assert done.returncode == 0, done.stderr
        code = done.stdout.split()[-1]
        file = place / "studies.backup"
        assert command(place / "first", "backup", file, run_in=run_in).returncode == 0
        with zipfile.ZipFile(file) as archive:
            page = json.loads(archive.read("manifest.json"))
            assert not [n for n in archive.namelist() if "/data/" in n or n.startswith("corpora/")]
        assert sorted({to.split("/")[0] for to in page["links"].values()}) == ["corpora", "documents"]
        (place / "first").rename(place / "gone")  # nothing of it may be looked at any more
        done = command(place / "second", "restore", file, run_in=run_in)
        assert done.returncode == 0, done.stderr
        done = run_in(place / "second", REPORT.format(code=code))
        assert done.returncode == 0, done.stderr
        told = json.loads(done.stdout)
        findings = told.pop("findings")
        assert findings > 0
        assert told == {
            "page": 200, "says": True, "chapter": 200, "report": "PK", "data": False, "langs": ["zh"], "again": findings, "mark": True,
        }  # fmt: skip

    def test_with_a_link_out_of_the_home_is_refused(self, backup, place, run_in):
        def changed(name: str, raw: bytes) -> bytes:
            if name != "manifest.json":
                return raw
            return json.dumps(json.loads(raw) | {"links": {"studies/x/input/a": "secret-key"}}).encode()

        done = command(place / "second", "restore", rewritten(backup, place, changed), run_in=run_in)
        assert done.returncode == 1
        assert "studies/x/input/a" in done.stderr


class TestTheFormat:
    def test_is_rows_as_text_and_a_page_that_describes_them(self, backup):
        with zipfile.ZipFile(backup) as archive:
            page = json.loads(archive.read("manifest.json"))
            journal = archive.read("tables/journal.copy").decode()
        assert page["form"] == 2
        assert len(journal.splitlines()) == page["tables"]["journal"]["rows"] == 300
        columns = page["tables"]["journal"]["columns"]
        first = dict(zip(columns, journal.split("\n")[0].split("\t"), strict=True))
        assert first["n"] == "1"
        assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?\+00", first["recorded_at"])
        assert bytes.fromhex(first["canonical"].removeprefix("\\\\x")).startswith(b'{"at":')

    def test_of_an_earlier_form_is_read_and_a_later_one_is_not(self, backup):
        with zipfile.ZipFile(backup) as archive:
            page = json.loads(archive.read("manifest.json"))
        first = {k: v for k, v in page.items() if k != "links"} | {"form": 1}
        assert from_json(json.dumps(first).encode()).links == {}
        with pytest.raises(Mistake, match="form 3"):
            from_json(json.dumps(page | {"form": 3}).encode())

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
