"""Tables as people send them: a file becomes rows with a place, and problems with a place. No fact, no line, no database.

``table.read_table(path, profile)`` is the way in; see README.md.
"""
