"""Legal events as the EPO's Open Patent Services give them (INPADOC), turned into register facts.

``codes`` what a Chinese code means; ``ops`` the family and legal XML read; ``facts`` events to facts. Words that settle
nothing wait for a reader; events of other offices are counted and left alone.
"""
