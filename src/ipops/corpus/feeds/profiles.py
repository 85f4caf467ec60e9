"""Mapping profiles of exports: the shipped ones, and a user's own. They are intake's profiles with the fields of a document."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path

from ipops.intake.profile import Profile, load_profile
from ipops.kernel.outcome import Place, Problem
from ipops.kernel.text import Text

#: every field a profile may map; one of IDENTIFYING must be there
FIELDS = frozenset(
    [
        "source_id",
        "office",
        "kind",
        "publication",
        "published_on",
        "published_year",
        "granted_number",
        "granted_on",
        "application",
        "filed_on",
        "priorities",
        "priority_dates",
        "priority_on",
        "title",
        "title_en",
        "title_zh",
        "title_translated",
        "abstract",
        "abstract_en",
        "abstract_zh",
        "applicants",
        "applicants_standard",
        "applicants_other",
        "applicants_codes",
        "applicants_country",
        "applicants_region",
        "applicants_city",
        "owners",
        "owners_now",
        "owners_now_standard",
        "inventors",
        "inventors_other",
        "agencies",
        "examiners",
        "right_type",
        "ipc",
        "ipc_main",
        "cpc",
        "uspc",
        "locarno",
        "fi",
        "fterm",
        "ecla",
        "dwpi_class",
        "sei",
        "gbt4754",
        "cited",
        "cited_search",
        "cited_examination",
        "cited_applicant",
        "cited_opposition",
        "citing",
        "literature",
        "literature_search",
        "literature_examination",
        "literature_applicant",
        "literature_opposition",
        "cited_by_n",
        "family_number",
        "family_simple",
        "family_extended",
        "family_dwpi",
        "family_simple_n",
        "family_extended_n",
        "claims_n",
        "claims_text",
        "claim_first",
        "legal_status",
        "legal_status_on",
        "ends_on",
    ]
)
IDENTIFYING = ("publication", "application", "source_id")


@cache
def shipped() -> Mapping[str, Profile]:
    """The profiles that come with the program, by code."""
    found: dict[str, Profile] = {}
    for file in sorted((resources.files("ipops.corpus.feeds") / "mappings").iterdir(), key=lambda f: f.name):
        if file.name.endswith(".yaml"):
            made = load_profile(Path(str(file)))
            if isinstance(made, tuple):
                raise RuntimeError(f"A shipped profile is wrong: {made[0].says.en}")
            found[made.code] = made
    return found


def named(asked: str) -> Profile | tuple[Problem, ...]:
    """A shipped profile by its code, or one in a YAML file; every mistake as a problem with its field."""
    if asked in shipped():
        return shipped()[asked]
    made = load_profile(Path(asked))
    if isinstance(made, tuple):
        return made
    strange = sorted(set(made.fields) - FIELDS)
    if strange or not set(IDENTIFYING) & set(made.fields):
        return (_strange(asked, strange),)
    return made


def _strange(asked: str, strange: list[str]) -> Problem:
    names = ", ".join(strange) or "—"
    says = Text(
        f"映射方案含有未知字段（{names}），或没有 publication、application、source_id 中任何一个。",
        f"The profile has unknown fields ({names}), or none of publication, application, source_id.",
    )
    return Problem(code="profile-mistake", says=says, at=Place(file=asked))
