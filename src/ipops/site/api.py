"""The API at ``/api/v1/``: the ground's, and each house's ``app/api.py`` with its ``router`` under the house's code."""

from __future__ import annotations

from importlib import import_module

from ipops.site.street import house_parts
from ipops.webkit import api as ground

api = ground.build(
    {
        **ground.ROUTERS,
        **{f"/{code}": import_module(module).router for code, module in house_parts("api").items()},
    }
)
