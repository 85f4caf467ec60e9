"""The read API at ``/api/v1/``: each house's ``app/api.py`` offers a ``router``, mounted under its code."""

from __future__ import annotations

from importlib import import_module

from ninja import NinjaAPI

from ipops.site.street import house_parts

api = NinjaAPI(title="ipops", version="1", urls_namespace="api")
for _code, _module in house_parts("api").items():
    api.add_router(f"/{_code}/", import_module(_module).router)
