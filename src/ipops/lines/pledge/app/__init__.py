"""The Django half of the pledge line: urls -> views | api -> services -> selectors -> models."""
