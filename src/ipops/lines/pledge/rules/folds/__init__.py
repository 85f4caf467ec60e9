"""How facts become rows. Pure steps; ``webkit.refold`` keeps the rows. Stages come from the tables of ``machine``."""
