"""What every line promises (style F9): a new line gets these tests by being a line. They read its manifest and folder."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import ibis
import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ipops.kernel.line import Line
from ipops.kernel.machine import Lifecycle
from ipops.kernel.money import Money
from ipops.kernel.outcome import Refused
from ipops.ledger.entry import Draft, Source
from ipops.ledger.journal import MemoryJournal
from ipops.ledger.kinds import kinds
from ipops.measures import compute, places, tables
from ipops.measures import window as windows
from ipops.measures.params import Params
from ipops.webkit import journal
from ipops.webkit.pages.cases import registered
from ipops.webkit.roles import Role
from ipops.webkit.street import houses, lines
from tests.ledger.strategies import SCALARS
from tests.ledger.strategies import facts as made_facts

FOLDERS = dict(houses())
every_line = pytest.mark.parametrize("line", lines().values(), ids=lambda line: line.code)

#: A house is read by its file names; a module may be a package of the same name.
PARTS = ("facts", "machine", "rules", "indicators")
APP_PARTS = ("apps", "models", "selectors", "services", "views", "api", "urls")
#: Answers that show nothing: to the sign-in page, unauthorised, forbidden, as if it were not there, wrong verb.
SHUT = {302, 401, 403, 404, 405}


def folder_of(line: Line) -> Path:
    return FOLDERS[line.app.split(".")[-2]]


def texts_of(line: Line) -> Iterator[tuple[str, str]]:
    for path in sorted(folder_of(line).rglob("*")):
        if path.is_file() and path.suffix in (".py", ".md", ".yaml", ".html"):
            yield str(path.relative_to(folder_of(line))), path.read_text()


@every_line
class TestEveryLine:
    def test_has_a_complete_manifest(self, line):
        """Code, app and addresses go by the folder's name; what the manifest names exists."""
        name = folder_of(line).name
        assert line.code == name
        assert line.app == f"ipops.lines.{name}.app"
        assert apps.get_app_config(name).name == line.app
        assert line.title.zh != line.title.en
        assert re.search(r"[\u4e00-\u9fff]", line.title.zh), "the Chinese title is Chinese"
        codes = [m.code for m in line.measures]
        assert len(codes) == len(set(codes))
        assert set(line.reactions) <= set(kinds()), "a reaction answers a declared kind of fact"
        assert all(c.code.startswith(f"{name}.") for c in line.lifecycles)

    def test_keeps_the_file_names_of_every_house(self, line):
        """Who knows one line knows all (style A7)."""
        folder = folder_of(line)
        lacking = [p for p in PARTS if not (folder / f"{p}.py").exists() and not (folder / p / "__init__.py").exists()]
        app = folder / "app"
        lacking += [
            f"app/{p}" for p in APP_PARTS if not (app / f"{p}.py").exists() and not (app / p / "__init__.py").exists()
        ]
        if not (app / "migrations" / "__init__.py").exists():
            lacking.append("app/migrations")
        if not list((folder / "tests").glob("test_*.py")):
            lacking.append("tests")
        assert lacking == []

    def test_has_a_readme_naming_its_law(self, line):
        page = (folder_of(line) / "README.md").read_text()
        assert line.laws, "name the documents this line rests on in LINE.laws"
        assert [law for law in line.laws if law not in page] == [], "the README names each law of the manifest"
        assert line.title.zh in page
        assert line.title.en.lower() in page.lower()

    def test_has_nothing_left_to_fill(self, line):
        assert [name for name, text in texts_of(line) if "⟨" in text] == []

    def test_records_or_counts_something(self, line):
        assert line.facts or line.measures, "a line has facts of its own, or measures over the shared ones"

    def test_shows_something(self, line):
        """A page of the menu leads somewhere, and only roles that exist may be named for it."""
        assert line.pages, "name a page in LINE.pages"
        for page in line.pages:
            assert reverse(page.url_name).startswith(f"/{line.code}/")
            assert page.roles <= {str(r) for r in Role}

    def test_declares_facts_that_live_in_its_own_house(self, line):
        home = f"ipops.lines.{folder_of(line).name}.facts"
        assert [f.__name__ for f in line.facts if not f.__module__.startswith(home)] == []
        assert all(kinds()[f.KIND] is f for f in line.facts)

    @pytest.mark.django_db
    def test_has_facts_that_survive_the_journal(self, line, monkeypatch):
        """What goes into either journal comes out equal, whatever the fields hold. Amounts lie within what forms and API take: the
        rows that houses fold add them up."""
        monkeypatch.setitem(SCALARS, Money, st.integers(-(10**15), 10**15).map(Money))
        numbers = itertools.count()

        @settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck), database=None)
        @given(st.data())
        def survives(data: st.DataObject) -> None:
            for kind in line.facts:
                fact = data.draw(made_facts(kind))
                draft = Draft(fact=fact, source=Source(reason="试"), reference=f"{line.code}-{next(numbers)}")
                memory = MemoryJournal(clock=lambda: datetime(2026, 1, 1, tzinfo=UTC))
                assert memory.append([draft], by="suite")[0].fact == fact
                [entry] = journal.append([draft], by="suite")
                stored = journal.entry(entry.n)
                assert stored is not None
                assert stored.fact == entry.fact
                assert type(stored.fact) is kind

        survives()

    def test_has_measures_that_run_on_an_empty_city(self, line, tmp_path):
        """Nothing recorded is zero with no facts behind it; a measure that reads published figures has no expression."""
        con = ibis.duckdb.connect()
        window = windows.year(2025)
        for measure in line.measures:
            if measure.rows is not None:
                empty = tables.fact_tables(con, tmp_path, measure.rows.kinds)
                [value] = compute.values(
                    measure, empty, [window], Params(), places=places.rollup(["990100"], ["990100"]), asked=["990100"]
                )
                assert (value.place, value.window, value.value, value.facts) == ("990100", window, 0, 0)
                assert set(value.columns.values()) <= {0}

    @pytest.mark.django_db
    def test_has_pages_that_refuse_strangers(self, line, client):
        """Without signing in no address of the line shows anything, by no verb; the API answers 401."""
        open_to_all = {p.url_name for p in line.pages if "public" in p.roles}
        seen = 0
        for name, address in addresses(f"/{line.code}/", line.code):
            for ask in (client.get, client.post):
                answer = ask(address)
                seen += 1
                if name not in open_to_all:
                    assert answer.status_code in SHUT, f"{address}: {answer.status_code}"
                    if answer.status_code == 302:
                        assert "sign-in" in answer["Location"], address
        assert seen, "the line has addresses"
        for _, address in addresses(f"/api/v1/{line.code}/", "api"):
            assert client.get(address).status_code in {401, 404, 405}, address

    def test_draws_a_case_screen_for_every_lifecycle(self, line):
        """The kit draws it (docs/how-to/a-case-screen.md): a house mounts a ``CaseKind`` and writes no screen of its own."""
        get_resolver().reverse_dict  # noqa: B018 - reading the addresses mounts the kinds
        assert [c.code for c in line.lifecycles if c.code not in registered()] == []

    def test_has_machines_whose_every_cell_is_visited(self, line):
        for cycle in line.lifecycles:
            visit(cycle)


def visit(cycle: Lifecycle) -> None:
    """Every event from every state leads where the table says or is refused naming what may follow; nothing is out of
    reach, nobody unknown may fire anything."""
    for state, event in itertools.product(cycle.states, cycle.events):
        got = cycle.after(state, event)
        if event in cycle.table[state]:
            assert got == cycle.table[state][event].to
            assert cycle.table[state][event].roles <= {str(r) for r in Role}
        else:
            assert isinstance(got, Refused)
            says = got.reasons[0].says
            for allowed in cycle.table[state]:
                assert cycle.events[allowed].zh in says.zh
                assert cycle.events[allowed].en in says.en
    reached, edge = {cycle.start}, [cycle.start]
    while edge:
        for step in cycle.table[edge.pop()].values():
            if step.to not in reached:
                reached.add(step.to)
                edge.append(step.to)
    assert reached == set(cycle.states), f"{cycle.code}: out of reach from the start"
    assert len(cycle.states) > 1


#: Something for every parameter of an address: looks right, exists nowhere.
GUESSES = {"int": "999999999", "slug": "none", "str": "none", "uuid": "00000000-0000-4000-8000-000000000000"}


def addresses(prefix: str, namespace: str) -> Iterator[tuple[str, str]]:
    """Name and a concrete address of every pattern under the prefix."""

    def walk(patterns: list[URLPattern | URLResolver], sofar: str) -> Iterator[tuple[str, str]]:
        for p in patterns:
            route = sofar + str(p.pattern).removeprefix("^")
            if isinstance(p, URLResolver):
                yield from walk(p.url_patterns, route)
            else:
                filled = re.sub(r"<(?:(\w+):)?\w+>", lambda m: GUESSES.get(m[1] or "str", "none"), route)
                yield f"{namespace}:{p.name}", filled.removesuffix("$")

    for name, address in walk(get_resolver().url_patterns, "/"):
        if address.startswith(prefix):
            yield name, address


def test_the_codes_are_those_of_the_folders():
    assert set(lines()) == set(FOLDERS)


def test_every_app_of_a_line_is_installed():
    for line in lines().values():
        assert import_module(line.app)
