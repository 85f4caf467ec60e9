"""Backup and restore: everything that may not be lost, in one file that no PostgreSQL version is tied to (decision 0054).

    FILE (zip)
      tables/<name>.copy      rows as COPY text, in the order of their key
      documents/ heads/ tiles/   the rooms of the home that may not be lost
      studies/                set-up, results and reports of navigation studies, without the tables that a run makes again
      manifest.json           form, program version, migrations applied, the journal's root, a SHA-256 for each entry

Not inside: sessions and login attempts (they end), exported Parquet (made again), the secret key (a restored site makes
its own; everybody signs in anew), corpora (``ipops corpus load`` makes them again; a study's page shows its report without them).
"""

from ipops.site.archive.dump import back_up
from ipops.site.archive.load import restore
from ipops.site.archive.manifest import Manifest, Mistake

__all__ = ["Manifest", "Mistake", "back_up", "restore"]
