"""A firm's own list of rights: what of it will be stored, merged with what is known, or refused, row by row.

``rows`` a row understood; ``known`` what the city knows already; ``preview`` the value that says it all and the facts with it.
"""
