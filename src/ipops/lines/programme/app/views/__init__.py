"""Screens of the programme. A view asks the selectors for one thing and shows the answer."""
