"""The OECD set counted in plain Python, patent by patent, as its definitions read. Slow, and meant to be."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from fractions import Fraction
from typing import Any

from ipops.corpus.indicators.params import Basis, Grain, Missing, Params, Radical, Spread

ENDED = ("lapsed", "expired", "invalidated")
FOUR = ("fwd_cits5", "family_size", "claims", "generality")


def add_years(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def first(values: Any) -> Any:
    known = [v for v in values if v is not None]
    return min(known) if known else None


class Corpus:
    """Rows in, ``values()`` out: {unit: {column: (value, status)}}."""

    def __init__(self, tables: dict[str, list[dict[str, Any]]], params: Params) -> None:
        self.t, self.p = tables, params
        self.unit: dict[str, str] = {}
        self.docs: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.family: dict[str, str] = {}
        for d in tables["documents"]:
            application = d.get("application") or d["document"]
            family = d.get("family") or application
            name = {Grain.APPLICATION: application, Grain.FAMILY: family, Grain.DOCUMENT: d["document"]}[params.grain]
            self.unit[d["document"]] = name
            self.docs[name].append(d)
            self.family[name] = min(family, self.family.get(name, family))
        self.key = {u: (self.family[u] if params.count_family else u) for u in self.docs}
        self.day = {d["document"]: d.get("published_on") for d in tables["documents"]}
        self.key_published = {
            k: first(self.published(u) for u in self.docs if self.key[u] == k) for k in self.key.values()
        }
        self.edges = self._edges()
        self.symbols = self._symbols()

    def published(self, unit: str) -> date | None:
        return first(d.get("published_on") for d in self.docs[unit])

    def _edges(self) -> dict[tuple[str, str], list[tuple[date | None, str | None]]]:
        """(citing unit, cited key) -> days and categories of each citation."""
        owners: dict[str, set[str]] = defaultdict(set)
        for m in self.t["parties"]:
            if m["role"] in ("applicant", "owner", "owner_now") and m.get("party"):
                owners[self.key[self.unit[m["document"]]]].add(m["party"])
        found: dict[tuple[str, str], list[tuple[date | None, str | None]]] = defaultdict(list)
        for c in self.t["citations"]:
            if not (c["citing_here"] and c["cited_here"]):
                continue
            unit, target = self.unit[c["citing"]], self.key[self.unit[c["cited"]]]
            source = self.key[unit]
            if source == target or (self.p.without_self and owners[source] & owners[target]):
                continue
            found[unit, target].append((self.day[c["citing"]], c.get("category")))
        return found

    def _symbols(self) -> dict[str, set[tuple[str, str]]]:
        """By key and (under ``unit:``) by unit."""
        found: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for c in self.t["classes"]:
            if (
                c["scheme"] == self.p.scheme
                and c.get("subclass")
                and (not self.p.inventive_only or c.get("inventive") is not False)
            ):
                unit = self.unit[c["document"]]
                for where in (f"unit:{unit}", f"key:{self.key[unit]}"):
                    found[where].add((c["symbol"], c["subclass"]))
        return found

    def beta(self, key: str) -> dict[str, Fraction]:
        per = Counter(sub for _, sub in self.symbols[f"key:{key}"])
        if self.p.spread == Spread.ONE_CLASS and per:
            most = max(per.values())
            return {min(s for s, n in per.items() if n == most): Fraction(1)}
        total = sum(per.values())
        return {s: Fraction(n, total) for s, n in per.items()}

    def spread(self, others: list[str]) -> tuple[float | None, int]:
        shares = [b for b in map(self.beta, others) if b]
        n = len(shares)
        if n == 0 or (self.p.corrected and n < 2):
            return None, n
        sums: dict[str, Fraction] = defaultdict(Fraction)
        for b in shares:
            for s, share in b.items():
                sums[s] += share / n
        value = 1 - sum(s * s for s in sums.values())
        return float(value * Fraction(n, n - 1) if self.p.corrected else value), n

    def citing(self, key: str, years: int, xy: bool = False) -> list[str]:
        begins = self.key_published[key]
        if begins is None:
            return []
        by: dict[str, tuple[date | None, bool]] = {}
        for (unit, target), times in self.edges.items():
            if target == key:
                source = self.key[unit]
                old = by.get(source, (None, False))
                by[source] = (first([old[0], *(d for d, _ in times)]), old[1] or any(x in ("X", "Y") for _, x in times))
        ends = add_years(begins, years)
        return sorted(s for s, (d, x) in by.items() if d is not None and begins <= d < ends and (x or not xy))

    def untold(self, key: str, years: int) -> bool:
        """Whether somebody cites it in the window and nobody tells of one of the citations whether it is X or Y."""
        rest = set(self.citing(key, years)) - set(self.citing(key, years, xy=True))
        return any(
            target == key and self.key[unit] in rest and any(x is None for _, x in times)
            for (unit, target), times in self.edges.items()
        )

    def field(self, unit: str) -> tuple[str | None, int | None]:
        n: Counter[str] = Counter()
        main: set[str] = set()
        for f in self.t["fields"]:
            if f["scheme"] == self.p.fields and self.unit[f["document"]] == unit:
                n[f["field"]] += f["symbols_n"]
                main |= {f["field"]} if f["first"] else set()
        if not n:
            return None, None
        return min(n, key=lambda x: (-n[x], x not in main, x)), int(len(n) > 1)

    def of(self, unit: str) -> dict[str, tuple[Any, str]]:
        docs, key, through = self.docs[unit], self.key[unit], self.p.through
        begins = self.key_published[key]
        named = {d["document"] for d in docs}
        inside = sum(u == unit for u, _ in self.edges)
        outside = len(
            {
                c.get("cited") or c["cited_raw"]
                for c in self.t["citations"]
                if c["citing"] in named and c["citing_here"] and not c["cited_here"]
            }
        )
        listed = any(d.get("references_listed") for d in docs)
        refs = inside + outside if listed else None
        npl = len({x["text"] for x in self.t["literature"] if x["citing"] in named})
        claims = [d["claims_n"] for d in docs if d.get("granted_on") and d.get("claims_n") is not None]
        claims = claims or [d["claims_n"] for d in docs if d.get("claims_n") is not None]
        filed = first(d.get("filed_on") for d in docs)
        granted = first(d.get("granted_on") for d in docs)
        basis = {Basis.FILING: filed, Basis.PUBLICATION: self.published(unit),
                 Basis.PRIORITY: first(d.get("priority_on") or d.get("filed_on") for d in docs)}[self.p.basis]  # fmt: skip
        out: dict[str, tuple[Any, str]] = {}

        def put(name: str, value: Any, cut: bool = False) -> None:
            out[name] = (value, "undefined" if value is None else "truncated" if cut else "ok")

        open_ended = self.open_ended(key)

        def beyond(years: int) -> bool:
            return open_ended or (
                begins is not None and add_years(begins, years) > date.fromordinal(through.toordinal() + 1)
            )

        put("patent_scope", len({s for _, s in self.symbols[f"unit:{unit}"]}) or None)
        put("family_size", *self.family_size(named))
        put("bwd_cits", refs)
        put("npl_cits", npl if listed or npl else None)
        put("claims", max(claims) if claims else None)
        put("claims_bwd", max(claims) / refs if claims and refs else None)
        for years in (5, 7):
            for xy in ("", "_xy"):
                n = None if begins is None else len(self.citing(key, years, bool(xy)))
                put(f"fwd_cits{years}{xy}", n, beyond(years) or bool(xy and self.untold(key, years)))
        put("generality", self.spread(self.citing(key, self.p.generality_years))[0], beyond(self.p.generality_years))
        cited = sorted(t for u, t in self.edges if u == unit)
        value, n = self.spread(cited)
        put("originality", value, not listed or n < inside + outside)
        own = {s for _, s in self.symbols[f"unit:{unit}"]}
        theirs = [s for t in cited for _, s in self.symbols[f"key:{t}"]]
        foreign = sum(s not in own for s in theirs)
        share = float(foreign) if self.p.radical == Radical.COUNT else foreign / max(len(theirs), 1)
        put("radicalness", share if theirs else None, not listed or n < inside + outside)
        out["renewal"] = self.renewal(docs, filed, granted)
        days = (granted - filed).days if granted and filed and granted >= filed else None
        field, many = self.field(unit)
        out["_"] = ((basis.year if basis else None, field, many, days), "")
        return out

    def open_ended(self, key: str) -> bool:
        """Whether somebody outside the corpus is known to cite, by number or by a greater number than cite here."""
        mine = {d for d, u in self.unit.items() if self.key[u] == key}
        of = [c for c in self.t["citations"] if c["cited"] in mine and c["cited_here"]]
        if any(not c["citing_here"] for c in of):
            return True
        said = {d["document"]: d.get("cited_by_stated") or 0 for docs in self.docs.values() for d in docs}
        return any(said[m] > len({c["citing"] for c in of if c["cited"] == m and c["citing_here"]}) for m in mine)

    def family_size(self, named: set[str]) -> tuple[int | None, bool]:
        """The size, and whether nobody lists the family and nobody says that it has no more members than are here."""
        offices: dict[str, set[str]] = defaultdict(set)
        members: dict[str, set[str]] = defaultdict(set)
        mine, stated = set(), set()
        for f in self.t["families"]:
            if f["kind"] in self.p.family_kinds:
                if f.get("office") and f["office"] not in self.p.offices_not_counted:
                    offices[f["family"]].add(f["office"])
                members[f["family"]].add(f["member"])
                if f["source"] == "stated":
                    stated.add(f["family"])
                if f.get("document") in named:
                    mine.add((f["family"], f["document"]))
        mine = {(f, d) for f, d in mine if offices[f]}
        said = {d["document"]: d.get("family_simple_stated") for docs in self.docs.values() for d in docs}
        lacking = any(said[d] is None or said[d] > len(members[f]) for f, d in mine)
        size = max((len(offices[f]) for f, _ in mine), default=None)
        return size, lacking and not any(f in stated for f, _ in mine)

    def renewal(self, docs: list[dict[str, Any]], filed: date | None, granted: date | None) -> tuple[int | None, str]:
        ended = [d for d in docs if d.get("legal_status") in ENDED]
        end = first(d.get("ends_on") or d.get("legal_status_on") for d in ended)
        over = end is not None and end <= self.p.through
        alive = not ended and any(d.get("legal_status") == "active" for d in docs)
        until = end if over else self.p.through if alive else None
        if not (filed and granted and until and until >= filed):
            return None, "undefined"
        years = until.year - filed.year - ((until.month, until.day) < (filed.month, filed.day))
        return years, "ok" if over else "censored"

    def values(self) -> dict[str, dict[str, tuple[Any, str]]]:
        rows = {u: self.of(u) for u in self.docs}
        cohorts: dict[tuple[int, str], list[str]] = defaultdict(list)
        for u, row in rows.items():
            year, field, _, _ = row["_"][0]
            if year is not None and field is not None:
                cohorts[year, field].append(u)
        for u, row in rows.items():
            year, field, many, days = row["_"][0]
            mates = cohorts.get((year, field), [])
            self._cohort(rows, mates, u, row, days)
            row["_"] = ((year, field, many, days), "")
        return rows

    def _cohort(self, rows: Any, mates: list[str], u: str, row: dict[str, tuple[Any, str]], days: int | None) -> None:
        all_days = [rows[m]["_"][0][3] for m in mates if rows[m]["_"][0][3] is not None]
        most = max(all_days, default=0)
        enough = len(all_days) >= self.p.smallest_cohort
        lag = 1.0 - days / most if days is not None and most > 0 and enough else None
        row["grant_lag"] = (lag, "undefined" if lag is None else "ok")
        cut5 = row["fwd_cits5"][1] == "truncated"
        for column, name in (("fwd_cits5", "breakthrough"), ("fwd_cits5_xy", "breakthrough_xy")):
            cut = row[column][1] == "truncated"
            row[name] = self._top([rows[m][column][0] for m in mates], row[column][0], cut)
        wide = self.key_published[self.key[u]]
        wide_cut = self.open_ended(self.key[u]) or (
            wide is not None
            and add_years(wide, self.p.generality_years) > date.fromordinal(self.p.through.toordinal() + 1)
        )
        parts: dict[str, float | None] = {
            c: self._norm([rows[m][c][0] for m in mates], row[c][0]) for c in (*FOUR, "bwd_cits")
        }
        parts["grant_lag"] = lag
        part = row["family_size"][1] == "truncated" and parts["family_size"] is not None
        cut = cut5 or wide_cut or part
        for name, which in (("quality_index_4", FOUR), ("quality_index_6", (*FOUR, "bwd_cits", "grant_lag"))):
            known = [parts[c] for c in which if parts[c] is not None]
            whole = len(known) == len(which) or (self.p.missing == Missing.DROP and known)
            mean = sum(known) / len(known) if whole else None
            row[name] = (mean, "undefined" if mean is None else "truncated" if cut else "ok")

    def _top(self, values: list[Any], value: Any, cut: bool) -> tuple[int | None, str]:
        known = [v for v in values if v is not None]
        if value is None or len(known) < self.p.smallest_cohort or not values:
            return None, "undefined"
        beaten = sum(v > value for v in known) if self.p.ties_in else sum(v >= value for v in known)
        limit = self.p.top * len(known)
        inside = beaten * 1000 < limit if self.p.ties_in else beaten * 1000 <= limit
        return int(inside and value > 0), "truncated" if cut else "ok"

    def _norm(self, values: list[Any], value: Any) -> float | None:
        known = sorted(v for v in values if v is not None)
        if value is None or len(known) < self.p.smallest_cohort or not known:
            return None
        cap = next(v for v in known if 100 * sum(w <= v for w in known) >= self.p.winsor * len(known))
        return min(value, cap) / cap if cap > 0 else None
