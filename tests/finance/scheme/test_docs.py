"""The page of facts is made from the list, and the reference names every word of the language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ipops.finance.scheme import form
from ipops.finance.scheme.docs import page
from ipops.finance.scheme.facts import FACTS
from ipops.policy.scheme_shelf import schemes

PAGE = (Path(__file__).parents[3] / "docs" / "reference" / "schemes.md").read_text(encoding="utf-8")


def test_the_page_of_facts_is_what_the_list_says(golden):
    golden.check("docs/reference/scheme-facts.md", page())


@pytest.mark.parametrize(
    "kind", ["SchemeForm", "Layer", "Choose", "Bracket", "Cap", "Total", "Pot", "Trigger", "Award", "Deadline", "Ratio"]
)
def test_the_reference_names_every_key(kind):
    keys = {f.alias or n for n, f in getattr(form, kind).model_fields.items()} - {"id", "says", "cite", "party", "unit"}
    assert sorted(k for k in keys if not re.search(rf"\b{k}\b", PAGE)) == []


def test_every_fact_is_asked_by_some_scheme_or_given_in_some_case():
    """A fact nobody uses is a word that means nothing; a handful wait for the house that will give them."""
    used = repr([f.tree for f in schemes().values()]) + repr([f.cases for f in schemes().values()])
    idle = {n for n in FACTS if n not in used and not n.startswith("used.")}
    assert len(idle) <= len(FACTS) // 3, sorted(idle)
