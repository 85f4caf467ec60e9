"""Rules of the programme, pure. ``scoring`` judges a city's year; ``selection``, ``plan``, ``fund``, ``returns`` and
``evaluation`` are each one part of the programme's life. Nothing is imported here: a validator of returns needs no query engine.
"""
