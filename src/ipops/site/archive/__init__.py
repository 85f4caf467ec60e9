"""Backup and restore: everything that may not be lost, in one file that no PostgreSQL version is tied to (decision 0054).

    FILE (zip)
      tables/<name>.copy      rows as COPY text, in the order of their key
      documents/ heads/ tiles/   the rooms of the home that may not be lost
      manifest.json           form, program version, migrations applied, the journal's root, a SHA-256 for each entry

Not inside: sessions and login attempts (they end), exported Parquet (made again), the secret key (a restored site makes
its own; everybody signs in anew), what navigation studies worked out and the corpora they read (set up and run again: templates and files
that were sent in are among the documents).
"""

from ipops.site.archive.dump import back_up
from ipops.site.archive.load import restore
from ipops.site.archive.manifest import Manifest, Mistake

__all__ = ["Manifest", "Mistake", "back_up", "restore"]
