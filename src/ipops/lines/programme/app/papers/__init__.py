"""Papers of the programme: what the layouts of the packs ask for, filled from what was read."""

from ipops.lines.programme.app.papers.files import FORMATS, as_file

__all__ = ["FORMATS", "as_file"]
