"""Reading cases of the programme: rows through the guarded door, and what their facts add up to."""
