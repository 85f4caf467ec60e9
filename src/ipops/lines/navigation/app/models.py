"""Rows: caches folded from facts (``webkit.refold``), never written by hand."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from ipops.webkit.models import fields
from ipops.webkit.models.folded import FoldedRow, FoundRow


class Study(FoundRow):
    """See ``rules.folds.StudyState``."""

    FOUND_BY = ("title", "industry")

    study = fields.key(primary_key=True)
    stage = fields.text()
    kind = fields.text()
    title = fields.text()
    owner = fields.text()
    contractor = fields.text()
    place = fields.text()
    industry = fields.text()
    goals = fields.texts()
    leader = fields.text()
    fee_fen = models.BigIntegerField(null=True)
    due_on = models.DateField(null=True)
    proposed_on = models.DateField(null=True)
    frozen_on = models.DateField(null=True)
    documents = models.BigIntegerField(null=True)
    reported_by = fields.text()
    verdict = fields.text()
    panel = fields.text()
    accepted_on = models.DateField(null=True)
    published_at = fields.text()
    used_on = models.DateField(null=True)
    stage_since = models.DateField(null=True)
    data = ArrayField(models.BigIntegerField(), default=list, blank=True)
    reports = ArrayField(models.BigIntegerField(), default=list, blank=True)
    uses = ArrayField(models.BigIntegerField(), default=list, blank=True)
    evaluations = ArrayField(models.BigIntegerField(), default=list, blank=True)

    steps = fields.texts()

    class Meta:
        db_table = "navigation_study"
        ordering = ("-proposed_on", "study")
        indexes = (
            models.Index(fields=("place", "stage"), name="navigation_study_of_place"),
            models.Index(fields=("-proposed_on", "study"), name="navigation_study_in_order"),
        )

    def __str__(self) -> str:
        return self.study


class Words(FoldedRow):
    """Words on a document of a study; see ``rules.hand_folds.WordsState``."""

    item = fields.key(primary_key=True)
    study = fields.text()
    place = fields.text()
    document = fields.text()
    standing = fields.text()
    people = fields.texts()
    reviews = ArrayField(models.BooleanField(), default=list, blank=True)
    whys = fields.texts()
    entries = ArrayField(models.BigIntegerField(), default=list, blank=True)

    class Meta:
        abstract = True
        ordering = ("study", "document")
        indexes = (models.Index(fields=("study", "document"), name="navigation_%(class)s_of_study"),)

    def __str__(self) -> str:
        return self.item


class Label(Words):
    """What people said of a document's nodes; see ``rules.hand_folds.LabelState``."""

    under = fields.texts()
    out = fields.texts()
    differ = fields.texts()
    unders = fields.texts()
    outs = fields.texts()

    class Meta(Words.Meta):
        db_table = "navigation_label"


class Reading(Words):
    """What people said of a sampled document; see ``rules.hand_folds.VerdictState``."""

    sample = fields.text()
    verdict = fields.text()
    verdicts = fields.texts()

    class Meta(Words.Meta):
        db_table = "navigation_reading"
