"""The Django half of the subsidies line: urls -> views | api -> services -> selectors -> models."""
