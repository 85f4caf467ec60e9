"""转让许可 · transfers and licences of intellectual property."""
