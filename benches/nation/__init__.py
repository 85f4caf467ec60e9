"""A made-up nation for the scorecard bench: its facts as Parquet, and the contenders that make the same table of them."""
