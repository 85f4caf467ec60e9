"""From the segments of a load to the tables of a corpus: records of one document merged, everything resolved."""
