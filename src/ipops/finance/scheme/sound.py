"""What the shape of a scheme file does not show: shares that make one, names that exist, steps in order, words of one kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from ipops.finance.forms.amounts import shown_rate
from ipops.finance.forms.complaints import nearest, problem
from ipops.finance.scheme.case import EXAMPLE, parsed
from ipops.finance.scheme.facts import FACTS, Kind
from ipops.finance.scheme.form import Award, Bracket, Cap, Choose, FactRef, Layer, SchemeForm, Stated, When
from ipops.finance.scheme.mistakes import SAYS
from ipops.kernel.outcome import Problem

OPS = ("is_", "one_of", "at_most", "below", "at_least", "above")


def mistakes(form: SchemeForm) -> tuple[Problem, ...]:
    """All of them, each at its key."""
    return tuple(_all(form))


def _no(code: str, key: str, **fill: Any) -> Problem:
    return problem(code, key, SAYS, **fill)


def _all(form: SchemeForm) -> Iterator[Problem]:
    yield from _ids(form)
    if form.layers and (form.base is None or form.bearer is None or form.states is None):
        yield _no("states-missing", "layers")
    if form.bearer is not None and form.bearer not in form.parties:
        yield _no("unknown-party", "bearer", party=form.bearer, known=", ".join(form.parties))
    if form.base is not None:
        yield from _facts("base.adds", form.base.adds)
        yield from _facts("base.less", form.base.less)
    for i, layer in enumerate(form.layers):
        yield from _layer(layer, f"layers.{i}", form)
    for i, award in enumerate(form.awards):
        yield from _award(award, f"awards.{i}")
    yield from _named_layers(form)
    yield from _the_rest(form)


def _the_rest(form: SchemeForm) -> Iterator[Problem]:
    for i, c in enumerate(form.conditions):
        if sum(getattr(c, n) is not None for n in ("when", "rate_at_most", "unknown")) != 1:
            yield _no("one-of", f"conditions.{i}", choices="when, rate_at_most, unknown")
        if c.rate_at_most is not None:
            yield from _facts(f"conditions.{i}.rate_at_most.of", (c.rate_at_most.of,))
            yield from _either(c.rate_at_most, ("series", "on"), f"conditions.{i}.rate_at_most")
        if c.when is not None:
            yield from _when(c.when, f"conditions.{i}.when")
    yield from _words(form)
    for i, t in enumerate(form.triggers):
        yield from _facts(f"triggers.{i}.of", (t.of, *((t.against,) if t.against else ())))
    for i, d in enumerate(form.deadlines):
        yield from _facts(f"deadlines.{i}.starts", (d.starts, *((d.acts,) if d.acts else ())))
        if d.late is not None and d.late.value not in (None, "refused", "taken"):
            yield problem("unknown-word", f"deadlines.{i}.late.value", word=d.late.value, known="refused, taken")
        if d.when is not None:
            yield from _when(d.when, f"deadlines.{i}.when")
    for i, r in enumerate(form.ratios):
        yield from _facts(f"ratios.{i}.of", (*r.of, r.against, *((r.over.fact,) if r.over else ())))
        if (r.most is None) == (r.over is None):
            yield _no("one-of", f"ratios.{i}", choices="most, over")
        for j, instead in enumerate(r.instead):
            yield from _when(instead.when, f"ratios.{i}.instead.{j}.when")


#: What a scheme may state where the program acts on the word. Of moment and cost of enforcement every word is the scheme's own.
_STATED = {
    "transition": ("old", "new"),
    "run_off": ("go_on", "ends"),
    "in_process": ("go_on", "wait"),
    "recoveries": ("by_shares_paid", "to_treasury"),
    "short_pot": ("first_come", "pro_rata", "carry_over"),
}


def _words(form: SchemeForm) -> Iterator[Problem]:
    """Words the program acts on: another word would be another rule, and be passed over in silence."""
    said: list[tuple[str, str, Stated | None]] = [
        ("valid.transition", "transition", form.valid.transition),
        ("valid.run_off", "run_off", form.valid.run_off),
        *((f"triggers.{i}.in_process", "in_process", t.in_process) for i, t in enumerate(form.triggers)),
    ]
    if form.states is not None:
        said += [(f"states.{n}", n, getattr(form.states, n)) for n in ("recoveries", "short_pot")]
    for key, name, stated in said:
        if stated is not None and stated.value is not None and stated.value not in _STATED[name]:
            yield problem("unknown-word", f"{key}.value", word=stated.value, known=", ".join(_STATED[name]))


def _ids(form: SchemeForm) -> Iterator[Problem]:
    for group in ("conditions", "layers", "awards", "triggers", "deadlines", "ratios"):
        seen: set[str] = set()
        for i, one in enumerate(getattr(form, group)):
            if one.id in seen:
                yield _no("same-id", f"{group}.{i}.id", id=one.id)
            seen.add(one.id)


def _named_layers(form: SchemeForm) -> Iterator[Problem]:
    known = [layer.id for layer in form.layers]
    told = [
        ("total.layers", form.total.layers if form.total else ()),
        ("pot.layers", form.pot.layers if form.pot else ()),
    ]
    for key, names in told:
        for i, name in enumerate(names):
            if name not in known:
                yield _no("no-such-layer", f"{key}.{i}", id=name, near=nearest(name, known))
    if form.total is not None:
        yield from _facts("total.of", (form.total.of, *((form.total.with_paid,) if form.total.with_paid else ())))


def _layer(layer: Layer, key: str, form: SchemeForm) -> Iterator[Problem]:
    told = [n for n in ("pays", "at_most", "unknown", "choose", "shares") if getattr(layer, n) is not None]
    if len(told) != 1:
        yield _no("one-of", key, choices="pays, at_most, unknown, choose, shares")
    yield from _parts(layer, ("pays", "at_most"), key)
    if layer.shares is not None:
        yield from _shares(layer.shares, f"{key}.shares", form)
    elif layer.party is None and not (layer.choose and all(s.shares for s in layer.choose.steps)):
        yield problem("missing-key", f"{key}.party", name="party")
    if layer.party is not None and layer.party not in form.parties:
        yield _no("unknown-party", f"{key}.party", party=layer.party, known=", ".join(form.parties))
    if layer.choose is not None:
        yield from _choose(layer.choose, f"{key}.choose", form.parties, form)
    for i, add in enumerate(layer.plus):
        yield from _when(add.when, f"{key}.plus.{i}.when")
        yield from _parts(add, ("adds",), f"{key}.plus.{i}")
    if layer.when is not None:
        yield from _when(layer.when, f"{key}.when")
    yield from _caps(layer.caps, key)
    for i, cap in enumerate(layer.caps):
        if cap.of != "counted" and (layer.shares is not None or layer.party is None):
            yield _no("cap-of-several", f"{key}.caps.{i}.of")


def _award(award: Award, key: str) -> Iterator[Problem]:
    told = [n for n in ("pays", "at_most", "choose") if getattr(award, n) is not None]
    if len(told) != 1:
        yield _no("one-of", key, choices="pays, at_most, choose")
    yield from _parts(award, ("pays", "at_most"), key)
    yield from _facts(f"{key}.of", (award.of,))
    if award.choose is not None:
        yield from _choose(award.choose, f"{key}.choose", {}, None)
    if award.when is not None:
        yield from _when(award.when, f"{key}.when")
    if award.benchmark is not None:
        yield from _facts(f"{key}.benchmark.of", (award.benchmark.of,))
        yield from _either(award.benchmark, ("series", "on"), f"{key}.benchmark")
    yield from _caps(award.caps, key)


def _parts(node: Any, names: tuple[str, ...], key: str) -> Iterator[Problem]:
    """Rates of what is paid, each a part of the whole."""
    for name in names:
        value = getattr(node, name)
        if value is not None and not 0 <= value <= 1:
            yield _no("no-part", f"{key}.{name}", got=shown_rate(value))


def _either(node: Any, names: tuple[str, ...], key: str) -> Iterator[Problem]:
    for name in names:
        if (getattr(node, name) is None) == (getattr(node, f"{name}_unknown") is None):
            yield _no("one-of", key, choices=f"{name}, {name}_unknown")


def _shares(shares: Mapping[str, Fraction], key: str, form: SchemeForm | None) -> Iterator[Problem]:
    known = form.parties if form else {}
    for party in shares:
        if party not in known:
            yield _no("share-of-stranger", f"{key}.{party}", party=party, known=", ".join(known))
        if not 0 <= shares[party] <= 1:
            yield _no("no-part", f"{key}.{party}", got=shown_rate(shares[party]))
    if (total := sum(shares.values(), Fraction(0))) != 1:
        yield _no("shares-not-one", key, total=shown_rate(total))


def _choose(choose: Choose, key: str, parties: Mapping[str, Any], form: SchemeForm | None) -> Iterator[Problem]:
    yield from _facts(f"{key}.by", (choose.by,))
    bounds = [_bound(s) for s in choose.steps]
    inner = [b for b in bounds[:-1] if b is not None]
    if (
        len(inner) != len(bounds) - 1
        or inner != sorted(set(inner))
        or (bounds[-1] and inner and bounds[-1] <= inner[-1])
    ):
        yield _no("brackets-out-of-order", f"{key}.steps")
    if bounds[-1] is not None and choose.beyond is None:
        yield _no("beyond-not-said", key)
    for i, step in enumerate(choose.steps):
        told = [n for n in ("pays", "at_most", "shares") if getattr(step, n) is not None]
        if len(told) != 1 or sum(getattr(step, n) is not None for n in ("up_to", "below", "about")) > 1:
            yield _no("one-of", f"{key}.steps.{i}", choices="pays, at_most, shares; up_to, below, about")
        yield from _parts(step, ("pays", "at_most"), f"{key}.steps.{i}")
        if step.shares is not None:
            yield from _shares(step.shares, f"{key}.steps.{i}.shares", form)
    if choose.how == "marginal" and len({s.shares is None for s in choose.steps}) > 1:
        yield _no("marginal-of-grades", key)


def _bound(step: Bracket) -> int | None:
    told = step.up_to or step.below or step.about
    return told.fen if told is not None else None


def _caps(caps: tuple[Cap, ...], key: str) -> Iterator[Problem]:
    for i, cap in enumerate(caps):
        at = f"{key}.caps.{i}"
        if sum(getattr(cap, n) is not None for n in ("most", "at_most", "most_of", "most_by", "unknown")) != 1:
            yield _no("one-of", at, choices="most, at_most, most_of, most_by, unknown")
        for name in ("most", "at_most"):
            limit = getattr(cap, name)
            if limit is not None and limit.fen < 0:
                yield problem("not-an-amount", f"{at}.{name}", got=limit)
        named = [r.fact for r in (cap.most_of, cap.most_by) if r is not None]
        yield from _facts(at, tuple(named))
        if cap.when is not None:
            yield from _when(cap.when, f"{at}.when")


def _facts(key: str, names: tuple[str, ...]) -> Iterator[Problem]:
    for name in names:
        if name not in FACTS:
            yield _no("unknown-fact", key, name=name, near=nearest(name, FACTS))


def _when(when: When, key: str) -> Iterator[Problem]:
    groups = [(n, g) for n, g in (("all", when.all_), ("any", when.any_)) if g is not None]
    for name, group in groups:
        for i, inner in enumerate(group):
            yield from _when(inner, f"{key}.{name}.{i}")
    if when.not_ is not None:
        yield from _when(when.not_, f"{key}.not")
    told = [n for n in OPS if getattr(when, n) is not None]
    joined = len(groups) + (when.not_ is not None)
    if (when.fact is None) != (not told) or len(told) > 1 or joined + len(told) != 1:
        yield _no("nothing-compared", key)
    elif when.fact is not None:
        yield from _operand(when, told[0], key)


def _operand(when: When, op: str, key: str) -> Iterator[Problem]:
    assert when.fact is not None
    yield from _facts(f"{key}.fact", (when.fact,))
    operand = getattr(when, op)
    if isinstance(operand, FactRef):
        yield from _facts(f"{key}.{op}", (operand.fact,))
        return
    if when.fact not in FACTS or op == "one_of":
        return
    kind: Kind = FACTS[when.fact].kind
    if parsed(kind, operand) is None:
        yield _no("wrong-operand", f"{key}.{op.rstrip('_')}", fact=when.fact, got=operand, **EXAMPLE[kind])
