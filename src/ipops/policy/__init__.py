"""What the law says, as packs: one legal number a file, values by date, a citation each, *unknown* as a value."""

from ipops.policy.pack import Pack
from ipops.policy.shapes import Completeness, Form, Layer, MeasureType
from ipops.policy.shelf import PolicyMistake, pack_named, pack_of_place, packs, plan_of_place
from ipops.policy.targets import Target
from ipops.policy.terms import Band, Known, Range, band_of

__all__ = [
    "Band",
    "Completeness",
    "Form",
    "Known",
    "Layer",
    "MeasureType",
    "Pack",
    "PolicyMistake",
    "Range",
    "Target",
    "band_of",
    "pack_named",
    "pack_of_place",
    "packs",
    "plan_of_place",
]
