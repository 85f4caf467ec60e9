"""Returns: reading a template or a form, checking it level by level, and saying what is wrong where and how to mend it."""
