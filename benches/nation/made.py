"""Twenty million made-up facts as the ledger's own export would hold them, written by DuckDB from a row number alone.

    337 places of eight districts each; business falls on places unevenly (the square of a uniform number)
    transfers 35 %, licences 25 %, pledges 40 % of the facts; two and a half rights a deal, one pledge in four over three
    six years of days; one right in twenty is entered up to forty days after the first of its deal
    one fact in two hundred was corrected later; twenty thousand checks, three quarters of them ended

The same rows on every machine: every column is a hash of the row's number.
"""

from __future__ import annotations

import json
from pathlib import Path

import duckdb

PLACES, DISTRICTS = 337, 8
FIRST_YEAR, LAST_YEAR = 2018, 2023
SHARES = {"transfer_registered": 35, "licence_recorded": 25, "pledge_registered": 40}
CHECKS = 20_000
PART = 1_000_000

_MACROS = """
CREATE MACRO h(x, salt) AS (hash(x * 1000003 + salt) >> 11)::BIGINT;
CREATE MACRO u(x, salt) AS (h(x, salt) % 1000000) / 1000000.0;
CREATE MACRO place_no(x, salt) AS (337 * u(x, salt) * u(x, salt))::INT;
CREATE MACRO division(x, salt) AS
    printf('%02d%02d%02d', 10 + least(place_no(x, salt), 336) // 25, 1 + least(place_no(x, salt), 336) % 25, 1 + h(x, salt + 1) % 8);
CREATE MACRO day(x, late, salt) AS
    DATE '2018-01-01' + (h(x, salt) % 2191)::INT + CASE WHEN h(late, salt + 1) % 20 = 0 THEN (h(late, salt + 2) % 40)::INT ELSE 0 END;
CREATE MACRO kind_of(x, salt) AS
    (['invention', 'utility_model', 'design', 'trademark', 'layout', 'copyright'])[1 + (h(x, salt) % 23)::INT // 4];
CREATE MACRO proof_of(x, salt) AS CASE WHEN h(x, salt) % 10 = 0 THEN 'reported' WHEN h(x, salt) % 3 = 0 THEN 'notice' ELSE 'listed' END;
CREATE MACRO party(x, salt) AS 'P:' || printf('91%016d', h(x, salt) % 500000);
"""

_ENVELOPE = """
    i + {first} AS n, TIMESTAMPTZ '2024-01-01 00:00:00+00' + to_seconds(i) AS recorded_at, 'bench' AS "by",
    'b' || (i + {first}) AS reference, '' AS document, 'made up' AS reason, NULL::BIGINT AS supersedes
"""

_DEALS = """
SELECT {envelope}, day(d, i, {salt} + 10) AS "on", '{letter}' || printf('%011d', d) AS deal,
    printf('CN20%02d10%07d.%d', h(i, {salt} + 20) % 24, h(i, {salt} + 21) % 10000000, h(i, {salt} + 22) % 10) AS "right",
    kind_of(d, {salt} + 30) AS kind_of_right, {licence_kind}
    [party(d, {salt} + 40)] AS {givers}, [party(d, {salt} + 41)] AS {takers},
    division(d, {salt} + 50) AS from_place,
    CASE WHEN h(d, {salt} + 60) % 10 < 7 THEN division(d, {salt} + 50) ELSE division(d, {salt} + 61) END AS to_place,
    proof_of(d, {salt} + 70) AS proof, NULL::DATE AS contract_on, {licence_dates}
    CASE WHEN h(d, {salt} + 80) % 4 = 0 THEN NULL ELSE h(d, {salt} + 81) % 100000000 END AS price,
    h(d, {salt} + 82) % 10 < 3 AS free,
    CASE h(d, {salt} + 83) % 10 WHEN 0 THEN NULL WHEN 1 THEN true ELSE false END AS related, {territory} '' AS register_no
FROM (SELECT range AS i, range * 2 // 5 AS d FROM range({start}, {stop}))
"""

_PLEDGES = """
SELECT {envelope}, day(d, i, 910) AS "on", 'Z' || printf('%011d', d) AS pledge,
    printf('CN20%02d10%07d.%d', h(i, 920) % 24, h(i, 921) % 10000000, h(i, 922) % 10) AS "right",
    kind_of(i, 930) AS kind_of_right, [party(d, 940)] AS pledgors, [party(d, 941)] AS pledgees,
    division(d, 950) AS place, proof_of(d, 970) AS proof,
    CASE WHEN h(d, 980) % 50 = 0 THEN NULL ELSE 100 * (10000 + h(d, 981) % 100000000) END AS secured,
    NULL::DATE AS contract_on, '' AS register_no
FROM (SELECT range AS i, CASE WHEN range % 6 < 3 THEN range // 6 * 4 ELSE range // 6 * 4 + range % 6 - 2 END AS d FROM range({start}, {stop}))
"""


def codes() -> list[str]:
    """The division codes of the 337 places."""
    return [f"{10 + p // 25:02d}{1 + p % 25:02d}00" for p in range(PLACES)]


def divisions() -> list[str]:
    return [f"{c[:4]}{1 + d:02d}" for c in codes() for d in range(DISTRICTS)]


def write(folder: Path, facts: int) -> None:
    """The facts and what the export keeps beside them. A folder that already holds as many is left as it is."""
    mark = folder / "_exported.json"
    if mark.exists() and json.loads(mark.read_text())["up_to"] == _last(facts):
        return
    con = duckdb.connect()
    con.execute("SET preserve_insertion_order = false; SET memory_limit = '1GB'; SET TimeZone = 'UTC'")
    con.execute(_MACROS)
    first = 1
    for kind, share in SHARES.items():
        rows = facts * share // 100
        for start in range(0, rows, PART):
            stop = min(rows, start + PART)
            _copy(con, folder / kind, _select(kind, start, stop, first), first + start, first + stop - 1)
        first += rows
    first = _checks(con, folder, facts, first)
    superseded = f"""SELECT n, n + 1 AS by_n, TIMESTAMPTZ '2025-01-01 00:00:00+00' AS recorded_at
        FROM (SELECT range AS n FROM range(1, {first})) WHERE h(n, 5) % 200 = 0"""
    _copy(con, folder / "_superseded", superseded, 1, first - 1)
    mark.write_text(json.dumps({"up_to": first - 1}))


def _last(facts: int) -> int:
    return sum(facts * share // 100 for share in SHARES.values()) + CHECKS + CHECKS * 3 // 4


def _select(kind: str, start: int, stop: int, first: int) -> str:
    envelope = _ENVELOPE.format(first=first)
    if kind == "pledge_registered":
        return _PLEDGES.format(envelope=envelope, start=start, stop=stop)
    is_licence = kind == "licence_recorded"
    return _DEALS.format(
        envelope=envelope,
        start=start,
        stop=stop,
        salt=500 if is_licence else 100,
        letter="L" if is_licence else "T",
        givers="licensors" if is_licence else "transferors",
        takers="licensees" if is_licence else "transferees",
        licence_kind="'ordinary' AS kind_of_licence," if is_licence else "",
        licence_dates="NULL::DATE AS starts_on, NULL::DATE AS until," if is_licence else "",
        territory="'' AS territory," if is_licence else "",
    )


def _checks(con: duckdb.DuckDBPyConnection, folder: Path, facts: int, first: int) -> int:
    """Checks look at transfers, licences and pledges in turn; a check that ended has its conclusion."""
    deal = f"""(['T', 'L', 'Z'])[1 + (i % 3)::INT] || printf('%011d', h(i, 7) % {max(1, facts // 20)})"""
    opened = f"""SELECT {_ENVELOPE.format(first=first)}, DATE '2024-02-01' AS "on", 'C' || i AS "case",
        'round_trip' AS signal, [{deal}] AS deals, ['1'] AS entries, 'o' AS owner, 'w' AS why
        FROM (SELECT range AS i FROM range(0, {CHECKS}))"""
    _copy(con, folder / "check_opened", opened, first, first + CHECKS - 1)
    first, ends = first + CHECKS, CHECKS * 3 // 4
    ended = f"""SELECT {_ENVELOPE.format(first=first)}, DATE '2024-03-01' AS "on", 'C' || i AS "case",
        (['cleared', 'excluded', 'reported'])[1 + (h(i, 8) % 3)::INT] AS "end", [{deal}] AS deals, 'w' AS why
        FROM (SELECT range AS i FROM range(0, {ends}))"""
    _copy(con, folder / "check_ended", ended, first, first + ends - 1)
    return first + ends


def _copy(con: duckdb.DuckDBPyConnection, folder: Path, select: str, first: int, last: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{first:012d}-{last:012d}.parquet"
    con.execute(f"COPY ({select}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)")
