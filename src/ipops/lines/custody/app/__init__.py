"""The Django half of the custody line: urls -> views | api -> services -> selectors -> models."""
