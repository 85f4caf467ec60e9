"""A report is a value; pages, files and charts come from the same value."""
