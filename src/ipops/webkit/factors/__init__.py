"""The second factor's one table, an app of its own so that its migrations stand apart. Written by ``access.second_factor``."""
