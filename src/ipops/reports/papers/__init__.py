"""Papers: one value written as Word, Excel or PDF, each the same bytes every time."""

from ipops.reports.papers.excel import as_xlsx
from ipops.reports.papers.paper import Grid, Heading, Pairs, Paper, Para
from ipops.reports.papers.pdf import as_pdf
from ipops.reports.papers.word import as_docx

__all__ = ["Grid", "Heading", "Pairs", "Paper", "Para", "as_docx", "as_pdf", "as_xlsx"]
