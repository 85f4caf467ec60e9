"""Screens of a city's life in the programme: calls, reviews, plans, money, returns, evaluations. The kit draws them."""
