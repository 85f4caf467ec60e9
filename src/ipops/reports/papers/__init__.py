"""Papers: one value written as Word, Excel, PDF or page, each the same bytes every time."""

from ipops.reports.papers.excel import as_xlsx
from ipops.reports.papers.page import as_html, parts_of
from ipops.reports.papers.paper import Grid, Heading, Pairs, Paper, Para, Picture
from ipops.reports.papers.pdf import as_pdf
from ipops.reports.papers.word import as_docx

__all__ = [
    "Grid",
    "Heading",
    "Pairs",
    "Paper",
    "Para",
    "Picture",
    "as_docx",
    "as_html",
    "as_pdf",
    "as_xlsx",
    "parts_of",
]
