"""Primitives of the language that no scheme with a source shows yet, or not at its border; the table of all of them stands in
docs/reference/schemes.md."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from ipops.finance.scheme import Case, Outcome, Scheme, evaluate, read_scheme
from ipops.finance.scheme.outcome import Log
from ipops.finance.scheme.triggers import step
from ipops.kernel.money import Money
from ipops.policy.scheme_shelf import schemes

ON = date(2024, 6, 3)
CITE = {"document": "某市办法", "clause": "第一条", "grade": "demo"}
SAYS = {"zh": "某项", "en": "something"}
ROOT = Path(__file__).parents[3]


def yuan(amount: int) -> Money:
    return Money(amount * 100)


def head(**more: Any) -> dict[str, Any]:
    return {
        "code": "zz", "title": SAYS, "place": "某市", "document": "某市办法", "completeness": "full", "demo": True,
        "valid": {"since": date(2024, 1, 1), "basis": "effective", "cite": CITE}, "reviewed_on": date(2026, 11, 30), **more,
    }  # fmt: skip


def sharing(*layers: dict[str, Any], **more: Any) -> dict[str, Any]:
    stated = {"unknown": {"zh": "未载", "en": "silent"}}
    return head(
        kind="sharing",
        parties=dict.fromkeys(("city", "district", "bank"), SAYS),
        bearer="bank",
        states=dict.fromkeys(("moment", "recoveries", "enforcement_cost", "short_pot"), stated),
        base={"adds": ["loss.principal"], "cite": CITE},
        layers=[{"cite": CITE, **layer} for layer in layers],
        **more,
    )


def paying(award: dict[str, Any], **more: Any) -> dict[str, Any]:
    return head(kind="subsidy", awards=[{"id": "fee", "says": SAYS, "cite": CITE, **award}], **more)


def outcome(tree: dict[str, Any], on: date = ON, **facts: Any) -> Outcome:
    got = read_scheme(tree)
    assert isinstance(got, Scheme), got
    return evaluate(got, Case(on, {k.replace("__", "."): v for k, v in facts.items()}))


def cap(**more: Any) -> dict[str, Any]:
    return {"id": "c", "cite": CITE, **more}


class TestLayers:
    def test_a_later_layer_looks_at_what_is_left_where_it_says_so(self):
        layers = ({"id": "a", "party": "city", "pays": "40%"}, {"id": "b", "party": "district", "pays": "50%"})
        whole = outcome(sharing(*layers), loss__principal=yuan(100))
        left = outcome(sharing(layers[0], {**layers[1], "of": "left"}), loss__principal=yuan(100))
        assert [whole.paid(p) for p in ("city", "district", "bank")] == [yuan(40), yuan(50), yuan(10)]
        assert [left.paid(p) for p in ("city", "district", "bank")] == [yuan(40), yuan(30), yuan(30)]

    def test_layers_that_promise_more_than_the_loss_pay_the_loss_and_no_more(self):
        layers = ({"id": "a", "party": "city", "pays": "80%"}, {"id": "b", "party": "district", "pays": "50%"})
        got = outcome(sharing(*layers), loss__principal=yuan(100))
        assert [got.paid(p) for p in ("city", "district", "bank")] == [yuan(80), yuan(20), yuan(0)]

    @pytest.mark.parametrize(("together", "paid"), [("each", 40), ("once", 35)])
    def test_add_ons_add_up_or_count_once(self, together, paid):
        plus = [
            {"id": n, "when": {"fact": f, "is": True}, "adds": "5%", "cite": CITE}
            for n, f in (("ip", "loan.ip_pledge"), ("first", "loan.first"))
        ]
        layer = {"id": "a", "party": "city", "pays": "30%", "plus": plus, "together": together}
        got = outcome(sharing(layer), loss__principal=yuan(100), loan__ip_pledge=True, loan__first=True)
        assert got.paid("city") == yuan(paid)

    @pytest.mark.parametrize(("cut", "city", "district"), [("last_first", 60, 20), ("pro_rata", 48, 32)])
    def test_the_total_cuts_the_last_or_all_in_proportion(self, cut, city, district):
        layers = ({"id": "a", "party": "city", "pays": "60%"}, {"id": "b", "party": "district", "pays": "40%"})
        total = {"layers": ["a", "b"], "most": "80%", "of": "liability.borne", "cut": cut, "cite": CITE}
        got = outcome(sharing(*layers, total=total), loss__principal=yuan(100), liability__borne=yuan(100))
        assert [got.paid(p) for p in ("city", "district", "bank")] == [yuan(city), yuan(district), yuan(20)]


class TestCaps:
    SCOPES = ("loan", "firm", "firm_year", "lifetime", "product", "pot_year", "pot", "bank_quota")

    @pytest.mark.parametrize("of", ["paid", "counted"])
    @pytest.mark.parametrize("per", SCOPES)
    def test_every_scope_leaves_what_was_not_yet_used_of_it(self, per, of):
        layer = {"id": "a", "party": "city", "pays": "50%", "caps": [cap(per=per, of=of, most="100元")]}
        before = {"used": yuan(10), "counted": yuan(70)}
        facts = {f"{name}__{per}": amount for name, amount in before.items()}
        got = outcome(sharing(layer), loss__principal=yuan(1000), **facts)
        assert got.paid("city") == (yuan(90) if of == "paid" else yuan(15))

    def test_a_cap_of_which_nobody_knows_what_it_limits_holds_in_either_reading(self):
        layer = {"id": "a", "party": "city", "pays": "50%", "caps": [cap(per="loan", of="unknown", most="100元")]}
        got = outcome(sharing(layer), loss__principal=yuan(1000)).amounts["city"]
        assert got is not None
        assert (got.low, got.high) == (50_00, 100_00), "never the half of a thousand"
        small = outcome(sharing(layer), loss__principal=yuan(100))
        assert small.paid("city") == yuan(50)
        assert small.missing == ()

    def test_two_such_caps_are_read_each_way_and_the_one_that_does_not_matter_is_not_told(self):
        caps = [
            cap(per="loan", of="unknown", most="100元"),
            {**cap(per="pot", of="unknown", most="5000元"), "id": "wide"},
        ]
        layer = {"id": "a", "party": "city", "pays": "50%", "caps": caps}
        got = outcome(sharing(layer), loss__principal=yuan(1000), used__pot=yuan(0), counted__pot=yuan(0))
        assert [m.rule for m in got.missing] == ["layers.a.caps.c.of"]

    def test_the_same_holds_of_an_award(self):
        got = outcome(
            paying(
                {
                    "of": "cost.fees",
                    "vat": "included",
                    "pays": "50%",
                    "caps": [cap(per="loan", of="unknown", most="100元")],
                }
            ),
            cost__fees=yuan(1000),
        ).amounts["fee"]
        assert got is not None
        assert (got.low, got.high) == (50_00, 100_00)

    def test_a_share_that_is_unknown_still_ends_at_the_cap_on_what_is_paid(self):
        layer = {"id": "a", "party": "city", "at_most": "50%", "caps": [cap(per="loan", of="paid", most="100元")]}
        got = outcome(sharing(layer), loss__principal=yuan(1000)).amounts["city"]
        assert got is not None
        assert (got.low, got.high) == (0, 100_00)


class TestRounding:
    AWARD = {"of": "cost.fees", "vat": "included", "pays": "50%"}  # noqa: RUF012  read only

    @pytest.mark.parametrize(("how", "fee", "paid"), [("down", 299, 100), ("half_up", 299, 100), ("half_up", 300, 200)])
    def test_the_step_and_its_side_are_the_schemes(self, how, fee, paid):
        rounding = {"step": "100元", "how": how, "cite": CITE}
        assert outcome(paying(self.AWARD, rounding=rounding), cost__fees=yuan(fee)).paid("fee") == yuan(paid)

    def test_without_one_parts_of_a_fen_are_dropped_and_that_is_told_as_our_own(self):
        got = outcome(paying(self.AWARD), cost__fees=Money(3))
        assert got.paid("fee") == Money(1)
        assert "ipops" in next(s.cite.document for s in got.trace if s.rule == "rounding")


class TestValidity:
    ENDED = head(kind="sharing")["valid"] | {"until": date(2024, 12, 31)}

    def tree(self, **valid: Any) -> dict[str, Any]:
        made = sharing({"id": "a", "party": "city", "pays": "50%"})
        return {**made, "valid": {**self.ENDED, **valid}}

    def after(self, drawn: date | None, **valid: Any) -> Outcome:
        facts = {"loan__drawn_on": drawn} if drawn else {}
        return outcome(self.tree(**valid), date(2025, 6, 2), loss__principal=yuan(100), **facts)

    def test_what_becomes_of_its_loans_once_it_has_ended_is_unknown_where_it_does_not_say(self):
        got = self.after(date(2024, 5, 6))
        assert (got.verdict, got.paid("city"), [m.rule for m in got.missing]) == ("unknown", None, ["valid.run_off"])

    def test_it_goes_on_for_them_or_ends_for_them_as_it_says(self):
        goes_on, ends = ({"value": v, "cite": CITE} for v in ("go_on", "ends"))
        assert self.after(date(2024, 12, 31), run_off=goes_on).paid("city") == yuan(50)
        assert [r.code for r in self.after(date(2024, 5, 6), run_off=ends).reasons] == ["no-longer-in-force"]
        unknown = self.after(None, run_off=goes_on)
        assert [m.fact for m in unknown.missing] == ["loan.drawn_on"]

    def test_a_loan_drawn_after_its_end_was_never_under_it(self):
        for run_off in (None, {"value": "go_on", "cite": CITE}):
            assert [r.code for r in self.after(date(2025, 1, 1), run_off=run_off).reasons] == ["no-longer-in-force"]

    def test_another_word_for_either_is_a_mistake_and_not_passed_over(self):
        for key in ("run_off", "transition"):
            wrong = read_scheme(self.tree(**{key: {"value": "maybe", "cite": CITE}}))
            assert not isinstance(wrong, Scheme)
            assert [(p.code, p.at.field) for p in wrong] == [("unknown-word", f"valid.{key}.value")]


class TestTriggers:
    def test_where_nobody_knows_whether_it_was_stopped_the_state_is_known_if_both_ways_agree(self):
        deyang = _form("deyang-2019").triggers[0]
        hubei = _form("hubei-2025").triggers[0]
        assert step(deyang, "unknown", Money(500_0000_00 - 1), Log()) == "open", (
            "below its line it is resumed either way"
        )
        assert step(deyang, "unknown", Money(500_0000_00), Log()) == "stopped"
        assert step(hubei, "unknown", Fraction(4, 100), Log()) == "unknown", "when a fuse is lifted is silent"
        assert step(hubei, "unknown", Fraction(9, 100), Log()) == "stopped"

    def test_a_word_for_the_side_of_a_bound_that_is_none_is_refused(self):
        tree = sharing(
            {
                "id": "a",
                "party": "city",
                "choose": {
                    "by": "loan.balance", "how": "cliff", "beyond": "nothing",
                    "steps": [{"about": "100元", "pays": "50%"}, {"up_to": "200元", "pays": "30%"}],
                },
            }
        )  # fmt: skip
        path = "layers.a.choose.steps.0.bound"
        wrong = read_scheme(tree, {path: "sideways"})
        assert not isinstance(wrong, Scheme)
        assert [p.code for p in wrong] == ["unknown-word"]
        assert isinstance(read_scheme(tree, {path: "below"}), Scheme)


def _form(code: str) -> Any:
    got = read_scheme(schemes()[code].tree)
    assert isinstance(got, Scheme)
    return got.form


def test_the_table_of_primitives_names_tests_and_modules_that_exist():
    text = (ROOT / "docs/reference/schemes.md").read_text(encoding="utf-8")
    table = text.split("## Where each primitive is shown")[1].split("\n## ")[0]
    rows = [r for r in table.splitlines() if r.startswith("| ") and not r.startswith("| primitive")]
    assert len(rows) >= 17, "finance.md 7.3 lists seventeen"
    every_test = "\n".join(p.read_text(encoding="utf-8") for p in (ROOT / "tests").rglob("test_*.py"))
    for row in rows:
        _, _, module, shown, _ = (c.strip() for c in row.split("|"))
        for path in re.findall(r"`([a-z_/]+\.py)`", module):
            assert (ROOT / "src/ipops/finance" / path).is_file(), path
        named = re.findall(r"`([^`]+)`", shown)
        assert named, row
        for name in named:
            assert name in schemes() or f"def {name}(" in every_test or f"class {name}" in every_test, name
