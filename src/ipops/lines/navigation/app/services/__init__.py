"""What is written: take the turn, read, think, append. Each answers with what was stored or with ``Refused``."""

from ipops.lines.navigation.app.services.hand_lists import labels_import, verdicts_import
from ipops.lines.navigation.app.services.hands import Judged, Labelled, documents_label, sample_judge
from ipops.lines.navigation.app.services.studies import (
    study_accept,
    study_code,
    study_contract,
    study_freeze,
    study_propose,
    study_tell,
    study_use,
)

__all__ = [
    "Judged",
    "Labelled",
    "documents_label",
    "labels_import",
    "sample_judge",
    "study_accept",
    "study_code",
    "study_contract",
    "study_freeze",
    "study_propose",
    "study_tell",
    "study_use",
    "verdicts_import",
]
