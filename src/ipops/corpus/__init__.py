"""Patent files become tables: feeds, identity, classes; on the tables indicators, networks and search. See README.md."""
