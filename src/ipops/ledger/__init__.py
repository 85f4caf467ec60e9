"""Facts, seals and proofs, folds, export. A correction is a new fact; nothing is overwritten."""
