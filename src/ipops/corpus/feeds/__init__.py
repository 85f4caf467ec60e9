"""Patent files read one document at a time, into segments that a load can take up again."""
