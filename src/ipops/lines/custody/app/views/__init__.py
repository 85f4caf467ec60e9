"""Screens of this line: the list, a need, the overview; one custody is a case that the kit draws."""
