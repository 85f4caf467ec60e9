"""Page models of the programme: lines of the scorecard and series as plain values that templates draw."""
