"""Arithmetic of money over time: schedules, sharing, pools, valuation, scenarios. No law, no clock, no database in it."""
