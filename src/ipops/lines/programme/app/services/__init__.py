"""Writing: each service reads, thinks and writes in one transaction; what is refused leaves nothing behind."""

from ipops.lines.programme.app.services.observations import BY, Imported, bridge_state, observations_import

__all__ = ["BY", "Imported", "bridge_state", "observations_import"]
