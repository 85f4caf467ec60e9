"""Screens of this line: the list and a proposal; one study is a case that the kit draws."""
