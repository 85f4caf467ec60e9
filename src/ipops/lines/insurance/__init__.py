"""IP insurance: products, quotes, policies, claims with the law's clocks, indemnity in proportion, subrogation."""
