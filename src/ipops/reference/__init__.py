"""Versioned code lists, each row with its source; the calendar of working days."""
