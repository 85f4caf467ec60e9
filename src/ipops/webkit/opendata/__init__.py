"""Open data: gazetted facts and aggregates as CSV, JSON and Parquet, for everybody."""

from ipops.webkit.opendata.datasets import DATASETS, Column, Dataset, dataset, register
from ipops.webkit.opendata.files import FORMATS, Edition, current, file_of, rows_of, summary

__all__ = [
    "DATASETS",
    "FORMATS",
    "Column",
    "Dataset",
    "Edition",
    "current",
    "dataset",
    "file_of",
    "register",
    "rows_of",
    "summary",
]
