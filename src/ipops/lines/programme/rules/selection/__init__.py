"""How the centre chooses cities: who may be nominated, how experts score, and how the ranking comes about."""
