"""Counting by hand: the same figures in plain loops over entries, knowing nothing of tables. Slow and plain on purpose."""

from collections import defaultdict

from ipops.ledger.facts import CheckEnded, CheckOpened, LicenceRecorded, PledgeRegistered, TransferRegistered
from ipops.ledger.facts.words import CheckEnd, Proof, RightKind
from ipops.measures.places import contains
from ipops.measures.words import Counting, Territory

PATENTS = {RightKind.INVENTION, RightKind.UTILITY_MODEL, RightKind.DESIGN}


def live(entries, known_by=None):
    known = [e for e in entries if known_by is None or e.recorded_at <= known_by]
    gone = {e.supersedes for e in known}
    return [e for e in known if e.n not in gone]


def doubts(entries):
    """deal -> 'flagged' or 'excluded'."""
    last = {}
    for e in entries:
        f = e.fact
        if isinstance(f, CheckOpened):
            last |= {(f.case, d): "opened" for d in f.deals}
        if isinstance(f, CheckEnded):
            last |= {(f.case, d): f.end for d in f.deals}
    found = {}
    for (_, deal), word in last.items():
        if word == CheckEnd.EXCLUDED:
            found[deal] = "excluded"
        elif word in ("opened", CheckEnd.REPORTED) and deal not in found:
            found[deal] = "flagged"
    return found


def deals(entries, place, window, params):
    """The columns of transfers and licences, and the facts behind them."""
    doubt = doubts(entries)
    units = defaultdict(list)
    for e in entries:
        f = e.fact
        if not isinstance(f, TransferRegistered | LicenceRecorded) or f.proof == Proof.REPORTED:
            continue
        if isinstance(f, TransferRegistered) and f.kind_of_right == RightKind.COPYRIGHT:
            continue
        sides = {
            Territory.TRANSFEROR: [f.from_place],
            Territory.TRANSFEREE: [f.to_place],
            Territory.EITHER: [f.from_place, f.to_place],
        }[params.territory]
        if not any(contains(place, s) for s in sides):
            continue
        right = f.right if params.counting == Counting.PER_RIGHT else ""
        units[type(f), f.deal, right].append(e)
    counts = dict.fromkeys(
        [
            "gross",
            "flagged",
            "excluded",
            "net",
            "transfers",
            "licences",
            "paid",
            "free",
            "related",
            "unrelated",
            "related_untold",
            "patents",
            "trademarks",
            "layouts",
            "facts",
        ],
        0,
    )
    behind = []
    for (act, deal, _), rows in units.items():
        if min(e.fact.on for e in rows) not in window.days:
            continue
        behind += [e.n for e in rows]
        counts["facts"] += len(rows)
        counts["gross"] += 1
        if doubt.get(deal) == "flagged":
            counts["flagged"] += 1
        if doubt.get(deal) == "excluded":
            counts["excluded"] += 1
            continue
        told = [e.fact.related for e in rows if e.fact.related is not None]
        kinds = {e.fact.kind_of_right for e in rows}
        counts["net"] += 1
        counts["licences" if act is LicenceRecorded else "transfers"] += 1
        counts["free" if all(e.fact.free for e in rows) else "paid"] += 1
        counts["related_untold" if not told else "related" if any(told) else "unrelated"] += 1
        counts["patents"] += bool(kinds & PATENTS)
        counts["trademarks"] += RightKind.TRADEMARK in kinds
        counts["layouts"] += RightKind.LAYOUT in kinds
    return counts, sorted(behind)


def pledges(entries, place, window, params):
    """The columns of pledge amount and of pledge projects, and the facts behind them."""
    doubt = doubts(entries)
    units = defaultdict(list)
    for e in entries:
        f = e.fact
        if isinstance(f, PledgeRegistered) and f.proof != Proof.REPORTED and contains(place, f.place):
            units[f.pledge].append(e)
    amounts, projects = defaultdict(int), defaultdict(int)
    behind = []
    for code, rows in units.items():
        if min(e.fact.on for e in rows) not in window.days:
            continue
        behind += [e.n for e in rows]
        told = [e.fact.secured.fen for e in rows if e.fact.secured is not None]
        kinds = {e.fact.kind_of_right for e in rows}
        only = "patents" if kinds <= PATENTS else "trademarks" if kinds == {RightKind.TRADEMARK} else "mixed"
        if kinds - PATENTS - {RightKind.TRADEMARK}:
            only = "other"
        into = ["gross"]
        if doubt.get(code) == "flagged":
            into.append("flagged")
        into += ["excluded"] if doubt.get(code) == "excluded" else ["net", only]
        for column in into:
            amounts[column] += max(told, default=0)
            projects[column] += 1
        if doubt.get(code) != "excluded" and not told:
            amounts["untold"] += 1
        amounts["facts"] += len(rows)
        projects["facts"] += len(rows)
    return amounts, projects, sorted(behind)
