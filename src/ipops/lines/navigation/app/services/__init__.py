"""What is written: take the turn, read, think, append. Each answers with what was stored or with ``Refused``."""

from ipops.lines.navigation.app.services.studies import (
    study_accept,
    study_contract,
    study_freeze,
    study_propose,
    study_tell,
)

__all__ = ["study_accept", "study_contract", "study_freeze", "study_propose", "study_tell"]
