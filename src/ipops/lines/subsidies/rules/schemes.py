"""The schemes that pay subsidies, and what each asks of a claim. The files are policy's, the language is finance's."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from ipops.finance.scheme import Scheme, read_scheme
from ipops.finance.scheme.caps import SCOPES
from ipops.finance.scheme.facts import FACTS, FactKind
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.policy.scheme_shelf import ENV, scheme_named, schemes

#: What the claimant is never asked: it is in the window, in the bank's paper or in the ledger.
_OURS = ("used.", "counted.", "window.", "pot.", "series")
_PROOF = ("loan.settled", "loan.repaid_on")


def subsidy_schemes() -> Mapping[str, Scheme]:
    """Every scheme of the kind ``subsidy``, by code; read once a process, as the shelf of their files is."""
    return _read(os.environ.get(ENV, ""))


@lru_cache(maxsize=8)
def _read(_own: str) -> Mapping[str, Scheme]:
    made = {}
    for code, file in schemes().items():
        if isinstance(file.tree, Mapping) and file.tree.get("kind") == "subsidy":
            got = read_scheme(file.tree)
            if isinstance(got, Scheme):
                made[code] = got
    return MappingProxyType(made)


def scheme_of(code: str, assumes: Sequence[str] = ()) -> Scheme | Refused:
    """The scheme with the bureau's word in its silent places; a refusal that names every mistake."""
    file = scheme_named(code)
    if isinstance(file, Refused):
        return file
    if file.tree.get("kind") != "subsidy":
        says = Text(f"“{code}”不是补贴方案。", f"“{code}” is no subsidy scheme.")
        return Refused(reasons=(Reason(code="no-subsidy", says=says, field="scheme"),))
    pairs: dict[str, str] = {}
    for line in assumes:
        path, sign, value = line.partition("=")
        if not sign or path.strip() in pairs:
            return Refused(reasons=(Reason(code="no-assumption", says=_NO_SIGN.fill(line=line), field="assumes"),))
        pairs[path.strip()] = value.strip()
    got = read_scheme(file.tree, pairs)
    if isinstance(got, tuple):
        return Refused(reasons=tuple(Reason(code=p.code, says=p.says, field="assumes") for p in got))
    return got


_NO_SIGN = Text(
    "“{line}”读不出或写了两次；请写成“awards.interest.day_count=ACT/360”，一行一条，每处一条。",
    "“{line}” cannot be read or is said twice; write “awards.interest.day_count=ACT/360”, one a line and one a place.",
)


def asks(scheme: Scheme) -> tuple[FactKind, ...]:
    """The facts that a claimant is asked for, in the order of the scheme; each once."""
    named = dict.fromkeys(_named(scheme.form.model_dump(by_alias=True)))
    kept = [n for n in named if n in FACTS and n not in _PROOF and not n.startswith(_OURS)]
    return tuple(FACTS[n] for n in kept)


def asks_settlement(scheme: Scheme) -> bool:
    """Whether the scheme pays only for what was settled."""
    return any(n in _PROOF for n in _named(scheme.form.model_dump(by_alias=True)))


def called(scheme: Scheme | None, path: str, *, whose: bool = True) -> Text:
    """A place of the scheme's file, or a fact that it asks for, as people call it: what is not said there and, where there is
    room for it, of which award or condition."""
    if path in FACTS:
        return FACTS[path].says
    head, _, rest = path.partition(".")
    part, _, what = rest.partition(".")
    of = _part(scheme, head, part) if scheme and what else None
    asked = _SILENT.get(what) or _SILENT.get(path) or (_CAP if _is_scope(what) else None)
    if asked is None or (what and of is None):
        return Text(path, path)
    return Text("{what}（{of}）", "{what} ({of})").fill(what=asked, of=of) if of and whose else asked


def stated(path: str, value: str) -> Text:
    """What the bureau said of a silent place, as people read it."""
    words = SCOPES if _is_scope(path) else _WORDS.get(path, {})
    return words.get(value, Text(value, value))


def _is_scope(path: str) -> bool:
    return "caps." in path and path.endswith(".per")


def _part(scheme: Scheme, head: str, code: str) -> Text | None:
    """What the awards or conditions of the file call one of theirs, up to where it goes into detail."""
    parts: Mapping[str, Sequence[Any]] = {"awards": scheme.form.awards, "conditions": scheme.form.conditions}
    found = next((p.says.text for p in parts.get(head, ()) if p.id == code), None)
    return (
        Text(found.zh.partition("：")[0], found.en.partition(",")[0].partition(":")[0].rstrip(".")) if found else None
    )


_CAP = Text("上限按何种范围累计", "over what its cap is counted")
#: Where the files of the subsidies' schemes are silent, and what that leaves open.
_SILENT = {
    "pays": Text("补多少", "how much is paid"),
    "vat": Text("费用是否含增值税", "whether the cost counts with VAT"),
    "benchmark.on": Text("基准利率取哪一天的", "of which day the benchmark rate is"),
    "benchmark.series": Text("取哪一种基准利率", "which benchmark rate it is"),
    "rate_at_most.on": Text("利率上限取哪一天的基准利率", "of which day the rate's ceiling is"),
    "rate_at_most.series": Text("利率上限取哪一种基准利率", "which benchmark the rate's ceiling follows"),
    "day_count": Text("按多少天计息", "by how many days a year interest is counted"),
    "valid.transition": Text("新旧办法如何衔接", "how cases of the rule before it are treated"),
    "valid.run_off": Text(
        "期满后有效期内的贷款是否仍适用", "whether it still governs loans of its time once it has ended"
    ),
    "valid.until": Text("方案有效到哪天", "until which day the scheme holds"),
}
#: What the bureau may say of a silent place whose words are codes.
_WORDS: Mapping[str, Mapping[str, Text]] = {
    "valid.transition": {
        "old": Text("按旧办法", "they keep the earlier version"),
        "new": Text("按新办法", "they take the new version"),
    },
    "valid.run_off": {
        "go_on": Text("仍适用", "it still governs them"),
        "ends": Text("不再适用", "it ends for them too"),
    },
}


def series(scheme: Scheme) -> tuple[str, ...]:
    """The published series that the scheme looks up, with the bureau's word in its silent places."""
    return tuple(dict.fromkeys(_series(scheme.form.model_dump(by_alias=True))))


def _named(node: Any) -> Iterator[str]:
    if isinstance(node, list | tuple):
        for child in node:
            yield from _named(child)
    elif isinstance(node, Mapping):
        yield from _implied(node)
        for key, child in node.items():
            if isinstance(child, str):
                yield child if key in ("fact", "of", "by", "starts", "acts", "against", "with_paid") else ""
            elif key not in ("cite", "says", "title", "note"):
                yield from _named(child)


def _implied(node: Mapping[str, Any]) -> Iterator[str]:
    """What a primitive looks at without naming it."""
    if node.get("rate_at_most"):
        yield "loan.rate"
    if node.get("part") in ("ip", "unknown"):
        yield from ("loan.combined", "loan.ip_share")
    if node.get("transition") or (node.get("since") and node.get("until")):
        yield "loan.drawn_on"
    if node.get("vat") in ("excluded", "unknown"):
        yield "cost.vat"


def _series(node: Any) -> Iterator[str]:
    if isinstance(node, list | tuple):
        for child in node:
            yield from _series(child)
    elif isinstance(node, Mapping):
        if isinstance(node.get("series"), str):
            yield node["series"]
        for child in node.values():
            yield from _series(child)
