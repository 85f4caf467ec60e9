"""The Django half of the navigation line: urls -> views | api -> services -> selectors -> models."""
