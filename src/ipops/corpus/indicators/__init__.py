"""Indicators of patents, portfolios and fields: definitions with parameters, cohorts and a status beside every value."""
