"""The Django half of the insurance line: urls -> views | api -> services -> selectors -> models."""
