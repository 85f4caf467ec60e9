"""Technology contracts: their row as a fold, and the registry's rules as data with dates."""
