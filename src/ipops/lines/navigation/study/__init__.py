"""A study worked out: a template in YAML and patent files in, a report with every number's query out. No web, no database server.

template ─> sets loaded, boundary asked, frozen ─> labels ─> analyses of each goal ─> chapters ─> page, Word, PDF
"""
