"""The whole API, every house's part included, under made-up requests: no crash, nothing undeclared, one error shape."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from ipops.site.wsgi import application
from ipops.webkit import access, journal, seals
from ipops.webkit.access import Level, Role
from tests.webkit.conftest import draft, filed, party, transfer
from tests.webkit.test_access import HERE, NEXT_DOOR, office, person

pytestmark = [pytest.mark.db, pytest.mark.django_db, pytest.mark.slow]
EXAMPLES = 20
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
READERS = {
    "stranger": None,
    "nobody": ("", None, None),
    "clerk": (HERE, Role.CLERK, Level.CITY),
    "neighbour": (NEXT_DOOR, Role.CLERK, Level.CITY),
    "centre": ("", Role.CENTRE, Level.CENTRE),
}


schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application, headers={"host": "127.0.0.1"})


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """The server closes connections after a request; here it shares the test's transaction (Django's client does this)."""
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    yield
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


@pytest.fixture(params=list(READERS))
def headers(request: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A small sealed city, and one of its readers."""
    monkeypatch.setenv("IPOPS_HOME", str(tmp_path))
    journal.append(
        [draft(party(), "p"), *(draft(filed(i), f"f{i}") for i in range(9)), draft(transfer(1), "t")], by="a"
    )
    seals.seal()
    journal.append([draft(transfer(2), "t2")], by="a")
    who = READERS[request.param]
    if who is None:
        return {"host": "127.0.0.1"}
    place, role, level = who
    user = (
        access.User.objects.create_user("reader") if role is None else person("reader", role, office("o", place, level))
    )
    return {"host": "127.0.0.1", "Authorization": f"Bearer {access.token_make(user=user, name='fuzz')}"}


@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_operation_answers_as_it_declares(case: Any, headers: dict[str, str]) -> None:
    answer = case.call(headers=headers)
    case.validate_response(answer, checks=CHECKS)
    if answer.status_code in (400, 401, 403, 404, 409, 422):
        assert answer.json().keys() == {"says", "code", "reasons"}
