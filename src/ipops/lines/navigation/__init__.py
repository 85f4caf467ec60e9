"""Patent navigation: studies from demand to the decision that used them. What this house does is on its README."""
