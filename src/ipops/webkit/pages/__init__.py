"""What every page is made of: language, wording on the page, tables, forms, refusals, menu. Houses draw with it."""
