"""No tables: every figure of the programme is worked out from facts when it is asked for, so no row can disagree with them.

What is kept between two questions is the Parquet export of the journal (``webkit.analytics``), which can be made again.
"""
