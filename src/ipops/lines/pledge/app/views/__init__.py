"""Screens of this line: lists, pools, months, signs; application, pledge, loan and claim are cases that the kit draws."""
